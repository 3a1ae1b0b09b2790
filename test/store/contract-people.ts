import { describe, expect, test } from 'vitest';
import type { ContactId, DeskId } from '../../src/desk/ids.ts';
import { RecordRefused, VersionConflict } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import { address, clientRecord, contactRecord, decision, NOW, openTicket } from './make.ts';

export function peopleContract(fresh: NewStore): void {
  describe('people', () => {
    test('a client and a contact come back as they were entered', async () => {
      const { store } = await fresh();
      const client = clientRecord('Banka', {
        companyNumber: '17171717',
        locale: 'sr',
        domains: ['banka.example', 'Banka2.example'],
        desk: 'ebanking' as DeskId,
      });
      const { clientId, contactId, contact } = await store.write(async (tx) => {
        const clientId = await tx.putClient(client);
        const contact = contactRecord('Ana@banka.example', {
          client: clientId,
          name: 'Ana Anić',
          businessUnit: 'Glavna 1, 11000 Beograd',
          position: 'direktorka',
          landline: '+381 11 1',
          mobile: '+381 64 1',
          addresses: [address('Ana@banka.example'), address('ana2@banka.example')],
          locale: 'sr-Cyrl',
          responsible: true,
          sees: 'unit',
        });
        return { clientId, contactId: await tx.putContact(contact), contact };
      });
      const domains = ['banka.example', 'banka2.example'];
      expect(await store.read.clients(10)).toEqual([{ ...client, id: clientId, domains }]);
      expect(await store.read.contacts({ limit: 10 })).toEqual([{ ...contact, id: contactId }]);
      const phones = ['+381 11 1', '+381 64 1'];
      const whole = {
        address: 'Ana@banka.example',
        phones,
        undeliverable: false,
        spammer: false,
        known: true,
        entered: true,
      };
      expect(await store.read.contact(contactId)).toEqual({ ...contact, ...whole, id: contactId });
      const seen = await store.read.client(clientId);
      expect(seen).toMatchObject({ ...client, id: clientId, domains });
      expect(seen?.responsible).toMatchObject([{ id: contactId, address: 'Ana@banka.example' }]);
    });

    test('an address is found whatever its case; else the client that owns the domain; else nobody', async () => {
      const { store } = await fresh();
      const { client, ana } = await store.write(async (tx) => {
        const client = await tx.putClient(clientRecord('Banka', { domains: ['banka.example'] }));
        const ana = await tx.putContact(
          contactRecord('ana@other.example', {
            addresses: [address('ana@other.example'), address('Ana@Home.example')],
          }),
        );
        return { client, ana };
      });
      const found = await store.read.people([
        'ANA@home.EXAMPLE',
        'new@Banka.example',
        'x@sub.banka.example',
        'y@z.example',
        '',
      ]);
      expect([...found]).toEqual([
        [
          'ana@home.example',
          { kind: 'contact', contact: expect.objectContaining({ id: ana, address: 'ana@other.example' }) },
        ],
        ['new@banka.example', { kind: 'unknown', client }],
        ['x@sub.banka.example', { kind: 'unknown', client: undefined }],
        ['y@z.example', { kind: 'unknown', client: undefined }],
      ]);
    });

    test.each([
      { name: "a mail provider's domain", domains: ['gmail.com'], says: 'open to anyone' },
      { name: 'the same in capitals', domains: ['Seznam.CZ '], says: 'open to anyone' },
      { name: "another client's domain", domains: ['taken.example'], says: 'already the client First' },
    ])('a client may not have $name, and nothing is written', async ({ domains, says }) => {
      const { store } = await fresh();
      await store.write((tx) => tx.putClient(clientRecord('First', { domains: ['taken.example'] })));
      const put = store.write((tx) => tx.putClient(clientRecord('Second', { domains })));
      await expect(put).rejects.toThrow(RecordRefused);
      await expect(put).rejects.toThrow(says);
      expect((await store.read.clients(10)).map((each) => each.name)).toEqual(['First']);
    });

    test('the same record again changes it: a client by its number, a contact by an address', async () => {
      const { store } = await fresh();
      const ids = await store.write(async (tx) => [
        await tx.putClient(clientRecord('Old', { companyNumber: '1', domains: ['a.example'] })),
        await tx.putClient(clientRecord('New', { companyNumber: '1', domains: ['b.example'] })),
      ]);
      expect(ids[0]).toBe(ids[1]);
      expect(await store.read.clients(10)).toMatchObject([{ name: 'New', domains: ['b.example'] }]);
      const people = await store.write(async (tx) => [
        await tx.putContact(contactRecord('ana@x.example', { position: 'clerk' })),
        await tx.putContact(
          contactRecord('ana@x.example', {
            name: 'Ana',
            addresses: [address('new@x.example'), address('ANA@x.example')],
          }),
        ),
      ]);
      expect(people[0]).toBe(people[1]);
      expect(await store.read.contacts({ limit: 10 })).toMatchObject([
        { name: 'Ana', position: undefined, addresses: ['new@x.example', 'ANA@x.example'] },
      ]);
    });

    test('an address has one owner', async () => {
      const { store } = await fresh();
      await store.write(async (tx) => {
        const ana = await tx.putContact(contactRecord('ana@x.example'));
        await tx.putContact(contactRecord('eva@x.example'));
        const both = [address('ana@x.example'), address('eva@x.example')] as const;
        await expect(tx.putContact(contactRecord('ana@x.example', { addresses: both }))).rejects.toThrow(RecordRefused);
        await expect(tx.putContact(contactRecord('eva@x.example', { id: ana }))).rejects.toThrow('another contact');
        const nobody = tx.putContact(contactRecord('new@x.example', { id: 99 as ContactId }));
        await expect(nobody).rejects.toThrow('no contact 99');
      });
    });

    test('lists are paged, and bounded to a client', async () => {
      const { store } = await fresh();
      const { client, ids } = await store.write(async (tx) => {
        const client = await tx.putClient(clientRecord('Banka'));
        const ids = [];
        for (const n of [1, 2, 3, 4])
          ids.push(await tx.putContact(contactRecord(`p${n}@x.example`, { client: n % 2 === 0 ? client : undefined })));
        return { client, ids };
      });
      const [one, two, three, four] = ids;
      const listed = async (filter: Parameters<typeof store.read.contacts>[0]) =>
        (await store.read.contacts(filter)).map((each) => each.id);
      expect(await listed({ limit: 3 })).toEqual([one, two, three]);
      if (three !== undefined) expect(await listed({ limit: 3, after: three })).toEqual([four]);
      expect(await listed({ limit: 3, client })).toEqual([two, four]);
    });

    test('a decision brings contacts; a taken address makes it be decided again', async () => {
      const { store } = await fresh();
      const id = await store.write(async (tx) => {
        const id = tx.ids(() => 'EB').contact();
        const contacts = [
          { id, name: 'Cc', address: address('Cc@x.example'), phone: undefined, client: undefined, known: false },
        ];
        await tx.apply(decision({ contacts }), new Map(), NOW);
        return id;
      });
      expect(await store.read.contact(id)).toMatchObject({ name: 'Cc', known: false, undeliverable: false });
      const again = store.write(async (tx) => {
        const other = { id: tx.ids(() => 'EB').contact(), name: 'Cc', address: address('cc@x.example') };
        await tx.apply(
          decision({ contacts: [{ ...other, phone: undefined, client: undefined, known: false }] }),
          new Map(),
          NOW,
        );
      });
      await expect(again).rejects.toThrow(VersionConflict);
      await store.write((tx) => openTicket(tx, id));
      expect((await store.read.contact(id))?.known).toBe(true);
    });

    test('an address that bounced stays marked until staff enter another, or it is shown to work', async () => {
      const { store } = await fresh();
      const id = await store.write(async (tx) => {
        const id = await tx.putContact(contactRecord('ana@x.example'));
        await tx.apply(decision({ undeliverable: [id] }), new Map(), NOW);
        await tx.putContact(contactRecord('ana@x.example', { name: 'Ana' }));
        return id;
      });
      expect((await store.read.contact(id))?.undeliverable).toBe(true);
      await store.write((tx) => tx.putContact(contactRecord('ana@y.example', { id })));
      expect((await store.read.contact(id))?.undeliverable).toBe(false);
      await store.write((tx) => tx.apply(decision({ undeliverable: [id] }), new Map(), NOW));
      await store.write((tx) => tx.apply(decision({ reachable: [id] }), new Map(), NOW));
      expect((await store.read.contact(id))?.undeliverable).toBe(false);
    });

    test('a contact without address is entered by his number, and met again by name and number (SOFTECH-10)', async () => {
      const { store } = await fresh();
      const byPhone = (name: string, landline: string) =>
        contactRecord('x@x.example', { name, addresses: [], landline });
      const [jan, again, eva] = await store.write(async (tx) => [
        await tx.putContact(byPhone('Jan', '224 123 456')),
        await tx.putContact({ ...byPhone('Jan', '+420 224 123 456'), position: 'správce' }),
        await tx.putContact(byPhone('Eva', '224 123 456')),
      ]);
      expect(jan).toBe(again);
      expect(eva).not.toBe(jan);
      const found = await store.read.contact(jan as ContactId);
      expect(found).toMatchObject({
        name: 'Jan',
        addresses: [],
        address: undefined,
        position: 'správce',
        entered: true,
      });
      const nobody = store.write((tx) => tx.putContact(byPhone('Bez', '')));
      await expect(nobody).rejects.toThrow('give an address or a phone number');
      const kept = await store.write((tx) => tx.putContact({ ...byPhone('Jan', '224 123 456'), id: jan }));
      expect(kept).toBe(jan);
    });

    test('people are found by the digits of their numbers, whatever way they are written (SAGA-5)', async () => {
      const { store } = await fresh();
      const ids = await store.write(async (tx) => {
        const ana = await tx.putContact(contactRecord('ana@x.example', { mobile: '+381 (0)64 123-45-67' }));
        const bob = await tx.putContact(contactRecord('bob@x.example', { landline: '064/123 45 67 lok. 12' }));
        const eva = await tx.putContact(contactRecord('eva@x.example', { landline: '011 310 86 80' }));
        const caller = tx.ids(() => 'EB').contact();
        const unknown = {
          id: caller,
          name: '',
          address: undefined,
          phone: '064 1234567',
          client: undefined,
          known: true,
        };
        await tx.apply(decision({ contacts: [unknown] }), new Map(), NOW);
        return { ana, bob, eva, caller };
      });
      const found = async (number: string) => (await store.read.contactsByPhone(number)).map(({ id }) => id);
      expect(await found('00381 64 1234567')).toEqual([ids.ana, ids.bob, ids.caller]);
      expect(await found('+381113108680')).toEqual([ids.eva]);
      expect(await found('')).toEqual([]);
      expect(await store.read.contact(ids.caller)).toMatchObject({ phones: ['064 1234567'], entered: false });
      await store.write((tx) => openTicket(tx, ids.ana));
      expect(await store.read.contact(ids.ana)).toMatchObject({ known: true, entered: true });
      await store.write((tx) => tx.putContact(contactRecord('ana@x.example', { mobile: '+381 60 000 00 01' })));
      expect(await found('064 123 45 67')).toEqual([ids.bob, ids.caller]);
    });

    test('a client is found by his company number', async () => {
      const { store } = await fresh();
      const id = await store.write(async (tx) => {
        const id = await tx.putClient(clientRecord('Banka', { companyNumber: '20123456' }));
        await tx.putContact(contactRecord('ana@x.example', { client: id, responsible: true }));
        return id;
      });
      const found = await store.read.clientByCompanyNumber(' 20123456 ');
      expect(found).toMatchObject({ id, name: 'Banka', responsible: [{ address: 'ana@x.example' }] });
      expect(await store.read.clientByCompanyNumber('2012345')).toBeUndefined();
    });

    test('a future client who was accepted is entered with his person, who is responsible for him (SAGA-6)', async () => {
      const { store } = await fresh();
      const contact = await store.write(async (tx) => {
        const id = tx.ids(() => 'EB').contact();
        const writer = { id, name: 'Mira', address: address('mira@nova.example'), phone: undefined, client: undefined };
        await tx.apply(decision({ contacts: [{ ...writer, known: true }] }), new Map(), NOW);
        const form = {
          contact: id,
          client: tx.ids(() => 'EB').client(),
          companyNumber: '20123456',
          clientName: 'Nova banka a.d.',
          name: 'Mira Mirić',
          businessUnit: 'Glavna 1, 21000 Novi Sad',
          position: 'direktorka',
          landline: '+381 21 123 456',
          mobile: undefined,
        };
        await tx.apply(decision({ enrolled: [form] }), new Map(), NOW);
        return id;
      });
      const entered = await store.read.contact(contact);
      expect(entered).toMatchObject({
        name: 'Mira Mirić',
        businessUnit: 'Glavna 1, 21000 Novi Sad',
        position: 'direktorka',
        landline: '+381 21 123 456',
        mobile: undefined,
        addresses: ['mira@nova.example'],
        responsible: true,
        entered: true,
      });
      const client = await store.read.client(entered?.client ?? (0 as never));
      expect(client).toMatchObject({
        name: 'Nova banka a.d.',
        companyNumber: '20123456',
        responsible: [{ id: contact }],
      });
      expect((await store.read.contactsByPhone('021123456')).map(({ id }) => id)).toEqual([contact]);

      // Whoever signs up with a company number that a client has is known by it.
      const later = await store.write(async (tx) => {
        const { ticket } = await openTicket(tx, contact);
        const asked = { kind: 'enrolment', state: 'asked', by: { kind: 'gateway' } } as const;
        const change = { ticket, expected: 2, events: [asked], subject: undefined, formerNumber: undefined };
        const stated = { kind: 'given', value: ' 20123456', explicit: true, recognised: true } as const;
        const facts = [{ ticket, facts: { 'company-number': stated } }];
        await tx.apply(decision({ changes: [change], facts }), new Map(), NOW);
        return ticket;
      });
      expect((await store.read.ticketFacts([later])).get(later)).toMatchObject({ namesake: client?.id });
    });
  });
}
