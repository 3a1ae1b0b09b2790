import type { ParsedMail } from '../../../src/mail/mail.ts';
import type { ParseLimits } from '../../../src/mail/parse/limits.ts';
import { parseMail } from '../../../src/mail/parse/parse-mail.ts';

/** A mail of lines, in UTF-8, with CRLF. */
export function mail(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

/** Parses a mail written as lines. */
export function parse(lines: readonly string[], limits: Partial<ParseLimits> = {}): Promise<ParsedMail> {
  return parseMail(mail(...lines), limits);
}

export const names = (parsed: ParsedMail): readonly (string | undefined)[] =>
  parsed.attachments.map((one) => one.filename);
