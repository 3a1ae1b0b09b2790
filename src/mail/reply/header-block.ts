import { namesMoment, namesTime } from './dates.ts';
import { comparable, type Line } from './lines.ts';
import { type Effort, type Recognised, replyHeaderAt } from './reply-header.ts';
import { isRule, separatorOf } from './separator.ts';
import { HEADER_LABELS, type HeaderFieldKind } from './tables/header-fields.ts';

const MAX_LINES = 24;
const KINDS_OF = indexLabels();

function indexLabels(): ReadonlyMap<string, ReadonlySet<HeaderFieldKind>> {
  const index = new Map<string, Set<HeaderFieldKind>>();
  for (const labels of Object.values(HEADER_LABELS)) {
    for (const [kind, list] of Object.entries(labels) as [HeaderFieldKind, readonly string[]][]) {
      for (const label of list) {
        const kinds = index.get(label) ?? new Set();
        index.set(label, kinds.add(kind));
      }
    }
  }
  return index;
}

interface Field {
  readonly kinds: ReadonlySet<HeaderFieldKind>;
  readonly value: string;
}

/** The field that a line begins, as its comparable value and what the label may mean in any language. */
function fieldOf(line: Line): Field | undefined {
  if (!line.body.includes(':') && !line.body.includes('\uff1a')) return undefined;
  const match = /^([^:：]{1,40})[:：](.*)$/su.exec(line.body.slice(0, 400));
  if (!match) return undefined;
  const kinds = KINDS_OF.get(comparable(match[1] ?? ''));
  return kinds && { kinds, value: comparable(match[2] ?? '') };
}

/** The From/Sent/To/Subject block that Outlook and many others set over what they quote, beginning at line `at`. */
export function headerBlockAt(
  lines: readonly Line[],
  at: number,
  effort: Effort = { left: 50 },
): Recognised | undefined {
  const first = lines[at];
  if (!first || first.blank || !fieldOf(first) || effort.left-- <= 0) return undefined;
  const seen = new Set<HeaderFieldKind>();
  let fields = 0;
  let address = false;
  let moment = false;
  let sentTime = false;
  let fromIsName = false;
  let end = at;
  for (let i = at; i < Math.min(at + MAX_LINES, lines.length); i++) {
    const line = lines[i];
    if (!line || line.depth !== first.depth) break;
    const field = line.blank ? undefined : fieldOf(line);
    if (!field) {
      if (line.blank ? isField(lines, i + 1, first.depth) : continues(lines, i, first.depth)) {
        address ||= line.body.includes('@');
        continue;
      }
      break;
    }
    fields += 1 + addInlineFields(field.value, seen);
    for (const kind of field.kinds) seen.add(kind);
    address ||= field.value.includes('@');
    if (field.kinds.has('sent') && namesMoment(field.value)) {
      moment = true;
      sentTime ||= namesTime(field.value) || /\d{1,2}[.:]\d{2}/.test(field.value);
    } else if (namesMoment(field.value)) {
      moment ||= seen.has('sent');
    }
    if (field.kinds.has('from'))
      fromIsName ||= field.value.includes('@') || (/\p{L}{2}/u.test(field.value) && !namesMoment(field.value));
    end = i + 1;
  }
  end = withContinuation(lines, end, first.depth);
  const [from, sent, to, subject] = [
    seen.has('from') && fromIsName,
    seen.has('sent'),
    seen.has('to'),
    seen.has('subject'),
  ];
  const known =
    fields >= 2 &&
    ((from && subject && (sent || to) && (address || moment)) ||
      (from && to && sent && (address || sentTime)) ||
      (from && sent && address && moment) ||
      (sent && to && address && moment) ||
      (from && to && subject && address));
  return known ? { end, sure: true, rule: 'header block' } : undefined;
}

/** Clients that run fields together ("À : abc@example.com Objet : Question"). */
function addInlineFields(value: string, seen: Set<HeaderFieldKind>): number {
  let count = 0;
  for (const match of value.slice(0, 400).matchAll(/(?<=\s)(\p{L}{2,14}(?: \p{L}{2,12})?) ?:/gu)) {
    const kinds = KINDS_OF.get(match[1] ?? '');
    if (!kinds) continue;
    count++;
    for (const kind of kinds) seen.add(kind);
  }
  return count;
}

function isField(lines: readonly Line[], at: number, depth: number): boolean {
  const line = lines[at];
  return line !== undefined && line.depth === depth && !line.blank && fieldOf(line) !== undefined;
}

/** A wrapped value: indented, or an address, or followed by a further field. */
function continues(lines: readonly Line[], at: number, depth: number): boolean {
  for (let i = at + 1; i <= at + 3; i++) {
    if (isField(lines, i, depth)) return true;
    const line = lines[i];
    if (!line || line.blank || line.depth !== depth) return false;
  }
  return false;
}

/** The end of a wrapped last value (a long subject, a list of addresses). */
function withContinuation(lines: readonly Line[], end: number, depth: number): number {
  const line = lines[end];
  if (!line || line.blank || line.depth !== depth) return end;
  return /^\s/.test(line.text) && (lines[end + 1]?.blank ?? true) ? end + 1 : end;
}

/**
 * A header block below a rule, perhaps one that no table knows: under a rule or a dashed title, at least three "label: value"
 * lines, with an address and a date among them.
 */
export function strangeBlockAt(lines: readonly Line[], at: number, effort: Effort): Recognised | undefined {
  const title = lines[at];
  if (!title || title.blank || !(isRule(title.body) || isDashedTitle(title.body))) return undefined;
  let i = at + 1;
  while (lines[i]?.blank && i < at + 3) i++;
  const known = headerBlockAt(lines, i, effort);
  if (known) return known;
  let fields = 0;
  let address = false;
  let moment = false;
  for (; fields < 8; i++) {
    const line = lines[i];
    if (!line || line.depth !== title.depth) break;
    // Yandex puts to whom and about what above its "date, name <address>:".
    const opening = fields > 0 && namesMoment(comparable(line.body)) ? replyHeaderAt(lines, i, effort) : undefined;
    if (opening?.sure) return opening;
    const match = /^[\p{L}\p{M}][^:：@<>]{0,30}[:：](.*)$/u.exec(comparable(line.body.slice(0, 300)));
    if (!match) break;
    fields++;
    address ||= line.body.includes('@');
    moment ||= namesMoment(match[1] ?? '');
  }
  return fields >= 3 && address && moment ? { end: i, sure: false, rule: 'looks like a header block' } : undefined;
}

function isDashedTitle(body: string): boolean {
  return body.startsWith('---') && /^-{3,}\s*\p{L}[^-]{2,60}-{3,}$/u.test(body) && separatorOf(body) === undefined;
}
