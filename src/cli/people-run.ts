import type { Settings } from '../config/settings.ts';
import { checkedCompanyNumber } from '../desk/company-number.ts';
import { OBLIGATIONS } from '../desk/coverage/rules.ts';
import type { DeskId } from '../desk/ids.ts';
import { SEES } from '../desk/record/sees.ts';
import { LOCALES } from '../desk/status.ts';
import type { Queries } from '../store/port.ts';
import { clientHistory, historyShape, sayHistory } from './client-history.ts';
import { configured } from './configuration.ts';
import { changing, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { address, desk, oneOf, ticketOf, wholeNumber } from './given.ts';
import type { ClientOptions, ContactOptions, ShowClientOptions } from './people.ts';
import { allClients, allContacts, type ClientEntry, type ContactEntry, clientOf, contactOf } from './people-find.ts';
import { clientsTable, contactsTable, readPeople } from './people-table.ts';
import { tableText } from './table-text.ts';
import { colour, count, plain, remark, say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

function clientShape(client: ClientEntry) {
  const { id, companyNumber, name, locale, domains, desk, level, calendar, matrix, obligations } = client;
  const agreed = {
    serviceLevel: level ?? null,
    calendar: calendar ?? null,
    escalation: matrix ?? null,
    obligations: obligations ?? null,
  };
  const home = { locale: locale ?? null, domains, desk: desk ?? null };
  return { id, companyNumber: companyNumber ?? null, name, ...home, ...agreed };
}

function contactShape(contact: ContactEntry) {
  const { id, client, name, addresses, businessUnit, position, landline, mobile, locale, responsible, sees } = contact;
  const details = {
    businessUnit: businessUnit ?? null,
    position: position ?? null,
    landline: landline ?? null,
    mobile: mobile ?? null,
  };
  return {
    id,
    client: client ?? null,
    name,
    addresses,
    ...details,
    locale: locale ?? null,
    responsible,
    sees: sees ?? 'own',
  };
}

async function all<T>(items: AsyncGenerator<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export async function listClients(options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const clients = await all(allClients(read));
    if (options.json === true) return sayJson(clients.map(clientShape));
    if (clients.length === 0) return say('No clients. `spoc client add` and `spoc client import` enter them.');
    const rows = clients.map((one) => [
      `${one.id}`,
      one.companyNumber ?? '–',
      one.locale ?? '–',
      one.desk ?? '–',
      one.domains.join(' '),
      one.name,
    ]);
    say(table(['id', 'company no.', 'locale', 'desk', 'domains', 'name'], rows, 5));
  });
}

/** Tickets that one page of a client's history has at most. */
const MOST_TICKETS = 500;
/** Services that are listed. */
const MOST_SERVICES = 1_000;

export async function showClient(which: string, options: ShowClientOptions): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const client = await clientOf(read, which);
    const contacts = await all(allContacts(read, client.id));
    const services = await read.services({ client: client.id, limit: MOST_SERVICES });
    const before = options.before === undefined ? undefined : await ticketOf(read, options.before);
    const limit = wholeNumber(options.limit, MOST_TICKETS, '--limit');
    const history = await clientHistory(read, client.id, contacts, limit, before);
    if (options.json === true)
      return sayJson({
        ...clientShape(client),
        contacts: contacts.map(contactShape),
        services: services.map(({ id, name }) => ({ id, name })),
        history: historyShape(history),
      });
    say(colour.bold(plain(client.name)));
    facts({
      id: client.id,
      'company no.': client.companyNumber,
      locale: client.locale,
      desk: client.desk,
      domains: client.domains.join(' '),
      'service level': client.level,
      calendar: client.calendar,
      escalation: client.matrix,
      obligations: client.obligations,
      services: services.map(({ id, name }) => (name === '' ? id : `${id} (${name})`)).join(', '),
    });
    if (contacts.length > 0) say(contactRows(contacts, new Map()));
    await sayHistory(read, settings, history, options.full === true);
  });
}

/** Enters a client; of one who is there only what is said is changed. */
export async function addClient(name: string, options: ClientOptions): Promise<void> {
  const settings = await configured(options.config);
  const { domain } = options;
  const locale = options.locale === undefined ? undefined : oneOf(options.locale, LOCALES, 'locale');
  const home = options.desk === undefined ? undefined : desk(settings, options.desk);
  const standing =
    options.obligations === undefined
      ? undefined
      : oneOf(options.obligations, ['none', ...OBLIGATIONS] as const, 'standing of obligations');
  const companyNumber =
    options.companyNumber === undefined ? undefined : companyNumberGiven(settings, home, options.companyNumber);
  const id = await changing(settings, async ({ operations, read }) => {
    const old = companyNumber === undefined ? undefined : await read.clientByCompanyNumber(companyNumber);
    return operations.putClient({
      id: old?.id,
      companyNumber,
      name,
      locale: locale ?? old?.locale,
      domains: domain ?? old?.domains ?? [],
      desk: home ?? old?.desk,
      level: agreed(options.serviceLevel, old?.level),
      calendar: agreed(options.calendar, old?.calendar),
      matrix: agreed(options.escalation, old?.matrix),
      obligations: agreed(standing, old?.obligations),
    });
  });
  if (options.json === true) sayJson({ id });
  else say(`Client ${id}: ${name}`);
}

/** A company number by the rules of the client's desk. */
function companyNumberGiven(settings: Settings, home: DeskId | undefined, text: string): string {
  const read = checkedCompanyNumber(settings.policy, home, text);
  if (!read.ok) throw new Failure(EXIT.usage, read.why, 'look it up in the public register, and write all its digits');
  return read.number;
}

/** A name that was given, that was there before, or none. */
function agreed<T extends string>(given: string | undefined, old: T | undefined): T | undefined {
  if (given === undefined) return old;
  return given === 'none' ? undefined : (given as T);
}

export async function listContacts(options: ContactOptions): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const client = options.client === undefined ? undefined : (await clientOf(read, options.client)).id;
    const contacts = await all(allContacts(read, client));
    if (options.json === true) return sayJson(contacts.map(contactShape));
    if (contacts.length === 0)
      return say('No contacts. `spoc contact add` and `spoc contact import` enter them; mail brings them too.');
    say(contactRows(contacts, await clientNames(read)));
  });
}

async function clientNames(read: Queries): Promise<ReadonlyMap<ClientEntry['id'], string>> {
  return new Map((await all(allClients(read))).map(({ id, name }) => [id, name]));
}

function contactRows(contacts: readonly ContactEntry[], clients: ReadonlyMap<ClientEntry['id'], string>): string {
  const rows = contacts.map((one) => [
    `${one.id}`,
    one.name,
    one.addresses.join(' '),
    one.locale ?? '–',
    one.responsible ? 'yes' : '–',
    one.client === undefined ? '–' : (clients.get(one.client) ?? `${one.client}`),
  ]);
  return table(['id', 'name', 'addresses', 'locale', 'responsible', 'client'], rows, 2);
}

export async function showContact(which: string, options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const contact = await contactOf(read, which);
    if (options.json === true) return sayJson(contactShape(contact));
    const client = contact.client === undefined ? undefined : await read.client(contact.client);
    say(colour.bold(plain(contact.name || (contact.addresses[0] ?? contact.landline ?? contact.mobile ?? ''))));
    facts({
      id: contact.id,
      addresses: contact.addresses.join(' '),
      client: client?.name,
      'business unit': contact.businessUnit,
      position: contact.position,
      landline: contact.landline,
      mobile: contact.mobile,
      locale: contact.locale,
      responsible: contact.responsible ? 'yes' : 'no',
      sees: contact.sees,
    });
  });
}

function facts(values: Readonly<Record<string, string | number | undefined>>): void {
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') say(`  ${colour.dim(name.padEnd(14))}${plain(String(value))}`);
}

/** Enters a contact; of one who is there only what is said is changed. */
export async function addContact(words: readonly string[], options: ContactOptions): Promise<void> {
  const settings = await configured(options.config);
  const addresses = words.map(address);
  const landline = options.landline ?? options.phone;
  if (addresses.length === 0 && landline === undefined && options.mobile === undefined)
    throw new Failure(EXIT.usage, 'a contact needs an address or a phone number', 'give an address, or --phone');
  const locale = options.locale === undefined ? undefined : oneOf(options.locale, LOCALES, 'locale');
  const sees = options.sees === undefined ? undefined : oneOf(options.sees, SEES, 'sees');
  const id = await changing(settings, async ({ operations, read }) => {
    const client = options.client === undefined ? undefined : (await clientOf(read, options.client)).id;
    const known = [...(await read.people(addresses)).values()].find((person) => person.kind === 'contact');
    const old = known?.kind === 'contact' ? await read.contact(known.contact.id) : undefined;
    return operations.putContact({
      id: old?.id,
      client: client ?? old?.client,
      name: options.name ?? old?.name ?? '',
      businessUnit: options.businessUnit ?? old?.businessUnit,
      position: options.position ?? old?.position,
      landline: landline ?? old?.landline,
      mobile: options.mobile ?? old?.mobile,
      addresses: [...addresses, ...(old?.addresses ?? [])],
      locale: locale ?? old?.locale,
      responsible: options.responsible ?? old?.responsible ?? false,
      sees,
    });
  });
  if (options.json === true) sayJson({ id });
  else say(`Contact ${id}: ${addresses[0] ?? options.name ?? landline ?? options.mobile ?? ''}`);
}

/** Enters a table whole; a wrong row is told with its line, and nothing is entered. */
export async function importTable(kind: 'clients' | 'contacts', file: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  const table = readPeople(kind, await tableText(file), settings);
  const wrong = (problems: readonly { readonly line: number; readonly why: string }[]): never => {
    if (options.json === true) sayJson({ problems });
    else for (const { line, why } of problems) remark(`${file}:${line}: ${why}`);
    throw new Failure(
      EXIT.data,
      `${count(new Set(problems.map(({ line }) => line)).size, 'row')} of ${file} cannot be entered; nothing was changed`,
      'correct the lines above and import again',
    );
  };
  if (table.kind === 'wrong') return wrong(table.problems);
  const result = await changing(settings, ({ operations }) => operations.importPeople(table.people));
  if (result.kind === 'refused')
    return wrong(result.problems.map(({ row, why }) => ({ line: table.lines[row ?? -1] ?? 1, why })));
  if (options.json === true) sayJson({ entered: result.entered });
  else say(`${result.entered} ${kind} entered or brought up to date.`);
}

export async function exportTable(kind: 'clients' | 'contacts', options: Common): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const clients = await all(allClients(read));
    process.stdout.write(
      kind === 'clients' ? clientsTable(clients) : contactsTable(await all(allContacts(read)), clients),
    );
  });
}
