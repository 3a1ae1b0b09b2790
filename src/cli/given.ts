import type { Settings } from '../config/settings.ts';
import type { Actor, AgentId, DeskId, LedgerId, OutboxId, TicketId } from '../desk/ids.ts';
import { emailAddress } from '../mail/address.ts';
import { nearest } from '../mail/commands.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { Queries } from '../store/port.ts';
import { EXIT, Failure } from './exit.ts';
import { remark } from './terminal.ts';

/* What people write on the command line, made into what it means; each throws a `Failure` that says what would be right. */

/** Bytes that are read from standard input as a text. */
const MOST_TEXT = 1_000_000;

/** One of a few words, in any case. */
export function oneOf<T extends string>(word: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(word.toLowerCase(), allowed);
  throw new Failure(
    EXIT.usage,
    `there is no ${what} "${word}"`,
    near === undefined ? `one of: ${allowed.join(', ')}` : `did you mean "${near}"? One of: ${allowed.join(', ')}`,
  );
}

/** A whole number from 1 to `most`. */
export function wholeNumber(word: string, most: number, what: string): number {
  const number = Number(word);
  if (/^\d+$/.test(word) && number >= 1 && number <= most) return number;
  throw new Failure(EXIT.usage, `${what} is a whole number from 1 to ${most}, not "${word}"`);
}

/** Ids as lists print them, with or without a leading #. */
export function ids<T extends LedgerId | OutboxId | number>(words: readonly string[]): readonly T[] {
  return words.map((word) => wholeNumber(word.replace(/^#/, ''), Number.MAX_SAFE_INTEGER, 'an id') as T);
}

/** An e-mail address. */
export function address(word: string): EmailAddress {
  const found = emailAddress(word);
  if (found === undefined)
    throw new Failure(EXIT.usage, `"${word}" is no e-mail address`, 'write it as name@example.com');
  return found;
}

/** The ticket of a number such as EB-1042, in any case. */
export async function ticketOf(read: Queries, number: string): Promise<TicketId> {
  const plain = number.trim().replace(/^\[|\]$/g, '');
  const found = (await read.ticketByNumber(plain)) ?? (await read.ticketByNumber(plain.toUpperCase()));
  if (found === undefined)
    throw new Failure(
      EXIT.missing,
      `there is no ticket ${number}`,
      '`spoc ticket list` and `spoc search` show which there are',
    );
  return found;
}

/** A desk of the configuration. */
export function desk(settings: Settings, word: string): DeskId {
  return oneOf(word, [...settings.policy.desks.keys()], 'desk');
}

/** The only desk, when none is named and there is one. */
export function deskOrOnly(settings: Settings, word: string | undefined): DeskId {
  if (word !== undefined) return desk(settings, word);
  const all = [...settings.policy.desks.keys()];
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new Failure(EXIT.usage, 'there are several desks', `say which with --desk: ${all.join(', ')}`);
}

/** An agent of the configuration. */
export function agent(settings: Settings, word: string): AgentId {
  return oneOf(word, [...settings.policy.agents.keys()], 'agent');
}

/** An agent of the configuration, or nobody. */
export function agentOrNobody(settings: Settings, word: string): AgentId | undefined {
  const found = oneOf(word, ['nobody', ...settings.policy.agents.keys()], 'agent');
  return found === 'nobody' ? undefined : (found as AgentId);
}

/** Who acts: the agent of --as, else the operator at the terminal. */
export function actor(settings: Settings, as: string | undefined): Actor {
  return as === undefined ? { kind: 'operator' } : { kind: 'agent', id: agent(settings, as) };
}

/** A text: the argument, or standard input when it is missing or `-`. */
export async function textOf(words: readonly string[], input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const given = words.join(' ');
  if (given !== '' && given !== '-') return given;
  if (input.isTTY) remark('Write the text; Ctrl-D ends it, Ctrl-C gives up.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_TEXT)
      throw new Failure(EXIT.data, `the text has more than ${MOST_TEXT} bytes`, 'send it as an attachment of a mail');
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8').replace(/\r\n?/g, '\n').trim();
  if (text === '') throw new Failure(EXIT.data, 'there is no text', 'give it as an argument or on standard input');
  return text;
}
