import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/desk/calendar/local.ts';
import type { RecordedEvent } from '../../../src/desk/event.ts';
import type { SlaTarget } from '../../../src/desk/sla/policy.ts';
import { countedOf, runsOf, type SlaRun } from '../../../src/desk/sla/run.ts';
import { explainRun, standingOf } from '../../../src/desk/sla/standing.ts';
import { type SlaTimer, timersOf } from '../../../src/desk/sla/timers.ts';
import { PRIORITIES } from '../../../src/desk/status.ts';
import { AGENT, CLIENT, historyOf, inputOf, type Step, TICKET, target } from './histories.ts';

const START = Date.UTC(2026, 2, 20);

const statuses = fc
  .constantFrom('open', 'pending', 'on-hold', 'resolved', 'closed')
  .map((to): Step => ({ kind: 'status', to: to as 'open' }));
const mails = fc.constantFrom(AGENT, CLIENT).map((by): Step => ({ kind: 'writes', by }));
const priorities = fc.constantFrom(...PRIORITIES).map((to): Step => ({ kind: 'priority', to }));

/** Gaps between steps: often none, minutes, or days. */
const gap = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90 * MINUTE }), fc.integer({ min: HOUR, max: 6 * DAY }));

function histories(step: fc.Arbitrary<Step>): fc.Arbitrary<readonly RecordedEvent[]> {
  return fc.array(fc.tuple(gap, step), { maxLength: 12 }).map((steps) => {
    let at = START;
    const opens: readonly [Date, Step] = [new Date(at), { kind: 'opens' }];
    return historyOf([
      opens,
      ...steps.map(([after, one]): readonly [Date, Step] => {
        at += after;
        return [new Date(at), one];
      }),
    ]);
  });
}

const anything = histories(fc.oneof(statuses, mails, priorities));
const steady = histories(fc.oneof(statuses, mails));

const promise = (kind: SlaTarget['kind']) =>
  fc
    .record({ hours: fc.integer({ min: 1, max: 30 }), time: fc.constantFrom('business' as const, 'clock' as const) })
    .map(({ hours, time }) => target(kind, hours, { time, warnAt: [0.5, 0.75] }));
const targets = fc.tuple(promise('first-response'), promise('update'), promise('resolution'));
const promises = fc.record({ normal: targets, high: targets, urgent: targets }, { requiredKeys: ['normal'] });

const later = fc.integer({ min: 0, max: 20 * DAY });
const endOf = (history: readonly RecordedEvent[]): number => history.at(-1)?.at.getTime() ?? START;
const nameOf = (run: SlaRun): string => `${run.kind}/${run.cycle}`;
const some = { numRuns: 300 };

describe('the laws of targets', () => {
  it('what counted, span by span, is what has elapsed; and the spans do not overlap', () => {
    fc.assert(
      fc.property(anything, promises, later, (history, by, after) => {
        const now = new Date(endOf(history) + after);
        for (const run of runsOf(inputOf(history, by))) {
          const spans = explainRun(run, now);
          const { counted, remaining } = standingOf(run, now);
          expect(spans.reduce((sum, span) => sum + span.counted, 0)).toBe(counted);
          if (run.target !== undefined) expect(counted + (remaining ?? 0)).toBe(run.target.within);
          spans.forEach((span, i) => {
            expect(+span.from).toBeLessThan(+span.to);
            expect(+span.from).toBeGreaterThanOrEqual(+(spans[i - 1]?.to ?? run.from));
          });
        }
      }),
      some,
    );
  });

  it('the stretches of a target cover its whole life without a gap', () => {
    fc.assert(
      fc.property(anything, promises, (history, by) => {
        for (const { from, until, stretches } of runsOf(inputOf(history, by))) {
          expect(stretches[0]?.from).toEqual(from);
          expect(stretches.at(-1)?.to).toEqual(until);
          stretches.slice(1).forEach((stretch, i) => {
            expect(stretch.from).toEqual(stretches[i]?.to);
          });
        }
      }),
      some,
    );
  });

  it('what was said of a moment is said of it ever after', () => {
    fc.assert(
      fc.property(anything, promises, fc.nat(), later, (history, by, pick, after) => {
        const cut = 1 + (pick % history.length);
        const next = history[cut]?.at.getTime() ?? Number.POSITIVE_INFINITY;
        const now = new Date(Math.min(endOf(history.slice(0, cut)) + after, next - 1));
        // Several events of one moment are of one commit.
        if (now.getTime() < endOf(history.slice(0, cut))) return;
        const full = runsOf(inputOf(history, by));
        for (const run of runsOf(inputOf(history.slice(0, cut), by))) {
          const then = standingOf(run, now);
          const same = full.find((one) => nameOf(one) === nameOf(run));
          const counted = same?.stretches.reduce((sum, stretch) => sum + countedOf(stretch, now), 0);
          expect(counted).toBe(then.counted);
          if (run.until !== undefined && run.kind !== 'resolution' && same !== undefined)
            expect(standingOf(same, new Date(endOf(history)))).toEqual(then);
        }
      }),
      some,
    );
  });

  it('a pause never shortens the due moment', () => {
    fc.assert(
      fc.property(promise('resolution'), later, later, later, (resolution, first, pause, second) => {
        const due = (steps: readonly (readonly [number, Step])[]): number => {
          const history = historyOf([
            [new Date(START), { kind: 'opens' }],
            ...steps.map(([at, step]) => [new Date(at), step] as const),
          ]);
          const [run] = runsOf(inputOf(history, { normal: [resolution] }));
          return run === undefined
            ? 0
            : (standingOf(run, new Date(endOf(history))).due?.getTime() ?? Number.POSITIVE_INFINITY);
        };
        const wait: Step = { kind: 'status', to: 'pending' };
        const go: Step = { kind: 'status', to: 'open' };
        const [a, b] = [START + first, START + first + pause];
        const paused = due([[a, wait]]);
        const resumed = due([
          [a, wait],
          [b, go],
        ]);
        expect(resumed).toBeGreaterThanOrEqual(due([]));
        expect(paused).toBeGreaterThanOrEqual(resumed);
        const again = due([
          [a, wait],
          [b, go],
          [b + second, wait],
          [b + second + pause, go],
        ]);
        expect(again).toBeGreaterThanOrEqual(resumed);
      }),
      some,
    );
  });

  it('a target is missed from its breach on, and a warning is never after it', () => {
    fc.assert(
      fc.property(anything, promises, later, (history, by, after) => {
        const now = new Date(endOf(history) + after);
        for (const run of runsOf(inputOf(history, by))) {
          const { state, breach, due, remaining } = standingOf(run, now);
          const by = run.until ?? now;
          expect(state === 'missed').toBe(breach !== undefined && breach <= by);
          if (state === 'running') expect(+(due ?? 0)).toBeGreaterThanOrEqual(+now);
          // A shorter promise may find its time overspent; it breaks when the clock runs.
          const kept = history.every(({ event }) => event.kind !== 'priority-changed');
          if (kept && (state === 'running' || state === 'paused')) expect(remaining).toBeGreaterThanOrEqual(0);
          const timers = timersOf(TICKET, [run]);
          const last = timers.find(({ step }) => step.kind === 'breach');
          for (const timer of timers) if (last !== undefined) expect(+timer.due).toBeLessThanOrEqual(+last.due);
        }
      }),
      some,
    );
  });
});

/** A store that diffs and fires: it remembers the keys that fired, and looks at moments of its own. */
function fired(
  history: readonly RecordedEvent[],
  by: Parameters<typeof inputOf>[1],
  looks: readonly number[],
): readonly SlaTimer[] {
  const done = new Map<string, SlaTimer>();
  let waiting: readonly SlaTimer[] = [];
  const moments = [...new Set([...history.map(({ at }) => at.getTime()), ...looks])].sort((a, b) => a - b);
  for (const now of moments) {
    if (looks.includes(now))
      for (const timer of waiting) if (+timer.due <= now && !done.has(timer.key)) done.set(timer.key, timer);
    const known = history.filter(({ at }) => at.getTime() <= now);
    waiting = timersOf(TICKET, runsOf(inputOf(known, by)));
    expect(new Set(waiting.map(({ key }) => key)).size).toBe(waiting.length);
  }
  return [...done.values()].filter(({ step }) => step.kind === 'breach');
}

describe('timers', () => {
  it('fire the same breaches once each, whether looked at by the hour or after a long downtime', () => {
    fc.assert(
      fc.property(steady, promises, (history, by) => {
        const end = endOf(history) + 30 * DAY;
        const hourly = Array.from({ length: Math.floor((end - START) / HOUR) }, (_, i) => START + i * HOUR + 1);
        const keys = (looks: readonly number[]) =>
          fired(history, by, looks)
            .map(({ key, due }) => `${key} ${due.toISOString()}`)
            .sort();
        expect(keys([...hourly, end])).toEqual(keys([end]));
      }),
      { numRuns: 60 },
    );
  });
});
