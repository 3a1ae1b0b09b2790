import type { Client, Service } from '../facts.ts';
import { deskOf, type Policy } from '../policy.ts';
import { serviceLevelOf } from '../sla/promises.ts';
import type { Ticket } from '../ticket.ts';
import { PLAIN_TERMS, type TimeTerms } from './terms.ts';

/** What time of work on a ticket costs: by its service level, else by its desk. */
export function termsFor(
  policy: Policy,
  of: { readonly state: Ticket; readonly client: Client | undefined; readonly service: Service | undefined },
): TimeTerms {
  const { state: ticket, client, service } = of;
  return (
    serviceLevelOf(policy, { ticket, client, service })?.billing ?? deskOf(policy, ticket.desk).billing ?? PLAIN_TERMS
  );
}
