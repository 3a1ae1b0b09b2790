import type { ClientId, ContactId, ServiceId } from '../../desk/ids.ts';
import type { Queries, Store } from '../../store/port.ts';

/** Records that are copied in one transaction. */
const PAGE = 1000;

/** Copies clients, contacts, services and service levels from one store to another that has none; the first is only read. */
export async function copyRegisters(from: Queries, to: Store): Promise<void> {
  const clients = new Map<ClientId, ClientId>();
  for (let after: ClientId | undefined, more = true; more; ) {
    const page = await from.clients(PAGE, after);
    await to.write(async (tx) => {
      for (const client of page) clients.set(client.id, await tx.putClient({ ...client, id: undefined }));
    });
    after = page.at(-1)?.id;
    more = page.length === PAGE;
  }
  const ofClient = (id: ClientId | undefined) => (id === undefined ? undefined : clients.get(id));
  for (let after: ContactId | undefined, more = true; more; ) {
    const page = await from.contacts({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    await to.write(async (tx) => {
      for (const contact of page) await tx.putContact({ ...contact, id: undefined, client: ofClient(contact.client) });
    });
    after = page.at(-1)?.id;
    more = page.length === PAGE;
  }
  for (let after: ServiceId | undefined, more = true; more; ) {
    const page = await from.services({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    await to.write(async (tx) => {
      for (const service of page) {
        const client = clients.get(service.client);
        if (client !== undefined) await tx.putService({ ...service, client });
      }
    });
    after = page.at(-1)?.id;
    more = page.length === PAGE;
  }
  const levels = await from.serviceLevels();
  await to.write(async (tx) => {
    for (const { id, level } of levels) await tx.putServiceLevel(id, level);
  });
}
