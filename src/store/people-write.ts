import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Enrolled, NewContact } from '../desk/facts.ts';
import type { ClientId, ContactId, Ids } from '../desk/ids.ts';
import { addressKey } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { identity } from './codec.ts';
import { type Connection, inserter, list, param, within } from './connection.ts';
import { phoneTail } from './people.ts';
import { type ContactRecord, RecordRefused, type Tx, VersionConflict } from './port.ts';
import { change, select } from './prepared.ts';
import { clientDomains, clients, contactAddresses, contactPhones, contacts } from './schema.ts';

/** What a decision does to people, beside what an operator does through the port. */
export interface PeopleWrites extends Pick<Tx, 'putClient' | 'putContact'> {
  /** Throws `VersionConflict` when the address has come to belong to someone since the decision's facts were read. */
  readonly addContact: (contact: NewContact) => void;
  /** Enters a future client who was accepted, with his person, who is responsible for him (SAGA-6). */
  readonly enrol: (enrolled: Enrolled) => void;
  readonly markUndeliverable: (ids: readonly ContactId[], undeliverable: boolean) => void;
  readonly markSpammer: (id: ContactId, spammer: boolean) => void;
}

/** What writes the register of clients and contacts. */
export function peopleWrites(db: Connection, next: Pick<Ids, 'contact' | 'client'>): PeopleWrites {
  const { orm } = db;
  const insertClient = inserter(db, clients);
  const insertDomain = inserter(db, clientDomains);
  const insertContact = inserter<typeof contacts, 'forgotten'>(db, contacts);
  const insertAddress = inserter(db, contactAddresses);
  const clientByNumber = select(
    db,
    orm
      .select({ id: clients.id })
      .from(clients)
      .where(eq(clients.companyNumber, param('companyNumber'))),
  );
  const updateClient = change(
    db,
    orm
      .update(clients)
      .set({
        companyNumber: sql`${param('companyNumber')}`,
        name: sql`${param('name')}`,
        locale: sql`${param('locale')}`,
        desk: sql`${param('desk')}`,
        level: sql`${param('level')}`,
        calendar: sql`${param('calendar')}`,
        matrix: sql`${param('matrix')}`,
        obligations: sql`${param('obligations')}`,
      })
      .where(eq(clients.id, param('id'))),
  );
  const clearDomains = change(db, orm.delete(clientDomains).where(eq(clientDomains.client, param('id'))));
  const domainOwner = select(
    db,
    orm
      .select({ name: clients.name })
      .from(clientDomains)
      .innerJoin(clients, eq(clients.id, clientDomains.client))
      .where(and(eq(clientDomains.domain, param('domain')), ne(clientDomains.client, param('client')))),
  );
  const freeMail = db.raw.prepare('SELECT 1 FROM free_mail_domains WHERE domain = ?').pluck();
  const owners = select(
    db,
    orm
      .select({ contact: contactAddresses.contact, name: contacts.name })
      .from(contactAddresses)
      .innerJoin(contacts, eq(contacts.id, contactAddresses.contact))
      .where(eq(contactAddresses.key, param('key'))),
  );
  const addressesOf = select(
    db,
    orm
      .select()
      .from(contactAddresses)
      .where(eq(contactAddresses.contact, param('id')))
      .orderBy(asc(contactAddresses.position)),
  );
  const clearAddresses = change(db, orm.delete(contactAddresses).where(eq(contactAddresses.contact, param('id'))));
  const updateContact = change(
    db,
    orm
      .update(contacts)
      .set({
        client: sql`${param('client')}`,
        name: sql`${param('name')}`,
        businessUnit: sql`${param('businessUnit')}`,
        position: sql`${param('position')}`,
        landline: sql`${param('landline')}`,
        mobile: sql`${param('mobile')}`,
        locale: sql`${param('locale')}`,
        responsible: sql`${param('responsible')}`,
        sees: sql`coalesce(${param('sees')}, ${contacts.sees})`,
        undeliverable: sql`CASE WHEN ${param('sameAddress')} THEN ${contacts.undeliverable} ELSE 0 END`,
        known: 2,
        // Staff enter him: he is none.
        spammer: 0,
      })
      .where(eq(contacts.id, param('id'))),
  );
  const samePerson = select(
    db,
    orm
      .selectDistinct({ id: contacts.id })
      .from(contacts)
      .innerJoin(contactPhones, eq(contactPhones.contact, contacts.id))
      .leftJoin(contactAddresses, eq(contactAddresses.contact, contacts.id))
      .where(
        and(
          within(contactPhones.tail, 'tails'),
          sql`${contacts.client} IS ${param('client')}`,
          eq(contacts.name, param('name')),
          isNull(contactAddresses.contact),
        ),
      )
      .orderBy(asc(contacts.id)),
  );
  const insertPhone = inserter(db, contactPhones);
  const clearPhones = change(db, orm.delete(contactPhones).where(eq(contactPhones.contact, param('id'))));
  const enrolContact = change(
    db,
    orm
      .update(contacts)
      .set({
        client: sql`${param('client')}`,
        name: sql`${param('name')}`,
        businessUnit: sql`${param('businessUnit')}`,
        position: sql`${param('position')}`,
        landline: sql`${param('landline')}`,
        mobile: sql`${param('mobile')}`,
        responsible: 1,
        known: 2,
      })
      .where(eq(contacts.id, param('id'))),
  );
  const setUndeliverable = change(
    db,
    orm
      .update(contacts)
      .set({ undeliverable: sql`${param('undeliverable')}` })
      .where(within(contacts.id, 'ids')),
  );

  const setSpammer = change(
    db,
    orm
      .update(contacts)
      .set({ spammer: sql`${param('spammer')}` })
      .where(eq(contacts.id, param('id'))),
  );

  function setDomains(client: ClientId, domains: readonly string[]): void {
    clearDomains.run({ id: client });
    let position = 0;
    for (const domain of new Set(domains.map((each) => each.trim().toLowerCase()).filter((each) => each !== ''))) {
      if (freeMail.get(domain) !== undefined)
        throw new RecordRefused(
          `${domain} is a mail provider's domain, open to anyone: enter the client's people by their addresses instead`,
        );
      const owner = domainOwner.get({ domain, client });
      if (owner !== undefined) throw new RecordRefused(`the domain ${domain} is already the client ${owner.name}'s`);
      insertDomain({ domain, client, position: position++ });
    }
  }

  function setAddresses(contact: ContactId, addresses: readonly EmailAddress[]): void {
    clearAddresses.run({ id: contact });
    const byKey = new Map([...addresses].reverse().map((address) => [addressKey(address), address]));
    let position = 0;
    for (const [key, address] of [...byKey].reverse()) insertAddress({ key, contact, position: position++, address });
  }

  function setPhones(contact: ContactId, numbers: readonly (string | undefined)[]): void {
    clearPhones.run({ id: contact });
    const tails = new Set(numbers.flatMap((number) => phoneTail(number ?? '') || []));
    for (const tail of tails) insertPhone({ tail, contact });
  }

  /** Whose record this is: the one named, else the one who has its addresses. Throws `RecordRefused` when they are several people's. */
  function ownerOf({ id, addresses }: ContactRecord): ContactId | undefined {
    const found = addresses.flatMap((address) => owners.all({ key: addressKey(address) }));
    const other = found.find((each) => each.contact !== (id ?? found[0]?.contact));
    if (other !== undefined)
      throw new RecordRefused(
        `one of the addresses ${addresses.join(', ')} belongs to another contact already: ${other.contact} ${other.name}`,
      );
    return id ?? found[0]?.contact;
  }

  /** One who has no address is met again by client, name and number, so that a table can be entered twice. */
  function withoutAddress({ client, name, landline, mobile }: ContactRecord): ContactId | undefined {
    const tails = [landline, mobile].flatMap((number) => phoneTail(number ?? '') || []);
    if (tails.length === 0)
      throw new RecordRefused(`${name || 'a contact'} can be reached in no way: give an address or a phone number`);
    return samePerson.get({ tails: list(tails), client: client ?? null, name })?.id;
  }

  return {
    async putClient(record) {
      const companyNumber = identity(record.companyNumber);
      const id = record.id ?? (companyNumber === undefined ? undefined : clientByNumber.get({ companyNumber })?.id);
      const { name, locale, desk, level, calendar, matrix, obligations } = record;
      if (name.trim() === '') throw new RecordRefused('a client needs a name');
      if (id === undefined) {
        const client = next.client();
        insertClient({ id: client, companyNumber, name, locale, desk, level, calendar, matrix, obligations });
        setDomains(client, record.domains);
        return client;
      }
      const changed = updateClient.run({
        id,
        companyNumber: companyNumber ?? null,
        name,
        locale: locale ?? null,
        desk: desk ?? null,
        level: level ?? null,
        calendar: calendar ?? null,
        matrix: matrix ?? null,
        obligations: obligations ?? null,
      });
      if (changed.changes === 0) throw new RecordRefused(`there is no client ${id}`);
      setDomains(id, record.domains);
      return id;
    },
    async putContact(record) {
      const reached = record.addresses.length > 0;
      const met = reached ? undefined : withoutAddress(record);
      const owner = ownerOf(record) ?? met;
      const id = owner ?? next.contact();
      const { client, name, businessUnit, position, landline, mobile, locale } = record;
      const responsible = record.responsible ? 1 : 0;
      const details = { client, name, businessUnit, position, landline, mobile, locale, responsible };
      if (owner === undefined)
        insertContact({ id, ...details, sees: record.sees ?? 'own', undeliverable: 0, known: 2, spammer: 0 });
      else {
        const [first] = record.addresses;
        const sameAddress = first !== undefined && addressesOf.all({ id })[0]?.key === addressKey(first) ? 1 : 0;
        const nulls = Object.fromEntries(Object.entries(details).map(([key, value]) => [key, value ?? null]));
        if (updateContact.run({ id, ...nulls, sees: record.sees ?? null, sameAddress }).changes === 0)
          throw new RecordRefused(`there is no contact ${id}`);
      }
      setAddresses(id, record.addresses);
      setPhones(id, [landline, mobile]);
      return id;
    },
    addContact({ id, name, address, phone, client, known }) {
      const [owner] = address === undefined ? [] : owners.all({ key: addressKey(address) });
      if (owner !== undefined)
        throw new VersionConflict(`the address of a new contact belongs to contact ${owner.contact} by now`);
      insertContact({
        id,
        client,
        name,
        businessUnit: undefined,
        position: undefined,
        landline: phone,
        mobile: undefined,
        locale: undefined,
        responsible: 0,
        undeliverable: 0,
        spammer: 0,
        known: known ? 1 : 0,
        sees: 'own',
      });
      if (address !== undefined) insertAddress({ key: addressKey(address), contact: id, position: 0, address });
      setPhones(id, [phone]);
    },
    enrol({ contact, client, clientName, companyNumber, name, businessUnit, position, landline, mobile }) {
      const number = identity(companyNumber);
      if (number !== undefined && clientByNumber.get({ companyNumber: number }) !== undefined)
        throw new VersionConflict(`the company number of an enrolment belongs to a client by now`);
      insertClient({
        id: client,
        companyNumber: number,
        name: clientName,
        locale: undefined,
        desk: undefined,
        level: undefined,
        calendar: undefined,
        matrix: undefined,
        obligations: undefined,
      });
      enrolContact.run({ id: contact, client, name, businessUnit, position, landline, mobile: mobile ?? null });
      setPhones(contact, [landline, mobile]);
    },
    markUndeliverable(ids, undeliverable) {
      setUndeliverable.run({ ids: list(ids), undeliverable: undeliverable ? 1 : 0 });
    },
    markSpammer(id, spammer) {
      setSpammer.run({ id, spammer: spammer ? 1 : 0 });
    },
  };
}
