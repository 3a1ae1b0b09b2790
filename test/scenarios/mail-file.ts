import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Received } from '../gateway/world.ts';

/** A mail of a story: a file of this folder, and how it reached the desk's server. */
export interface Posted {
  readonly file: string;
  /** The desk's server could not tell that it is from whom it says. */
  readonly unproved: boolean;
}

/** A mail out of a file such as `saga/7-new-token.eml`; the desk's server found that it is from whom it says. */
export function mail(file: string): Posted {
  return { file, unproved: false };
}

/** As `mail`, but nothing proves its sender. */
export function unprovedMail(file: string): Posted {
  return { file, unproved: true };
}

/** What a file of a story needs to know when it is sent. */
export interface Posting {
  readonly date: Date;
  /** The server that takes mail in for the desk: it writes on top what it found. */
  readonly receiver: string;
  /** What somebody has got so far, oldest first. */
  readonly inbox: (address: string) => readonly Received[];
}

const ANSWERS = /^\{\{answers (?:(\d+)(?:st|nd|rd|th)|last) to (\S+)\}\}$/m;
const QUOTE = /^\{\{quote\}\}$/m;

/**
 * The bytes of a mail as the desk's server hands them on. A file is a mail as it was sent, but for what nobody can write before the story has begun:
 * a header line `{{answers 2nd to ana@bank.example}}` becomes the To, Subject, In-Reply-To and References of an answer to the second mail that
 * this person has got, and a line `{{quote}}` what mail programs quote of it. Date and Message-ID are added where they are missing.
 */
export async function post({ file, unproved }: Posted, { date, receiver, inbox }: Posting): Promise<Buffer> {
  const text = (await readFile(resolve(import.meta.dirname, file), 'utf8')).replaceAll('\r\n', '\n');
  const cut = text.indexOf('\n\n');
  if (cut < 0) throw new Error(`${file}: there is no empty line after the header`);
  let head = text.slice(0, cut);
  let body = text.slice(cut);

  const answers = ANSWERS.exec(head);
  if (answers !== null) {
    const [line, nth, address = ''] = answers;
    const mails = inbox(address);
    const answered = mails.at(nth === undefined ? -1 : Number(nth) - 1);
    if (answered === undefined) throw new Error(`${file}: ${address} has got ${mails.length} mails: ${line}`);
    head = head.replace(line, () => answer(answered, head));
    body = body.replace(QUOTE, () => quoted(answered.text ?? ''));
  }
  const from = /^From:.*?([^\s<>,"]+@[^\s<>,"]+)/m.exec(head)?.[1];
  if (from === undefined) throw new Error(`${file}: there is no From line with an address`);
  const domain = from.slice(from.indexOf('@') + 1);
  if (!/^Date:/m.test(head)) head += `\nDate: ${stamp(date)}`;
  if (!/^Message-ID:/im.test(head)) head += `\nMessage-ID: <${file.replaceAll(/[^a-z0-9]+/g, '.')}@${domain}>`;
  const found = unproved ? 'dmarc=none' : `dmarc=pass header.from=${domain}`;
  const mark = `Authentication-Results: ${receiver}; ${found}\nReceived: from mail.${domain} by ${receiver}; ${stamp(date)}\n`;
  const left = /\{\{.*?\}\}/.exec(head + body)?.[0];
  if (left !== undefined) throw new Error(`${file}: nothing is known to be put in place of ${left}`);
  return Buffer.from((mark + head + body).replaceAll('\n', '\r\n'));
}

/** The header of an answer, without what the file says itself. */
function answer(mail: Received, head: string): string {
  const id = mail.messageId ?? '';
  const to = mail.replyTo?.[0]?.address ?? mail.from?.address ?? '';
  const subject = mail.subject ?? '';
  const lines = { To: to, Subject: /^re:/i.test(subject) ? subject : `Re: ${subject}` };
  return [
    ...Object.entries(lines).flatMap(([name, value]) =>
      new RegExp(`^${name}:`, 'm').test(head) ? [] : [`${name}: ${value}`],
    ),
    `In-Reply-To: ${id}`,
    `References: ${`${mail.references ?? ''} ${id}`.trim()}`,
  ].join('\n');
}

function quoted(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** RFC 5322 §3.3. */
function stamp(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
