import type { TicketFacts } from '../facts.ts';
import type { ClientId, ServiceId, TicketId, TicketNumber } from '../ids.ts';
import type { Status } from '../status.ts';
import type { ProblemRules } from './rules.ts';

/** An incident as the list of what recurs looks at it. */
export interface IncidentSeen {
  readonly ticket: TicketId;
  readonly number: TicketNumber;
  readonly subject: string;
  readonly openedAt: Date;
  readonly status: Status;
  readonly client: { readonly id: ClientId; readonly name: string } | undefined;
  readonly service: { readonly id: ServiceId; readonly name: string } | undefined;
  readonly circuit: string | undefined;
  /** The number of the problem that it hangs on. */
  readonly problem: string | undefined;
}

/** What incidents have in common, the narrowest first. */
export const RECURRING_BY = ['circuit', 'service', 'client'] as const;
export type RecurringBy = (typeof RECURRING_BY)[number];

/** Incidents that recur (INTERSPACE-7). */
export interface Recurring {
  readonly by: RecurringBy;
  /** The circuit, the service or the client, as people call it. */
  readonly name: string;
  /** The oldest first. */
  readonly incidents: readonly IncidentSeen[];
}

/** What of a ticket the list looks at; `problemNumber` of the problem that it hangs on. */
export function incidentSeen(
  { ticket, subject, client, service, facts }: TicketFacts,
  problemNumber: (id: TicketId) => string | undefined,
): IncidentSeen {
  const circuit = Object.hasOwn(facts, 'circuit') ? facts.circuit : undefined;
  const { problem } = ticket.care.bonds;
  return {
    ticket: ticket.id,
    number: ticket.number,
    subject,
    openedAt: ticket.openedAt,
    status: ticket.status,
    client: client && { id: client.id, name: client.name },
    service: service && { id: service.id, name: service.name },
    circuit: circuit?.kind === 'given' && circuit.recognised ? circuit.value : undefined,
    problem: problem === undefined ? undefined : problemNumber(problem),
  };
}

/**
 * The circuits, services and clients that had so many incidents, those with the most first. A wider group that holds no other incidents than a
 * narrower one says nothing new, and is left out.
 */
export function recurring(
  incidents: readonly IncidentSeen[],
  { atLeast }: Pick<ProblemRules, 'atLeast'>,
): readonly Recurring[] {
  const told = new Set<string>();
  const groups = RECURRING_BY.flatMap((by) =>
    groupsOf(incidents, by).filter((group) => {
      if (group.incidents.length < atLeast) return false;
      const key = group.incidents
        .map(({ ticket }) => ticket)
        .toSorted((a, b) => a - b)
        .join(' ');
      return !told.has(key) && told.add(key) !== undefined;
    }),
  );
  return groups.toSorted((a, b) => b.incidents.length - a.incidents.length || (a.name < b.name ? -1 : 1));
}

function groupsOf(incidents: readonly IncidentSeen[], by: RecurringBy): readonly Recurring[] {
  const found = new Map<string, { name: string; incidents: IncidentSeen[] }>();
  for (const incident of incidents) {
    const one = commonOf(incident, by);
    if (one === undefined) continue;
    const group = found.get(one.key) ?? { name: one.name, incidents: [] };
    group.incidents.push(incident);
    found.set(one.key, group);
  }
  return [...found.values()].map(({ name, incidents: all }) => ({
    by,
    name,
    incidents: all.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime()),
  }));
}

function commonOf(
  { circuit, service, client }: IncidentSeen,
  by: RecurringBy,
): { readonly key: string; readonly name: string } | undefined {
  switch (by) {
    case 'circuit':
      return circuit === undefined ? undefined : { key: circuit.toUpperCase(), name: circuit };
    case 'service':
      return service && { key: service.id, name: [service.id, service.name].filter((part) => part !== '').join(' ') };
    case 'client':
      return client && { key: String(client.id), name: client.name };
  }
}
