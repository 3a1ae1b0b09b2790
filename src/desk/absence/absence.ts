import type { AgentId } from '../ids.ts';

/** A time in which an agent does no work; tickets do not wait for him (SAOP-2). */
export interface Absence {
  readonly agent: AgentId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Takes his tickets meanwhile; undefined: his usual deputy, or the queue. */
  readonly deputy: AgentId | undefined;
  /** Who or what said so. An out-of-office mail says nothing certain of its end. */
  readonly source: 'command' | 'table' | 'out-of-office';
}

/** A time in which an agent is there after all: no absence counts in it. */
export interface Presence {
  readonly agent: AgentId;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** The absence that an agent is in at a moment; undefined when he is there. */
export function absenceOf(agent: AgentId, absences: readonly Absence[], at: Date): Absence | undefined {
  return absences.find((one) => one.agent === agent && one.from <= at && at < one.to);
}

/**
 * What is recorded once presences and absences are entered, in this order: a later word takes the place of what it overlaps of the same agent, and what is
 * left outside of it stays as it was.
 */
export function absencesAfter(
  known: readonly Absence[],
  entered: readonly Absence[],
  back: readonly Presence[],
): readonly Absence[] {
  const shortened = back.reduce(without, known);
  return entered
    .reduce<readonly Absence[]>((before, one) => [...without(before, one), one], shortened)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

function without(absences: readonly Absence[], { agent, from, to }: Presence): readonly Absence[] {
  return absences.flatMap((one) => {
    if (one.agent !== agent || one.to <= from || to <= one.from) return [one];
    const before = one.from < from ? [{ ...one, to: from }] : [];
    const after = to < one.to ? [{ ...one, from: to }] : [];
    return [...before, ...after];
  });
}

/** What is still to come, by agent; what adjoins with the same deputy is one, however it was entered. */
export function aheadOf(absences: readonly Absence[], now: Date): readonly Absence[] {
  const joined: Absence[] = [];
  for (const one of absences.filter(({ to }) => now < to).toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const at = joined.findLastIndex(({ agent }) => agent === one.agent);
    const before = joined[at];
    if (before === undefined || before.to < one.from || before.deputy !== one.deputy) joined.push(one);
    else joined[at] = { ...before, to: one.to };
  }
  return joined;
}

/** The first moment, from one on, at which an agent is there: the end of the absence that he is in and of those that follow on it. */
export function presentFrom(agent: AgentId, absences: readonly Absence[], at: Date): Date {
  const next = absenceOf(agent, absences, at);
  return next === undefined ? at : presentFrom(agent, absences, next.to);
}
