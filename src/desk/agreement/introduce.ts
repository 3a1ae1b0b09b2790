import type { Draft } from '../draft.ts';
import { deskOf } from '../policy.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { awaitsAgreement } from './agreement.ts';

const GATEWAY = { kind: 'gateway' } as const;

/** Tells the clients of tickets that this decision gave to somebody who deals with their case from now on (SOFTECH-8). Once all else is decided. */
export function introduceWorkers(draft: Draft): void {
  for (const ticket of draft.drafts) if (introduces(draft, ticket)) introduce(draft, ticket);
}

function introduces(draft: Draft, { events, state, requester }: TicketDraft): boolean {
  const { assignee, care, status } = state;
  const given = events.some((event) => event.kind === 'assigned' && event.to === assignee);
  return (
    assignee !== undefined &&
    given &&
    deskOf(draft.policy, state.desk).agreements.introduce &&
    care.agreement?.introduced !== assignee &&
    !care.imported &&
    care.enrolment === undefined &&
    !isDone(status) &&
    requester.address !== undefined
  );
}

function introduce(draft: Draft, ticket: TicketDraft): void {
  const { assignee, id, desk, care } = ticket.state;
  if (assignee === undefined) return;
  ticket.push({ kind: 'worker-introduced', agent: assignee, by: GATEWAY });
  // Work waits for what is to be agreed, and the clock with it; nobody can agree to an offer that is not there yet.
  const { status } = ticket.state;
  const waits = awaitsAgreement(deskOf(draft.policy, desk), ticket.state) && care.agreement?.offer === undefined;
  if (waits && (status === 'open' || status === 'new')) ticket.setStatus('on-hold', GATEWAY);
  const to = { kind: 'contact', id: ticket.requester.id } as const;
  draft.tell({ kind: 'worker-introduced', to, desk, ticket: id, changes: [] });
}
