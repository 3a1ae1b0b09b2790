import { asksToEnrol } from '../../mail/enrolment-words.ts';
import type { Draft } from '../draft.ts';
import { type Enrolled, isVouchedFor, type TicketFacts } from '../facts.ts';
import type { Facts } from '../form/facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { type Desk, deskOf, type Policy } from '../policy.ts';
import type { Receiving } from '../receiving.ts';
import { typedDesk } from '../request-type/settle.ts';
import type { TicketDraft } from '../ticket-draft.ts';

/** The fields of an enrolment's form that the register keeps (SAGA-6); all but the mobile are needed. */
export const ENROLMENT_FIELDS = ['name', 'business-unit', 'position', 'landline', 'mobile'] as const;

/** The desk as it deals with a ticket: an enrolment asks by its own form, and has neither priority nor deferral of a case; a request type may have its own. */
export function deskFor(desk: Desk, ticket: TicketFacts['ticket'] | undefined): Desk {
  if (ticket === undefined) return desk;
  return ticket.care.enrolment === undefined ? typedDesk(desk, ticket.care.requestType) : enrolling(desk);
}

/** Whether a ticket was an enrolment that is decided: nothing more is asked on it. */
export function isEnrolled({ care }: TicketFacts['ticket']): boolean {
  return care.enrolment === 'approved' || care.enrolment === 'declined';
}

/** The desk as it takes an enrolment. */
export function enrolling(desk: Desk): Desk {
  const { enrolment } = desk;
  if (enrolment === undefined) return desk;
  return { ...desk, form: enrolment.form, priorities: undefined, deferral: undefined, requestTypes: undefined };
}

/**
 * Whether a mail begins an enrolment: its writer belongs to no client and was entered by nobody, and he says so by the subject or the desk enrols
 * everybody who is unknown.
 */
export function beginsEnrolment({ desk, facts, command, special }: Receiving): boolean {
  const { sender } = facts;
  if (desk.enrolment === undefined || sender.kind === 'agent' || special?.role.kind === 'customers') return false;
  const stranger = sender.kind === 'unknown' ? sender.client === undefined : !isVouchedFor(sender.contact);
  const human = command.mailKind === 'human' || command.released;
  return stranger && human && (desk.unknownSenders === 'enrol' || asksToEnrol(command.subject));
}

/** Tells the approvers once the future client has given all that is needed. */
export function settleEnrolment(draft: Draft, ticket: TicketDraft, desk: Desk, by: Actor): void {
  const { id, care } = ticket.state;
  if (care.enrolment !== 'asked' || care.form?.complete !== true) return;
  ticket.push({ kind: 'enrolment', state: 'waiting', by });
  for (const approver of desk.enrolment?.approvers ?? []) {
    const to = { kind: 'agent', id: approver } as const;
    draft.tell({ kind: 'agent-enrolment', to, desk: ticket.state.desk, ticket: id, changes: [] });
  }
}

/** Why an enrolment cannot be decided by somebody; undefined when it can. */
export function enrolmentProblem(
  policy: Policy,
  on: TicketFacts,
  by: Actor,
  approves: boolean,
): TranscriptResult | undefined {
  const { enrolment } = on.ticket.care;
  const waits = enrolment === 'asked' || enrolment === 'waiting';
  if (!waits || on.requester.client !== undefined) return { kind: 'no-enrolment' };
  const approvers = deskOf(policy, on.ticket.desk).enrolment?.approvers ?? [];
  if (by.kind === 'agent' && !approvers.includes(by.id)) return { kind: 'forbidden', needs: 'approver' };
  if (approves && on.namesake !== undefined) return { kind: 'enrolment-namesake' };
  return approves && enrolment === 'asked' ? { kind: 'enrolment-incomplete' } : undefined;
}

/** Enters the client with his responsible person, or does not; the applicant is told, and the case is done. */
export function decideEnrolment(
  draft: Draft,
  ticket: TicketDraft,
  approved: boolean,
  client: string | undefined,
  by: Actor,
): void {
  const { requester, facts } = ticket;
  const { id, desk } = ticket.state;
  ticket.push({ kind: 'enrolment', state: approved ? 'approved' : 'declined', by });
  if (approved) {
    const entered = draft.ids.client();
    draft.enrolled.push({ client: entered, ...enrolledOf(requester, facts, client) });
    ticket.push({ kind: 'client-set', client: entered, by });
  }
  if (by.kind === 'agent' && ticket.state.assignee === undefined) ticket.assign(by.id, by);
  ticket.setStatus('resolved', by);
  const to = { kind: 'contact', id: requester.id } as const;
  const kind = approved ? 'welcome' : 'enrolment-declined';
  draft.tell({ kind, to, desk, ticket: id, changes: [], message: undefined });
}

/** What an enrolment's form says in a field; undefined where nothing settled does. */
function said(facts: Facts, key: (typeof ENROLMENT_FIELDS)[number] | 'company' | 'company-number'): string | undefined {
  const fact = Object.hasOwn(facts, key) ? facts[key] : undefined;
  return fact?.kind === 'given' ? fact.value : undefined;
}

/** The company number that the form of an enrolment was given; undefined for other tickets. */
export function companyNumberOf(ticket: TicketFacts['ticket'], facts: Facts): string | undefined {
  return ticket.care.enrolment === undefined ? undefined : said(facts, 'company-number');
}

function enrolledOf(
  { id, name: known }: TicketFacts['requester'],
  facts: Facts,
  client: string | undefined,
): Omit<Enrolled, 'client'> {
  const name = said(facts, 'name') ?? known;
  return {
    contact: id,
    clientName: client ?? said(facts, 'company') ?? name,
    companyNumber: said(facts, 'company-number'),
    name,
    businessUnit: said(facts, 'business-unit') ?? '',
    position: said(facts, 'position') ?? '',
    landline: said(facts, 'landline') ?? '',
    mobile: said(facts, 'mobile'),
  };
}
