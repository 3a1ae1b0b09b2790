import { absenceNow, deputyOf, isPresent, presentOf } from './absence/presence.ts';
import { introduceWorkers } from './agreement/introduce.ts';
import { settleCoverages } from './coverage/settle.ts';
import type { Draft } from './draft.ts';
import type { Contact } from './facts.ts';
import type { Actor, AgentId, DeskId, MessageKey } from './ids.ts';
import { type Notice, type NoticeKind, OWN_SOURCE, type Recipient, recipientKey, type Sourcing } from './notice.ts';
import { calledOut } from './phone/shown.ts';
import { deskOf, type Policy } from './policy.ts';
import { hidesSimilar } from './similar/find.ts';
import { isDone, type Tier } from './status.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** Who of the client's side is told of a change of status: the requester and the client's responsible persons (SAGA-8). */
export function clientAudience(ticket: TicketDraft): readonly Contact[] {
  return distinct([ticket.requester, ...(ticket.client?.responsible ?? [])]);
}

/** Who is sent an agent's answer: requester and watchers. */
export function answerAudience(ticket: TicketDraft): readonly Contact[] {
  return distinct([ticket.requester, ...ticket.watchers]);
}

/**
 * Which agents a ticket's mail goes to: the assignee, or those whom it waits for while nobody has it. Those who are away are left in peace: in the place
 * of an absent assignee his deputy is told, else everybody else (SAOP-2). Only when the whole desk is away it is told all the same.
 */
export function staffAudience(draft: Draft, ticket: TicketDraft): readonly AgentId[] {
  const { assignee, desk, care } = ticket.state;
  const colleagues = draft.policy.desks.get(desk)?.agents ?? [];
  const queue = queueOf(draft.policy, desk, care.tier);
  if (assignee !== undefined && draft.policy.agents.has(assignee)) {
    if (isPresent(draft, assignee)) return [assignee];
    const deputy = deputyOf(draft, assignee, colleagues);
    if (deputy !== undefined) return [deputy];
  }
  const present = presentOf(draft, queue);
  return present.length > 0 ? present : queue;
}

/**
 * The agents of a desk whom a case waits for (CLOUDEMPIERE-5): those of the level that it was given to; all of them before that, or where the
 * desk has none of that level.
 */
export function queueOf(policy: Policy, desk: DeskId, tier: Tier): readonly AgentId[] {
  const agents = policy.desks.get(desk)?.agents ?? [];
  if (tier === 'L1') return agents;
  const own = agents.filter((id) => policy.agents.get(id)?.level === tier);
  return own.length > 0 ? own : agents;
}

/** Whether an agent is the one who acts, be it as the contact that he is, too. */
export function isSelf(draft: Draft, by: Actor, agent: AgentId): boolean {
  if (by.kind === 'agent') return by.id === agent;
  return by.kind === 'contact' && draft.agentOf(by.id) === agent;
}

/** One person has one key, agent and contact at once or not. */
function personKey(draft: Draft, to: Recipient): string {
  const agent = to.kind === 'contact' ? draft.agentOf(to.id) : undefined;
  return recipientKey(agent === undefined ? to : { kind: 'agent', id: agent });
}

/** Tells the ticket's agents of a message, but not its author. */
export function tellStaff(
  draft: Draft,
  ticket: TicketDraft,
  message: MessageKey,
  kind: 'agent-new' | 'agent-message' | 'agent-note',
  by: Actor,
  source: Sourcing = OWN_SOURCE,
): void {
  for (const id of staffAudience(draft, ticket)) {
    if (isSelf(draft, by, id)) continue;
    const to = { kind: 'agent', id } as const;
    const { id: on, desk } = ticket.state;
    if (kind === 'agent-new') draft.tell({ kind, to, desk, ticket: on, changes: [], message, source });
    else if (kind === 'agent-message')
      draft.tell({ kind, to, desk, ticket: on, changes: [], message, source, proposed: [] });
    else draft.tell({ kind, to, desk, ticket: on, changes: [], message });
  }
}

/**
 * Settles who gets what, once all events are there: one act gives each person at most one mail, but for a note on a new case and what the work costs,
 * which cannot stand in a mail that is answered to the client. A change of status rides in the mail that a person gets anyway, else it is a notice of its own; nobody is
 * told of what he did himself, except a client of his ticket's status.
 */
export function settleNotices(draft: Draft): readonly Notice[] {
  const best = new Map<string, Notice>();
  settleCoverages(draft);
  callOut(draft);
  introduceWorkers(draft);
  for (const notice of draft.notices) {
    // What a deputy is told has to do with no case, and no other mail says it.
    const key = personKey(draft, notice.to) + (notice.kind === 'agent-stand-in' ? ' stands in' : '');
    const other = best.get(key);
    if (other === undefined || rank(notice.kind) < rank(other.kind)) best.set(key, notice);
  }
  // Who is told of his case is told by the same mail who deals with it.
  for (const notice of draft.notices.filter(({ kind }) => kind === 'worker-introduced')) {
    const key = personKey(draft, notice.to);
    const own = best.get(key);
    if (own?.kind === 'confirmation') best.set(key, { ...own, introduces: true });
  }
  // What is answered beside a decision on an enrolment, or beside an offer, is told by the same mail.
  for (const answer of draft.notices.filter((notice) => notice.kind === 'answer')) {
    const key = personKey(draft, answer.to);
    const own = best.get(key);
    if (
      own?.kind === 'welcome' ||
      own?.kind === 'enrolment-declined' ||
      own?.kind === 'defect-news' ||
      own?.kind === 'quote'
    )
      best.set(key, { ...own, message: answer.message });
  }
  // So is what his work costs by a mail that goes to the client anyway.
  for (const notice of draft.notices) {
    if (notice.kind !== 'coverage') continue;
    const key = personKey(draft, notice.to);
    const own = best.get(key);
    if (own?.kind === 'confirmation' || own?.kind === 'answer' || own?.kind === 'facts-asked')
      best.set(key, { ...own, cover: notice.cover });
  }
  for (const ticket of draft.drafts) {
    if (ticket.toldChanges.length === 0) continue;
    const { id, desk, assignee } = ticket.state;
    for (const contact of clientAudience(ticket)) {
      const to: Recipient = { kind: 'contact', id: contact.id };
      const key = personKey(draft, to);
      const own = best.get(key);
      if (own !== undefined && 'changes' in own && rank(own.kind) < rank('status-changed')) continue;
      best.set(key, { kind: 'status-changed', to, desk, ticket: id, changes: [], notBefore: undefined });
    }
    const by = ticket.changes.at(-1)?.by;
    if (assignee !== undefined && by !== undefined && !isSelf(draft, by, assignee)) {
      const to: Recipient = { kind: 'agent', id: assignee };
      const key = personKey(draft, to);
      if (!best.has(key))
        best.set(key, { kind: 'agent-changed', to, desk, ticket: id, changes: [], priority: undefined, by });
    }
  }
  const notes = draft.notices.filter((notice) => {
    const other = best.get(personKey(draft, notice.to))?.kind;
    if (notice.kind === 'agent-coverage') return other !== notice.kind;
    return notice.kind === 'agent-note' && other === 'agent-new';
  });
  const changesOf = new Map(draft.drafts.map((ticket) => [ticket.state.id, ticket.toldChanges]));
  const blocked = unreachable(draft);
  // Beside the mail that tells of a ticket, since that can be answered to a client who may not see these.
  const alike = [...best.values()].flatMap((notice): readonly Notice[] => {
    if (notice.kind !== 'agent-new' || !hidesSimilar(draft, notice.ticket)) return [];
    const { to, desk, ticket } = notice;
    return [{ kind: 'agent-similar', to, desk, ticket, changes: [] }];
  });
  return [...notes, ...best.values(), ...alike]
    .filter((notice) => !(notice.kind === 'agent-changed' && notice.to.kind === 'agent' && isAway(draft, notice.to.id)))
    .filter((notice) => notice.to.kind !== 'contact' || !isBlocked(notice.kind, blocked.get(notice.to.id)))
    .map((notice) => ('changes' in notice ? { ...notice, changes: changesOf.get(notice.ticket) ?? [] } : notice));
}

/** What he can read in the history when he is back is not worth a mail to somebody who is away. */
function isAway(draft: Draft, agent: AgentId): boolean {
  return absenceNow(draft, agent) !== undefined;
}

/** Nothing goes to who has no address; to one that bounced for good nothing automatic. */
function isBlocked(kind: NoticeKind, person: Contact | undefined): boolean {
  return person !== undefined && (person.address === undefined || (kind !== 'answer' && kind !== 'quote'));
}

/** Contacts who cannot be written to: their address bounced for good, or they have none (SOFTECH-10). */
function unreachable(draft: Draft): ReadonlyMap<Contact['id'], Contact> {
  const blocked = new Map<Contact['id'], Contact>();
  const see = (person: Contact) => {
    if (person.undeliverable || person.address === undefined) blocked.set(person.id, person);
  };
  for (const { requester, client, watchers } of draft.drafts) {
    see(requester);
    client?.responsible.forEach(see);
    watchers.forEach(see);
  }
  return blocked;
}

/** The agent on call is told of what becomes urgent outside the hours of the desk's phone (SAGA-5). */
function callOut(draft: Draft): void {
  for (const ticket of draft.drafts) {
    const urgent = ticket.events.some(
      (event) =>
        (event.kind === 'opened' && event.priority === 'urgent') ||
        (event.kind === 'priority-changed' && event.to === 'urgent'),
    );
    const { id, desk, priority, status } = ticket.state;
    if (!urgent || priority !== 'urgent' || isDone(status)) continue;
    const agent = calledOut(draft.policy, deskOf(draft.policy, desk), draft.now);
    const by = ticket.events.findLast((event) => 'by' in event)?.by;
    if (agent === undefined || (by !== undefined && isSelf(draft, by, agent))) continue;
    const to = { kind: 'agent', id: agent } as const;
    draft.tell({ kind: 'agent-on-call', to, desk, ticket: id, changes: [], message: undefined });
  }
}

/** When one person would get several mails by one act, the first of these stays. */
const ORDER: readonly NoticeKind[] = [
  'transcript',
  'prove',
  'refused',
  'agent-held',
  'access-link',
  'agent-access-letter',
  'agent-call-back',
  'welcome',
  'enrolment-declined',
  'defect-news',
  'quote',
  'rfo',
  'rfo-answered',
  'answer',
  'confirmation',
  'quote-answered',
  'deferral-answered',
  'facts-asked',
  'coverage-answered',
  'coverage',
  'customer-opened',
  'worker-introduced',
  'reply-address',
  'quote-reminder',
  'escalated',
  'escalation-refused',
  'target-missed',
  'merged',
  'follow-up',
  'reminder',
  'status-changed',
  'agent-undelivered',
  'agent-escalated',
  'agent-on-call',
  'agent-enrolment',
  'agent-access',
  'agent-rfo',
  'agent-assigned',
  'agent-new',
  'agent-resumed',
  'agent-quote',
  'agent-reminded',
  'agent-message',
  'agent-note',
  'agent-target',
  'agent-changed',
  'agent-coverage',
  'agent-also',
  'operator-held',
  'escalation-matrix',
  'recurring-incidents',
  'statement',
  'report',
  'record',
  'record-case',
  'agent-similar',
  'agent-absences',
  'agent-stand-in',
];

const RANKS: ReadonlyMap<NoticeKind, number> = new Map(ORDER.map((kind, place) => [kind, place]));

function rank(kind: NoticeKind): number {
  return RANKS.get(kind) ?? ORDER.length;
}

function distinct(people: readonly Contact[]): readonly Contact[] {
  if (people.length < 2) return people;
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
