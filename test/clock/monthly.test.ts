import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MonthlyJob, monthlyStep } from '../../src/clock/monthly.ts';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';

let world: DeskWorld;
let ran: string[];
const errors: unknown[] = [];

beforeEach(async () => {
  world = await startDesk();
  ran = [];
  errors.length = 0;
});
afterEach(() => world.close());

/** A job of the desk in London that notes when it ran. */
function job(run: MonthlyJob['run'] = async () => undefined): MonthlyJob {
  return {
    key: 'test',
    of: (desk) => desk.prefix === 'SUP',
    async run(work) {
      ran.push(`${work.desk.id} ${work.month} ${work.from.toISOString()} ${work.to.toISOString()}`);
      return run(work);
    },
  };
}

/** Steps of a gateway that has just started: what it knows is in the store alone. */
async function start(jobs: readonly MonthlyJob[], at: string): Promise<Date | undefined> {
  world.clock = new Date(at);
  const step = monthlyStep({
    store: world.store,
    jobs,
    execution: world.core.execution,
    log: { info: () => undefined, error: (facts: object) => errors.push(facts) },
    now: () => world.clock,
    random: () => 0,
    onChange: () => undefined,
  });
  for (;;) {
    const next = await step();
    if (next !== 'more') return next;
  }
}

describe('a monthly job', () => {
  it('begins with the month that is running, and runs once after it has ended by the clock of the desk', async () => {
    const one = job();
    expect(await start([one], '2026-05-10T12:00:00Z')).toEqual(new Date('2026-06-01T05:00:00Z'));
    expect(await start([one], '2026-06-01T04:59:59Z')).toEqual(new Date('2026-06-01T05:00:00Z'));
    expect(ran).toEqual([]);
    expect(await start([one], '2026-06-01T05:00:00Z')).toEqual(new Date('2026-07-01T05:00:00Z'));
    expect(ran).toEqual(['support 2026-05 2026-04-30T23:00:00.000Z 2026-05-31T23:00:00.000Z']);
    await start([one], '2026-06-01T05:00:01Z');
    await start([one], '2026-06-20T05:00:00Z');
    expect(ran).toHaveLength(1);
  });

  it('comes late after a downtime, month by month, but none that is more than a year old', async () => {
    const one = job();
    await start([one], '2026-10-10T12:00:00Z');
    await start([one], '2027-01-20T12:00:00Z');
    expect(ran.map((line) => line.slice(8, 15))).toEqual(['2026-10', '2026-11', '2026-12']);
    await start([one], '2028-06-20T12:00:00Z');
    expect(ran.slice(3).map((line) => line.slice(8, 15))).toEqual(
      ['2027-06', '2027-07', '2027-08', '2027-09', '2027-10', '2027-11', '2027-12'].concat([
        '2028-01',
        '2028-02',
        '2028-03',
        '2028-04',
        '2028-05',
      ]),
    );
  });

  it('goes on after a crash with the piece that was not committed', async () => {
    const pieces: (string | undefined)[] = [];
    let crash = true;
    const one = job(async ({ after, tx }) => {
      await tx.remember(`piece:${after ?? 'first'}`, 'written');
      if (after === 'b' && crash) throw new Error('the power went');
      pieces.push(after);
      return after === undefined ? 'a' : after === 'a' ? 'b' : undefined;
    });
    await start([one], '2026-10-10T12:00:00Z');
    expect(await start([one], '2026-11-02T12:00:00Z')).toEqual(new Date('2026-11-02T12:01:00Z'));
    expect(errors).toHaveLength(1);
    expect(await world.store.read.remembered('piece:a')).toBe('written');
    expect(await world.store.read.remembered('piece:b')).toBeUndefined();
    crash = false;
    await start([one], '2026-11-02T12:01:00Z');
    expect(pieces).toEqual([undefined, 'a', 'b']);
    await start([one], '2026-11-03T12:00:00Z');
    expect(pieces).toHaveLength(3);
  });

  it('keeps no other job back when it fails', async () => {
    const bad: MonthlyJob = { key: 'bad', of: () => true, run: () => Promise.reject(new Error('no')) };
    const jobs = [bad, job()];
    await start(jobs, '2026-10-10T12:00:00Z');
    const next = await start(jobs, '2026-11-02T12:00:00Z');
    expect(ran).toHaveLength(1);
    expect(next).toEqual(new Date('2026-11-02T12:01:00Z'));
    expect(errors).toHaveLength(2);
  });
});
