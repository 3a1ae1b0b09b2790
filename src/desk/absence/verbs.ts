import { nearest } from '../../mail/commands.ts';
import { fold } from '../../mail/fold.ts';
import { agentCalled, nameKey } from '../called.ts';
import type { AgentId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { type Days, readDays } from './days.ts';

/** What `#away` or `#back` says. */
export type AbsenceVerb =
  | { readonly kind: 'away'; readonly days: Days; readonly deputy: AgentId | undefined }
  /** Without days: from now on. */
  | { readonly kind: 'back'; readonly days: Days | undefined };

/** The same, with the place of its line among the others (from 0). */
export type AbsenceLine = AbsenceVerb & { readonly line: number };

/** The verbs that say something of an agent and not of a ticket. */
export const ABSENCE_VERBS: readonly string[] = ['away', 'back'];

/** “Deputy” in the six languages, folded. */
const DEPUTY =
  /(?:^|[\s,;])(?:deputy|substitute|zamena|zamenik|zamenjuje|zamjena|zamjenik|namestnik|namestnica|nadomesca|zastup|zastupa|zastupca|zastupce|zastupuje|zamenikot):?\s+/u;

/** How days may be written, for whoever wrote them otherwise. */
const DAYS_EXPECTED = ['2026-12-20..2026-12-31', 'until 2026-12-31', 'today', '24. 12. 2026'] as const;

/** Reads what stands behind `#away` and `#back`. Colleagues are those who share a desk with the writer. */
export function readAbsence(
  verb: 'away' | 'back',
  argument: string,
  self: AgentId,
  { policy, ...context }: { readonly policy: Policy; readonly now: Date; readonly timeZone: string },
):
  | AbsenceVerb
  | { readonly kind: 'wrong'; readonly expected: readonly string[]; readonly nearest: string | undefined } {
  if (verb === 'back') {
    if (argument === '') return { kind: 'back', days: undefined };
    const days = readDays(argument, context);
    const expected = ['#back', ...DAYS_EXPECTED.map((one) => `#back ${one}`)];
    return days === undefined ? { kind: 'wrong', expected, nearest: undefined } : { kind: 'back', days };
  }
  const text = fold(argument);
  const word = DEPUTY.exec(text);
  const days = readDays(word === null ? text : text.slice(0, word.index), context);
  if (days === undefined) return { kind: 'wrong', expected: DAYS_EXPECTED, nearest: undefined };
  if (word === null) return { kind: 'away', days, deputy: undefined };
  const colleagues = colleaguesOf(self, policy);
  const name = text.slice(word.index + word[0].length);
  const deputy = agentCalled(name, colleagues, policy);
  return deputy === undefined
    ? { kind: 'wrong', expected: colleagues, nearest: nearest(nameKey(name), colleagues) }
    : { kind: 'away', days, deputy };
}

/** Who works at a desk with somebody, without him. */
export function colleaguesOf(self: AgentId, policy: Policy): readonly AgentId[] {
  const desks = [...policy.desks.values()].filter((desk) => desk.agents.includes(self));
  return [...new Set(desks.flatMap((desk) => desk.agents))].filter((id) => id !== self);
}
