import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import { body, contactRecord, openTicket } from './make.ts';

const attachment = {
  contentType: 'application/pdf',
  size: 1,
  contentId: undefined,
  inline: false,
  blob: undefined,
  leftOut: undefined,
  detectedType: undefined,
  blocked: undefined,
};

async function written(
  store: Store,
  texts: readonly { readonly subject?: string; readonly text: string; readonly file?: string }[],
) {
  return store.write(async (tx) => {
    const contact = await tx.putContact(contactRecord('ana@example.com'));
    const tickets = [];
    for (const { subject, text, file } of texts) {
      const attachments = file === undefined ? [] : [{ ...attachment, filename: file }];
      const stored = body({ subject: subject ?? 'Predmet', full: text, attachments });
      tickets.push((await openTicket(tx, contact, { text, body: stored })).ticket);
    }
    return tickets;
  });
}

export function searchContract(fresh: NewStore): void {
  describe('search', () => {
    test.each([
      { query: 'djordje', finds: 'Pozdrav, Đorđe' },
      { query: 'dorde', finds: 'Pozdrav, Đorđe' },
      { query: 'Đorđe', finds: 'Javio se Djordje.' },
      { query: 'ђорђе', finds: 'Javio se Djordje.' },
      { query: 'Ђорђе', finds: 'Pozdrav, Đorđe' },
      { query: 'djordje', finds: 'Поздрав, Ђорђе' },
      { query: 'cvijecu', finds: 'o cvijeću' },
      { query: 'žurno', finds: 'ZURNO!' },
      { query: 'љубав', finds: 'ljubav' },
      { query: 'njegos', finds: 'Његош' },
      { query: 'dzep', finds: 'џеп' },
      { query: 'скопје', finds: 'Skopje' },
      { query: 'kjosev', finds: 'Ќосев' },
      { query: 'evgenija', finds: 'Евгенија' },
      { query: 'platba', finds: 'Platbá přišla' },
      { query: 'prisl', finds: 'Platba přišla' },
      { query: 'kôň', finds: 'kon' },
      { query: 'ľalia', finds: 'lalia' },
      { query: 'EB-1001', finds: 'vidi EB-1001 opet' },
      { query: 'ponuda račun', finds: 'Račun po ponudi: ponuda 5' },
    ])('$query finds "$finds"', async ({ query, finds }) => {
      const { store } = await fresh();
      const [ticket] = await written(store, [{ text: finds }, { text: 'nothing of the kind' }]);
      expect(await store.indexSome(10)).toBe(2);
      expect((await store.read.search(query, 5)).map((hit) => hit.ticket.id)).toEqual([ticket]);
    });

    test.each([
      '',
      '   ',
      '""',
      '*',
      'OR',
      'NOT',
      'NEAR(a b)',
      'subject:token',
      '"',
      "'; DROP TABLE search; --",
      'a" OR "b',
      '-x',
      '(',
      '\u0000',
    ])('what people type is words, never syntax: %j', async (query) => {
      const { store } = await fresh();
      await written(store, [{ text: 'token' }]);
      await store.indexSome(10);
      expect(await store.read.search(query, 5)).toEqual([]);
    });

    test('subject and attachment names are found too; all words must be there', async () => {
      const { store } = await fresh();
      const [one, two] = await written(store, [
        { subject: 'Reklamacija', text: 'Stiglo je.' },
        { text: 'U prilogu.', file: 'Faktura_2026-03.pdf' },
      ]);
      await store.indexSome(10);
      const found = async (query: string) => (await store.read.search(query, 5)).map((hit) => hit.ticket.id);
      expect(await found('reklam stiglo')).toEqual([one]);
      expect(await found('faktura 2026')).toEqual([two]);
      expect(await found('reklam faktura')).toEqual([]);
    });

    test('newest first, one hit for each ticket, bounded', async () => {
      const { store } = await fresh();
      const tickets = await written(
        store,
        Array.from({ length: 5 }, (_, n) => ({ text: `token ${n}` })),
      );
      await store.indexSome(10);
      expect((await store.read.search('token', 3)).map((hit) => hit.ticket.id)).toEqual(tickets.slice(2).reverse());
    });

    test.each([
      ['a single letter is a word, not a beginning', 'x', ['x ray', 'xylophone'], [0]],
      ['two letters are a beginning', 'xy', ['x ray', 'xylophone'], [1]],
      ['letters of other alphabets are a beginning', '請求書', ['請求書の件', '請求'], [0]],
      ['five letters are a beginning', 'fakto', ['faktorial 5', 'fakturu', 'Faktor'], [0, 2]],
      ['words may be in any order, each the beginning of one', 'xylop ray faktu', ['ray fakturu xylophone'], [0]],
    ])('%s', async (_rule, query, texts, found) => {
      const { store } = await fresh();
      const tickets = await written(
        store,
        texts.map((text) => ({ text })),
      );
      await store.indexSome(10);
      const hits = (await store.read.search(query, 5)).map((hit) => tickets.indexOf(hit.ticket.id));
      expect(hits.toSorted()).toEqual(found);
    });

    test('of a beginning that very many words share, the word itself and those with letters come before numbers', async () => {
      const { store } = await fresh();
      const numbers = Array.from({ length: 150 }, (_, n) => `server${n}`).join(' ');
      const [word, form, all] = await written(store, [
        { text: 'the server' },
        { text: 'na serveru' },
        { text: numbers },
        { text: 'nothing' },
      ]);
      await store.indexSome(10);
      const hits = await store.read.search('server', 5);
      expect(hits.map((hit) => hit.ticket.id)).toEqual([all, form, word]);
      expect((await store.read.search('server149', 5)).map((hit) => hit.ticket.id)).toEqual([all]);
    });

    test.each([
      { text: 'Moj Đorđe ne radi.', query: 'djordje', want: 'Moj \u0002Đorđe\u0003 ne radi.' },
      {
        text: `${'pre '.repeat(30)}TOKEN,\n\n  posle`,
        query: 'tok',
        want: '…pre pre pre pre pre pre \u0002TOKEN\u0003, posle',
      },
      { text: `token ${'dalje '.repeat(40)}`, query: 'token', want: `\u0002token\u0003${' dalje'.repeat(23)}…` },
      { text: 'a\u0002b\u0003 token', query: 'token', want: 'ab \u0002token\u0003' },
    ])('the snippet marks what was found: $want', async ({ text, query, want }) => {
      const { store } = await fresh();
      await written(store, [{ text }]);
      await store.indexSome(10);
      expect((await store.read.search(query, 1))[0]?.snippet).toBe(want);
    });

    test('indexing is bounded, goes on where it was, also after closing, and ends', async () => {
      const bench = await fresh();
      await written(
        bench.store,
        Array.from({ length: 5 }, (_, n) => ({ text: `token${n}` })),
      );
      expect(await bench.store.indexSome(2)).toBe(2);
      const again = await bench.reopen();
      expect(await again.read.search('token4', 5)).toEqual([]);
      expect(await again.indexSome(2)).toBe(2);
      expect(await again.indexSome(2)).toBe(1);
      expect(await again.indexSome(2)).toBe(0);
      expect(await again.read.search('token4', 5)).toHaveLength(1);
      expect(await again.read.search('token', 9)).toHaveLength(5);
    });
  });
}
