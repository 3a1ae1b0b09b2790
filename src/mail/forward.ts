import { emailAddress } from './address.ts';
import type { Mailbox, Reading } from './mail.ts';
import { comparable, plain, splitLines } from './reply/lines.ts';
import { HEADER_LABELS, type HeaderFieldKind } from './reply/tables/header-fields.ts';
import { isForwardSubject } from './subject.ts';

/** A mail that was forwarded within another: whose it was, and what it said. */
export interface Forwarded {
  readonly from: Mailbox;
  readonly subject: string;
  readonly text: string;
}

/** A header block has so many lines at the most, with its blank lines and wrapped recipients. */
const MAX_HEADER_LINES = 40;

const KIND_OF: ReadonlyMap<string, HeaderFieldKind> = new Map(
  Object.values(HEADER_LABELS).flatMap((labels) =>
    (Object.entries(labels) as [HeaderFieldKind, readonly string[]][]).flatMap(([kind, words]) =>
      words.map((word) => [word, kind] as const),
    ),
  ),
);

/**
 * Reads the mail that this one forwards, out of the stretch that the reading calls a forward; undefined when it is none. Outlook sets the same block
 * over what it answers and what it forwards: there the subject says which of the two it is.
 */
export function readForward(reading: Reading, subject: string): Forwarded | undefined {
  const { spans } = reading;
  const first =
    spans.find((span) => span.kind === 'forward') ??
    (isForwardSubject(subject) ? spans.find((span) => span.kind === 'header' || span.kind === 'quote') : undefined);
  if (first === undefined) return undefined;
  const text = reading.full.slice(first.start);
  const fields = new Map<HeaderFieldKind, string>();
  let bodyAt: number | undefined;
  for (const line of splitLines(text).slice(0, MAX_HEADER_LINES)) {
    const field = fieldOf(line.body);
    if (field !== undefined) {
      if (!fields.has(field.kind)) fields.set(field.kind, field.value);
      bodyAt = line.end;
    } else if (fields.has('from') && line.blank && fields.size > 1) {
      break;
    }
  }
  const from = mailboxIn(fields.get('from') ?? '');
  if (from === undefined || bodyAt === undefined) return undefined;
  const body = splitLines(text.slice(bodyAt))
    .map((line) => (line.depth > 0 ? line.body : line.text))
    .join('\n')
    .trim();
  return { from, subject: fields.get('subject') ?? '', text: body };
}

function fieldOf(line: string): { readonly kind: HeaderFieldKind; readonly value: string } | undefined {
  const flat = plain(line);
  const colon = flat.indexOf(':');
  if (colon <= 0 || colon > 30) return undefined;
  const kind = KIND_OF.get(comparable(flat.slice(0, colon)));
  return kind === undefined ? undefined : { kind, value: flat.slice(colon + 1).trim() };
}

/** `Ana <ana@x>`, `ana@x`, `Ana [mailto:ana@x]`, `"Ana" <ana@x<mailto:ana@x>>`. */
function mailboxIn(value: string): Mailbox | undefined {
  const found = /[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+/.exec(value.slice(0, 500));
  const address = emailAddress(found?.[0] ?? '');
  if (address === undefined || found === null) return undefined;
  const name = value
    .slice(0, found.index)
    .replace(/\[?mailto:$/i, '')
    .replace(/["'<[(]/g, ' ')
    .trim();
  return { name, address };
}
