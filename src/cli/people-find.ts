import type { ClientId, ContactId } from '../desk/ids.ts';
import { emailAddress } from '../mail/address.ts';
import type { ClientRecord, ContactRecord, Queries } from '../store/port.ts';
import { EXIT, Failure } from './exit.ts';

const PAGE = 1000;

export type ClientEntry = ClientRecord & { readonly id: ClientId };
export type ContactEntry = ContactRecord & { readonly id: ContactId };

/** All clients, page by page. */
export async function* allClients(read: Queries): AsyncGenerator<ClientEntry> {
  for (let after: ClientId | undefined; ; ) {
    const page = await read.clients(PAGE, after);
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** All contacts, of one client or of all. */
export async function* allContacts(read: Queries, client?: ClientId): AsyncGenerator<ContactEntry> {
  for (let after: ContactId | undefined; ; ) {
    const page = await read.contacts({
      limit: PAGE,
      ...(client === undefined ? {} : { client }),
      ...(after === undefined ? {} : { after }),
    });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** The client of an id (`3`, as lists print it), company number or name. Throws a `Failure` when there is none, or several. */
export async function clientOf(read: Queries, word: string): Promise<ClientEntry> {
  const key = fold(word);
  const found: ClientEntry[] = [];
  for await (const client of allClients(read)) {
    if (client.companyNumber !== undefined && fold(client.companyNumber) === key) return client;
    if (fold(client.name) === key) found.push(client);
  }
  const byId = /^#?\d{1,15}$/.test(word) ? await read.client(Number(word.replace('#', '')) as ClientId) : undefined;
  const [only] = found;
  if (found.length > 1)
    throw new Failure(EXIT.missing, `${found.length} clients are called ${word}`, 'say the company number or the id');
  if (only !== undefined) return only;
  if (byId !== undefined) return byId;
  throw new Failure(
    EXIT.missing,
    `there is no client ${word}`,
    '`spoc client list` shows them: id, company number and name',
  );
}

/** The contact of an id or address. Throws a `Failure` when there is none. */
export async function contactOf(read: Queries, word: string): Promise<ContactEntry> {
  const address = emailAddress(word);
  const id = /^#?\d{1,15}$/.test(word) ? (Number(word.replace('#', '')) as ContactId) : undefined;
  const person = address === undefined ? undefined : [...(await read.people([address])).values()][0];
  const found =
    person?.kind === 'contact'
      ? await read.contact(person.contact.id)
      : id === undefined
        ? undefined
        : await read.contact(id);
  if (found === undefined)
    throw new Failure(EXIT.missing, `there is no contact ${word}`, '`spoc contact list` shows them: id and address');
  return found;
}

function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
