import { describe, expect, it } from 'vitest';
import { startOfNextBusinessDay } from '../../../src/desk/calendar/calendar.ts';
import { HOUR, MINUTE } from '../../../src/desk/calendar/local.ts';
import type { SlaTarget } from '../../../src/desk/sla/policy.ts';
import { momentOfPart, runsOf, type SlaRun } from '../../../src/desk/sla/run.ts';
import { explainRun, standingOf } from '../../../src/desk/sla/standing.ts';
import { timersOf } from '../../../src/desk/sla/timers.ts';
import { AGENT, CLIENT, GATEWAY, historyOf, inputOf, office, type Step, TICKET, target } from './histories.ts';

type Story = readonly (readonly [at: string, step: Step])[];
const OPENS: Story[number] = ['2026-11-19T13:00Z', { kind: 'opens' }]; // a Thursday, 14:00 in Belgrade

const iso = (at: Date | undefined): string | undefined => at?.toISOString().replace(':00.000Z', 'Z');

function only(story: Story, ...targets: SlaTarget[]): SlaRun {
  const [run, ...more] = runsOf(inputOf(historyOf(story), { normal: targets }));
  if (run === undefined || more.length > 0) throw new Error(`${more.length + 1} runs`);
  return run;
}

const at = (run: SlaRun, now: string) => standingOf(run, new Date(now));

describe('a target in business time (INTERSPACE-11, CLOUDEMPIERE-9)', () => {
  const four = target('first-response', 4);

  it('runs over the night, warns at three quarters and breaks a millisecond after it was due', () => {
    const run = only([OPENS], four);
    expect(at(run, '2026-11-19T14:00Z')).toEqual({
      state: 'running',
      counted: HOUR,
      remaining: 3 * HOUR,
      due: new Date('2026-11-20T09:00Z'),
      warning: new Date('2026-11-19T16:00Z'),
      breach: new Date('2026-11-20T09:00:00.001Z'),
      earlierMisses: [],
    });
    expect(at(run, '2026-11-20T09:00Z')).toMatchObject({ state: 'running', remaining: 0 });
    expect(at(run, '2026-11-20T09:00:00.001Z')).toMatchObject({ state: 'missed', remaining: -1, warning: undefined });
  });

  it.each([
    ['an agent’s answer in time', [['2026-11-20T08:30Z', { kind: 'writes', by: AGENT }]], 'met', 3.5],
    ['at the very moment', [['2026-11-20T09:00Z', { kind: 'writes', by: AGENT }]], 'met', 4],
    ['a millisecond late', [['2026-11-20T09:00:00.001Z', { kind: 'writes', by: AGENT }]], 'missed', 4 + 1 / HOUR],
    ['late', [['2026-11-20T09:30Z', { kind: 'writes', by: AGENT }]], 'missed', 4.5],
    ['an automatic confirmation is none', [['2026-11-19T13:01Z', { kind: 'writes', by: GATEWAY }]], 'missed', 11],
    ['the client’s own mail is none', [['2026-11-19T13:01Z', { kind: 'writes', by: CLIENT }]], 'missed', 11],
    [
      'an answer that did not reach the client is none',
      [['2026-11-19T13:01Z', { kind: 'writes', by: AGENT, untold: true }]],
      'missed',
      11,
    ],
    ['a case resolved needs none any more', [['2026-11-19T15:00Z', { kind: 'status', to: 'resolved' }]], 'met', 2],
  ] as const)('first response: %s', (_, steps, state, hours) => {
    const run = only([OPENS, ...steps], four);
    expect(at(run, '2026-11-22T12:00Z')).toMatchObject({ state, counted: hours * HOUR });
  });

  it('SAGA-4: a ticket that staff opened after a call has had its first response', () => {
    const run = only([['2026-11-21T13:00Z', { kind: 'opens', by: AGENT }]], four);
    expect(at(run, '2026-11-22T12:00Z')).toMatchObject({ state: 'met', counted: 0, remaining: 4 * HOUR });
  });

  it('counts by the clock where that is promised (INTERSPACE-1)', () => {
    const run = only([['2026-11-21T13:00Z', { kind: 'opens' }]], target('first-response', 4, { time: 'clock' }));
    expect(iso(at(run, '2026-11-21T14:00Z').due)).toBe('2026-11-21T17:00Z');
  });
});

describe('pauses', () => {
  const story: Story = [
    OPENS,
    ['2026-11-19T14:00Z', { kind: 'status', to: 'pending' }],
    ['2026-11-20T10:00Z', { kind: 'status', to: 'open' }],
    ['2026-11-20T11:00Z', { kind: 'status', to: 'on-hold' }],
  ];
  it('stop the clock while the client is waited for, and give the due moment back after', () => {
    const run = only(story.slice(0, 2), target('resolution', 8));
    expect(at(run, '2026-11-20T09:00Z')).toMatchObject({
      state: 'paused',
      counted: HOUR,
      due: undefined,
      breach: undefined,
    });
    const resumed = only(story.slice(0, 3), target('resolution', 8));
    expect(at(resumed, '2026-11-20T10:30Z')).toMatchObject({ state: 'running', counted: 1.5 * HOUR });
    expect(iso(at(resumed, '2026-11-20T10:30Z').due)).toBe('2026-11-23T09:00Z');
  });

  it('are explained span by span', () => {
    const run = only(story, target('resolution', 8, { pausedBy: ['pending'] }));
    const spans = explainRun(run, new Date('2026-11-23T09:00Z'));
    expect(spans.map(({ from, to, counted, why }) => [iso(from), iso(to), counted / MINUTE, why.kind])).toEqual([
      ['2026-11-19T13:00Z', '2026-11-19T14:00Z', 60, 'counted'],
      ['2026-11-19T14:00Z', '2026-11-20T10:00Z', 0, 'paused'],
      ['2026-11-20T10:00Z', '2026-11-20T16:00Z', 360, 'counted'],
      ['2026-11-23T08:00Z', '2026-11-23T09:00Z', 60, 'counted'],
    ]);
  });

  it('wait for the facts of a form, if so configured', () => {
    const waits = [{ why: 'form' as const, from: new Date('2026-11-19T13:00Z'), to: undefined }];
    const [held] = runsOf(
      inputOf(historyOf([OPENS]), { normal: [target('resolution', 8, { pausedBy: ['form'] })] }, waits),
    );
    const [free] = runsOf(inputOf(historyOf([OPENS]), { normal: [target('resolution', 8)] }, waits));
    expect(held && at(held, '2026-11-20T09:00Z')).toMatchObject({ state: 'paused', counted: 0 });
    expect(free && at(free, '2026-11-20T09:00Z')).toMatchObject({ state: 'running', counted: 4 * HOUR });
  });

  it('INTERSPACE-6: what is deferred to the next business day is due from then on, and has its timers already', () => {
    const opened = '2026-11-20T22:00Z';
    const to = startOfNextBusinessDay(office, new Date(opened));
    const waits = [{ why: 'deferred' as const, from: new Date(opened), to }];
    const four = target('resolution', 4, { time: 'clock', pausedBy: ['deferred'] });
    const [run] = runsOf(inputOf(historyOf([[opened, { kind: 'opens' }]]), { normal: [four] }, waits));
    if (run === undefined) throw new Error('no run');
    expect(at(run, '2026-11-21T12:00Z')).toMatchObject({ state: 'paused', counted: 0 });
    expect(iso(at(run, '2026-11-21T12:00Z').due)).toBe('2026-11-23T12:00Z');
    expect(timersOf(TICKET, [run]).map(({ due }) => iso(due))).toEqual([
      '2026-11-23T11:00Z',
      '2026-11-23T12:00:00.001Z',
    ]);
    expect(at(run, '2026-11-23T09:00Z')).toMatchObject({ state: 'running', counted: HOUR });
  });
});

describe('a change of priority', () => {
  const targets = {
    normal: [target('resolution', 8)],
    urgent: [target('resolution', 2)],
    high: [target('resolution', 4)],
  };
  const run = (story: Story): SlaRun => {
    const [one] = runsOf(inputOf(historyOf(story), targets));
    if (one === undefined) throw new Error('no run');
    return one;
  };
  const raised: Story = [OPENS, ['2026-11-19T14:00Z', { kind: 'priority', to: 'urgent' }]];
  const lowered: Story = [
    ['2026-11-19T13:00Z', { kind: 'opens', priority: 'urgent' }],
    ['2026-11-20T09:00Z', { kind: 'priority', to: 'normal' }],
  ];

  it('holds the new target against the time counted so far', () => {
    expect(iso(at(run(raised), '2026-11-19T14:30Z').due)).toBe('2026-11-19T15:00Z');
    expect(timersOf(TICKET, [run(raised)]).map(({ due }) => iso(due))).toEqual([
      '2026-11-19T14:30Z',
      '2026-11-19T15:00:00.001Z',
    ]);
  });

  it('breaks a target at once when it is shorter than what is spent, not before', () => {
    const late = run([OPENS, ['2026-11-20T09:00Z', { kind: 'priority', to: 'urgent' }]]);
    expect(at(late, '2026-11-20T09:00:01Z')).toMatchObject({
      state: 'missed',
      breach: new Date('2026-11-20T09:00:00.001Z'),
    });
  });

  it('hides no miss when it is lowered', () => {
    const standing = at(run(lowered), '2026-11-20T10:00Z');
    expect(standing).toMatchObject({ state: 'running', remaining: 3 * HOUR });
    expect(standing.earlierMisses).toEqual([{ target: targets.urgent[0], at: new Date('2026-11-19T15:00:00.001Z') }]);
  });

  it('back and forth is the same promise with the same timers', () => {
    const still = timersOf(TICKET, [run([OPENS])]);
    const back = timersOf(TICKET, [run([...raised, ['2026-11-19T14:00:01Z', { kind: 'priority', to: 'normal' }]])]);
    expect(back).toEqual(still);
    const other = timersOf(TICKET, [run(raised)]);
    expect(other.map(({ key }) => key).filter((key) => still.some((one) => one.key === key))).toEqual([]);
  });

  it('to one that promises nothing lets the promise go', () => {
    const gone = run([...raised, ['2026-11-19T16:00Z', { kind: 'priority', to: 'low' }]]);
    expect(at(gone, '2026-11-20T10:00Z')).toMatchObject({
      state: 'released',
      due: undefined,
      earlierMisses: [expect.anything()],
    });
    expect(timersOf(TICKET, [gone])).toEqual([]);
    expect(runsOf(inputOf(historyOf([OPENS]), {}))).toEqual([]);
  });
});

describe('the life of a case', () => {
  const all = { normal: [target('first-response', 2), target('update', 4), target('resolution', 16)] };
  const story: Story = [
    OPENS,
    ['2026-11-19T14:00Z', { kind: 'writes', by: AGENT }],
    ['2026-11-19T15:00Z', { kind: 'writes', by: CLIENT }],
    ['2026-11-20T13:00Z', { kind: 'writes', by: AGENT }],
    ['2026-11-20T15:00Z', { kind: 'writes', by: AGENT }],
    ['2026-11-20T15:00Z', { kind: 'status', to: 'resolved' }],
    ['2026-11-25T09:00Z', { kind: 'status', to: 'open' }],
    ['2026-11-25T10:00Z', { kind: 'status', to: 'resolved' }],
    ['2026-11-28T10:00Z', { kind: 'status', to: 'closed' }],
  ];
  const standings = (until: number, now: string) =>
    runsOf(inputOf(historyOf(story.slice(0, until)), all)).map((run) => {
      const { state, counted } = at(run, now);
      return [run.kind, run.cycle, state, counted / HOUR];
    });

  it('owes updates after each answer', () => {
    expect(standings(2, '2026-11-19T15:00Z')).toEqual([
      ['first-response', 1, 'met', 1],
      ['update', 1, 'running', 1],
      ['resolution', 1, 'running', 2],
    ]);
    expect(standings(5, '2026-11-20T16:00Z')).toEqual([
      ['first-response', 1, 'met', 1],
      ['update', 1, 'missed', 7],
      ['update', 2, 'met', 2],
      ['update', 3, 'running', 1],
      ['resolution', 1, 'running', 11],
    ]);
  });

  it('does not count rest, and goes on where it stood when opened again', () => {
    expect(standings(6, '2026-11-24T10:00Z').at(-1)).toEqual(['resolution', 1, 'met', 10]);
    expect(standings(7, '2026-11-25T09:30Z').slice(3)).toEqual([
      ['update', 3, 'running', 0.5],
      ['resolution', 1, 'running', 10.5],
    ]);
    expect(standings(9, '2026-11-29T10:00Z').at(-1)).toEqual(['resolution', 1, 'met', 11]);
  });

  it('tells when a part of a target is spent, beyond it too (INTERSPACE-10)', () => {
    const run = only([OPENS], target('resolution', 4));
    const [promise] = [target('resolution', 4)];
    expect([0.5, 1, 1.5].map((part) => iso(momentOfPart(run, promise, part)))).toEqual([
      '2026-11-19T15:00Z',
      '2026-11-20T09:00Z',
      '2026-11-20T11:00Z',
    ]);
  });
});

describe('timers', () => {
  const twice = target('resolution', 4, { warnAt: [0.75, 0.5, 0.5] });
  it('have keys that say what they are for', () => {
    expect(timersOf(TICKET, [only([OPENS], twice)]).map(({ key, due }) => [key, iso(due)])).toEqual([
      ['42/resolution/1/14400000-business/warning-0.5', '2026-11-19T15:00Z'],
      ['42/resolution/1/14400000-business/warning-0.75', '2026-11-19T16:00Z'],
      ['42/resolution/1/14400000-business/breach', '2026-11-20T09:00:00.001Z'],
    ]);
  });
  it('keep what was passed before a pause, and nothing ahead', () => {
    const run = only([OPENS, ['2026-11-19T15:30Z', { kind: 'status', to: 'pending' }]], twice);
    expect(timersOf(TICKET, [run]).map(({ step }) => step)).toEqual([{ kind: 'warning', part: 0.5 }]);
  });
  it('keep the breach alone of what came about late, and none of what came about in time', () => {
    const done = (when: string) => timersOf(TICKET, [only([OPENS, [when, { kind: 'status', to: 'resolved' }]], twice)]);
    expect(done('2026-11-19T15:30Z')).toEqual([]);
    expect(done('2026-11-20T10:00Z').map(({ step }) => step)).toEqual([{ kind: 'breach' }]);
  });
});
