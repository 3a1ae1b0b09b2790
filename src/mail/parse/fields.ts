import { messageId } from '../address.ts';
import type { HeaderField, Mailbox, MessageId } from '../mail.ts';
import { readAddresses } from './addresses.ts';
import { readDate } from './date.ts';
import { firstField, type RawField } from './head.ts';
import { decodeHeader, type Note, unfold } from './words.ts';

/** What the headers of a mail say; the first of duplicate identity headers counts. */
export interface MailFields {
  readonly headers: readonly HeaderField[];
  readonly from: readonly Mailbox[];
  readonly sender: Mailbox | undefined;
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly subject: string;
  readonly messageId: MessageId | undefined;
  readonly inReplyTo: readonly MessageId[];
  readonly references: readonly MessageId[];
  readonly date: Date | undefined;
}

/** Ids of a References or In-Reply-To header: what is in angle brackets, blanks inside them dropped; else bare words with @. */
function readIds(raw: string, max: number): readonly MessageId[] {
  const line = unfold(raw.includes('=?') ? decodeHeader(raw) : raw).slice(0, 200_000);
  const bracketed = line.match(/<[^<>]{1,1000}>/g);
  const words = bracketed
    ? bracketed.map((word) => word.replace(/\s+/g, ''))
    : line.split(/[\s,;]+/).filter((word) => word.includes('@'));
  const ids: MessageId[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const id = messageId(word);
    if (!id || seen.has(id)) continue;
    seen.add(id);
    ids.push(id);
  }
  // The first id names the thread and the last ones the mail answered: the middle can go.
  return ids.length > max ? [...ids.slice(0, 1), ...ids.slice(ids.length - max + 1)] : ids;
}

function readMessageId(raw: string | undefined): MessageId | undefined {
  if (raw === undefined) return undefined;
  return readIds(raw, 1)[0] ?? messageId(decodeHeader(raw.slice(0, 4000)).replace(/\s+/g, '').slice(0, 1000));
}

/** Reads the fields of a mail; `hint` is the charset its text declares, tried for undeclared 8-bit headers. */
export function readFields(
  fields: readonly RawField[],
  maxAddresses: number,
  hint: string | undefined,
  note: Note,
): MailFields {
  const headers = fields.map(({ name, raw }) => ({ name, value: decodeHeader(raw, hint).trim() }));
  const list = (name: string): readonly Mailbox[] => {
    const all = fields.filter((field) => field.name === name);
    if (all.length > 1 && name === 'from') note(`${all.length} From headers`);
    const found = all.flatMap((field) => readAddresses(field.raw, maxAddresses, hint, note)).slice(0, maxAddresses);
    if (found.length === maxAddresses) note(`${name}: more than ${maxAddresses} addresses are not read`);
    return found;
  };
  const rawSubject = firstField(fields, 'subject') ?? '';
  const rawDate = firstField(fields, 'date');
  const date = rawDate === undefined ? undefined : readDate(decodeHeader(rawDate).trim());
  if (rawDate === undefined) note('no Date header');
  else if (!date) note('Date header unreadable or absurd');
  return {
    headers,
    from: list('from'),
    sender: list('sender')[0],
    replyTo: list('reply-to'),
    to: list('to'),
    cc: list('cc'),
    subject: subjectOf(rawSubject, hint, note),
    messageId: readMessageId(firstField(fields, 'message-id')),
    inReplyTo: readIds(firstField(fields, 'in-reply-to') ?? '', maxAddresses),
    references: readIds(firstField(fields, 'references') ?? '', maxAddresses),
    date,
  };
}

/** Characters of a subject that are kept; every list and every mail about it carries them. */
const MOST_SUBJECT = 2_000;

function subjectOf(raw: string, hint: string | undefined, note: Note): string {
  const subject = decodeHeader(raw, hint, (what) => note(`subject: ${what}`))
    .replace(/\s+/g, ' ')
    .trim();
  if (subject.length <= MOST_SUBJECT) return subject;
  note(`subject: longer than ${MOST_SUBJECT} characters: cut`);
  return [...subject.slice(0, 2 * MOST_SUBJECT)].slice(0, MOST_SUBJECT).join('');
}
