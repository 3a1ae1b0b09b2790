import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { serverSuite } from '../servers/suite.ts';
import { wage } from './campaign.ts';
import { MAIN } from './life.ts';
import { seeded } from './plan.ts';
import type { Fault } from './points.ts';

/** A kill at each step of a mail's life, and some at random instants; `npm run faults` tries all points many times over. */
const FAULTS: readonly Fault[] = [
  { kind: 'random', after: 'start', ms: 300 },
  // The mailbox is scanned at first;
  { kind: 'store', point: 'ledger row: after', pass: 3 },
  { kind: 'wire', point: 'MOVE: before it reaches the server', pass: 1 },
  { kind: 'wire', point: 'MOVE: before its answer comes back', pass: 1 },
  { kind: 'store', point: 'claimed: after commit', pass: 1 },
  { kind: 'store', point: 'handing: after commit', pass: 1 },
  { kind: 'wire', point: 'DATA: before its end reaches the relay', pass: 2 },
  { kind: 'wire', point: 'DATA: before its answer comes back', pass: 2 },
  { kind: 'store', point: 'sent: before commit', pass: 2 },
  // from here on a cursor leads.
  { kind: 'store', point: 'blob: after', pass: 2 },
  { kind: 'store', point: 'ledger row: after', pass: 2 },
  { kind: 'store', point: 'kept: after commit', pass: 1 },
  { kind: 'wire', point: 'FETCH: in the middle of a mail', pass: 1 },
  { kind: 'store', point: 'decided: before commit', pass: 1 },
  { kind: 'store', point: 'decided: after commit', pass: 1 },
  { kind: 'random', after: 'runs', ms: 150 },
];

await serverSuite('kill -9', ['dovecot', 'postfix'], () => {
  it('at any step loses no mail, decides none twice, and sends again only what was on the way', async () => {
    expect(existsSync(MAIN), 'the built gateway: npm run build').toBe(true);
    const report = await wage({ mails: 100, faults: FAULTS, random: seeded(1) });
    expect(report.wrong).toEqual([]);
    expect(report.unreached).toEqual([]);
    expect(report.repeats).toBeGreaterThan(0);
    expect(report.repeats).toBeLessThanOrEqual(report.onTheWay);
    expect(Object.keys(report.outcomes)).toEqual(expect.arrayContaining(['opened', 'added', 'duplicate', 'bounce']));
  }, 240_000);
});
