import type { Loaded } from './compose.ts';
import type { ApplicantView } from './render/view.ts';

/** What is known of somebody who asks for access, for the administrator who verifies him (SOFTECH-2). */
export async function applicantView({ ticket, store }: Loaded): Promise<ApplicantView> {
  if (ticket === undefined) throw new Error('a request for access that is not there');
  const { requester } = ticket;
  const { named } = ticket.ticket.care.access ?? {};
  const opening = ticket.history.find(({ event }) => event.kind === 'message-added')?.event;
  const own = requester.client === undefined ? undefined : await store.client(requester.client);
  const other = named === undefined || named === requester.client ? undefined : await store.client(named);
  const client = other ?? own;
  return {
    address: requester.address ?? '',
    proved: opening?.kind === 'message-added' && opening.authenticity === 'proved',
    entered: requester.entered,
    client: own?.name ?? '',
    named: other === undefined ? '' : [other.name, other.companyNumber ?? ''].filter((part) => part !== '').join(', '),
    // Whom to ask back: those whom the register has, by the numbers that it has.
    known: (client?.responsible ?? []).map(({ name, phones }) =>
      [name, ...phones].filter((part) => part !== '').join(', '),
    ),
  };
}
