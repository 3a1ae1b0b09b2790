import { fold } from '../fold.ts';
import { isClosing } from './blank.ts';
import { optionsIn, phrasesOf } from './choice.ts';
import { identifierCandidates, identify } from './identifier.ts';
import { ipsIn } from './ip.ts';
import { MAX_VALUE } from './layout.ts';
import type { FormLine } from './lines.ts';
import { momentsSince, readWholeMoment } from './moment.ts';
import type { FieldRule, Finding, FormContext, How } from './rules.ts';
import { wordsOf } from './spelling.ts';

/** The lines of a mail that no row of a form took and nobody quoted. */
export interface Prose {
  readonly text: string;
  readonly lines: readonly FormLine[];
  /** Lines that rows took. */
  readonly taken: ReadonlySet<number>;
  /** Stretches that are the value of some other field. */
  readonly claimed: readonly { readonly key: string; readonly start: number; readonly end: number }[];
}

/** What a mail says of a field without naming it, of equal standing: one answer, or several that contradict each other. */
export function unlabelled(field: FieldRule, prose: Prose, context: FormContext): readonly Finding[] {
  switch (field.kind) {
    case 'identifier':
      return identifiers(field, prose, context);
    case 'ip':
      return ips(field, prose);
    case 'choice':
      return field.prose === false ? [] : choices(field, prose);
    case 'moment':
      return moments(field, prose, context);
    case 'long-text':
      return field.prose ? paragraphs(field, prose) : [];
    default:
      return [];
  }
}

function finding(key: string, value: string, start: number, end: number, how: How, recognised = true): Finding {
  return { key, value, place: { source: 'text', start, end }, how, recognised };
}

function free(prose: Prose, key: string, start: number, end: number): boolean {
  return !prose.claimed.some((one) => one.key !== key && start < one.end && end > one.start);
}

/** Candidates that are looked at: what stands behind so many is a log. */
const MAX_TRIED = 5_000;

/** Identifiers may stand in any line that is not quoted: a description, a greeting, a log. */
function identifiers(
  field: Extract<FieldRule, { readonly kind: 'identifier' }>,
  prose: Prose,
  context: FormContext,
): readonly Finding[] {
  const known: Finding[] = [];
  const shaped: Finding[] = [];
  let tried = 0;
  for (const line of prose.lines) {
    if (line.quoted || line.blank) continue;
    let upTo = -1;
    for (const candidate of identifierCandidates(prose.text.slice(line.start, line.end))) {
      const [start, end] = [line.start + candidate.start, line.start + candidate.end];
      if (start < upTo) continue;
      if (++tried > MAX_TRIED) return known.length > 0 ? known : shaped;
      const found = identify(candidate.text, field, context);
      if (found === undefined || !free(prose, field.key, start, end)) continue;
      upTo = end;
      if (found.by === 'register')
        known.push(finding(field.key, found.value, start, end, { kind: 'register', register: field.register ?? '' }));
      else shaped.push(finding(field.key, found.value, start, end, { kind: 'pattern' }, field.register === undefined));
      if (known.length + shaped.length >= 200) return known.length > 0 ? known : shaped;
    }
  }
  return known.length > 0 ? known : shaped;
}

/** One IP address is the one; several are a trace or a log, and none is the one asked for. */
function ips(field: FieldRule, prose: Prose): readonly Finding[] {
  const found = prose.lines.flatMap((line) =>
    line.quoted || line.blank || line.end - line.start > 5_000
      ? []
      : ipsIn(prose.text.slice(line.start, line.end)).map((ip) => ({
          ...ip,
          start: line.start + ip.start,
          end: line.start + ip.end,
        })),
  );
  const [first] = found;
  if (first === undefined || found.some((ip) => ip.value !== first.value)) return [];
  return free(prose, field.key, first.start, first.end)
    ? [finding(field.key, first.value, first.start, first.end, { kind: 'pattern' })]
    : [];
}

/** Shorter words mean too many other things. */
const MIN_OPTION = 5;

/** An option said in prose, where only one is, and neither denied, doubted nor asked. */
function choices(field: Extract<FieldRule, { readonly kind: 'choice' }>, prose: Prose): readonly Finding[] {
  const phrases = phrasesOf(field.options);
  const found: Finding[] = [];
  for (const [index, line] of prose.lines.entries()) {
    if (line.quoted || line.blank || line.end - line.start > 20_000) continue;
    const text = prose.text.slice(line.start, line.end);
    const matches = optionsIn(text, wordsOf(text, 4_000), phrases).filter(
      (match) => match.end - match.start >= MIN_OPTION,
    );
    const distinct = new Set(matches.map((match) => match.option));
    // All of them in a line are there to choose from; so are those in a row of the form.
    if (distinct.size > 1 && (distinct.size === field.options.length || /[/|[\]☐]/.test(text))) continue;
    for (const match of matches) {
      const [start, end] = [line.start + match.start, line.start + match.end];
      if (prose.taken.has(index) && !free(prose, field.key, start, end)) continue;
      if (match.doubtful || asks(text, match.end)) return [];
      found.push(finding(field.key, match.option, start, end, { kind: 'prose' }));
    }
  }
  // A word said in passing must not stop the desk from asking: two different ones are no conflict but no answer.
  const [first] = found;
  return first === undefined || found.some((one) => one.value !== first.value) ? [] : [first];
}

/** Whether the sentence that a place is in ends with a question mark. */
function asks(text: string, from: number): boolean {
  return /^[^.!?\n]{0,300}\?/.test(text.slice(from, from + 301));
}

/** "Since 23.11. 10:00" in a sentence, or a line that is a moment and nothing else. */
function moments(
  field: Extract<FieldRule, { readonly kind: 'moment' }>,
  prose: Prose,
  context: FormContext,
): readonly Finding[] {
  const around = { now: context.now, timeZone: context.timeZone, leans: field.leans };
  const found: Finding[] = [];
  for (const [index, line] of prose.lines.entries()) {
    if (line.quoted || line.blank || line.end - line.start > 20_000) continue;
    const text = prose.text.slice(line.contentStart, line.end);
    const whole = prose.taken.has(index) ? undefined : readWholeMoment(text, around);
    if (whole !== undefined) found.push(finding(field.key, whole, line.contentStart, line.end, { kind: 'line' }));
    else
      for (const since of momentsSince(text, around)) {
        const [start, end] = [line.contentStart + since.start, line.contentStart + since.end];
        if (free(prose, field.key, start, end))
          found.push(finding(field.key, since.value, start, end, { kind: 'prose' }));
      }
    if (found.length > 20) break;
  }
  const [first] = found;
  return first === undefined || found.some((one) => one.value !== first.value) ? [] : [first];
}

const MIN_WORDS = 4;
const MIN_LETTERS = 20;

/** How mails begin in the desk's languages. */
const GREETING =
  /^(?:hi|hello|dear|good (?:morning|day|afternoon|evening)|hey|zdravo|postovan[aei]|postovani|dobar dan|dobro jutro|dobro vece|spostovani|pozdravljeni|zivjo|dober dan|dobro jutro|dobry den|dobre rano|dobre dopoledne|vazeny|vazena|vazeni|ahoj|pocituvani|zdravo|dobar den|dobro utro)(?: \p{L}{1,30}){0,4}$/u;

/** The sentences of a mail, from the first to the last that is more than a greeting; up to the closing. */
function paragraphs(field: FieldRule, prose: Prose): readonly Finding[] {
  const kept: FormLine[] = [];
  for (const [index, line] of prose.lines.entries()) {
    if (line.quoted || prose.taken.has(index)) continue;
    const folded = wordsOf(line.body.slice(0, 200), 30)
      .map((word) => word.text)
      .join(' ');
    if (line.blank || isGreeting(folded)) {
      if (kept.length > 0 && line.blank) kept.push(line);
      continue;
    }
    if (isClosing(line.body)) break;
    kept.push(line);
  }
  while (kept.at(-1)?.blank) kept.pop();
  const [first] = kept;
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return [];
  const said = kept.map((line) => (line.blank ? '' : prose.text.slice(line.contentStart, line.end).trim()));
  const value = said.join('\n').slice(0, MAX_VALUE);
  const words = wordsOf(value, 200).filter((word) => /\p{L}/u.test(word.text));
  if (words.length < MIN_WORDS || fold(value).replace(/[^\p{L}]/gu, '').length < MIN_LETTERS) return [];
  return [finding(field.key, value, first.contentStart, last.end, { kind: 'prose' })];
}

function isGreeting(folded: string): boolean {
  return folded.length < 80 && GREETING.test(folded);
}
