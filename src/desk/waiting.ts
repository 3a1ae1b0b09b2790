import type { Act } from './command.ts';
import type { TicketFacts } from './facts.ts';
import type { MessageKey } from './ids.ts';

/** Acts that can wait with an answer: what they do rests on their own ticket alone, and is said in ids and amounts, so that an event can hold it. */
const WAIT = [
  'status',
  'assign',
  'priority',
  'type',
  'request-type',
  'quote',
  'agreed',
  'same',
  'resume',
  'escalate',
  'tier',
  'cover',
  'product',
  'tag',
  'snooze',
] as const satisfies readonly Act['kind'][];

/** An act that waits with the answer it came with. The words of an offer are in the answer. */
export type WaitingAct = Extract<Act, { readonly kind: (typeof WAIT)[number] }>;

function canWait(act: Act): act is WaitingAct {
  return (WAIT as readonly string[]).includes(act.kind);
}

/** Which acts of a mail wait with its answer, as an event holds them; the others are not done. An answer without text can never go, so nothing waits with it. */
export function waitingOf(acts: readonly Act[], why: string): readonly WaitingAct[] {
  if (why === 'empty') return [];
  return acts.filter(canWait).map((act) => {
    if (act.kind !== 'quote' && act.kind !== 'agreed') return act;
    return act.terms === undefined ? act : { ...act, terms: { ...act.terms, text: '' } };
  });
}

const AT_ONCE: readonly Act['kind'][] = ['time', 'watch', 'unwatch', 'service', 'fact'];

/**
 * Whether an act is done at once though its answer is held: work was done, somebody takes part and the case is about a service whatever becomes of the
 * answer; the client is told nothing by it.
 */
export function isAtOnce(act: Act): boolean {
  return AT_ONCE.includes(act.kind);
}

/** Whether an act waits when its answer is held. */
export function waits(act: Act, why: string): boolean {
  return why !== 'empty' && canWait(act);
}

/** What came with an answer that waits, and is done when it goes. */
export function waitingWith({ history }: Pick<TicketFacts, 'history'>, message: MessageKey): readonly WaitingAct[] {
  for (const { event } of history.toReversed())
    if (event.kind === 'answer-held' && event.message === message) return event.acts ?? [];
  return [];
}
