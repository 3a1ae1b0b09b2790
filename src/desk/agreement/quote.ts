import { Temporal } from 'temporal-polyfill';
import { startOf } from '../absence/days.ts';
import { isSelf, staffAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { Actor, MessageKey } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { type Desk, deskOf } from '../policy.ts';
import { isDone, type Status } from '../status.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { awaitsAgreement, type Offer } from './agreement.ts';
import type { QuoteNews } from './notice.ts';
import type { Terms } from './terms.ts';

/** Sends an offer; the mail of it carries what the agent writes beside it. The ticket waits for the client. */
export function sendQuote(draft: Draft, ticket: TicketDraft, terms: Terms, by: Actor): void {
  pushQuote(draft, ticket, terms, by);
  const { id, desk } = ticket.state;
  ticket.takeUp(by);
  ticket.setStatus('pending', by);
  if (by.kind === 'agent' && ticket.state.assignee === undefined) ticket.assign(by.id, by);
  const to = { kind: 'contact', id: ticket.requester.id } as const;
  draft.tell({ kind: 'quote', to, desk, ticket: id, changes: [], message: undefined });
}

function pushQuote(draft: Draft, ticket: TicketDraft, { price, due, until }: Terms, by: Actor): number {
  const offer = (ticket.state.care.agreement?.offer?.number ?? 0) + 1;
  const stands = until ?? standingUntil(draft, ticket, due);
  ticket.push({ kind: 'quote-sent', offer, price, due, until: stands, by });
  return offer;
}

/** As long as the desk's offers stand, but not longer than till the work is to be done. */
function standingUntil(draft: Draft, ticket: TicketDraft, due: Date | undefined): Date {
  const { timeZone, agreements } = deskOf(draft.policy, ticket.state.desk);
  const today = Temporal.Instant.fromEpochMilliseconds(draft.now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const usual = new Date(startOf(today.add({ days: agreements.standsFor + 1 }), timeZone) - 1);
  return due !== undefined && due < usual ? due : usual;
}

/** Staff put on record that the client agrees: to the offer that he has, or to these terms, said by phone, say. */
export function recordAgreed(draft: Draft, ticket: TicketDraft, terms: Terms | undefined, by: Actor): void {
  if (terms !== undefined) pushQuote(draft, ticket, terms, by);
  const { offer } = ticket.state.care.agreement ?? {};
  if (offer === undefined) return;
  settleAnswer(ticket, offer, true, false, undefined, by);
  const { id, desk } = ticket.state;
  const to = { kind: 'contact', id: ticket.requester.id } as const;
  draft.tell({ kind: 'quote-answered', to, desk, ticket: id, changes: [], result: 'accepted' });
}

/** Puts the word on an offer on record; work may go on when it is accepted. */
export function settleAnswer(
  ticket: TicketDraft,
  { number: offer, price, due }: Offer,
  accepted: boolean,
  late: boolean,
  message: MessageKey | undefined,
  by: Actor,
): void {
  ticket.push({ kind: 'quote-answered', offer, price, due, accepted, late, message, by });
  const waits = ticket.state.status === 'pending' || ticket.state.status === 'on-hold';
  if (waits && !(accepted && late)) ticket.setStatus('open', by);
}

/** Whether the days of an offer that waited with its answer have passed. */
export function isOver({ due, until }: Terms, now: Date): boolean {
  return [due, until].some((day) => day !== undefined && day < now);
}

/** Why an agreement cannot be recorded; undefined when it can. */
export function agreedProblem({ care }: Ticket, terms: Terms | undefined): TranscriptResult | undefined {
  const state = care.agreement?.offer?.state;
  const answerable = state === 'open' || state === 'expired' || state === 'late';
  return terms !== undefined || answerable ? undefined : { kind: 'no-offer' };
}

/** Why a status cannot be set yet: a case that needs an agreement is not solved without one. */
export function statusProblem(desk: Desk, ticket: Ticket, to: Status): TranscriptResult | undefined {
  return to === 'resolved' && awaitsAgreement(desk, ticket) && !isDone(ticket.status)
    ? { kind: 'no-agreement' }
    : undefined;
}

/** Tells those who work on a ticket what became of an offer. */
export function tellQuote(
  draft: Draft,
  ticket: TicketDraft,
  news: QuoteNews,
  message: MessageKey | undefined,
  by: Actor,
): void {
  const { id, desk } = ticket.state;
  for (const agent of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, agent)) continue;
    draft.tell({ kind: 'agent-quote', to: { kind: 'agent', id: agent }, desk, ticket: id, changes: [], news, message });
  }
}
