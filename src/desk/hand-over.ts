import { settleNotices } from './audience.ts';
import type { HandOverCommand } from './command.ts';
import { Draft, nothing } from './draft.ts';
import { matrixFor } from './escalation/steps.ts';
import type { Client, Contact, Decision, Service, Surroundings } from './facts.ts';
import type { Ids } from './ids.ts';
import type { Policy } from './policy.ts';

/** What the handing over of a document rests on. */
export interface HandOverFacts {
  readonly contact: Contact | undefined;
  /** The contact's. */
  readonly client: Client | undefined;
  /** The one that the command names. */
  readonly service: Service | undefined;
  readonly around: Surroundings;
}

/** The escalation matrix goes to a contact: only to a known one, and of another client's service to nobody. */
export function decideHandOver(
  command: HandOverCommand,
  facts: HandOverFacts,
  policy: Policy,
  now: Date,
  ids: Ids,
): Decision {
  const { contact, client, service } = facts;
  const desk = policy.desks.get(command.desk);
  if (desk === undefined) return nothing(undefined, `there is no desk ${command.desk}; the configuration lists them`);
  if (contact === undefined) return nothing(undefined, 'there is no such contact; `spoc contact add` enters one');
  if (contact.address === undefined || contact.undeliverable)
    return nothing(undefined, 'the contact has no address that mail can reach');
  if (command.service !== undefined && service === undefined)
    return nothing(undefined, `there is no service ${command.service}; \`spoc service list\` shows them`);
  const owner = service?.client ?? command.client;
  if (owner !== undefined && owner !== contact.client)
    return nothing(undefined, `${contact.address} is no contact of the client whose matrix that is`);
  const matrix = matrixFor(policy, { desk: desk.id, client, service });
  if (matrix === undefined) return nothing(undefined, NO_MATRIX);
  const draft = new Draft(policy, now, ids, facts.around);
  draft.tell({
    kind: 'escalation-matrix',
    to: { kind: 'contact', id: contact.id },
    desk: desk.id,
    matrix: matrix.id,
    service: service?.id,
  });
  return draft.decision(undefined, settleNotices(draft));
}

/** Neither service nor client nor desk names a matrix that is there. */
export const NO_MATRIX =
  'there is no escalation matrix for it: name one of `escalations:` at the service, the client or the desk';
