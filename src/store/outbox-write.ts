import { eq } from 'drizzle-orm';
import type { DeskId, OutboxId } from '../desk/ids.ts';
import type { BlobHash } from './blobs.ts';
import { identity } from './codec.ts';
import { type Connection, inserter, list, param } from './connection.ts';
import { emptyOutgoing } from './forget.ts';
import { OUTBOX_ROW, outboxBody, outboxColumns, outboxRowOf } from './outbox-codec.ts';
import type { Tx } from './port.ts';
import { select } from './prepared.ts';
import { type Queues, roundRobin } from './round-robin.ts';
import { outbox, outboxBlobs, outboxBodies } from './schema.ts';

/** What goes out for one desk in answer to the mail of one mailbox. */
interface Queue {
  readonly desk: DeskId;
  readonly mailbox: string;
}
/** Before all others. */
const FIRST = { desk: '' as DeskId, mailbox: '' };
const RANKS = [0, 1];

type OutboxWrites = Pick<
  Tx,
  | 'enqueue'
  | 'claim'
  | 'handing'
  | 'sent'
  | 'aliasLearnt'
  | 'deferred'
  | 'failed'
  | 'uncertain'
  | 'recoverSending'
  | 'releaseOutbox'
>;

/** What moves outgoing mail through its states. */
export function outboxWrites(db: Connection): OutboxWrites {
  const { orm, raw } = db;
  const insert = inserter<typeof outbox, 'id' | 'emptied'>(db, outbox);
  const insertBody = inserter(db, outboxBodies);
  const insertBlob = inserter(db, outboxBlobs, 'ON CONFLICT DO NOTHING');
  const byId = select(
    db,
    orm
      .select(OUTBOX_ROW)
      .from(outbox)
      .where(eq(outbox.id, param('id'))),
  );
  // In two, each of which is one look into the index; `(desk, mailbox) > (…)` walks through what waits in the queue itself.
  const FIRST_QUEUE = `SELECT desk, mailbox FROM outbox INDEXED BY outbox_due WHERE next_try IS NOT NULL AND rank = @rank`;
  const nextQueue = raw.prepare(
    `SELECT * FROM (${FIRST_QUEUE} AND desk = @desk AND mailbox > @mailbox ORDER BY mailbox LIMIT 1)
     UNION ALL SELECT * FROM (${FIRST_QUEUE} AND desk > @desk ORDER BY desk, mailbox LIMIT 1) LIMIT 1`,
  );
  const due = raw
    .prepare(
      `SELECT id FROM outbox INDEXED BY outbox_due
       WHERE next_try IS NOT NULL AND rank = @rank AND desk = @desk AND mailbox = @mailbox AND next_try <= @now
       ORDER BY id LIMIT @most + 0`,
    )
    .pluck();
  const queueOf = raw.prepare('SELECT desk, mailbox FROM outbox WHERE id = ?');
  /** Whose turn was last. */
  let served: Queue | undefined;
  // Who is told of his ticket is told in the order in which things happened.
  const waitsIn = raw
    .prepare(
      'SELECT mailbox FROM outbox WHERE ticket = ? AND recipient_key = ? AND desk = ? AND next_try IS NOT NULL LIMIT 1',
    )
    .pluck();
  const begin = raw.prepare(
    `UPDATE outbox SET state = 'sending', attempts = attempts + 1, handed = 0, next_try = NULL WHERE id = ?`,
  );
  const setHanded = raw.prepare(`UPDATE outbox SET handed = 1 WHERE id = ? AND state = 'sending'`);
  const holdsKey = raw
    .prepare("SELECT count(*) FROM outbox WHERE id = ? AND kind IN ('access-link', 'agent-access-letter')")
    .pluck();
  const setSent = raw.prepare(
    `UPDATE outbox SET state = 'sent', sent_at = @at, response = @response, alias = coalesce(@alias, alias), next_try = NULL,
       last_error = NULL WHERE id = @id`,
  );
  const setAlias = raw.prepare('UPDATE outbox SET alias = @alias WHERE id = @id');
  const setDeferred = raw.prepare(
    `UPDATE outbox SET state = 'queued', last_error = @error, next_try = @nextTry WHERE id = @id`,
  );
  const setFailed = raw.prepare(
    `UPDATE outbox SET state = 'failed', last_error = @error, next_try = NULL WHERE id = @id`,
  );
  // Tried once more by itself; a second time a person decides.
  const setUncertain = raw.prepare(
    `UPDATE outbox SET state = 'uncertain', last_error = @error, unsure = unsure + 1,
       next_try = CASE WHEN unsure = 0 THEN @nextTry END WHERE id = @id`,
  );
  const recoverHanded = raw.prepare(
    `UPDATE outbox SET state = 'uncertain', last_error = @error, unsure = unsure + 1,
       next_try = CASE WHEN unsure = 0 THEN @at END WHERE state = 'sending' AND handed = 1`,
  );
  const recoverUnhanded = raw.prepare(
    `UPDATE outbox SET state = 'queued', last_error = @error, next_try = @at WHERE state = 'sending' AND handed = 0`,
  );
  const releaseHold = raw.prepare(
    `UPDATE outbox SET state = @to, attempts = 0, unsure = 0, next_try = CASE @to WHEN 'queued' THEN max(@at, coalesce(not_before, 0)) END
     WHERE state = 'hold'`,
  );
  const releaseSome = raw.prepare(
    `UPDATE outbox SET state = @to, attempts = 0, unsure = 0, next_try = CASE @to WHEN 'queued' THEN max(@at, coalesce(not_before, 0)) END
     WHERE id IN (SELECT value FROM json_each(@ids))
       AND (state IN ('hold', 'failed', 'uncertain') OR (state = 'queued' AND @to = 'dropped'))`,
  );

  function dueIds(now: number, limit: number, except: readonly DeskId[]): readonly OutboxId[] {
    const taken: OutboxId[] = [];
    for (const rank of RANKS) {
      const queues: Queues<Queue, OutboxId> = {
        next: (queue = FIRST) => nextQueue.get({ ...queue, rank }) as Queue | undefined,
        firstOf: (queue, most) =>
          except.includes(queue.desk) ? [] : (due.all({ ...queue, rank, most, now }) as OutboxId[]),
      };
      taken.push(...roundRobin(queues, limit - taken.length, served));
    }
    return taken;
  }

  return {
    async enqueue(mail, state, at, mailbox = '') {
      const columns = outboxColumns(mail);
      const { ticket, recipientKey, desk } = columns;
      const earlier =
        ticket === undefined ? undefined : (waitsIn.get(ticket, recipientKey, desk) as string | undefined);
      const result = insert({
        ...columns,
        state,
        attempts: 0,
        unsure: 0,
        handed: 0,
        nextTry: state === 'hold' ? undefined : Math.max(at.getTime(), columns.notBefore ?? 0),
        lastError: undefined,
        response: undefined,
        createdAt: at.getTime(),
        sentAt: undefined,
        exposed: 0,
        alias: undefined,
        mailbox: earlier ?? mailbox,
      });
      const id = Number(result.lastInsertRowid) as OutboxId;
      insertBody({ outbox: id, mail: outboxBody(mail) });
      for (const blob of new Set(mail.attachments.flatMap((each): BlobHash[] => (each.blob ? [each.blob] : []))))
        insertBlob({ blob, outbox: id });
      return id;
    },
    async claim(now, limit, except = []) {
      const ids = dueIds(now.getTime(), limit, except);
      const last = ids.at(-1);
      if (last !== undefined) served = queueOf.get(last) as Queue;
      return ids.flatMap((id) => {
        begin.run(id);
        const row = byId.get({ id });
        return row === undefined ? [] : [outboxRowOf(row)];
      });
    },
    async handing(ids) {
      for (const id of ids) setHanded.run(id);
    },
    async sent(id, response, alias, at) {
      setSent.run({ id, response, alias: identity(alias) ?? null, at: at.getTime() });
      // A key to access stands nowhere but in the mail that went out (SOFTECH-2).
      if (holdsKey.get(id) === 1) emptyOutgoing(raw, id, at, false);
    },
    async aliasLearnt(id, alias) {
      if (alias !== '') setAlias.run({ id, alias });
    },
    async deferred(id, error, nextTry) {
      setDeferred.run({ id, error, nextTry: nextTry.getTime() });
    },
    async failed(id, error) {
      setFailed.run({ id, error });
    },
    async uncertain(id, error, nextTry) {
      setUncertain.run({ id, error, nextTry: nextTry?.getTime() ?? null });
    },
    async recoverSending(at) {
      const doubtful = { at: at.getTime(), error: 'the gateway stopped while this mail was being sent' };
      const safe = { at: at.getTime(), error: 'the gateway stopped before this mail was handed over' };
      return recoverHanded.run(doubtful).changes + recoverUnhanded.run(safe).changes;
    },
    async releaseOutbox(ids, to, at) {
      const values = { to, at: at.getTime() };
      return ids === undefined
        ? releaseHold.run(values).changes
        : releaseSome.run({ ...values, ids: list(ids) }).changes;
    },
  };
}
