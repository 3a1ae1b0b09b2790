import { DATE_WORDS, namesMoment } from './dates.ts';
import { HEADER_WORDS, isHeaderWord } from './header-words.ts';
import { comparable, endsWithColon, type Line, plain } from './lines.ts';

/** Something recognised from line `at` up to (without) line `end`. */
export interface Recognised {
  readonly end: number;
  /** False when it only looks like one: good enough for people, not for what goes on to a client. */
  readonly sure: boolean;
  readonly rule: string;
}

const MAX_LINES = 6;
const MAX_LENGTH = 420;
const ADDRESS = /[^\s<>"'()[\]@:,;]{1,120}@[^\s<>"'()[\]@,;]{1,120}/;
const BRACKETED = /[<([][^<>()[\]@]{0,160}@[^<>()[\]]{0,160}[>)\]]/;

/** How many candidates may still be looked at closely: a hostile mail has hundreds of thousands. */
export interface Effort {
  left: number;
}

/** Enough for any mail that a person wrote; a few hundred milliseconds. */
export const MAX_EFFORT = 3_000;

/** The line that introduces a quote ("On … wrote:"), wrapped over several lines or not, that begins at line `at`. */
export function replyHeaderAt(
  lines: readonly Line[],
  at: number,
  effort: Effort = { left: 50 },
): Recognised | undefined {
  const first = lines[at];
  if (!first || first.blank || first.body.length > MAX_LENGTH || !mayBegin(first.body)) return undefined;
  let joined = '';
  for (let i = at; i < at + MAX_LINES; i++) {
    const line = lines[i];
    if (!line || (line.depth !== first.depth && !closesBracket(joined, line, first.depth))) break;
    // Polymail sets the address apart by a blank line.
    if (line.blank && !(i === at + 1 && lines[i + 1]?.body.startsWith('<'))) break;
    const said = line.depth === first.depth ? line.body : `>${line.body}`;
    joined = joined === '' ? said : joined + (joined.endsWith('<') ? '' : ' ') + said;
    if (joined.length > MAX_LENGTH) break;
    const next = lines[i + 1];
    if (next && closesBracket(joined, next, first.depth)) continue;
    const follows = whatFollows(lines, i + 1, first.depth);
    if (!mayEnd(line.body, follows) || !(/[\d@-]/.test(joined) || follows === 'quote')) continue;
    if (effort.left-- <= 0) return undefined;
    const paragraph = (lines[at - 1]?.blank ?? true) || lines[at - 1]?.depth !== first.depth;
    const found = judge(joined, follows, paragraph);
    if (found) return beginsLater(lines, at, i, effort) ? undefined : { end: i + 1, ...found };
  }
  return undefined;
}

/** Whether the header really begins below line `at`, which is the writer's: a later line has date and all. */
function beginsLater(lines: readonly Line[], at: number, last: number, effort: Effort): boolean {
  let above = '';
  for (let i = at + 1; i <= last; i++) {
    above += ` ${lines[i - 1]?.body ?? ''}`;
    const rest = lines.slice(i, last + 1).map((line) => line.body);
    if (!namesMoment(comparable(rest.join(' '))) || !begins(comparable(rest[0] ?? ''))) continue;
    // A date that is wrapped in its middle.
    if (begins(comparable(above)) && /\d/.test(above) && !namesMoment(comparable(above))) continue;
    if (replyHeaderAt(lines, i, effort)?.sure) return true;
  }
  return false;
}

/** A wrap before the `>` that closes an address makes it look like a quote mark. */
function closesBracket(joined: string, line: Line, depth: number): boolean {
  return line.depth === depth + 1 && line.body.length < 60 && joined.split('<').length > joined.split('>').length;
}

/** A reply header that shares its only line with the reply before it; `column` is where the header begins. */
export function sharedHeaderAt(lines: readonly Line[], at: number): { readonly column: number } | undefined {
  const line = lines[at];
  if (!line || line.text.length > MAX_LENGTH || !/[:：]\s*$/.test(line.text)) return undefined;
  if (whatFollows(lines, at + 1, line.depth) !== 'quote') return undefined;
  let tried = 0;
  for (const match of line.text.matchAll(/(?<=[\s.!?-])-*\s*([\p{L}\p{M}]+)\s/gu)) {
    const word = match[1]?.toLowerCase() ?? '';
    if (
      line.text.slice(0, match.index).trim() === '' ||
      !HEADER_WORDS.leads.has(word) ||
      !/^\p{Lu}/u.test(match[1] ?? '')
    )
      continue;
    if (++tried > 8) return undefined;
    const rest = line.text.slice(match.index);
    if (namesMoment(comparable(rest)) && judge(rest, 'quote', true)?.sure)
      return { column: line.text.slice(0, match.index).replace(/[\s-]+$/, '').length };
  }
  return undefined;
}

/** What stands below a possible header: its quote, a new paragraph, or text that goes on. */
type Follows = 'quote' | 'gap' | 'text';

function whatFollows(lines: readonly Line[], from: number, depth: number): Follows {
  const next = lines[from];
  if (!next) return 'gap';
  for (let i = from; i < Math.min(from + 8, lines.length); i++) {
    const line = lines[i];
    if (!line) break;
    if (line.depth > depth) return 'quote';
    if (!line.blank) break;
  }
  return next.blank || next.depth !== depth ? 'gap' : 'text';
}

function mayBegin(body: string): boolean {
  const opening = body.slice(0, 200);
  // Every line of a mail is asked: only its first word is made comparable.
  const [before = '', word = ''] = /^[^\p{L}\p{N}<@]*([\p{L}\p{M}]*)/u.exec(opening) ?? [];
  if (word === '' ? /\d/.test(opening.charAt(before.length)) : leads(word.toLowerCase().normalize('NFC'))) return true;
  if (opening.includes('@') || opening.includes('<')) return true;
  return body.length < 200 && (endsWithColon(body) || /^--.*--$/.test(body));
}

function mayEnd(body: string, follows: Follows): boolean {
  return follows !== 'text' || /[:：>*_-]/.test(body.slice(-1));
}

/** Two units that `comparable` changes in nothing but their case, the last neither colon, dash nor bracket. */
const ORDINARY_END = /^[a-z0-9.,!?\u00df-\u024f\u0430-\u045f ][a-z0-9.,!?\u00df-\u024f\u0430-\u045f]$/;

/** Whether a text may end as headers do; most lines end in the middle of a sentence or with a dot. */
function mayClose(joined: string): boolean {
  const end = joined.slice(-2).toLowerCase();
  return !ORDINARY_END.test(end) || HEADER_WORDS.verbEndings.has(end);
}

/** Whether a comparable text ends with a verb: asked in full only where its last letters are those of one. */
function endsWithVerb(said: string): boolean {
  return HEADER_WORDS.verbEndings.has(said.replace(/[\s)]+$/, '').slice(-2)) && HEADER_WORDS.verbLast.test(said);
}

function judge(joined: string, follows: Follows, paragraph: boolean): Omit<Recognised, 'end'> | undefined {
  if (follows !== 'quote' && !mayClose(joined)) return undefined;
  const text = comparable(joined);
  const dashed = /^-{2,}/.test(text) && /-{2,}:?$/.test(text);
  const core = text.replace(/^[-_>\s]+/, '').replace(/[-_\s]+(:?)$/, '$1');
  if (core.endsWith('mailto:')) return undefined;
  const colon = core.endsWith(':');
  const said = core.replace(/[\s:]+$/, '');
  const verbLast = endsWithVerb(said);
  if (!colon && !dashed && !verbLast && !said.endsWith('>') && follows !== 'quote') return undefined;
  const verbAt = HEADER_WORDS.verb.exec(said)?.index;
  const facts: Facts = {
    colon,
    verb: verbAt !== undefined,
    verbFirst: verbAt === 0,
    verbLast,
    moment: namesMoment(said),
    address: ADDRESS.test(said),
    bracketed: BRACKETED.test(said),
    begins: begins(core),
    capital: /^[-_>\s"'(]*\p{Lu}/u.test(joined) || /^[-_>\s]*["<\u3040-\u9fff\uac00-\ud7af]/.test(joined),
    strange: strangeWords(joined),
    words: said.split(' ').length,
    dashed,
    follows,
    paragraph,
  };
  return SURE.find((rule) => rule.holds(facts))
    ? { sure: true, rule: 'reply header' }
    : UNSURE.some((rule) => rule.holds(facts))
      ? { sure: false, rule: 'looks like a reply header' }
      : undefined;
}

interface Facts {
  readonly colon: boolean;
  readonly verb: boolean;
  readonly verbFirst: boolean;
  readonly verbLast: boolean;
  readonly moment: boolean;
  readonly address: boolean;
  readonly bracketed: boolean;
  readonly begins: boolean;
  readonly capital: boolean;
  /** Lower-case words that no header has: a measure of prose. */
  readonly strange: number;
  readonly words: number;
  readonly dashed: boolean;
  readonly follows: Follows;
  readonly paragraph: boolean;
}

interface Rule {
  readonly example: string;
  readonly holds: (facts: Facts) => boolean;
}

const SURE: readonly Rule[] = [
  {
    example: 'On 5 March 2024 at 10:12, Ana <ana@example.com> wrote:',
    holds: (f) =>
      f.colon &&
      f.verb &&
      f.moment &&
      f.begins &&
      (f.follows === 'quote' ||
        (f.address ? f.strange <= 3 : f.strange <= (f.paragraph && f.follows === 'gap' && f.words <= 14 ? 1 : 0))),
  },
  {
    example: 'Ana <ana@example.com> schrieb am 5.3.2024 um 10:12:',
    holds: (f) => f.colon && f.verb && f.moment && f.address && f.capital && f.strange <= 1,
  },
  {
    example: 'ср, 6 мар. 2024 г. в 10:12, Ана <ana@example.com>:',
    holds: (f) => f.colon && f.moment && f.bracketed && f.begins && f.strange === 0,
  },
  { example: '---- Ana wrote ----', holds: (f) => f.dashed && f.verb && f.words <= 24 },
  {
    example: 'Ana <ana@example.com> schrieb:',
    holds: (f) => f.colon && f.verbLast && f.address && f.words <= 12 && f.strange <= 1 && f.follows !== 'text',
  },
  {
    example: 'Ana Novak je 5. 3. 2024 ob 10:12 napisala:',
    holds: (f) =>
      f.colon &&
      f.verb &&
      f.moment &&
      f.capital &&
      f.strange === 0 &&
      f.words <= 12 &&
      f.paragraph &&
      f.follows === 'gap',
  },
  {
    example: 'Quoting Ana <ana@example.com>:',
    holds: (f) => f.colon && f.verbFirst && f.address && f.words <= 10 && f.strange <= 1 && f.follows !== 'text',
  },
  {
    example: 'On Wed, 14 Nov 2018 08:14:43 -0200 Ana <ana@example.com> wrote',
    holds: (f) => f.verbLast && f.moment && f.begins && f.address && f.strange <= 1 && f.follows !== 'text',
  },
  {
    example: '2011/4/7 Ana <ana@example.com>',
    holds: (f) => f.moment && f.bracketed && f.begins && f.strange <= 1 && f.follows === 'quote',
  },
  {
    example: 'Am 05.03.24 um 10:12 schrieb Ana Novak',
    holds: (f) =>
      f.verb && f.moment && f.begins && f.paragraph && f.words <= 10 && f.strange === 0 && f.follows === 'quote',
  },
  {
    example: 'Ana wrote:',
    holds: (f) =>
      f.colon && f.verb && f.words <= 14 && (f.begins || f.capital) && f.strange <= 2 && f.follows === 'quote',
  },
];

const UNSURE: readonly Rule[] = [
  {
    example: 'Le xx 5/3/2024 10:12, Ana <ana@example.com> qqqq:',
    holds: (f) =>
      f.colon && f.moment && f.bracketed && f.words <= 30 && f.strange <= 4 && (f.paragraph || f.follows !== 'text'),
  },
  {
    example: '5/3/2024 10:12 Ana qqqq:',
    holds: (f) => f.colon && f.follows === 'quote' && f.words <= 20 && (f.moment || f.address),
  },
];

/** Whether a line begins as reply headers do: with a date or a word that leads to one. */
export function beginsHeader(body: string): boolean {
  return begins(comparable(body.slice(0, MAX_LENGTH)));
}

function begins(core: string): boolean {
  const start = core.replace(/^["'(]+/, '');
  return /^\d/.test(start) || leads(/^[\p{L}\p{M}]+/u.exec(start)?.[0] ?? '');
}

function leads(word: string): boolean {
  return DATE_WORDS.has(word) || HEADER_WORDS.leads.has(word) || /^[在于於]/.test(word);
}

function strangeWords(joined: string): number {
  const text = plain(joined)
    .replace(/\[\w+\]/g, ' ')
    .replace(/\S*@\S*|https?:\S*/g, ' ');
  let strange = 0;
  for (const match of text.matchAll(/(?<![\p{L}\p{M}\d])\p{Ll}[\p{L}\p{M}]*/gu))
    if (match[0].length > 1 && !isHeaderWord(match[0].toLowerCase())) strange++;
  return strange;
}
