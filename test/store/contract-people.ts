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
        });
        return { clientId, contactId: await tx.putContact(contact), contact };
      });
      const domains = ['banka.example', 'banka2.example'];
      expect(await store.read.clients(10)).toEqual([{ ...client, id: clientId, domains }]);
      expect(await store.read.contacts({ limit: 10 })).toEqual([{ ...contact, id: contactId }]);
      const phones = ['+381 11 1', '+381 64 1'];
      const whole = { address: 'Ana@banka.example', phones, undeliverable: false, known: true };
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
  });
}
