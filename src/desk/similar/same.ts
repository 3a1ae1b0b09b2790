import type { TicketFacts } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { Earlier } from './event.ts';

/** Staff say that it is the same question as an earlier one; undefined: as the likest that was found; `none`: it is not (SAOP-5). */
export interface SameAct {
  readonly kind: 'same';
  readonly as: string | undefined;
}

/** What stands behind `#same` when it is no repeated question. */
export const NOT_THE_SAME = 'none';

/** Why it cannot be said; undefined when it can. */
export function sameProblem({ ticket }: TicketFacts, act: SameAct): TranscriptResult | undefined {
  const { found } = ticket.care.similar;
  if (act.as === NOT_THE_SAME) return undefined;
  if (found.length === 0) return { kind: 'nothing-similar' };
  const expected = [...found.map(({ number }) => `#same ${number}`), `#same ${NOT_THE_SAME}`];
  return earlierNamed(found, act) === undefined ? { kind: 'bad-argument', expected, nearest: undefined } : undefined;
}

function earlierNamed(found: readonly Earlier[], { as }: SameAct): Earlier | undefined {
  return as === undefined ? found[0] : found.find(({ number }) => number.toLowerCase() === as.toLowerCase());
}

/** Puts it on record: from now on it counts as the same question again, or no longer does. */
export function confirmSame(ticket: TicketDraft, act: SameAct, by: Actor): void {
  const { found, same } = ticket.state.care.similar;
  if (act.as === NOT_THE_SAME) {
    if (same.length > 0) ticket.push({ kind: 'same-confirmed', earlier: [], by });
    return;
  }
  const one = earlierNamed(found, act);
  if (one === undefined || same.some((known) => known.ticket === one.ticket)) return;
  ticket.push({ kind: 'same-confirmed', earlier: [...same, one], by });
}
