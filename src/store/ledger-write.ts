import { and, eq, sql } from 'drizzle-orm';
import type { LedgerId } from '../desk/ids.ts';
import { addressKey } from '../mail/address.ts';
import { actorText, identity } from './codec.ts';
import { type Connection, inserter, list, param, within } from './connection.ts';
import { forgetMail } from './forget.ts';
import type { KeptMail, Tx } from './port.ts';
import { change, select } from './prepared.ts';
import { cursors, ledger, ledgerHistory, vanished } from './schema.ts';

type LedgerWrites = Pick<
  Tx,
  | 'keep'
  | 'vanished'
  | 'setCursor'
  | 'recordReading'
  | 'settle'
  | 'retryLater'
  | 'waitLonger'
  | 'forgetMail'
  | 'requeue'
  | 'acknowledged'
  | 'told'
>;

/** Mails of one sender that wait before the next of his stands behind the others' first. */
const MAILS_IN_LANE = 10;

/** What writes the ledger and its cursors. */
export function ledgerWrites(db: Connection): LedgerWrites {
  const { orm, raw } = db;
  // What was let go of does not come back by a re-read of the mailbox, whatever its UID is by then.
  const letGo = raw.prepare('SELECT id FROM ledger WHERE blob = ? AND removed IS NOT NULL ORDER BY id LIMIT 1').pluck();
  const insertMail = inserter<typeof ledger, 'id' | 'removed'>(db, ledger, 'ON CONFLICT DO NOTHING');
  const insertVanished = inserter(db, vanished, 'ON CONFLICT DO NOTHING');
  const insertHistory = inserter(db, ledgerHistory);
  const putCursor = inserter(
    db,
    cursors,
    'ON CONFLICT DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, first_met = excluded.first_met',
  );
  const byUid = select(
    db,
    orm
      .select({ id: ledger.id })
      .from(ledger)
      .where(
        and(
          eq(ledger.source, sql`'imap'`),
          eq(ledger.mailbox, param('mailbox')),
          eq(ledger.folder, param('folder')),
          eq(ledger.uidValidity, param('uidValidity')),
          eq(ledger.uid, param('uid')),
        ),
      ),
  );
  const byRaw = select(
    db,
    orm
      .select({ id: ledger.id })
      .from(ledger)
      .where(
        and(
          sql`${ledger.source} <> 'imap'`,
          eq(ledger.blob, param('blob')),
          eq(ledger.mailbox, param('mailbox')),
          eq(ledger.recipient, param('recipient')),
        ),
      ),
  );
  const lastLane = select(
    db,
    orm
      .select({ lane: ledger.lane, n: sql<number>`count(*)` })
      .from(ledger)
      .where(
        and(
          eq(ledger.senderKey, param('sender')),
          sql`${ledger.outcome} IS NULL`,
          sql`${ledger.lane} = (SELECT max(lane) FROM ledger WHERE sender_key = ${param('sender')} AND outcome IS NULL)`,
        ),
      )
      .groupBy(ledger.lane),
  );
  const byId = select(
    db,
    orm
      .select()
      .from(ledger)
      .where(eq(ledger.id, param('id'))),
  );
  const historyLength = select(
    db,
    orm
      .select({ n: sql<number>`count(*)` })
      .from(ledgerHistory)
      .where(eq(ledgerHistory.ledger, param('id'))),
  );
  const setReading = change(
    db,
    orm
      .update(ledger)
      .set({
        desk: param('desk'),
        sender: param('sender'),
        subject: param('subject'),
        messageId: param('messageId'),
        fingerprint: param('fingerprint'),
        mailKind: param('mailKind'),
        authenticity: param('authenticity'),
      })
      .where(eq(ledger.id, param('id'))),
  );
  // It is known since the mail was kept. Setting it to what it is would write its indexes once more.
  const setSender = change(
    db,
    orm
      .update(ledger)
      .set({ senderKey: param('senderKey') })
      .where(and(eq(ledger.id, param('id')), sql`${ledger.senderKey} IS NOT ${param('senderKey')}`)),
  );
  const setOutcome = change(
    db,
    orm
      .update(ledger)
      .set({
        outcome: param('outcome'),
        ticket: param('ticket'),
        reasons: param('reasons'),
        settledAt: param('at'),
        settledBy: param('by'),
        // What was let in and is held once more, the operator is told of again.
        told: sql`CASE WHEN ${ledger.outcome} IS NULL AND ${param('outcome')} IN ('held', 'quarantined') THEN NULL ELSE ${ledger.told} END`,
      })
      .where(eq(ledger.id, param('id'))),
  );
  const setRetry = change(
    db,
    orm
      .update(ledger)
      .set({ attempts: sql`${ledger.attempts} + 1`, lastError: param('error'), nextTry: param('nextTry') })
      .where(eq(ledger.id, param('id'))),
  );
  const setNextTry = change(
    db,
    orm
      .update(ledger)
      .set({ lastError: param('error'), nextTry: param('nextTry') })
      .where(eq(ledger.id, param('id'))),
  );
  const setWaiting = change(
    db,
    orm
      .update(ledger)
      .set({
        outcome: null,
        ticket: null,
        reasons: '[]',
        settledAt: null,
        settledBy: null,
        attempts: 0,
        nextTry: param('at'),
        released: 1,
        // Quarantined mail was left where it lay; what comes of it now the mailbox is to be told.
        acknowledged: null,
      })
      .where(eq(ledger.id, param('id'))),
  );
  const setAcknowledged = change(
    db,
    orm
      .update(ledger)
      .set({ acknowledged: param('how') })
      .where(within(ledger.id, 'ids')),
  );

  const setTold = change(
    db,
    orm
      .update(ledger)
      .set({ told: param('notice') })
      .where(within(ledger.id, 'ids')),
  );

  function rowOf(id: LedgerId): typeof ledger.$inferSelect {
    const row = byId.get({ id });
    if (row === undefined) throw new Error(`the ledger has no row ${id}`);
    return row;
  }

  /** Moves the current outcome, if there is one, to the history; answers the next position there. */
  function archive(id: LedgerId): number {
    const row = rowOf(id);
    const position = historyLength.get({ id })?.n ?? 0;
    if (row.outcome === null || row.settledAt === null || row.settledBy === null) return position;
    const { outcome, reasons } = row;
    insertHistory({ ledger: id, position, at: row.settledAt, outcome, by: row.settledBy, reasons });
    return position + 1;
  }

  function seenBefore({ source, blob }: KeptMail): LedgerId | undefined {
    if (source.kind === 'imap') return byUid.get({ ...source, uidValidity: Number(source.uidValidity) })?.id;
    return byRaw.get({ blob, mailbox: source.mailbox, recipient: source.recipient })?.id;
  }

  /** The lane of a sender's next mail: behind all of his that wait, and beyond so many of them behind the others' first. */
  function laneOf(sender: string): number {
    const last = lastLane.get({ sender });
    if (last === undefined) return 0;
    return last.n < MAILS_IN_LANE ? last.lane : last.lane + 1;
  }

  return {
    async keep(mail, at) {
      const { source } = mail;
      const before = letGo.get(mail.blob) as LedgerId | undefined;
      if (before !== undefined) return { id: before, seenBefore: true };
      const imap = source.kind === 'imap' ? source : undefined;
      const key = mail.sender === undefined ? undefined : identity(senderKey(mail.sender));
      const result = insertMail({
        source: source.kind,
        mailbox: source.mailbox,
        folder: imap?.folder,
        uidValidity: imap === undefined ? undefined : Number(imap.uidValidity),
        uid: imap?.uid,
        recipient: source.kind === 'imap' ? undefined : source.recipient,
        blob: mail.blob,
        size: mail.size,
        seenAt: at.getTime(),
        arrivedAt: mail.arrivedAt.getTime(),
        quiet: mail.quiet ? 1 : 0,
        released: 0,
        attempts: 0,
        nextTry: at.getTime(),
        lastError: undefined,
        outcome: undefined,
        reasons: '[]',
        settledAt: undefined,
        settledBy: undefined,
        ticket: undefined,
        desk: undefined,
        sender: '',
        senderKey: key,
        subject: '',
        messageId: undefined,
        fingerprint: undefined,
        mailKind: '',
        authenticity: undefined,
        acknowledged: undefined,
        lane: key === undefined ? 0 : laneOf(key),
        told: undefined,
      });
      if (result.changes === 1) return { id: Number(result.lastInsertRowid) as LedgerId, seenBefore: false };
      const id = seenBefore(mail);
      if (id === undefined) throw new Error('a mail is neither new to the ledger nor in it');
      return { id, seenBefore: true };
    },
    async vanished(source, at) {
      if (source.kind !== 'imap') throw new Error('only mail on an IMAP server can vanish');
      const { mailbox, folder, uid } = source;
      insertVanished({ mailbox, folder, uidValidity: Number(source.uidValidity), uid, at: at.getTime() });
    },
    async setCursor(mailbox, folder, { uidValidity, lastUid, firstMet }) {
      putCursor({ mailbox, folder, uidValidity: Number(uidValidity), lastUid, firstMet: firstMet.getTime() });
    },
    async recordReading(id, reading) {
      setReading.run({
        id,
        desk: reading.desk ?? null,
        sender: reading.from,
        subject: reading.subject,
        messageId: identity(reading.messageId) ?? null,
        fingerprint: identity(reading.fingerprint) ?? null,
        mailKind: reading.mailKind,
        authenticity: reading.authenticity ?? null,
      });
      setSender.run({ id, senderKey: identity(senderKey(reading.from)) ?? null });
    },
    async settle(id, outcome, ticket, reasons, by, at) {
      archive(id);
      setOutcome.run({
        id,
        outcome,
        ticket: ticket ?? null,
        reasons: JSON.stringify(reasons),
        at: at.getTime(),
        by: actorText(by),
      });
    },
    async retryLater(id, error, nextTry) {
      setRetry.run({ id, error, nextTry: nextTry.getTime() });
    },
    async waitLonger(id, error, nextTry) {
      setNextTry.run({ id, error, nextTry: nextTry.getTime() });
    },
    async forgetMail(id) {
      forgetMail(db, id);
    },
    async requeue(id, by, why, at) {
      const position = archive(id);
      const reasons = JSON.stringify([why]);
      insertHistory({ ledger: id, position, at: at.getTime(), outcome: undefined, by: actorText(by), reasons });
      setWaiting.run({ id, at: at.getTime() });
    },
    async told(ids, notice) {
      setTold.run({ ids: list(ids), notice });
    },
    async acknowledged(ids, how) {
      setAcknowledged.run({ ids: list(ids), how });
    },
  };
}

/** The address of `Ana <ana@example.com>` or of a bare address, in the form that look-ups use. */
function senderKey(from: string): string {
  const open = from.lastIndexOf('<');
  const close = from.indexOf('>', open);
  return addressKey(open >= 0 && close > open ? from.slice(open + 1, close) : from);
}
