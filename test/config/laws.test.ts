// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the configuration's own notation
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadSettings } from '../../src/config/load.ts';
import { editDistance, nearest } from '../../src/config/nearest.ts';
import { problemText } from '../../src/config/problem.ts';
import { milliseconds } from '../../src/config/units.ts';
import { ENV, filesIn, PLAIN } from './helpers.ts';

const FULL = `${PLAIN}limits: { attempts: 3, outgoing: 20 MB }\nspam: { headers: [{ header: X-Spam, says: yes }] }\nlog: { level: info }\n`;

/** Every place of a value, as keys. */
function places(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))];
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  const table = value as Readonly<Record<string, unknown>>;
  return { ...table, [key]: replaced(table[key], rest, by) };
}

test('whatever stands anywhere: settings or problems, each with a line that exists; no secret is told; nothing is thrown', async () => {
  const base: unknown = parse(FULL);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places(base)),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('x@y.z', '60s', '__proto__', '${PASSWORD}')),
      async (path, value) => {
        const text = stringify(replaced(base, path, value));
        const folder = await filesIn({ 'spoc.yaml': text });
        const result = await loadSettings(`${folder}/spoc.yaml`, ENV);
        const problems = result.ok ? result.warnings : result.problems;
        if (!result.ok) expect(problems.some((problem) => problem.severity === 'error')).toBe(true);
        for (const problem of problems) {
          expect(problem.line ?? 1).toBeLessThanOrEqual(text.split('\n').length);
          expect(problemText(problem)).not.toContain('hunter2');
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('any text at all is answered', async () => {
  const words = fc.constantFrom(
    'mailboxes:',
    'desks',
    ':',
    '-',
    '{',
    '}',
    '[',
    '*a',
    '&a',
    '!!x',
    '\n  ',
    '\t',
    '"',
    "'",
    '|',
    '>',
    '%',
    '---',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ maxLength: 60 }),
        fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
      ),
      async (text) => {
        const folder = await filesIn({ 'spoc.yaml': text });
        expect((await loadSettings(`${folder}/spoc.yaml`, ENV)).ok).toBe(false);
      },
    ),
    { numRuns: 150 },
  );
});

test('the distance of words is a distance', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test.each([
  ['adress', 'address'],
  ['time-zone', 'time_zone'],
  ['adresses', 'addresses'],
  ['nmae', 'name'],
  ['xyzzy', undefined],
])('the nearest key to %s is %s', (word, expected) => {
  expect(nearest(word, ['name', 'address', 'addresses', 'time_zone', 'prefix'])).toBe(expected);
});

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['5 m', 300_000],
  ['12h', 43_200_000],
  ['14d', 1_209_600_000],
])('%s is %i milliseconds', (text, expected) => expect(milliseconds(text)).toBe(expected));
