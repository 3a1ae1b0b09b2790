import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServices, writeServices } from '../../../src/cli/service-table.ts';
import { differences, type Shown } from '../../../src/intake/import/difference.ts';
import type { ServiceRow } from '../../../src/intake/import/registers.ts';

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim())
  .filter((text) => text !== '' && !/^'+[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text));
const id = word.filter((text) => text !== '__proto__');
const circuit = word.map((text) => text.replaceAll(/[,;]/g, '-'));
const service: fc.Arbitrary<ServiceRow> = fc.record({
  id,
  client: word,
  name: fc.oneof(fc.constant(''), word),
  circuits: fc.array(circuit, { maxLength: 3 }),
  level: fc.option(word, { nil: undefined }),
  matrix: fc.option(word, { nil: undefined }),
});
const services = fc.uniqueArray(service, { selector: (one) => one.id, maxLength: 6 });
const byId = (rows: readonly ServiceRow[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('tables of services', () => {
  it.each(['csv', 'yaml'] as const)('are read from %s as they were written', (format) => {
    fc.assert(
      fc.property(services, (rows) => {
        const read = readServices(writeServices(rows, format), format);
        expect(read.kind === 'read' ? byId(read.rows) : read).toEqual(byId(rows));
      }),
    );
  });

  it.each(['csv', 'yaml'] as const)('never fail on any text as %s', (format) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = readServices(text, format);
        if (read.kind === 'wrong') expect(read.problems.every(({ line, why }) => line >= 1 && why !== '')).toBe(true);
      }),
    );
  });
});

describe('differences', () => {
  const state = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')))
    .map((entries) => new Map<string, Shown>(Object.entries(entries)));

  it('are none of a state with itself', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(differences(one, one)).toEqual([]);
      }),
    );
  });

  it('made on the one state give the other', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const made = new Map(before);
        for (const { what, id, fields } of differences(before, after)) {
          expect(before.has(id)).toBe(what !== 'added');
          const entry: Record<string, string> = { ...made.get(id) };
          for (const { field, from, to } of fields) {
            expect(entry[field]).toBe(from);
            if (to === undefined) delete entry[field];
            else entry[field] = to;
          }
          if (what === 'removed') made.delete(id);
          else made.set(id, entry);
        }
        expect(made).toEqual(after);
      }),
    );
  });
});
