import { staffAudience } from '../audience.ts';
import { add } from '../calendar/calendar.ts';
import type { Draft } from '../draft.ts';
import type { Actor } from '../ids.ts';
import { deskOf, type Policy } from '../policy.ts';
import { calendarOf, type Promised } from '../sla/promises.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { promisedOf } from '../timers.ts';

/** What happens when a client is silent though his word is waited for; times in milliseconds of opening hours. */
export interface SilenceRules {
  /** Before the first reminder, then from each to the next. */
  readonly remindAfter: readonly number[];
  /** From the last reminder to the closing of the case, which that reminder announces; undefined: it is not closed. */
  readonly closeAfter: number | undefined;
}

/** The next thing that comes of a client's silence. */
export type SilenceStep =
  | { readonly kind: 'remind'; readonly key: string; readonly due: Date; readonly nth: number }
  | { readonly kind: 'close'; readonly key: string; readonly due: Date };

const GATEWAY: Actor = { kind: 'gateway' };

/**
 * The next step of a case that waits for its client. Counted from our last word to him, or from when it began to wait; and each step from when the one
 * before was really taken, so that after a downtime nobody is reminded twice at once, or closed without the notice before it.
 */
export function silenceStep(policy: Policy, of: Promised): SilenceStep | undefined {
  const { ticket, history } = of;
  const rules = deskOf(policy, ticket.desk).silence;
  if (rules === undefined || ticket.status !== 'pending' || ticket.care.imported) return undefined;
  // An offer has reminders and an end of its own (SOFTECH-8).
  if (ticket.care.agreement?.offer?.state === 'open') return undefined;
  const calendar = calendarOf(policy, of);
  if (calendar === undefined) return undefined;
  const word = history.findLast(({ event }) => event.kind === 'message-added' && event.direction === 'outbound');
  const since = word !== undefined && word.at > ticket.statusSince ? word.at : ticket.statusSince;
  const told = history.filter(({ event, at }) => event.kind === 'client-reminded' && at > since);
  const last = told.at(-1)?.at ?? since;
  const nth = told.length + 1;
  const wait = rules.remindAfter[told.length];
  const key = `${ticket.id}/silence/${since.getTime()}`;
  if (wait !== undefined) return { kind: 'remind', key: `${key}/${nth}`, due: add(calendar, last, wait), nth };
  if (rules.closeAfter === undefined || told.length === 0) return undefined;
  return { kind: 'close', key: `${key}/close`, due: add(calendar, last, rules.closeAfter) };
}

/** Reminds the client, or closes the case that he was reminded of. Where no mail reaches him, its agents are told instead and nothing is closed. */
export function takeSilence(draft: Draft, ticket: TicketDraft, step: SilenceStep): void {
  const { id, desk } = ticket.state;
  const base = { desk, ticket: id, changes: [] } as const;
  const reaches = ticket.requester.address !== undefined && !ticket.requester.undeliverable;
  if (step.kind === 'close') {
    ticket.push({ kind: 'closed-silent', key: step.key });
    if (reaches) ticket.setStatus('closed', GATEWAY);
    return;
  }
  const closes = closingAfter(draft, ticket, step.nth);
  ticket.push({ kind: 'client-reminded', key: step.key, nth: step.nth, closes });
  if (reaches) {
    const message = ticket.state.lastAnswer?.message;
    draft.tell({ ...base, kind: 'reminder', to: { kind: 'contact', id: ticket.requester.id }, closes, message });
    return;
  }
  for (const agent of staffAudience(draft, ticket))
    draft.tell({
      ...base,
      kind: 'agent-reminded',
      to: { kind: 'agent', id: agent },
      why: 'silent',
      number: undefined,
      due: undefined,
    });
}

/** When the case closes if he goes on being silent: said by the last reminder. */
function closingAfter(draft: Draft, ticket: TicketDraft, nth: number): Date | undefined {
  const rules = deskOf(draft.policy, ticket.state.desk).silence;
  const calendar = calendarOf(draft.policy, promisedOf(ticket));
  if (rules?.closeAfter === undefined || calendar === undefined || nth < rules.remindAfter.length) return undefined;
  return add(calendar, draft.now, rules.closeAfter);
}
