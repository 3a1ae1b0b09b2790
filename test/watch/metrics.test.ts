import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/watch/metrics.ts';
import { seen } from './seen.ts';

const LOOK = 10;

/** The delay that is told after a while (milliseconds), in milliseconds; `work` is what the event loop has to do meanwhile. */
async function told(metrics: ReturnType<typeof createMetrics>, work: () => void): Promise<number> {
  await metrics.text(seen());
  for (const until = performance.now() + 100; performance.now() < until; work()) await setImmediate();
  const text = await metrics.text(seen());
  return Number(/^spoc_event_loop_delay_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000;
}

it('tells how late the event loop is, without the time between two looks', async () => {
  const metrics = createMetrics();
  try {
    // Other work on the machine may make it late; that it never is less than a look's time would be our own.
    const quiet: number[] = [];
    while (quiet.length < 50 && !quiet.some((delay) => delay < LOOK / 2))
      quiet.push(await told(metrics, () => undefined));
    expect(Math.min(...quiet)).toBeLessThan(LOOK / 2);
    const busy = await told(metrics, () => {
      for (const until = performance.now() + 40; performance.now() < until; );
    });
    expect(busy).toBeGreaterThan(25);
  } finally {
    metrics.close();
  }
});
