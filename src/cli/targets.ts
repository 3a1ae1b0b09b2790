import { withRegistered } from '../config/registered-levels.ts';
import type { Settings } from '../config/settings.ts';
import type { TicketFacts } from '../desk/facts.ts';
import { deskOf, type Policy } from '../desk/policy.ts';
import { runsOfTicket, serviceLevelOf } from '../desk/sla/promises.ts';
import type { SlaRun, StretchWhy } from '../desk/sla/run.ts';
import { explainRun, type SlaSpan, type SlaStanding, standingOf } from '../desk/sla/standing.ts';
import { stepsOf, type TicketStep } from '../desk/timers.ts';
import type { UpkeepStep } from '../desk/upkeep/steps.ts';
import type { Queries } from '../store/port.ts';
import { colour, say } from './terminal.ts';

/** Spans of one target that are shown; a case of years has more. */
const MOST_SPANS = 60;
const MINUTE = 60_000;

/** A ticket's promises as they stand: what `explain` and `show` tell of them. */
export interface Targets {
  readonly level: string | undefined;
  readonly timeZone: string;
  readonly targets: readonly {
    readonly run: SlaRun;
    readonly standing: SlaStanding;
    readonly spans: readonly SlaSpan[];
  }[];
  /** What the ticket does by itself, the next first. */
  readonly steps: readonly TicketStep[];
}

/** The policy that decides: of the configuration and of the register of service levels. */
export async function policyOf(read: Queries, settings: Settings): Promise<Policy> {
  return withRegistered(settings.policy, await read.serviceLevels()).policy;
}

/** Works out how a ticket's promises stand. */
export function targetsOf(policy: Policy, facts: TicketFacts, now: Date): Targets {
  const runs = runsOfTicket(policy, facts);
  return {
    level: serviceLevelOf(policy, facts)?.name,
    timeZone: deskOf(policy, facts.ticket.desk).timeZone,
    targets: runs.map((run) => ({ run, standing: standingOf(run, now), spans: explainRun(run, now) })),
    steps: [...stepsOf(policy, facts, runs)].sort((a, b) => a.due.getTime() - b.due.getTime()),
  };
}

/** The same for programs; times in UTC. */
export function targetsShape({ level, timeZone, targets, steps }: Targets) {
  return {
    serviceLevel: level ?? null,
    timeZone,
    targets: targets.map(({ run, standing, spans }) => ({
      target: run.kind,
      cycle: run.cycle,
      state: standing.state,
      within: run.target?.within ?? null,
      time: run.target?.time ?? null,
      counted: standing.counted,
      remaining: standing.remaining ?? null,
      due: standing.due ?? null,
      breach: standing.breach ?? null,
      reached: run.until ?? null,
      earlierMisses: standing.earlierMisses.map(({ target, at }) => ({ within: target.within, at })),
      spans: spans.map(({ from, to, counted, why }) => ({ from, to, counted, why: whyText(why) })),
    })),
    next: steps.map((step) => ({ due: step.due, what: stepText(step) })),
  };
}

/** Each target with the time that counted and the time that did not, and why, in the desk's time zone. */
export function sayTargets(all: Targets): void {
  const { level, timeZone, targets, steps } = all;
  if (targets.length > 0) say(`  ${colour.bold('promises')}  ${level ?? ''}, times of ${timeZone}`);
  for (const { run, standing, spans } of targets) {
    const of = run.target === undefined ? '' : ` of ${timeOf(run.target.within)} (${run.target.time})`;
    say(
      `  ${run.kind} ${run.cycle}: ${stateText(standing)}, ${timeOf(standing.counted)}${of}${endText(run, standing, timeZone)}`,
    );
    for (const { target, at } of standing.earlierMisses)
      say(colour.dim(`      ${timeOf(target.within)} was promised before, and missed ${local(at, timeZone)}`));
    for (const span of spans.slice(-MOST_SPANS)) {
      const counted = span.why.kind === 'counted' ? timeOf(span.counted) : 'does not count';
      say(
        colour.dim(
          `      ${local(span.from, timeZone)} – ${local(span.to, timeZone)}  ${counted}: ${whyText(span.why)}`,
        ),
      );
    }
    if (spans.length > MOST_SPANS) say(colour.dim(`      and ${spans.length - MOST_SPANS} spans before these`));
  }
  for (const step of steps) say(`  next      ${local(step.due, timeZone)}  ${stepText(step)}`);
}

/** The next end of a promised time, for people: `resolution by 2026-11-24 17:00 (Europe/London)`; undefined when none is running. */
export function nextDue({ targets, timeZone }: Targets): string | undefined {
  const open = targets.flatMap(({ run, standing }) =>
    run.until === undefined && standing.breach !== undefined ? [{ kind: run.kind, standing, at: standing.breach }] : [],
  );
  const next = open.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  if (next === undefined) return undefined;
  const missed = next.standing.state === 'missed' ? ', missed' : '';
  return `${next.kind} by ${local(next.at, timeZone)} (${timeZone})${missed}`;
}

function stateText({ state }: SlaStanding): string {
  if (state === 'missed') return colour.red(state);
  return state === 'met' ? colour.green(state) : state;
}

function endText(run: SlaRun, { due, breach }: SlaStanding, timeZone: string): string {
  const reached = run.until === undefined ? '' : `, came about ${local(run.until, timeZone)}`;
  if (breach === undefined) return reached;
  return `, ${due === undefined ? 'was ' : ''}due ${local(breach, timeZone)}${reached}`;
}

function whyText(why: StretchWhy): string {
  switch (why.kind) {
    case 'counted':
      return why.target.time === 'clock'
        ? `${why.priority}, by the clock`
        : `${why.priority}, open by ${why.calendar.id}`;
    case 'paused':
      return `paused: ${why.by}`;
    case 'done':
      return why.status;
    case 'unpromised':
      return `nothing is promised for ${why.priority}`;
  }
}

/** What a step is, in a few words. */
export function stepText(step: TicketStep): string {
  switch (step.kind) {
    case 'target': {
      const { timer } = step;
      return timer.step.kind === 'breach'
        ? `${timer.target} is missed`
        : `${timer.target}: warning at ${timer.step.part * 100} %`;
    }
    case 'escalation':
      return `goes to level ${step.step.level} of ${step.step.matrix} by ${step.step.why}`;
    case 'deferral':
      return 'what was deferred is taken up';
    case 'agreement':
      return `${step.step.of === 'offer' ? 'the offer' : 'the agreed deadline'} ${step.step.passed ? 'ends' : 'nears'}: both sides are told`;
    case 'rfo':
      return step.step === 'late' ? 'the document on the outage is due' : 'the document on the outage is due soon';
    case 'coverage':
      return 'work on it may begin: coverage is decided anew';
    case 'upkeep':
      return upkeepText(step.step);
  }
}

function upkeepText(step: UpkeepStep): string {
  switch (step.kind) {
    case 'due':
      return step.step === 'near' ? 'its agents are warned of their own date' : 'the date of its agents has come';
    case 'snooze':
      return 'what was put off comes back';
    case 'silence':
      return step.step.kind === 'close'
        ? 'it is closed, since the client is silent'
        : `the client is reminded (${step.step.nth})`;
  }
}

/** `2026-11-24 17:00` in a time zone. */
export function local(at: Date, timeZone: string): string {
  return at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}

/** `28 h 30 min`. */
function timeOf(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE);
  const parts = [Math.floor(minutes / 60), minutes % 60];
  return `${ms < 0 ? '-' : ''}${parts[0] === 0 ? '' : `${parts[0]} h `}${parts[1]} min`;
}
