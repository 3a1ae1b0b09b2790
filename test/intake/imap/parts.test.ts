import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Suspects } from '../../../src/intake/imap/suspects.ts';
import { pieces, uidSet } from '../../../src/intake/imap/uids.ts';

describe('uidSet', () => {
  it.each([
    [[], ''],
    [[7], '7'],
    [[1, 2, 3], '1:3'],
    [[1, 2, 3, 7, 9, 10], '1:3,7,9:10'],
  ])('%j is %j', (uids, set) => expect(uidSet(uids)).toBe(set));

  it('names exactly the UIDs it was given', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (some) => {
        const uids = some.toSorted((a, b) => a - b);
        const read = uidSet(uids)
          .split(',')
          .filter((part) => part !== '')
          .flatMap((part) => {
            const [from = 0, to = from] = part.split(':').map(Number);
            return Array.from({ length: to - from + 1 }, (_, index) => from + index);
          });
        expect(read).toEqual(uids);
      }),
    );
  });
});

describe('pieces', () => {
  it('cuts without losing order', () => expect([...pieces([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]));
});

describe('Suspects', () => {
  const at = (seconds: number): Date => new Date(seconds * 1_000);

  it('is tried in company, then alone, then with growing pauses of at most an hour', () => {
    const suspects = new Suspects();
    suspects.failed(5, at(0));
    expect([suspects.isSuspect(5), suspects.isDue(5, at(0))]).toEqual([false, true]);
    suspects.failed(5, at(0));
    expect([suspects.isSuspect(5), suspects.isDue(5, at(0))]).toEqual([true, true]);
    suspects.failed(5, at(0));
    expect([suspects.isDue(5, at(59)), suspects.isDue(5, at(60))]).toEqual([false, true]);
    suspects.failed(5, at(60));
    expect([suspects.isDue(5, at(179)), suspects.isDue(5, at(180))]).toEqual([false, true]);
    for (let times = 0; times < 50; times += 1) suspects.failed(5, at(0));
    expect([suspects.isDue(5, at(3_599)), suspects.isDue(5, at(3_600))]).toEqual([false, true]);
  });

  it('is forgotten once it came', () => {
    const suspects = new Suspects();
    suspects.failed(5, at(0));
    suspects.settled(5);
    expect(suspects.size).toBe(0);
  });
});
