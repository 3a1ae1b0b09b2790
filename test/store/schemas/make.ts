import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate, shippedMigrations } from '../../../src/store/migrate.ts';
import { startDesk } from '../../gateway/desk-world.ts';

// Writes the kept databases of each schema up to the present one (`tsx test/store/schemas/make.ts [NUMBER]`), to be run before a migration is added:
// a little life of a desk, of which each schema gets the tables and columns that it has. Rows alone: the tables are made by the migrations.

const ANA = 'Ana Anić <ana@client.example>';
const EMMA = 'Emma Clark <emma@staff.test>';
const world = await startDesk();
await world.core.operations.putClient({
  ...{ id: undefined, companyNumber: '4711', name: 'Client d.o.o.', locale: 'sr', domains: ['client.example'] },
  ...{ desk: undefined, level: undefined, calendar: undefined, matrix: undefined },
});
const attachments = [{ filename: 'račun č. 7.txt', content: 'sto dinara' }];
await world.send({ from: ANA, to: 'support@spoc.test', subject: 'Printer', text: 'It fails.', attachments });
await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: 'Is it on?' });
await world.send({ from: ANA, replyTo: world.last('ana@client.example'), text: 'It is.' });
await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#resolved\n\nThen all is well.' });
await world.send({ from: 'x@spam.test', to: 'support@spoc.test', text: 'buy', headers: { 'X-Spam-Flag': 'YES' } });
await world.send({
  from: 'Jovan <jovan@drugi.example>',
  to: 'podrska@spoc.test',
  subject: 'Štampač',
  text: 'Ne radi.',
});
// A mail that waits, and outgoing mail in every state.
const content = Buffer.from('From: ana@client.example\r\nTo: support@spoc.test\r\nSubject: Waits\r\n\r\nhello\r\n');
const source = { kind: 'imap', mailbox: 'demo', folder: 'INBOX', uidValidity: 1n, uid: 90 } as const;
const cursor = { uidValidity: 1n, lastUid: 90, firstMet: world.clock };
const vanished = [{ ...source, uid: 89 }];
await world.core.keeper.keep([{ source, arrivedAt: world.clock, quiet: false, content }], {
  ...{ mailbox: 'demo', folder: 'INBOX', cursor, vanished },
});
const [sent] = await world.store.read.outbox({ state: ['sent'], limit: 1 });
if (sent === undefined) throw new Error('nothing was sent');
const again = async (n: number, state: 'queued' | 'hold') => {
  const { id: _id, ...mail } = sent;
  const messageId = `again-${n}@spoc.test` as typeof sent.messageId;
  const tokens = { reply: undefined, note: undefined, bounce: undefined };
  return world.store.write((tx) => tx.enqueue({ ...mail, messageId, tokens }, state, world.clock));
};
for (let n = 0; n < 4; n++) await again(n, 'queued');
await again(4, 'hold');
await world.store.write(async (tx) => {
  const [first, second, third] = await tx.claim(world.clock, 3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('nothing was due');
  await tx.failed(first.id, '550 no such user', world.clock);
  await tx.uncertain(second.id, 'lost after DATA', undefined);
  await tx.handing([third.id]);
});
await world.store.indexSome(1000);
const life = new Database(join(world.settings.data, 'spoc.db'), { readonly: true });

const wanted = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
for (const { id } of shippedMigrations()) {
  if (wanted !== undefined && id !== wanted) continue;
  const empty = new Database(':memory:');
  migrate(empty, shippedMigrations().slice(0, id), new Date(0));
  const lines = [`-- The rows of a database of schema ${id}, made by make.ts.`];
  for (const table of tablesOf(empty)) {
    const has = new Set(columnsOf(life, table));
    const columns = columnsOf(empty, table).filter((column) => has.has(column));
    const rows = life
      .prepare(`SELECT ${columns.join(', ')} FROM ${table}`)
      .raw()
      .all() as unknown[][];
    const before = new Set(
      empty
        .prepare(`SELECT ${columns.join(', ')} FROM ${table}`)
        .raw()
        .all()
        .map(String),
    );
    for (const row of rows) {
      if (before.has(String(row)) || row[0] === 'search:indexed') continue;
      const values = row.map((value, at) => literal(shortened(value, columns[at])));
      lines.push(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')});`);
    }
  }
  writeFileSync(join(import.meta.dirname, `${String(id).padStart(4, '0')}.sql`), `${lines.join('\n')}\n`);
  empty.close();
}
life.close();
await world.close();

function tablesOf(db: Database.Database): readonly string[] {
  const all = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name <> 'migrations'`)
    .pluck()
    .all() as string[];
  // Counters are kept by triggers as rows come in; they are written last, as they were.
  return all.sort((a, b) => Number(a === 'counts') - Number(b === 'counts'));
}

function columnsOf(db: Database.Database, table: string): readonly string[] {
  return db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
}

/** The texts of outgoing mail are long and no migration reads them; the search index is built anew. */
function shortened(value: unknown, column: string | undefined): unknown {
  return column === 'mail' ? JSON.stringify({ ...JSON.parse(String(value)), text: 'Text', html: '<p></p>' }) : value;
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`;
  // Line ends would be lost on their way through version control.
  // Its tokens are counted: those of a desk that goes on with these rows must be others.
  const text = String(value)
    .replaceAll(/t(?=0{15})/g, 'k')
    .replaceAll("'", "''");
  return /[\r\n]/.test(text)
    ? `'${text.replaceAll('\r', "'||char(13)||'").replaceAll('\n', "'||char(10)||'")}'`
    : `'${text}'`;
}
