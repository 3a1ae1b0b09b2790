import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLevels, writeLevels } from '../../../src/cli/level-table.ts';
import { TARGET_KEYS, TARGET_TABLES, type WrittenLevel } from '../../../src/config/registered-levels.ts';
import { SLA_PAUSES } from '../../../src/desk/sla/policy.ts';

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim())
  .filter((text) => text !== '' && !/^'+[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text));
const id = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const target = fc.record({
  within: fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('m', 'h', 'd')).map(([n, unit]) => `${n}${unit}`),
  time: fc.constantFrom('business' as const, 'clock' as const),
  paused_by: fc.subarray([...SLA_PAUSES]),
  warn_at: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }).map((parts) => parts.map((n) => n / 100)),
});
const some = <K extends string, V>(keys: readonly K[], value: fc.Arbitrary<V>) =>
  fc
    .subarray([...keys])
    .chain((chosen) =>
      fc
        .tuple(...chosen.map(() => value))
        .map((values) => Object.fromEntries(chosen.map((key, at) => [key, values[at]]))),
    );
const level = fc
  .record({
    name,
    calendar: fc.option(id, { nil: undefined }),
    tell_client: fc.boolean(),
    targets: some(TARGET_TABLES, some(TARGET_KEYS, target)),
  })
  .map(({ calendar, targets, ...rest }) => {
    const whole = Object.entries(targets).filter(([, table]) => Object.keys(table as object).length > 0);
    const hours = calendar === undefined ? {} : { calendar };
    return { ...rest, ...hours, targets: Object.fromEntries(whole) } as WrittenLevel;
  });
const levels = fc.uniqueArray(fc.record({ id, level }), { selector: (one) => one.id, maxLength: 4 });
const sorted = <T extends { readonly id: string }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('tables of service levels', () => {
  it.each(['csv', 'yaml'] as const)('are read from %s as they were written', (format) => {
    fc.assert(
      fc.property(levels, (rows) => {
        const read = readLevels(writeLevels(rows, format), format);
        expect(read.kind === 'read' ? sorted(read.rows) : read).toEqual(sorted(rows));
      }),
    );
  });

  it.each(['csv', 'yaml'] as const)('never fail on any text as %s', (format) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = readLevels(text, format);
        if (read.kind === 'wrong') expect(read.problems.every(({ line, why }) => line >= 1 && why !== '')).toBe(true);
      }),
    );
  });
});
