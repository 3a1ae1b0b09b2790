import { expect, test } from 'vitest';
import type { TicketId } from '../../src/desk/ids.ts';
import { body, contactRecord, openTicket } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { bench } = temporaryStores();

test('of somebody with many tickets the newest are looked at, and older ones that share rare words, those with the most first', async () => {
  const { store } = await bench();
  const { ana, found } = await store.write(async (tx) => {
    const ana = await tx.putContact(contactRecord('ana@example.com'));
    const eva = await tx.putContact(contactRecord('eva@example.com'));
    const opened = async (contact: typeof ana, text: string): Promise<TicketId> =>
      (await openTicket(tx, contact, { text, body: body({ subject: 'Predmet', full: text }) })).ticket;
    const found = {
      one: await opened(ana, 'čitač kartice'),
      both: await opened(ana, 'čitaču treba certifikat'),
      neither: await opened(ana, 'nešto drugo'),
      others: await opened(eva, 'čitač i certifikat'),
    };
    for (let n = 0; n < 20; n++) await opened(ana, 'opet nešto drugo');
    return { ana, found };
  });
  while ((await store.indexSome(100)) > 0);
  const like = async (words: readonly string[]) =>
    (await store.read.earlierLike({ contacts: [ana], clients: [] }, () => words)).map(({ ticket }) => ticket);
  expect((await like(['citac', 'certifikat'])).slice(0, 2)).toEqual([found.both, found.one]);
  expect(await like(['citac', 'certifikat'])).toHaveLength(17);
  expect(await like(['nigdje'])).toHaveLength(15);
});

test('whose tickets are few has them all looked at, and no word is looked up', async () => {
  const { store } = await bench();
  const [ana, ticket] = await store.write(async (tx) => {
    const contact = await tx.putContact(contactRecord('ana@example.com'));
    return [contact, (await openTicket(tx, contact, { text: 'čitač' })).ticket];
  });
  const words = () => {
    throw new Error('asked for words');
  };
  const found = await store.read.earlierLike({ contacts: [ana], clients: [] }, words);
  expect(found.map((one) => one.ticket)).toEqual([ticket]);
});
