import { join } from 'node:path';
import Database from 'better-sqlite3';
import { foldedWords } from '../../src/store/search-fold.ts';

/** Messages of a ticket that is made: the first is whole, the others are as short as most answers are (characters). */
export const MESSAGES = 5;
const SHORT = 500;
/** Each ticket's mails name a number that no other's do, from here on: what is indexed has as many words as that. */
export const ORDER = 20_000_000;

/** Clients, and agents, among whom the tickets are shared out. */
export const CLIENTS = 2_000;
export const AGENTS = 40;
const CLIENT = `1 + (id + :off) % ${CLIENTS}`;

/** In the order of time, as `newToken` makes them. */
const TOKEN = "printf('%08x', id + :off) || lower(hex(randomblob(12)))";

/** How a column of a copy is made where it is not as in the original; `:off` is by how much ids move. */
const COPIES: readonly (readonly [table: string, columns: Readonly<Record<string, string>>])[] = [
  ['contacts', { id: 'id + :off', client: CLIENT }],
  ['contact_addresses', { key: ':off || key', contact: 'contact + :off', address: ':off || address' }],
  [
    'tickets',
    {
      ...{ id: 'id + :off', number: "'SUP-' || (1000 + id + :off)", requester: 'requester + :off', client: CLIENT },
      // Nine of ten are done.
      ...{
        status: "CASE (id + :off) % 20 WHEN 0 THEN 'new' WHEN 7 THEN 'open' WHEN 13 THEN 'pending' ELSE 'closed' END",
        assignee: `'agent' || ((id + :off) % ${AGENTS})`,
        done_at: 'CASE WHEN (id + :off) % 20 IN (0, 7, 13) THEN NULL ELSE updated_at END',
      },
    },
  ],
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
        message_id: `${TOKEN} || '@example.com'`,
        token_reply: TOKEN,
        token_note: 'NULL',
      },
      ...{
        token_bounce: `'b-' || ${TOKEN}`,
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

interface Message {
  readonly id: number;
  readonly ticket: number;
  readonly ledger: number;
  readonly message_id: string;
  readonly subject: string;
  readonly shown: string | null;
  readonly body: string;
  readonly [column: string]: string | number | null;
}

/**
 * Brings a data folder up to `target` tickets of five messages each, by copying the first `seeds` tickets, which a gateway made, within SQLite: every
 * table, index and trigger is the real one. Random identities stay random, so that indexes are as scattered as they would be. Nobody else may have it open.
 */
export function multiply(folder: string, seeds: number, target: number): void {
  const db = new Database(join(folder, 'spoc.db'));
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = MEMORY');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -2097152');
  // Written out in larger pieces than the gateway does, to be merged less often on the way.
  db.exec("INSERT INTO search (search, rank) VALUES ('hashsize', 67108864)");
  const copies = COPIES.map(([table, made]) => {
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[];
    const names = columns.map((name) => `"${name}"`).join(', ');
    const key = KEYS[table] ?? 'id';
    return db.prepare(
      `INSERT INTO ${table} (${names}) SELECT ${columns.map((name) => made[name] ?? `"${name}"`).join(', ')} FROM ${table} WHERE ${key} <= ${seeds}`,
    );
  });
  const all = db.prepare('SELECT * FROM messages WHERE id <= ?').all(seeds) as Message[];
  const texts = all.flatMap((row) =>
    Array.from({ length: MESSAGES }, (_, nth) => {
      const shown = nth === 0 ? (row.shown ?? row.body) : row.body.slice(0, SHORT);
      return {
        row: nth === 0 ? row : { ...row, shown: null, body: shown, spans: '[]' },
        words: [row.subject, shown].map((text) => foldedWords(text).join(' ')),
      };
    }),
  );
  const columns = Object.keys(all[0] ?? {});
  // Values that are read once: SQLite plans a copy of one row anew for each row.
  const message = db.prepare(
    `INSERT INTO messages (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const index = db.prepare("INSERT INTO search (rowid, subject, shown, attachments) VALUES (?, ?, ?, '')");
  const timer = db.prepare(
    "INSERT INTO timers (ticket, key, due, next_try) SELECT id, 'bench', :due + id, :due + id FROM tickets WHERE id > :off AND id <= :off + :seeds AND id % 5 = 0",
  );
  const client = db.prepare('INSERT OR IGNORE INTO clients (id, name) VALUES (?, ?)');
  db.transaction(() => {
    for (let id = 1; id <= CLIENTS; id++) client.run(id, `Client ${id}`);
  })();
  const count = (table: string) => Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
  const used = Math.max(...['tickets', 'contacts', 'ledger', 'outbox'].map(count));
  for (let off = used; off < target; off += seeds) {
    db.transaction(() => {
      for (const copy of copies) copy.run({ off });
      let fresh = count('messages');
      for (const { row, words } of texts) {
        fresh += 1;
        const ticket = row.ticket + off;
        const own: Message = {
          ...row,
          id: fresh,
          ticket,
          ledger: row.ledger + off,
          message_id: `${off}${row.message_id}`,
          body: `${row.body}\nOrder ${ORDER + ticket}`,
          by: `contact:${ticket}`,
        };
        message.run(...columns.map((name) => own[name] ?? null));
        index.run(fresh, words[0], `${words[1] ?? ''} order ${ORDER + ticket}`);
      }
      timer.run({ due: Date.now() + 86_400_000, off, seeds });
      db.prepare("UPDATE counters SET n = ? WHERE name = 'search:indexed'").run(fresh);
      db.prepare("UPDATE counters SET n = ? WHERE name = 'number:SUP'").run(1000 + off + seeds);
    })();
  }
  db.exec("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)");
  db.pragma('journal_mode = WAL');
  db.close();
}
