import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import type { EmbeddedStatus } from '../intake/control.ts';
import type { ParsedMail } from '../mail/mail.ts';
import { parseMail } from '../mail/parse/parse-mail.ts';
import { EXIT, Failure } from './exit.ts';
import { colour, count, lines, plain, say, width } from './terminal.ts';

export interface Person {
  readonly name: string;
  readonly address: string;
}

/** What somebody writes. */
export interface Letter {
  readonly to: Person;
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: Buffer;
    readonly contentType: string;
  }[];
}

/** Milliseconds in which a mail comes, and between two looks. */
const PATIENCE = 20_000;
const LOOK = 100;
/** Lines of a mail that are shown. */
const MOST_LINES = 24;
const MOST_WIDTH = 96;

/** A stage of people with mail programs: they send by SMTP and read by IMAP, as anybody does. */
export class Stage {
  readonly #servers: EmbeddedStatus;
  readonly #readers = new Map<string, { readonly imap: ImapFlow; next: number }>();

  private constructor(servers: EmbeddedStatus) {
    this.#servers = servers;
  }

  /** Opens everybody's mailbox; what lies there already is no part of the story. */
  static async open(servers: EmbeddedStatus): Promise<Stage> {
    const stage = new Stage(servers);
    try {
      for (const address of servers.people) await stage.#reader(address);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  tell(text: string): void {
    say(`\n${colour.bold(text)}`);
  }

  /** Somebody writes a mail. */
  async writes(who: Person, letter: Letter, answering?: ParsedMail): Promise<void> {
    const { host, port } = this.#servers.smtp;
    const transport = nodemailer.createTransport({
      host,
      port,
      ignoreTLS: true,
      auth: { user: who.address, pass: this.#servers.password },
    });
    const cited =
      answering?.messageId === undefined
        ? {}
        : { inReplyTo: `<${answering.messageId}>`, references: `<${answering.messageId}>` };
    const attachments = letter.attachments ?? [];
    try {
      await transport.sendMail({
        from: who,
        to: letter.to,
        subject: letter.subject,
        text: answering === undefined ? letter.text : `${letter.text}\n\n${quoted(answering)}`,
        attachments: attachments.map((one) => ({ ...one })),
        ...cited,
      });
    } finally {
      transport.close();
    }
    const named = attachments.map(({ filename, content }) => `${filename}, ${count(content.length, 'byte')}`);
    show(
      answering === undefined ? `${who.name} writes to ${letter.to.name}` : `${who.name} answers`,
      letter.subject,
      letter.text,
      named,
      colour.cyan,
    );
  }

  /** Somebody answers a mail, as a mail program does: to Reply-To, with the mail quoted below. */
  async answers(who: Person, mail: ParsedMail, text: string, attachments: Letter['attachments'] = []): Promise<void> {
    const [to] = mail.replyTo.length > 0 ? mail.replyTo : mail.from;
    if (to === undefined) throw new Failure(EXIT.bug, 'a mail that cannot be answered');
    await this.writes(who, { to, subject: mail.subject.replace(/^(?:re: )?/i, 'Re: '), text, attachments }, mail);
  }

  /** Waits for the mail that somebody gets about this (a word of its subject), with these words in it; shows those that come before it. */
  async gets(who: Person, about: string, words = ''): Promise<ParsedMail> {
    const reader = await this.#reader(who.address);
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(LOOK)) {
      await reader.imap.noop();
      const uids = (await reader.imap.search({ uid: `${reader.next}:*` }, { uid: true })) || [];
      for (const uid of uids.filter((one) => one >= reader.next)) {
        reader.next = uid + 1;
        const found = await reader.imap.fetchOne(String(uid), { source: true }, { uid: true });
        if (!found || found.source === undefined) continue;
        const mail = await parseMail(found.source);
        if (!mail.subject.includes(about)) continue;
        const from = mail.from[0];
        const named = mail.attachments.map((one) => `${one.filename ?? one.contentType}, ${count(one.size, 'byte')}`);
        show(
          `${who.name} gets a mail from ${from?.name || from?.address || 'nobody'}`,
          mail.subject,
          mail.text,
          named,
          colour.green,
        );
        if (mail.text.includes(words)) return mail;
      }
    }
    throw new Failure(
      EXIT.unavailable,
      `${who.name} got no mail within ${PATIENCE / 1000} seconds`,
      'the log of the gateway and `spoc ledger` tell why; after several demos in an hour it is the limit of automatic answers',
    );
  }

  async close(): Promise<void> {
    for (const { imap } of this.#readers.values()) imap.close();
    this.#readers.clear();
  }

  async #reader(address: string): Promise<{ readonly imap: ImapFlow; next: number }> {
    const known = this.#readers.get(address);
    if (known !== undefined) return known;
    const { host, port } = this.#servers.imap;
    const imap = new ImapFlow({
      host,
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: address, pass: this.#servers.password },
      logger: false,
    });
    // What is wrong shows where a mail is waited for.
    imap.on('error', () => undefined);
    await imap.connect();
    const box = await imap.mailboxOpen('INBOX');
    const reader = { imap, next: box.uidNext };
    this.#readers.set(address, reader);
    return reader;
  }
}

function quoted(mail: ParsedMail): string {
  const [from] = mail.from;
  const date = (mail.date ?? new Date(0))
    .toUTCString()
    .replace(/^(\w+), 0?(\d+) (\w+) (\d+) (\d+:\d+).*/, '$1, $3 $2, $4 at $5');
  const body = mail.text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  return `On ${date}, ${from?.name ?? ''} <${from?.address ?? ''}> wrote:\n${body}`;
}

function show(
  title: string,
  subject: string,
  text: string,
  attachments: readonly string[],
  paint: (text: string) => string,
): void {
  const room = Math.min(width(), MOST_WIDTH) - 2;
  const all = lines(text)
    .trim()
    .split('\n')
    .flatMap((line) => wrapped(line, room - 2));
  const bar = paint('│');
  say(`${paint('┌─')} ${paint(plain(title))} ${paint('─'.repeat(Math.max(2, room - [...title].length - 4)))}`);
  say(`${bar} ${colour.bold(plain(subject))}`);
  say(bar);
  for (const line of all.slice(0, MOST_LINES)) say(`${bar} ${line}`.trimEnd());
  if (all.length > MOST_LINES) say(`${bar} ${colour.dim(`… ${count(all.length - MOST_LINES, 'more line')}`)}`);
  for (const one of attachments) say(`${bar} ${colour.dim(`+ ${plain(one)}`)}`);
  say(paint(`└${'─'.repeat(room)}`));
}

function wrapped(line: string, room: number): readonly string[] {
  const out: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const cut = rest.lastIndexOf(' ', room);
    const at = cut > room / 2 ? cut : room;
    out.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...out, rest];
}
