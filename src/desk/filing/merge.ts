import { isSelf } from '../audience.ts';
import { carryBonds, carryProblem } from '../defect/carry.ts';
import type { Draft } from '../draft.ts';
import { type Contact, calledName, type TicketFacts } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { isStaffOf } from '../place.ts';
import type { Policy } from '../policy.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { UpkeepAct } from '../upkeep/act.ts';
import type { Others } from '../upkeep/beside.ts';

type Merge = Extract<UpkeepAct, { kind: 'merge' }>;

/** Why another case cannot come here; undefined when it can. Never of two clients, who must not see each other's; of two people only when the agent is sure. */
export function mergeProblem(
  { number, sure }: Merge,
  here: TicketFacts,
  others: Others,
  by: Actor,
  policy: Policy,
): TranscriptResult | undefined {
  const other = others.get(number);
  if (other === undefined) return { kind: 'no-ticket' };
  if (other.ticket.id === here.ticket.id) return { kind: 'no-merge', why: 'same' };
  if (by.kind === 'agent' && !isStaffOf(by.id, other, policy)) return { kind: 'forbidden', needs: 'staff' };
  if (other.held.length > 0) return { kind: 'no-merge', why: 'held' };
  switch (kinship(here, other)) {
    case 'apart':
      return { kind: 'no-merge', why: 'clients' };
    case 'unsure':
      if (!sure) return { kind: 'merge-asks', number, name: calledName(other.requester) };
      break;
    case 'kin':
      break;
  }
  const bonds = carryProblem(other.ticket, here.ticket);
  return bonds === undefined ? undefined : { kind: 'no-merge', why: bonds };
}

/** `kin`: one person, or two of one client; `unsure`: two people of whom one at least has no client; `apart`: of two clients. */
function kinship(one: TicketFacts, other: TicketFacts): 'kin' | 'unsure' | 'apart' {
  const [mine, his] = [one.ticket.client, other.ticket.client];
  if (mine !== undefined && his !== undefined && mine !== his) return 'apart';
  if (one.requester.id === other.requester.id) return 'kin';
  // Customers of a client write on cases of his and are strangers to each other (SAGA-2).
  const [client, hisClient] = [one.requester.client, other.requester.client];
  if (client !== undefined && hisClient !== undefined) return client === hisClient ? 'kin' : 'apart';
  return 'unsure';
}

/**
 * Everything of the other case comes here: its messages, tags, people, what it hangs on, and from now on what is sent to its number. It is closed; its requester is told
 * where it goes on. Who took part there without being of the client is only proposed.
 */
export function merge(draft: Draft, ticket: TicketDraft, other: TicketFacts, by: Actor): void {
  const from = draft.ticket(other);
  if (from.state.care.upkeep.mergedInto !== undefined) return; // named twice, by two numbers
  const wasOpen = !isDone(from.state.status);
  const { number, assignee } = from.state;
  if (wasOpen) from.push({ kind: 'status-changed', from: from.state.status, to: 'closed', by });
  from.push({ kind: 'merged', into: ticket.state.id, by });
  ticket.push({ kind: 'absorbed', ticket: from.state.id, by });
  draft.merges.push({ from: from.state.id, into: ticket.state.id });
  const tags = from.state.care.upkeep.tags.filter((tag) => !ticket.state.care.upkeep.tags.includes(tag));
  if (tags.length > 0) ticket.push({ kind: 'tags-changed', added: tags, removed: [], by });
  joinPeople(draft, ticket, other, by);
  if (wasOpen && isDone(ticket.state.status)) ticket.setStatus('open', by);
  if (ticket.state.assignee === undefined && assignee !== undefined) ticket.assign(assignee, by);
  carryBonds(draft, from, ticket, wasOpen, by);

  const base = { desk: ticket.state.desk, ticket: ticket.state.id, changes: [] } as const;
  draft.tell({ ...base, kind: 'merged', to: { kind: 'contact', id: other.requester.id }, number });
  for (const id of new Set([ticket.state.assignee, assignee])) {
    if (id === undefined || isSelf(draft, by, id)) continue;
    draft.tell({ ...base, kind: 'agent-reminded', to: { kind: 'agent', id }, why: 'merged', number, due: undefined });
  }
}

function joinPeople(draft: Draft, ticket: TicketDraft, { requester, watchers }: TicketFacts, by: Actor): void {
  draft.meet(requester);
  ticket.watch(requester, by);
  for (const watcher of watchers) {
    if (watcher.id === ticket.requester.id || ticket.state.watchers.includes(watcher.id)) continue;
    if (isOfClient(watcher, ticket)) ticket.watch(watcher, by);
    else ticket.push({ kind: 'watcher-proposed', contact: watcher.id, by });
  }
}

function isOfClient({ client }: Contact, ticket: TicketDraft): boolean {
  return client !== undefined && client === ticket.requester.client && client === ticket.state.client;
}

/** Puts two cases beside each other, for the agents' eyes alone. */
export function link(draft: Draft, ticket: TicketDraft, other: TicketFacts, by: Actor): void {
  const beside = draft.ticket(other);
  for (const [one, another] of [
    [ticket, beside],
    [beside, ticket],
  ] as const) {
    const known = one.wholeHistory.some(
      ({ event }) => event.kind === 'linked' && event.relation === 'related' && event.ticket === another.state.id,
    );
    if (!known) one.push({ kind: 'linked', ticket: another.state.id, relation: 'related', by });
  }
}
