import { fold } from './fold.ts';

/** How people greet, and how they close, before their name; folded, by how the line begins. */
const GREETINGS = [
  ...['hello', 'hi', 'dear', 'good morning', 'good afternoon', 'good day'],
  ...['postovani', 'dobar dan', 'zdravo', 'pozdrav', 'cao'],
  ...['spostovani', 'pozdravljeni', 'pozdravljena', 'dober dan', 'dobro jutro', 'zdravo', 'zivjo'],
  ...['dobry den', 'vazeni', 'vazena', 'vazeny', 'ahoj', 'zdravim'],
  ...['pocituvani', 'dobar den', 'zdravo'],
];
const CLOSINGS = [
  ...[
    'best regards',
    'kind regards',
    'regards',
    'with regards',
    'yours sincerely',
    'sincerely',
    'thank you',
    'thanks',
    'cheers',
    'best',
  ],
  ...[
    'srdacan pozdrav',
    'srdacno',
    's postovanjem',
    'sa postovanjem',
    'pozdrav',
    'puno pozdrava',
    'lep pozdrav',
    'hvala',
    'unapred hvala',
  ],
  ...['lp', 'lep pozdrav', 'lepo pozdravljeni', 'lepe pozdrave', 's spostovanjem', 'prijazen pozdrav', 'hvala'],
  ...[
    's pozdravom',
    's pozdravem',
    's uctou',
    's uctou a pozdravem',
    'pekny den',
    'hezky den',
    'preji pekny den',
    'dakujem',
    'dekuji',
    'diky',
    'vdaka',
    'zdravi',
  ],
  ...['so pocit', 'srdecen pozdrav', 'pozdrav', 'blagodaram', 'fala', 'vi blagodaram'],
];

/** Lines that a signature has at most, and characters of one. */
const MOST_LINES = 25;
const LONGEST_LINE = 120;

/**
 * Whether a text says nothing but who wrote it: empty, or a greeting, a closing and a signature that no delimiter sets off. What asks anything, or
 * goes on in sentences, says something.
 */
export function saysNothing(text: string, writer: string): boolean {
  const lines = text
    .slice(0, 10_000)
    .split('\n')
    .map((line) => line.replace(/\p{Cf}/gu, '').trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  if (text.length > 10_000 || lines.length > MOST_LINES) return false;
  const said = lines.filter((line, index) => !(index === 0 && isOneOf(line, GREETINGS)));
  const [first] = said;
  if (first === undefined) return true;
  if (said.some((line) => line.length > LONGEST_LINE || /[?？]|\bp\.? ?s\.?[: ]/iu.test(line))) return false;
  return isOneOf(first, CLOSINGS) || isName(first, writer);
}

/** A line that is such a phrase, with no more behind it than a name. */
function isOneOf(line: string, phrases: readonly string[]): boolean {
  const key = keyOf(line);
  return phrases.some(
    (phrase) =>
      key === phrase || (key.startsWith(`${phrase} `) && key.split(' ').length <= phrase.split(' ').length + 3),
  );
}

/** The writer's own name, in any order, with a title or without. */
function isName(line: string, writer: string): boolean {
  const name = keyOf(writer)
    .split(' ')
    .filter((word) => word.length > 1);
  const words = keyOf(line).split(' ');
  return name.length > 0 && words.length <= name.length + 3 && name.every((word) => words.includes(word));
}

function keyOf(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
