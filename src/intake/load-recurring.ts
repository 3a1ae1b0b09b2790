import type { TicketFacts } from '../desk/facts.ts';
import type { TicketId } from '../desk/ids.ts';
import type { Desk } from '../desk/policy.ts';
import { type IncidentSeen, incidentSeen } from '../desk/problem/recurring.ts';
import type { Queries } from '../store/port.ts';

/** Incidents that one list looks at, of all desks together; a gateway that has more has other worries. */
const MOST = 5_000;

/** The incidents of a desk that were opened within a time, as the list of what recurs looks at them. */
export async function loadIncidents(
  read: Queries,
  desk: Desk,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly IncidentSeen[]> {
  const ids = await read.openedBetween('incident', from, to, MOST);
  const own = [...(await read.ticketFacts(ids)).values()].filter(({ ticket }) => ticket.desk === desk.id);
  const problems = new Set(own.flatMap(({ ticket }) => ticket.care.bonds.problem ?? []));
  const numbers = numbersOf(await read.ticketFacts([...problems]));
  return own.map((facts) => incidentSeen(facts, (id) => numbers.get(id)));
}

function numbersOf(facts: ReadonlyMap<TicketId, TicketFacts>): ReadonlyMap<TicketId, string> {
  return new Map([...facts].map(([id, { ticket }]) => [id, ticket.number]));
}
