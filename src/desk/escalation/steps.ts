import { add, type Calendar, elapsed } from '../calendar/calendar.ts';
import type { DeskId, MatrixId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { calendarOf, type Promised } from '../sla/promises.ts';
import { momentOfPart, type SlaRun } from '../sla/run.ts';
import { waitsOf } from '../sla/waits.ts';
import type { EscalationMatrix, EscalationTrigger } from './matrix.ts';

/** A level that a case goes up to by itself at a moment (INTERSPACE-10). */
export interface EscalationStep {
  readonly key: string;
  readonly matrix: MatrixId;
  /** From 1. */
  readonly level: number;
  readonly why: 'age' | 'target';
  readonly due: Date;
}

/** The matrix of a ticket: of its service, else of its client, else of its desk (INTERSPACE-9). */
export function matrixOf(
  policy: Policy,
  { ticket, client, service }: Omit<Promised, 'history'>,
): EscalationMatrix | undefined {
  return matrixFor(policy, { desk: ticket.desk, client, service });
}

/** The same, for whoever has no ticket. */
export function matrixFor(
  policy: Policy,
  { desk, client, service }: Pick<Promised, 'client' | 'service'> & { readonly desk: DeskId },
): EscalationMatrix | undefined {
  const id = service?.matrix ?? client?.matrix ?? policy.desks.get(desk)?.escalation;
  return id === undefined ? undefined : policy.matrices.get(id);
}

/** The level of a matrix that has the ticket, from 1; 0 before the first. Another matrix's levels are other people. */
export function levelIn(matrix: EscalationMatrix, { care }: Promised['ticket']): number {
  return care.escalation?.matrix === matrix.id ? care.escalation.level : 0;
}

/**
 * The levels that a ticket is yet to go up to, and when. What was deferred with the client's consent goes to nobody before that day; a part
 * of a target that is not owed, or whose clock stands still, comes at no known moment.
 */
export function escalationSteps(policy: Policy, of: Promised, runs: readonly SlaRun[]): readonly EscalationStep[] {
  const matrix = of.ticket.care.imported ? undefined : matrixOf(policy, of);
  if (matrix === undefined) return [];
  const current = levelIn(matrix, of.ticket);
  const { deferral } = of.ticket.care;
  const earliest = deferral?.state === 'agreed' ? deferral.until : undefined;
  return matrix.levels.flatMap(({ trigger }, index): readonly EscalationStep[] => {
    const level = index + 1;
    const at = trigger === undefined || level <= current ? undefined : momentOf(trigger, policy, of, runs);
    if (trigger === undefined || at === undefined) return [];
    const key = `${of.ticket.id}/escalation/${matrix.id}/${level}`;
    const due = earliest !== undefined && earliest > at ? earliest : at;
    return [{ key, matrix: matrix.id, level, why: trigger.kind, due }];
  });
}

function momentOf(trigger: EscalationTrigger, policy: Policy, of: Promised, runs: readonly SlaRun[]): Date | undefined {
  if (trigger.kind === 'target') {
    const run = runs.findLast(({ kind, until }) => kind === trigger.target && until === undefined);
    return run?.target === undefined ? undefined : momentOfPart(run, run.target, trigger.part);
  }
  const calendar = trigger.time === 'clock' ? undefined : calendarOf(policy, of);
  if (trigger.time === 'business' && calendar === undefined) return undefined;
  return agedAt(of, trigger.after, calendar);
}

/** The moment at which a case has so much age (milliseconds), by a calendar or by the clock. Time that both sides agreed to let pass is none of it. */
function agedAt({ ticket, history }: Promised, age: number, calendar: Calendar | undefined): Date {
  let [from, left] = [ticket.openedAt, age];
  for (const wait of waitsOf(history, false)) {
    if (wait.why !== 'deferred' || wait.to === undefined) continue;
    const passed = calendar === undefined ? wait.from.getTime() - from.getTime() : elapsed(calendar, from, wait.from);
    if (passed >= left) break;
    left -= Math.max(0, passed);
    from = wait.to;
  }
  return calendar === undefined ? new Date(from.getTime() + left) : add(calendar, from, left);
}
