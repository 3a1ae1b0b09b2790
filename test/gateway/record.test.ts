import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sees } from '../../src/desk/record/sees.ts';
import type { Locale } from '../../src/desk/status.ts';
import { emailAddress } from '../../src/mail/address.ts';
import { RECORD_WORDS } from '../../src/mail/record-words.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';

const EMMA = 'Emma Clark <emma@staff.test>';
let world: DeskWorld;
beforeEach(async () => {
  world = await startDesk();
});
afterEach(() => world.close());

async function client(name: string, companyNumber: string) {
  return world.core.operations.putClient({
    ...{ id: undefined, companyNumber, name, locale: undefined, domains: [], desk: undefined },
    ...{ level: undefined, calendar: undefined, matrix: undefined },
  });
}

async function person(
  name: string,
  at: string,
  of: Awaited<ReturnType<typeof client>> | undefined,
  more: { readonly businessUnit?: string; readonly sees?: Sees; readonly locale?: Locale } = {},
) {
  const address = emailAddress(at);
  if (address === undefined) throw new Error(at);
  await world.core.operations.putContact({
    ...{
      id: undefined,
      client: of,
      name,
      position: undefined,
      landline: undefined,
      mobile: undefined,
      responsible: false,
    },
    ...{ businessUnit: more.businessUnit, locale: more.locale, sees: more.sees, addresses: [address] },
  });
  return `${name} <${at}>`;
}

const asks = (from: string, subject = 'status', more: object = {}) =>
  world.send({ from, to: 'support@spoc.test', subject, text: '', ...more });
const writes = (from: string, subject: string) =>
  world.send({ from, to: 'support@spoc.test', subject, text: `${subject}: it does not work.` });
const bare = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ');

it('tells a client what became of his requests, in his language, and opens none for it', async () => {
  const bank = await client('Banka', '1');
  const ana = await person('Ana Anić', 'ana@banka.example', bank, { locale: 'sr' });
  await writes(ana, 'Printer');
  await writes(ana, 'Scanner');
  await writes(ana, 'Invoice');
  await world.send({ from: EMMA, replyTo: world.inbox('emma@staff.test')[1] ?? never(), text: '#open' });
  world.clock = new Date('2026-11-23T11:30:00Z');
  await world.send({
    from: EMMA,
    replyTo: world.inbox('emma@staff.test')[2] ?? never(),
    text: '#resolved\n\nThe invoice was sent again.',
  });
  world.clear();

  const [row] = await asks(ana, 'Re: STANJE', { text: 'Srdačan pozdrav\nAna Anić' });
  expect(row).toMatchObject({ outcome: 'command', ticket: undefined });
  expect(world.everybody()).toEqual(['ana@banka.example']);
  const text = bare(world.last('ana@banka.example').text);
  expect(text).toMatch(/SUP-1001: Printer .*Status: Primljen Mesto u redu: 1 od 1/);
  expect(text).toMatch(/SUP-1002: Scanner .*Početak rada: .*Status: U radu/);
  expect(text).toMatch(/SUP-1003: Invoice .*Završeno: .*11:30 Rešenje: The invoice was sent again\./);
  expect(world.last('ana@banka.example').headers.find(({ key }) => key === 'auto-submitted')?.value).toBe(
    'auto-replied',
  );

  await asks(ana, 'stanje SUP-1003');
  const history = bare(world.last('ana@banka.example').text);
  expect(history).toMatch(/SUP-1003: Invoice.*Invoice: it does not work\..*The invoice was sent again\./);
  expect(history).not.toContain('Printer');
  // Without the prefix it is a number of the desk that was asked.
  await asks(ana, 'status 1001');
  expect(bare(world.last('ana@banka.example').text)).toContain('SUP-1001: Printer');
});

it('knows the word in every language', async () => {
  for (const [locale, [word = '']] of Object.entries(RECORD_WORDS)) {
    await asks(`Ana <ana@${locale}.example>`, word.toUpperCase());
    expect(world.inbox(`ana@${locale}.example`), word).toHaveLength(1);
  }
  expect(await world.store.read.tickets({ limit: 5 })).toEqual([]);
});

it('shows what the register permits: his own, his unit’s, the whole client’s; of nobody else’s more than of what is not there', async () => {
  const bank = await client('Banka', '1');
  const other = await client('Pošta', '2');
  const ana = await person('Ana', 'ana@banka.example', bank, { businessUnit: 'Trg 1, Niš' });
  const unit = await person('Una', 'una@banka.example', bank, { businessUnit: 'TRG 1 - Niš', sees: 'unit' });
  const boss = await person('Boris', 'boris@banka.example', bank, { businessUnit: 'Trg 2', sees: 'client' });
  const post = await person('Petar', 'petar@posta.example', other, { businessUnit: 'Trg 1, Niš', sees: 'client' });
  await writes(ana, 'Of Ana');
  await writes(boss, 'Of Boris');
  await writes(post, 'Of Petar');
  const shown: Record<string, readonly string[]> = {};
  for (const who of [ana, unit, boss, post]) {
    const at = /<(.*)>/.exec(who)?.[1] ?? '';
    await asks(who);
    shown[at] = [...(world.last(at).text ?? '').matchAll(/^SUP-\d+: +(.*)$/gm)].map(([, subject = '']) => subject);
  }
  expect(shown).toEqual({
    'ana@banka.example': ['Of Ana'],
    'una@banka.example': ['Of Ana'],
    'boris@banka.example': ['Of Boris', 'Of Ana'],
    'petar@posta.example': ['Of Petar'],
  });

  const answerTo = async (who: string, number: string) => {
    await asks(who, `status ${number}`);
    const { text = '', html = '', subject = '' } = world.last(/<(.*)>/.exec(who)?.[1] ?? '');
    return `${subject}\n${text}\n${html}`.replaceAll(number, 'NUMBER');
  };
  world.clock = new Date('2026-11-24T09:00:00Z');
  expect(await answerTo(ana, 'SUP-1003')).toBe(await answerTo(ana, 'SUP-9999'));
  expect(await answerTo(unit, 'SUP-1002')).toBe(await answerTo(unit, 'XYZ-9999'));
  expect(await answerTo(boss, 'SUP-1001')).toContain('Of Ana');
});

it('tells who is not proved how to prove himself, and shows what was asked once a person let it pass', async () => {
  const ana = await person('Ana', 'ana@banka.example', undefined);
  await writes(ana, 'Secret matter');
  world.clear();
  const [row] = await asks(ana, 'status', { unproved: true });
  expect(row).toMatchObject({ outcome: 'refused' });
  expect(bare(world.last('ana@banka.example').text)).toContain('this time we could not make sure');
  expect(world.last('ana@banka.example').text).not.toContain('Secret');
  if (row === undefined) throw new Error('no row');
  await world.core.operations.releaseHeld([row.id]);
  while ((await world.core.step()) > 0);
  await world.deliver();
  expect(world.last('ana@banka.example').text).toContain('Secret matter');
});

it('never answers automatic mail, stops after its share, and does not talk to another desk for ever', async () => {
  const ana = await person('Ana', 'ana@banka.example', undefined);
  await asks(ana, 'status', { headers: { 'Auto-Submitted': 'auto-replied' } });
  await asks(ana, 'status', { headers: { 'List-Id': '<all.banka.example>', Precedence: 'list' } });
  expect(world.everybody()).toEqual([]);
  for (let n = 0; n < 7; n++) await asks(ana);
  expect(world.inbox('ana@banka.example')).toHaveLength(5);
  expect(await world.store.read.tickets({ limit: 5 })).toEqual([]);
});

it('leaves notes and answers that wait out of the history', async () => {
  const ana = await person('Ana', 'ana@banka.example', undefined);
  await writes(ana, 'Printer');
  await world.send({ from: EMMA, replyTo: world.last('emma@staff.test'), text: '#note She is difficult.' });
  await asks(ana, 'status SUP-1001');
  expect(world.last('ana@banka.example').text).toContain('Printer: it does not work.');
  expect(world.last('ana@banka.example').text).not.toContain('difficult');
});

function never(): never {
  throw new Error('nothing was received');
}
