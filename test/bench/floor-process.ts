/**
 * The bare parts that a gateway stands on, in one thread: fetch in UID sets of 100, mailparser, five inserts a mail in commits of 50, move in sets of 100, one
 * short mail back by nodemailer's pool. No desk, no templates, no search. Arguments: IMAP port, user, password, SMTP port, database file.
 */
import Database from 'better-sqlite3';
import { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';

const [imap = '', user = '', pass = '', smtp = '', file = ''] = process.argv.slice(2);
const SET = 100;
const COMMIT = 50;

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, kind TEXT, a TEXT, b TEXT)');
const insert = db.prepare('INSERT INTO rows (kind, a, b) VALUES (?, ?, ?)');
const relay = nodemailer.createTransport({
  pool: true,
  maxConnections: 10,
  maxMessages: 1_000,
  host: '127.0.0.1',
  port: Number(smtp),
  ignoreTLS: true,
});
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(imap),
  secure: false,
  auth: { user, pass },
  logger: false,
});
await client.connect();
await client.mailboxCreate('Done').catch(() => undefined);
await client.mailboxOpen('INBOX');
process.send?.({ kind: 'runs' });

let last = 0;
let sending: Promise<unknown> = Promise.resolve();
for (;;) {
  await client.noop();
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true });
  const uids = (found || []).filter((uid) => uid > last).sort((a, b) => a - b);
  if (uids.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    continue;
  }
  for (let at = 0; at < uids.length; at += SET) {
    const set = uids.slice(at, at + SET);
    const raws: Buffer[] = [];
    for await (const message of client.fetch(set.join(','), { source: true }, { uid: true }))
      if (message.source !== undefined) raws.push(message.source);
    const options = { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
    const parsed: ParsedMail[] = [];
    for (const raw of raws) parsed.push(await simpleParser(raw, options));
    for (let from = 0; from < parsed.length; from += COMMIT) {
      db.transaction(() => {
        for (const mail of parsed.slice(from, from + COMMIT))
          for (const kind of ['ledger', 'ticket', 'event', 'message', 'outbox'])
            insert.run(kind, mail.subject ?? '', mail.text ?? '');
      })();
    }
    await sending;
    sending = Promise.all(
      parsed.map((mail) =>
        relay.sendMail({
          from: 'desk@example.com',
          to: mail.from?.value[0]?.address ?? 'nobody@example.com',
          subject: `Re: ${mail.subject ?? ''}`,
          text: 'Thank you. It has been received.',
        }),
      ),
    );
    await client.messageMove(set.join(','), 'Done', { uid: true });
    last = set.at(-1) ?? last;
  }
}
