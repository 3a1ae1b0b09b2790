import { and, asc, desc, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import { OUTCOMES, type Outcome } from '../desk/facts.ts';
import type { LedgerId } from '../desk/ids.ts';
import type { MessageId } from '../mail/mail.ts';
import { actorOf, dateOf, known, parsed } from './codec.ts';
import { type Connection, list, param, within } from './connection.ts';
import { hashedId } from './mask.ts';
import type { LedgerRow, MailSource, Queries, VanishedMail, WaitingMail } from './port.ts';
import { select } from './prepared.ts';
import { type Queues, roundRobin } from './round-robin.ts';
import { counts, cursors, ledger, ledgerHistory, vanished } from './schema.ts';

type LedgerQueries = Pick<
  Queries,
  | 'cursor'
  | 'waiting'
  | 'oldestWaiting'
  | 'nextRetryAt'
  | 'untoldMailboxes'
  | 'unacknowledged'
  | 'knownUids'
  | 'keptRaw'
  | 'vanishedMails'
  | 'ledgerRow'
  | 'ledgerByMessageId'
  | 'ledgerRows'
  | 'ledgerCounts'
  | 'copyOf'
  | 'forOperator'
  | 'toldBy'
  | 'lastTold'
>;
type Row = typeof ledger.$inferSelect;
type HistoryRow = typeof ledgerHistory.$inferSelect;

/** Outcomes of mail that was not dealt with, or only for being a copy itself: another copy of it must not be passed over. */
const NO_ORIGINAL: readonly Outcome[] = ['failed', 'quarantined', 'duplicate'];

/** What was only held, or thrown away, is the original of no copy that is proved: whoever forged the first does not silence the second. */
const NO_ORIGINAL_OF_PROVED: readonly Outcome[] = ['held', 'refused', 'spam'];

/** What the ledger answers. */
export function ledgerQueries(db: Connection): LedgerQueries {
  const { orm, raw } = db;
  const cursorOf = select(
    db,
    orm
      .select()
      .from(cursors)
      .where(and(eq(cursors.mailbox, param('mailbox')), eq(cursors.folder, param('folder')))),
  );
  // Named indexes: the planner would take the one on outcome and sort a whole backlog.
  const DUE = `FROM ledger INDEXED BY ledger_waiting
    WHERE outcome IS NULL AND mailbox = @mailbox AND next_try <= @now ORDER BY lane, arrived_at, id`;
  const due = raw.prepare(`SELECT id ${DUE} LIMIT @most + 0`).pluck();
  const arrivalOfFirst = raw.prepare(`SELECT arrived_at ${DUE} LIMIT 1`).pluck();
  const nextMailbox = raw
    .prepare('SELECT min(mailbox) FROM ledger INDEXED BY ledger_waiting WHERE outcome IS NULL AND mailbox > ?')
    .pluck();
  const nextDue = raw
    .prepare('SELECT min(next_try) FROM ledger INDEXED BY ledger_next_try WHERE outcome IS NULL')
    .pluck();
  const inFolder = and(
    eq(ledger.source, sql`'imap'`),
    eq(ledger.mailbox, param('mailbox')),
    eq(ledger.folder, param('folder')),
    eq(ledger.uidValidity, param('uidValidity')),
  );
  const untold = select(
    db,
    orm
      .select({ id: ledger.id, uid: ledger.uid, outcome: ledger.outcome })
      .from(ledger)
      .where(and(inFolder, isNull(ledger.acknowledged), sql`${ledger.outcome} IS NOT NULL`))
      .orderBy(asc(ledger.uid))
      .limit(sql.placeholder('limit')),
  );
  const nextUntold = raw
    .prepare(
      `SELECT min(mailbox) FROM ledger INDEXED BY ledger_untold
       WHERE source = 'imap' AND acknowledged IS NULL AND outcome IS NOT NULL AND mailbox > ?`,
    )
    .pluck();
  const uidsKnown = select(
    db,
    orm
      .select({ uid: ledger.uid })
      .from(ledger)
      .where(and(inFolder, within(ledger.uid, 'uids'))),
  );
  const rawKept = raw.prepare('SELECT EXISTS (SELECT 1 FROM ledger WHERE blob = ? AND mailbox = ?)').pluck();
  const gone = select(db, orm.select().from(vanished).orderBy(desc(vanished.at)).limit(sql.placeholder('limit')));
  const byId = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(eq(ledger.id, param('id'))),
  );
  const byMessageId = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(eq(ledger.messageId, param('messageId')))
      .orderBy(asc(ledger.id))
      .limit(100),
  );
  const newest = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(lt(ledger.id, param('before')))
      .orderBy(desc(ledger.id))
      .limit(sql.placeholder('limit')),
  );
  const newestOf = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(and(sql`${ledger.outcome} IS ${param('outcome')}`, lt(ledger.id, param('before'))))
      .orderBy(desc(ledger.id))
      .limit(sql.placeholder('limit')),
  );
  const historyOf = select(
    db,
    orm
      .select()
      .from(ledgerHistory)
      .where(within(ledgerHistory.ledger, 'ids'))
      .orderBy(asc(ledgerHistory.ledger), asc(ledgerHistory.position)),
  );
  const counters = select(
    db,
    orm.select().from(counts).where(sql`${counts.name} >= 'ledger:' AND ${counts.name} < 'ledger;'`),
  );
  const decidedOf = and(
    ne(ledger.id, param('of')),
    eq(ledger.desk, param('desk')),
    sql`${ledger.outcome} IS NOT NULL AND ${ledger.outcome} NOT IN (SELECT value FROM json_each(${list(NO_ORIGINAL)}))`,
    sql`NOT (${param('proved')} = 1 AND ${ledger.authenticity} IS NOT 'proved' AND ${ledger.outcome} IN (SELECT value FROM json_each(${list(NO_ORIGINAL_OF_PROVED)})))`,
  );
  const copyById = select(
    db,
    orm
      .select({ id: ledger.id })
      .from(ledger)
      .where(and(eq(ledger.messageId, param('messageId')), eq(ledger.fingerprint, param('fingerprint')), decidedOf))
      .orderBy(asc(ledger.id))
      .limit(1),
  );
  const copyByBytes = select(
    db,
    orm
      .select({ id: ledger.id })
      .from(ledger)
      .where(and(eq(ledger.blob, param('blob')), decidedOf))
      .orderBy(asc(ledger.id))
      .limit(1),
  );

  // A named index: the planner would take the one on outcome and sort all that was ever held.
  const FOR_OPERATOR = `FROM ledger INDEXED BY ledger_for_operator
    WHERE told IS NULL AND ticket IS NULL AND outcome IN ('held', 'quarantined')`;
  const forOperator = raw.prepare(`SELECT id ${FOR_OPERATOR} ORDER BY id LIMIT @limit + 0`).pluck();
  const countForOperator = raw.prepare(`SELECT count(*) ${FOR_OPERATOR}`).pluck();
  const toldBy = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(eq(ledger.told, param('notice')))
      .orderBy(asc(ledger.id)),
  );
  const lastTold = raw
    .prepare('SELECT created_at FROM outbox WHERE id = (SELECT max(told) FROM ledger WHERE told IS NOT NULL)')
    .pluck();

  /** Mail that is due, by mailbox. */
  function queues(now: Date): Queues<string, LedgerId> {
    return {
      next: (mailbox = '') => (nextMailbox.get(mailbox) as string | null) ?? undefined,
      firstOf: (mailbox, most) => due.all({ mailbox, most, now: now.getTime() }) as LedgerId[],
    };
  }

  function withHistory(rows: readonly Row[]): readonly LedgerRow[] {
    const earlier = new Map<LedgerId, HistoryRow[]>();
    if (rows.length > 0)
      for (const entry of historyOf.all({ ids: list(rows.map((row) => row.id)) })) {
        const entries = earlier.get(entry.ledger);
        if (entries === undefined) earlier.set(entry.ledger, [entry]);
        else entries.push(entry);
      }
    return rows.map((row) => ledgerRowOf(row, earlier.get(row.id) ?? []));
  }

  return {
    async cursor(mailbox, folder) {
      const row = cursorOf.get({ mailbox, folder });
      if (row === undefined) return undefined;
      return { uidValidity: BigInt(row.uidValidity), lastUid: row.lastUid, firstMet: new Date(row.firstMet) };
    },
    async waiting(now, limit, bytes, after) {
      const mails: WaitingMail[] = [];
      let total = 0;
      for (const id of roundRobin(queues(now), limit, after)) {
        const row = byId.get({ id });
        if (row === undefined) continue;
        total += row.size;
        if (mails.length > 0 && total > bytes) break;
        mails.push(waitingOf(row));
      }
      return mails;
    },
    async oldestWaiting(now) {
      let oldest = Number.POSITIVE_INFINITY;
      const { next } = queues(now);
      for (let mailbox = next(undefined); mailbox !== undefined; mailbox = next(mailbox)) {
        const arrival = arrivalOfFirst.get({ mailbox, now: now.getTime() }) as number | undefined;
        oldest = Math.min(oldest, arrival ?? oldest);
      }
      return Number.isFinite(oldest) ? new Date(oldest) : undefined;
    },
    async nextRetryAt() {
      return dateOf(nextDue.get() as number | null);
    },
    async untoldMailboxes() {
      const mailboxes: string[] = [];
      for (let at = nextUntold.get(''); typeof at === 'string'; at = nextUntold.get(at)) mailboxes.push(at);
      return mailboxes;
    },
    async unacknowledged(mailbox, folder, uidValidity, limit) {
      return untold.all({ mailbox, folder, uidValidity: Number(uidValidity), limit }).flatMap((row) => {
        return row.uid === null || row.outcome === null ? [] : [{ id: row.id, uid: row.uid, outcome: row.outcome }];
      });
    },
    async knownUids(mailbox, folder, uidValidity, uids) {
      const rows = uidsKnown.all({ mailbox, folder, uidValidity: Number(uidValidity), uids: list(uids) });
      return new Set(rows.flatMap((row) => row.uid ?? []));
    },
    async keptRaw(mailbox, hash) {
      return rawKept.get(hash, mailbox) === 1;
    },
    async vanishedMails(limit) {
      return gone.all({ limit }).map((row): VanishedMail => {
        const { mailbox, folder, uid } = row;
        const uidValidity = BigInt(row.uidValidity);
        return { source: { kind: 'imap', mailbox, folder, uidValidity, uid }, at: new Date(row.at) };
      });
    },
    async ledgerRow(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : withHistory([row])[0];
    },
    async ledgerByMessageId(messageId) {
      return withHistory(byMessageId.all({ messageId }));
    },
    async ledgerRows({ outcome, waiting, before, limit }) {
      const page = { before: before ?? Number.MAX_SAFE_INTEGER, limit };
      if (outcome === undefined && waiting === undefined) return withHistory(newest.all(page));
      // One index walk for each outcome, so that a rare one is found without passing all others.
      const wanted: readonly (Outcome | null)[] = [
        ...(waiting === true ? [null] : []),
        ...(outcome ?? (waiting === false ? OUTCOMES : [])),
      ];
      const rows = wanted.flatMap((one) => newestOf.all({ ...page, outcome: one }));
      return withHistory(rows.sort((a, b) => b.id - a.id).slice(0, limit));
    },
    async ledgerCounts() {
      const found = new Map(counters.all().map((row) => [row.name.slice('ledger:'.length), row.n]));
      const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, found.get(outcome) ?? 0]));
      return {
        received: found.get('received') ?? 0,
        waiting: found.get('waiting') ?? 0,
        outcomes: outcomes as Record<Outcome, number>,
      };
    },
    async forOperator(limit) {
      const rows = (forOperator.all({ limit }) as LedgerId[]).flatMap((id) => byId.get({ id }) ?? []);
      return { mails: withHistory(rows), count: Number(countForOperator.get()) };
    },
    async toldBy(notice) {
      return withHistory(toldBy.all({ notice }));
    },
    async lastTold() {
      const at = lastTold.get();
      return typeof at === 'number' ? new Date(at) : undefined;
    },
    async copyOf(of, desk, messageId, fingerprint, blob, isProved) {
      const proved = isProved ? 1 : 0;
      if (messageId === undefined) return copyByBytes.get({ of, desk, blob, proved })?.id;
      const copy = (id: MessageId) => copyById.get({ of, desk, messageId: id, fingerprint, proved })?.id;
      return copy(messageId) ?? copy(hashedId(messageId)); // its original may have been forgotten
    },
  };
}

function sourceOf(row: Row): MailSource {
  if (row.source !== 'imap') return { kind: row.source, mailbox: row.mailbox, recipient: row.recipient ?? '' };
  if (row.folder === null || row.uidValidity === null || row.uid === null)
    throw new Error(`ledger row ${row.id} comes from IMAP and has no UID`);
  return {
    kind: 'imap',
    mailbox: row.mailbox,
    folder: row.folder,
    uidValidity: BigInt(row.uidValidity),
    uid: row.uid,
  };
}

function waitingOf(row: Row): WaitingMail {
  return {
    id: row.id,
    source: sourceOf(row),
    blob: row.blob,
    size: row.size,
    arrivedAt: new Date(row.arrivedAt),
    quiet: row.quiet === 1,
    attempts: row.attempts,
    released: row.released === 1,
  };
}

function ledgerRowOf(row: Row, earlier: readonly HistoryRow[]): LedgerRow {
  return {
    id: row.id,
    source: sourceOf(row),
    blob: row.removed === null ? row.blob : undefined,
    removed: known(row.removed),
    size: row.size,
    seenAt: new Date(row.seenAt),
    arrivedAt: new Date(row.arrivedAt),
    outcome: known(row.outcome),
    settled:
      row.settledAt === null || row.settledBy === null
        ? undefined
        : { at: new Date(row.settledAt), by: actorOf(row.settledBy) },
    reasons: parsed<string[]>(row.reasons),
    ticket: known(row.ticket),
    desk: known(row.desk),
    from: row.sender,
    subject: row.subject,
    messageId: known(row.messageId),
    mailKind: row.mailKind,
    authenticity: known(row.authenticity),
    attempts: row.attempts,
    lastError: known(row.lastError),
    history: earlier.map((entry) => ({
      at: new Date(entry.at),
      outcome: known(entry.outcome),
      by: actorOf(entry.by),
      reasons: parsed<string[]>(entry.reasons),
    })),
  };
}
