import { isAlwaysOpen, isOpen } from '../calendar/calendar.ts';
import { atLeast } from '../command.ts';
import type { AuthenticityLevel } from '../event.ts';
import type { Contact } from '../facts.ts';
import type { AgentId } from '../ids.ts';
import type { Desk, Policy } from '../policy.ts';
import { onCallAt } from './on-call.ts';

/** The number that a confirmation names (SAGA-4, SAGA-5), as written. */
export interface ShownPhone {
  /** `always`: a landline that is answered day and night. */
  readonly kind: 'landline' | 'always' | 'on-call';
  readonly number: string;
}

/**
 * Which number a person is told at a moment: the landline in its hours; outside of them that of whoever is on call, and this only to a contact of
 * a client whom staff entered or whose mail was more than claimed. Strangers never learn it.
 */
export function phoneShown(
  policy: Policy,
  desk: Desk,
  contact: Pick<Contact, 'client' | 'entered'>,
  authenticity: AuthenticityLevel,
  at: Date,
): ShownPhone | undefined {
  const { phone } = desk;
  if (phone === undefined) return undefined;
  if (isOpen(phone.calendar, at)) {
    if (phone.landline === undefined) return undefined;
    return { kind: isAlwaysOpen(phone.calendar, at) ? 'always' : 'landline', number: phone.landline };
  }
  const known = contact.client !== undefined && (contact.entered || atLeast(authenticity, 'cited'));
  const rota = known && phone.onCall !== undefined ? policy.rotas.get(phone.onCall) : undefined;
  const number = rota && onCallAt(rota, policy.agents, at)?.number;
  return number === undefined ? undefined : { kind: 'on-call', number };
}

/** The agent whose turn it is while the desk's phone is not answered; undefined in its hours and where there is no rota. */
export function calledOut(policy: Policy, { phone }: Desk, at: Date): AgentId | undefined {
  if (phone?.onCall === undefined || isOpen(phone.calendar, at)) return undefined;
  const rota = policy.rotas.get(phone.onCall);
  const agent = rota && onCallAt(rota, policy.agents, at)?.agent;
  return agent !== undefined && policy.agents.has(agent) ? agent : undefined;
}
