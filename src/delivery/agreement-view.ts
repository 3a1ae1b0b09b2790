import { awaitsAgreement } from '../desk/agreement/agreement.ts';
import { requestTypeOf } from '../desk/request-type/choose.ts';
import type { Loaded } from './compose.ts';
import type { QuotedView } from './render/view.ts';

/** The newest offer on the ticket; a notice of an offer without one is a mistake of the desk. */
export function quotedView({ ticket }: Loaded): QuotedView {
  const offer = ticket?.ticket.care.agreement?.offer;
  if (offer === undefined) throw new Error('a notice of an offer that is not there');
  const { price, due, until, state } = offer;
  return { price, due, until: state === 'accepted' || state === 'declined' ? undefined : until };
}

/** Whether work on the ticket waits for an agreement. */
export function agreementAwaited({ ticket, desk }: Loaded): boolean {
  return ticket !== undefined && awaitsAgreement(desk, ticket.ticket);
}

/** The command by which a client goes without the type that costs a surcharge; empty where there is no other. */
export function usualType({ ticket, desk }: Loaded): string {
  const type = requestTypeOf(desk, ticket?.ticket.care.requestType);
  const usual = requestTypeOf(desk, desk.requestTypes?.usual);
  const other = usual !== undefined && usual.id !== type?.id && usual.surcharge === undefined;
  return type?.surcharge !== undefined && other ? `#${usual.id}` : '';
}
