/** The name by which the embedded server signs what it has seen; the configuration trusts it (RFC 8601 §2.5). */
export const AUTHSERV_ID = 'spoc.embedded';

/** What the listener knows of a submission. */
export interface Submission {
  readonly recipients: readonly string[];
  readonly from: string;
  /** The address that the sender proved to be by logging in. */
  readonly login: string | undefined;
  /** What the client called itself. */
  readonly helo: string;
  readonly id: string;
  readonly at: Date;
}

/** Longest header that is looked through; the rest of a longer one is passed on as body. */
const MOST_HEADER = 1024 * 1024;

/**
 * A mail as a receiving MTA would hand it on: forged results in our name taken out (RFC 8601 §5), and on top the envelope, our own result for a
 * sender who logged in, and a Received line (RFC 5321 §4.4).
 */
export function withTrace(raw: Buffer, mail: Submission): Buffer {
  const { recipients, login, at } = mail;
  const lines = [
    `Return-Path: <${clean(mail.from)}>`,
    ...recipients.map((recipient) => `Delivered-To: ${clean(recipient)}`),
    ...(login === undefined ? [] : [`Authentication-Results: ${AUTHSERV_ID}; auth=pass smtp.auth=${clean(login)}`]),
    `Received: from ${clean(mail.helo) || 'unknown'} ([127.0.0.1])`,
    `\tby ${AUTHSERV_ID} with ${login === undefined ? 'ESMTP' : 'ESMTPA'} id ${clean(mail.id)};`,
    `\t${at.toUTCString().replace('GMT', '+0000')}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8'), withoutForged(raw)]);
}

function withoutForged(raw: Buffer): Buffer {
  const text = raw.subarray(0, MOST_HEADER).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const header = text.slice(0, end);
  if (!/^authentication-results/im.test(header)) return raw;
  const kept = header.split(/(?<=\n)(?![ \t])/).filter((field) => !isForged(field));
  // The last field may have been taken out together with the line end before the empty line.
  const joined = kept.join('');
  const rest = raw.subarray(end);
  const gap = joined === '' || joined.endsWith('\n') ? rest.subarray(rest[0] === 0x0d ? 2 : 1) : rest;
  return Buffer.concat([Buffer.from(joined, 'latin1'), gap]);
}

function isForged(field: string): boolean {
  const colon = field.indexOf(':');
  if (field.slice(0, colon).trim().toLowerCase() !== 'authentication-results') return false;
  const [id = ''] = field.slice(colon + 1).split(';', 1);
  return id.toLowerCase().includes(AUTHSERV_ID);
}

/** Nothing from an envelope may start a line of its own. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}<>]/gu, '').slice(0, 320);
}
