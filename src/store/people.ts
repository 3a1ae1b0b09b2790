import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Client, Contact, Person } from '../desk/facts.ts';
import type { ClientId, ContactId } from '../desk/ids.ts';
import { addressKey, domainOf } from '../mail/address.ts';
import { known } from './codec.ts';
import { type Connection, list, param, within } from './connection.ts';
import { contractLookup } from './contracts.ts';
import { coverageLookup } from './coverage.ts';
import type { ClientRecord, ContactRecord, Queries } from './port.ts';
import { select } from './prepared.ts';
import { clientDomains, clients, contactAddresses, contactPhones, contacts } from './schema.ts';

type ContactRow = typeof contacts.$inferSelect;
type ClientRow = typeof clients.$inferSelect;

/** What other query families ask about people. */
export interface PeopleLookup {
  /** Throws when there is no such contact: the caller had the id from a foreign key. */
  readonly contact: (id: ContactId) => Contact;
  readonly client: (id: ClientId) => Client | undefined;
}

type PeopleQueries = Pick<
  Queries,
  'people' | 'contact' | 'client' | 'clients' | 'contacts' | 'contactsByPhone' | 'clientByCompanyNumber'
>;

/** Contacts and clients by id, with what the desk wants to know of them. */
export function peopleLookup(db: Connection): PeopleLookup {
  const withAddress = db.orm
    .select({ contact: contacts, address: contactAddresses.address })
    .from(contacts)
    .leftJoin(contactAddresses, and(eq(contactAddresses.contact, contacts.id), sql`${contactAddresses.position} = 0`));
  const contactById = select(db, withAddress.where(eq(contacts.id, param('id'))));
  const responsible = select(
    db,
    db.orm
      .select({ contact: contacts, address: contactAddresses.address })
      .from(contacts)
      .leftJoin(contactAddresses, and(eq(contactAddresses.contact, contacts.id), sql`${contactAddresses.position} = 0`))
      .where(and(eq(contacts.client, param('id')), sql`${contacts.responsible} = 1`))
      .orderBy(asc(contacts.id)),
  );
  const { introductionsOf, hoursOf } = coverageLookup(db);
  const contractsOf = contractLookup(db);
  const clientById = select(
    db,
    db.orm
      .select()
      .from(clients)
      .where(eq(clients.id, param('id'))),
  );
  return {
    contact: (id) => {
      const row = contactById.get({ id });
      if (row === undefined) throw new Error(`there is no contact ${id}`);
      const introductions = introductionsOf(id);
      const contact = contactOf(row.contact, known(row.address));
      return introductions.length === 0 ? contact : { ...contact, introductions };
    },
    client: (id) => {
      const row = clientById.get({ id });
      if (row === undefined) return undefined;
      const agreedHours = hoursOf(id);
      const contracts = contractsOf(id);
      const people = responsible.all({ id }).map((each) => contactOf(each.contact, known(each.address)));
      return {
        id: row.id,
        name: row.name,
        companyNumber: known(row.companyNumber),
        locale: known(row.locale),
        responsible: people,
        level: known(row.level),
        calendar: known(row.calendar),
        matrix: known(row.matrix),
        obligations: known(row.obligations),
        ...(agreedHours.length === 0 ? {} : { agreedHours }),
        ...(contracts.length === 0 ? {} : { contracts }),
      };
    },
  };
}

/** What the register of clients and contacts answers. */
export function peopleQueries(db: Connection, lookup: PeopleLookup): PeopleQueries {
  const { orm } = db;
  const ownerOf = select(
    db,
    orm
      .select({ contact: contactAddresses.contact })
      .from(contactAddresses)
      .where(eq(contactAddresses.key, param('key'))),
  );
  const clientOfDomain = select(
    db,
    orm
      .select({ client: clientDomains.client })
      .from(clientDomains)
      .where(eq(clientDomains.domain, param('domain'))),
  );
  const contactRow = select(
    db,
    orm
      .select()
      .from(contacts)
      .where(eq(contacts.id, param('id'))),
  );
  const addressesOf = select(
    db,
    orm
      .select()
      .from(contactAddresses)
      .where(eq(contactAddresses.contact, param('contact')))
      .orderBy(asc(contactAddresses.position)),
  );
  const clientRow = select(
    db,
    orm
      .select()
      .from(clients)
      .where(eq(clients.id, param('id'))),
  );
  const domainsOf = select(
    db,
    orm
      .select()
      .from(clientDomains)
      .where(within(clientDomains.client, 'ids'))
      .orderBy(asc(clientDomains.client), asc(clientDomains.position)),
  );
  const byPhone = select(
    db,
    orm
      .select({ contact: contactPhones.contact })
      .from(contactPhones)
      .where(eq(contactPhones.tail, param('tail')))
      .orderBy(asc(contactPhones.contact))
      .limit(50),
  );
  const byNumber = select(
    db,
    orm
      .select({ id: clients.id })
      .from(clients)
      .where(eq(clients.companyNumber, param('number'))),
  );
  const clientPage = select(
    db,
    orm
      .select()
      .from(clients)
      .where(gt(clients.id, param('after')))
      .orderBy(asc(clients.id))
      .limit(sql.placeholder('limit')),
  );
  const contactPage = select(
    db,
    orm
      .select()
      .from(contacts)
      .where(gt(contacts.id, param('after')))
      .orderBy(asc(contacts.id))
      .limit(sql.placeholder('limit')),
  );
  const contactPageOf = select(
    db,
    orm
      .select()
      .from(contacts)
      .where(and(eq(contacts.client, param('client')), gt(contacts.id, param('after'))))
      .orderBy(asc(contacts.id))
      .limit(sql.placeholder('limit')),
  );

  function contactRecords(rows: readonly ContactRow[]): readonly (ContactRecord & { readonly id: ContactId })[] {
    return rows.map((row) => {
      return {
        id: row.id,
        client: known(row.client),
        name: row.name,
        businessUnit: known(row.businessUnit),
        position: known(row.position),
        landline: known(row.landline),
        mobile: known(row.mobile),
        addresses: addressesOf.all({ contact: row.id }).map((each) => each.address),
        locale: known(row.locale),
        responsible: row.responsible === 1,
        sees: row.sees,
      };
    });
  }

  function clientRecords(rows: readonly ClientRow[]): readonly (ClientRecord & { readonly id: ClientId })[] {
    const domains = domainsOf.all({ ids: list(rows.map((row) => row.id)) });
    return rows.map((row) => ({
      id: row.id,
      companyNumber: known(row.companyNumber),
      name: row.name,
      locale: known(row.locale),
      domains: domains.filter((each) => each.client === row.id).map((each) => each.domain),
      desk: known(row.desk),
      level: known(row.level),
      calendar: known(row.calendar),
      matrix: known(row.matrix),
      obligations: known(row.obligations),
    }));
  }

  return {
    async people(addresses) {
      const found = new Map<string, Person>();
      for (const address of addresses) {
        const key = addressKey(address);
        if (key === '' || found.has(key)) continue;
        const owner = ownerOf.get({ key });
        if (owner !== undefined) found.set(key, { kind: 'contact', contact: lookup.contact(owner.contact) });
        else found.set(key, { kind: 'unknown', client: clientOfDomain.get({ domain: domainOf(key) })?.client });
      }
      return found;
    },
    async contact(id) {
      const row = contactRow.get({ id });
      const [record] = row === undefined ? [] : contactRecords([row]);
      return record === undefined ? undefined : { ...record, ...lookup.contact(id) };
    },
    async client(id) {
      const row = clientRow.get({ id });
      const [record] = row === undefined ? [] : clientRecords([row]);
      const client = lookup.client(id);
      return record === undefined || client === undefined ? undefined : { ...client, ...record };
    },
    async clients(limit, after) {
      return clientRecords(clientPage.all({ limit, after: after ?? 0 }));
    },
    async contactsByPhone(number) {
      return byPhone.all({ tail: phoneTail(number) }).map(({ contact }) => lookup.contact(contact));
    },
    async clientByCompanyNumber(number) {
      const row = byNumber.get({ number: number.trim() });
      return row === undefined ? undefined : this.client(row.id);
    },
    async contacts({ client, after, limit }) {
      const page = { limit, after: after ?? 0 };
      return contactRecords(client === undefined ? contactPage.all(page) : contactPageOf.all({ ...page, client }));
    },
  };
}

/** The last eight digits of a number: the same in every spelling, with the country or without. */
export function phoneTail(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/(?:;ext=|[a-zа-яčćžšđ#]).*$/iu, '')
    .replace(/\D/g, '')
    .slice(-8);
}

function contactOf(row: ContactRow, address: Contact['address']): Contact {
  return {
    id: row.id,
    name: row.name,
    address,
    phones: [row.landline, row.mobile].flatMap((phone) => phone ?? []),
    client: known(row.client),
    locale: known(row.locale),
    responsible: row.responsible === 1,
    businessUnit: known(row.businessUnit),
    sees: row.sees,
    undeliverable: row.undeliverable === 1,
    known: row.known > 0,
    entered: row.known === 2,
    spammer: row.spammer === 1,
  };
}
