import { isSelf, staffAudience } from '../audience.ts';
import { type Calendar, isOpen, startOfNextBusinessDay } from '../calendar/calendar.ts';
import { chooseCalendar } from '../calendar/choose.ts';
import type { Draft } from '../draft.ts';
import { chosen } from '../form/take.ts';
import type { Actor } from '../ids.ts';
import type { Desk, Policy } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import { agreedAt } from '../sla/contract.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/** The hours outside of which a case may be deferred. */
function hoursOf(policy: Policy, ticket: TicketDraft, desk: Desk): Calendar | undefined {
  const own = desk.deferral?.calendar;
  if (own !== undefined) return policy.sla.calendars.get(own);
  const home = policy.sla.desks.get(desk.id);
  if (home === undefined) return undefined;
  const typed = requestTypeOf(desk, ticket.state.care.requestType)?.level;
  const agreed = agreedAt(policy, desk.id, ticket.client, ticket.state.openedAt);
  const level = typed ?? ticket.service?.level ?? agreed.level ?? home.level;
  const serviceLevel = level === undefined ? undefined : policy.sla.levels.get(level)?.calendar;
  const found = chooseCalendar(policy.sla.calendars, {
    client: agreed.calendar,
    serviceLevel,
    desk: home.calendar,
  });
  return found.kind === 'calendar' ? found.calendar : undefined;
}

/** Offers to take a case up on the next business day, if it may wait and comes outside of the hours; the caller's mail says it (INTERSPACE-6). */
export function settleOffer(draft: Draft, ticket: TicketDraft, desk: Desk): Date | undefined {
  const impact = chosen(ticket.facts, desk.form?.impact);
  if (desk.deferral === undefined || impact === undefined || !desk.deferral.impacts.includes(impact)) return undefined;
  if (ticket.state.care.deferral !== undefined || isDone(ticket.state.status)) return undefined;
  const hours = hoursOf(draft.policy, ticket, desk);
  if (hours === undefined || isOpen(hours, draft.now)) return undefined;
  const until = startOfNextBusinessDay(hours, draft.now);
  ticket.push({ kind: 'deferral-offered', until });
  return until;
}

/** Takes the client's word on an offer that still stands; undefined when there is none. */
export function answerDeferral(draft: Draft, ticket: TicketDraft, agreed: boolean, by: Actor): Date | undefined {
  const { deferral } = ticket.state.care;
  if (deferral?.state !== 'offered' || deferral.until <= draft.now || isDone(ticket.state.status)) return undefined;
  ticket.push({ kind: 'deferral-answered', agreed, until: deferral.until, by });
  return deferral.until;
}

/** The day has come, or an agent takes the case up before it: its agents are told that it goes on. */
export function endDeferral(draft: Draft, ticket: TicketDraft, key: string | undefined, by: Actor): void {
  ticket.push({ kind: 'deferral-ended', key, by });
  const { id, desk } = ticket.state;
  for (const agent of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, agent)) continue;
    draft.tell({
      kind: 'agent-resumed',
      to: { kind: 'agent', id: agent },
      desk,
      ticket: id,
      changes: [],
      message: undefined,
    });
  }
}

/** The client says now that the case is one which may not wait: an offer falls, and what was agreed with it. */
export function dropDeferral(ticket: TicketDraft, desk: Desk, by: Actor): void {
  const { deferral } = ticket.state.care;
  const impact = chosen(ticket.facts, desk.form?.impact);
  if (deferral === undefined || (deferral.state !== 'offered' && deferral.state !== 'agreed')) return;
  if (impact === undefined || desk.deferral?.impacts.includes(impact) === true) return;
  ticket.push({ kind: 'deferral-ended', key: undefined, by });
}

/** Whether a case waits for a later day, so that an agent may take it up before. */
export function isDeferred({ care }: TicketDraft['state']): boolean {
  return care.deferral?.state === 'agreed';
}
