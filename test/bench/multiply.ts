import { join } from 'node:path';
import Database from 'better-sqlite3';
import { foldedWords } from '../../src/store/search-fold.ts';

/** Messages of a ticket that is made. */
export const MESSAGES = 5;

/** How a column of a copy is made where it is not as in the original; `:off` is by how much ids move. */
const COPIES: readonly (readonly [table: string, columns: Readonly<Record<string, string>>])[] = [
  ['contacts', { id: 'id + :off' }],
  ['contact_addresses', { key: ':off || key', contact: 'contact + :off', address: ':off || address' }],
  ['tickets', { id: 'id + :off', number: "'SUP-' || (1000 + id + :off)", requester: 'requester + :off' }],
  ['ticket_numbers', { number: "'SUP-' || (1000 + ticket + :off)", ticket: 'ticket + :off' }],
  ['events', { ticket: 'ticket + :off' }],
  [
    'ledger',
    {
      ...{
        id: 'id + :off',
        uid: 'uid + :off',
        uid_validity: '1',
        blob: 'lower(hex(randomblob(32)))',
        ticket: 'ticket + :off',
        told: 'NULL',
      },
      ...{
        sender_key: ':off || sender_key',
        message_id: ':off || message_id',
        fingerprint: 'lower(hex(randomblob(16)))',
      },
    },
  ],
  [
    'outbox',
    {
      ...{
        id: 'id + :off',
        ticket: 'ticket + :off',
        message: 'NULL',
        contact: 'contact + :off',
        recipient_key: ':off || recipient_key',
      },
      ...{
        message_id: "lower(hex(randomblob(16))) || '@example.com'",
        token_reply: 'lower(hex(randomblob(16)))',
        token_note: 'NULL',
      },
      ...{
        token_bounce: "'b-' || lower(hex(randomblob(16)))",
        state: "'sent'",
        next_try: 'NULL',
        sent_at: 'created_at',
      },
    },
  ],
  ['outbox_bodies', { outbox: 'outbox + :off' }],
];

/** By what the first rows are found where it is not `id`. */
const KEYS: Readonly<Record<string, string>> = {
  events: 'ticket',
  ticket_numbers: 'ticket',
  contact_addresses: 'contact',
  outbox_bodies: 'outbox',
};

/**
 * Brings a data folder up to `target` tickets of five messages each, by copying the first `seeds` tickets, which a gateway made, within SQLite: every
 * table, index and trigger is the real one. Random identities stay random, so that indexes are as scattered as they would be. Nobody else may have it open.
 */
export function multiply(folder: string, seeds: number, target: number): void {
  const db = new Database(join(folder, 'spoc.db'));
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -262144');
  const copies = COPIES.map(([table, made]) => {
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[];
    const names = columns.map((name) => `"${name}"`).join(', ');
    const key = KEYS[table] ?? 'id';
    return db.prepare(
      `INSERT INTO ${table} (${names}) SELECT ${columns.map((name) => made[name] ?? `"${name}"`).join(', ')} FROM ${table} WHERE ${key} <= ${seeds}`,
    );
  });
  const texts = db
    .prepare('SELECT id, subject, coalesce(shown, body) AS shown FROM messages WHERE id <= ?')
    .all(seeds) as {
    readonly id: number;
    readonly subject: string;
    readonly shown: string;
  }[];
  const words = new Map(
    texts.map(({ id, subject, shown }) => [id, [subject, shown].map((text) => foldedWords(text).join(' '))]),
  );
  const columns = (db.prepare("SELECT name FROM pragma_table_info('messages')").pluck().all() as string[]).filter(
    (name) => name !== 'id',
  );
  const own: Readonly<Record<string, string>> = {
    ticket: 'ticket + :off',
    ledger: 'NULL',
    message_id: ":new || 'x' || message_id",
    by: "'contact:' || (ticket + :off)",
  };
  const message = db.prepare(
    `INSERT INTO messages (id, ${columns.join(', ')}) SELECT :new, ${columns.map((name) => own[name] ?? name).join(', ')} FROM messages WHERE id = :from`,
  );
  const index = db.prepare("INSERT INTO search (rowid, subject, shown, attachments) VALUES (?, ?, ?, '')");
  const timer = db.prepare(
    "INSERT INTO timers (ticket, key, due, next_try) SELECT id, 'bench', :due + id, :due + id FROM tickets WHERE id > :off AND id <= :off + :seeds AND id % 5 = 0",
  );
  const count = (table: string) => Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
  const used = Math.max(...['tickets', 'contacts', 'ledger', 'outbox'].map(count));
  for (let off = used; off < target; off += seeds) {
    db.transaction(() => {
      for (const copy of copies) copy.run({ off });
      let fresh = count('messages');
      for (const { id } of texts)
        for (let nth = 0; nth < MESSAGES; nth++) {
          fresh += 1;
          message.run({ new: fresh, from: id, off });
          index.run(fresh, ...(words.get(id) ?? []));
        }
      timer.run({ due: Date.now() + 86_400_000, off, seeds });
      db.prepare("UPDATE counters SET n = ? WHERE name = 'search:indexed'").run(fresh);
      db.prepare("UPDATE counters SET n = ? WHERE name = 'number:SUP'").run(1000 + off + seeds);
    })();
  }
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
