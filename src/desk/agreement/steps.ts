import { Temporal } from 'temporal-polyfill';
import { startOf } from '../absence/days.ts';
import { clientAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import { type Desk, deskOf } from '../policy.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { tellQuote } from './quote.ts';

/** What an agreement does by itself at a moment. */
export interface AgreementStep {
  readonly key: string;
  readonly due: Date;
  readonly of: 'offer' | 'work';
  readonly passed: boolean;
}

/** People are reminded in the morning (hours after local midnight). */
const MORNING = 8;

/** Reminders of an offer that waits, and of work that was agreed: some days before the day that was named, and on the morning after it. */
export function agreementSteps(ticket: Ticket, desk: Desk): readonly AgreementStep[] {
  const { offer } = ticket.care.agreement ?? {};
  if (offer === undefined) return [];
  const of = offer.state === 'open' ? 'offer' : offer.state === 'accepted' ? 'work' : undefined;
  const end = of === 'offer' ? offer.until : of === 'work' ? offer.due : undefined;
  if (of === undefined || end === undefined) return [];
  const key = (step: string) => `${ticket.id}/agreement/${offer.number}/${of}/${step}`;
  const steps: readonly AgreementStep[] = [
    { key: key('soon'), due: morning(end, -desk.agreements.remindBefore, desk.timeZone), of, passed: false },
    { key: key('end'), due: morning(end, 1, desk.timeZone), of, passed: true },
  ];
  // A reminder that would come with the offer itself, or after its end, is none.
  const last = steps.findLastIndex((step) => ticket.care.taken.includes(step.key));
  return steps.slice(last + 1).filter(({ due, passed }) => passed || due > offer.at);
}

/** The morning so many days from the day of a moment. */
function morning(of: Date, days: number, timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(of.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return new Date(startOf(day.add({ days }), timeZone) + MORNING * 3_600_000);
}

/** Reminds both sides; an offer that nobody answered has ended. */
export function takeAgreementStep(draft: Draft, ticket: TicketDraft, { key, of, passed }: AgreementStep): void {
  const { offer } = ticket.state.care.agreement ?? {};
  if (offer === undefined) return;
  ticket.push({ kind: 'agreement-reminded', offer: offer.number, key, of, passed });
  if (of === 'offer' && passed) ticket.push({ kind: 'quote-expired', offer: offer.number, key });
  const gateway = { kind: 'gateway' } as const;
  const news = of === 'offer' ? (passed ? 'expired' : 'offer-ends') : passed ? 'work-due' : 'work-nears';
  tellQuote(draft, ticket, news, undefined, gateway);
  const { id, desk } = ticket.state;
  const requester = clientAudience(ticket).find((person) => person.id === ticket.requester.id);
  if (requester === undefined) return;
  const to = { kind: 'contact', id: requester.id } as const;
  draft.tell({ kind: 'quote-reminder', to, desk, ticket: id, changes: [], of, passed });
}

/** Whether reminders can become due on a ticket. */
export function hasAgreementSteps({ care }: Ticket): boolean {
  const state = care.agreement?.offer?.state;
  return state === 'open' || (state === 'accepted' && care.agreement?.offer?.due !== undefined);
}

/** The steps of a ticket by the desk that it is at. */
export function agreementStepsOf(policy: Draft['policy'], ticket: Ticket): readonly AgreementStep[] {
  return hasAgreementSteps(ticket) ? agreementSteps(ticket, deskOf(policy, ticket.desk)) : [];
}
