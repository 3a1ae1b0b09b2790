import { type RawValue, rawValues } from './layout.ts';
import { type FormLine, formLines } from './lines.ts';
import { unlabelled } from './prose.ts';
import type { FieldRule, Finding, FormContext, FormReading, FormRules, How, Place } from './rules.ts';
import { foldKey } from './spelling.ts';
import { tableValues } from './tables.ts';
import { type Meaning, meaningOf } from './values.ts';

/** A row understood. */
interface Answer {
  readonly meaning: Meaning;
  readonly place: Place;
  readonly how: How;
  readonly quoted: boolean;
}

/**
 * Reads the facts of a form out of a mail: rows with labels in the text and in the HTML's tables, numbered answers, and what is said without a label
 * where it is plain. Pure and bounded: 200,000 units of text, a million of HTML. Of equal standing are only rows with labels outside of quotes; then come
 * numbered answers, rows in quotes, and what has no label.
 */
export function readForm(text: string, html: string | undefined, form: FormRules, context: FormContext): FormReading {
  const lines = formLines(text);
  const inText = rawValues(text, lines, form);
  const inTables = html === undefined ? { values: [], text: '' } : tableValues(html, form.labels, context.ours);
  const answers = new Map<string, Answer[]>(form.fields.map((field) => [field.key, []]));
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  for (const raw of [...inText.values, ...inTables.values]) {
    const field = fields.get(raw.match.key);
    if (field === undefined || (raw.quoted && !context.quoted)) continue;
    const answer = answerOf(raw, field, form, context);
    if (!raw.gap || answer.meaning.kind === 'value') answers.get(field.key)?.push(answer);
  }
  const numbered =
    inText.values.length === 0 ? numberedAnswers(text, lines, form, context) : new Map<string, Finding>();
  const claimed = [...answers].flatMap(([key, all]) =>
    all
      .slice(0, MAX_CLAIMS)
      .filter(({ meaning, place }) => meaning.kind === 'value' && place.source === 'text' && isPrecise(fields.get(key)))
      .map(({ place }) => ({ key, start: place.start, end: place.end })),
  );
  const prose = { text, lines, taken: new Set([...inText.taken, ...numberedLines(numbered, lines)]), claimed };

  const findings: Finding[] = [];
  const conflicts: { key: string; findings: readonly Finding[] }[] = [];
  const unreadable: { key: string; place: Place }[] = [];
  const declined: { key: string; place: Place }[] = [];
  for (const field of form.fields) {
    const all = answers.get(field.key) ?? [];
    const standing = [
      () => labelled(field, all, false),
      () => [numbered.get(field.key)].filter((one) => one !== undefined),
      () => labelled(field, all, true),
    ];
    let found = firstOf(standing);
    const none = all.find(({ meaning }) => meaning.kind === 'none');
    if (found.length === 0 && none !== undefined && field.need === 'if-applicable') {
      declined.push({ key: field.key, place: none.place });
      continue;
    }
    if (found.length === 0) found = distinct(unlabelled(field, prose, context));
    const [first, second] = found;
    const unclear = all.find(({ meaning }) => meaning.kind === 'unreadable');
    if (first !== undefined && second === undefined) findings.push(first);
    else if (first !== undefined) conflicts.push({ key: field.key, findings: found });
    else if (unclear !== undefined) unreadable.push({ key: field.key, place: unclear.place });
  }
  return { findings, conflicts, unreadable, declined, tables: inTables.text };
}

/** Rows of one field that are remembered as such: nobody writes one so often. */
const MAX_CLAIMS = 20;

/** Values that are of one field alone; a sentence may hold the values of several. */
function isPrecise(field: FieldRule | undefined): boolean {
  return field !== undefined && field.kind !== 'text' && field.kind !== 'long-text';
}

function firstOf(standing: readonly (() => readonly Finding[])[]): readonly Finding[] {
  for (const find of standing) {
    const found = find();
    if (found.length > 0) return found;
  }
  return [];
}

function answerOf(raw: RawValue, field: FieldRule, form: FormRules, context: FormContext): Answer {
  const how: How = { kind: 'label', label: raw.match.label, typo: raw.match.typo, quoted: raw.quoted };
  return { meaning: meaningOf(raw.text, field, form, context), place: raw.place, how, quoted: raw.quoted };
}

function labelled(field: FieldRule, answers: readonly Answer[], quoted: boolean): readonly Finding[] {
  const found = answers.flatMap(({ meaning, place, how, quoted: inQuote }): Finding[] =>
    meaning.kind === 'value' && inQuote === quoted
      ? [{ key: field.key, value: meaning.value, place, how, recognised: meaning.recognised }]
      : [],
  );
  return distinct(withoutEchoes(found));
}

/** Text and table of one mail say the same row twice, and the text may run on into what follows: the cell has the exact bounds. */
function withoutEchoes(found: readonly Finding[]): readonly Finding[] {
  const cells = found.filter((one) => one.place.source === 'tables').map((one) => foldKey(one.value));
  if (cells.length === 0) return found;
  return found.filter((one) => {
    if (one.place.source === 'tables') return true;
    const said = foldKey(one.value);
    return !cells.some((cell) => cell !== said && (said.includes(cell) || (said !== '' && cell.includes(said))));
  });
}

/** Of equal values the first. */
function distinct(found: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    // Text in a script without letters (digits, signs) keeps what it has.
    const key = foldKey(one.value) || one.value;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const MAX_NUMBERED = 40;

/**
 * `1. Petar Petrović`, `2. Bulevar 12`: answers by the number of the question. Only when at least two of them stand there, and every one of them can be
 * what its number asks for.
 */
function numberedAnswers(
  text: string,
  lines: readonly FormLine[],
  form: FormRules,
  context: FormContext,
): ReadonlyMap<string, Finding> {
  const asked = context.asked.length > 0 ? context.asked : form.fields.map((field) => field.key);
  const found = new Map<string, Finding>();
  let answers = 0;
  for (const line of lines) {
    if (line.number === undefined || line.quoted || line.blank) continue;
    const key = asked[line.number - 1];
    const field = form.fields.find((one) => one.key === key);
    if (field === undefined || found.has(field.key) || ++answers > MAX_NUMBERED) return new Map();
    const meaning = meaningOf(text.slice(line.bodyStart, line.end), field, form, context);
    if (meaning.kind === 'unreadable') return new Map();
    if (meaning.kind !== 'value') continue;
    const place: Place = { source: 'text', start: line.bodyStart, end: line.end };
    const how: How = { kind: 'number', number: line.number };
    found.set(field.key, { key: field.key, value: meaning.value, place, how, recognised: meaning.recognised });
  }
  // A list of texts alone may be a list of anything: something in it must have a shape.
  const shaped = [...found.keys()].some((key) => isPrecise(form.fields.find((field) => field.key === key)));
  return answers >= 2 && shaped ? found : new Map();
}

function numberedLines(numbered: ReadonlyMap<string, Finding>, lines: readonly FormLine[]): readonly number[] {
  const starts = new Set([...numbered.values()].map((one) => one.place.start));
  return lines.flatMap((line, index) => (starts.has(line.bodyStart) && line.number !== undefined ? [index] : []));
}
