import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGate } from '../../../src/intake/imap/gate.ts';

/** Work that ends when it is told to. */
function held(): { readonly work: () => Promise<void>; readonly end: () => void; readonly begun: () => boolean } {
  let began = false;
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    work: () => {
      began = true;
      return done;
    },
    end: () => end(),
    begun: () => began,
  };
}

it('law: no more is let through than fits, in the order in which it came, and nothing waits for ever', async () => {
  const weights = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(weights, fc.infiniteStream(fc.nat()), async (list, choices) => {
      const gate = createGate(10);
      const all = list.map((weight) => ({ weight, ...held() }));
      const ran = all.map(({ work, weight }) => gate(work, weight));
      const ended = new Set<(typeof all)[number]>();
      while (ended.size < all.length) {
        await new Promise((resolve) => setImmediate(resolve));
        const within = all.filter((one) => one.begun() && !ended.has(one));
        const sum = within.reduce((total, { weight }) => total + weight, 0);
        expect(sum <= 10 || within.filter(({ weight }) => weight > 0).length === 1).toBe(true);
        const firstWaiting = all.findIndex((one) => !one.begun());
        if (firstWaiting >= 0) expect(all.slice(firstWaiting).some((one) => one.begun())).toBe(false);
        const next = within[choices.next().value % within.length];
        if (next === undefined) throw new Error('all wait');
        ended.add(next);
        next.end();
      }
      await Promise.all(ran);
    }),
    { numRuns: 50 },
  );
});

it('work that fails leaves its place to the next', async () => {
  const gate = createGate(1);
  const failed = gate(() => Promise.reject(new Error('no')));
  const next = gate(async () => 'yes');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
