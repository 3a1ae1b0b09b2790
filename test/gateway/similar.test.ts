import { utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { emailAddress } from '../../src/mail/address.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION, type Received } from './world.ts';

const EMMA = 'Emma Clark <emma@staff.test>';
const ANA = 'Ana Anić <ana@banka.example>';
const UNA = 'Una Unić <una@banka.example>';
const AT = 'emma@staff.test';
let world: DeskWorld;
afterEach(() => world.close());

const PUBLISHING = CONFIGURATION.replace(
  '    signature: Your support team\n',
  '    signature: Your support team\n    answers: { folder: ., links: links.csv }\n',
);
const FILES = {
  'reader.md': '# The reader does not see the card\n\nTake it out, **wait ten seconds** and put it in again.\n',
  'pin.md':
    '---\nurl: https://help.spoc.test/pin\nlocale: en\n---\n# How to change the PIN of a card\n\nOpen *Settings*, then PIN.\n',
  'links.csv':
    'title,url,text,locale\nKako promeniti PIN kartice,https://help.spoc.test/sr/pin,,sr\nExport to Excel,https://help.spoc.test/excel,,\n',
};

async function bank(start: DeskWorld): Promise<void> {
  world = start;
  const client = await world.core.operations.putClient({
    ...{ id: undefined, companyNumber: '1', name: 'Banka', locale: 'en', domains: [], desk: undefined },
    ...{ level: undefined, calendar: undefined, matrix: undefined },
  });
  for (const [name, at] of [
    ['Ana Anić', 'ana@banka.example'],
    ['Una Unić', 'una@banka.example'],
  ] as const) {
    const address = emailAddress(at);
    await world.core.operations.putContact({
      ...{ id: undefined, client, name, businessUnit: undefined, position: undefined, landline: undefined },
      ...{
        mobile: undefined,
        locale: undefined,
        responsible: false,
        addresses: address === undefined ? [] : [address],
      },
    });
  }
}

const asks = (from: string, subject: string, text: string) =>
  world.send({ from, to: 'support@spoc.test', subject, text });
const bare = (mail: Received) => (mail.text ?? '').replace(/\s+/g, ' ');
/** The newest mail that Emma has got with this in its subject. */
function toEmma(subject: string): Received {
  const found = world.inbox(AT).findLast((mail) => mail.subject?.includes(subject));
  if (found === undefined) throw new Error(`no mail to Emma with ${subject}`);
  return found;
}
async function careOf(number: string) {
  const id = await world.store.read.ticketByNumber(number);
  const facts = id && (await world.store.read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Error(number);
  return {
    ...facts.ticket.care.similar,
    status: facts.ticket.status,
    kinds: facts.history.map(({ event }) => event.kind),
  };
}

it('shows the agent the same question again with its solution, and counts it only when he says so', async () => {
  await bank(await startDesk());
  await asks(ANA, 'Card not found', 'I cannot sign a payment, it says that the card was not found.');
  await world.send({ from: EMMA, replyTo: toEmma('SUP-1001'), text: '#resolved\n\nPut the reader in again.' });
  await asks(ANA, 'Invoice', 'Please send us the invoice for October.');
  expect(await careOf('SUP-1002')).toMatchObject({ found: [] });
  while ((await world.store.indexSome(100)) > 0);
  world.clear();

  await asks(ANA, 'Signing', 'When signing payments the program says the card is not found. What now?');
  const told = toEmma('SUP-1003');
  expect(bare(told)).toMatch(
    /Earlier requests like this one .*SUP-1001: Card not found \(Ana Anić, .*Put the reader in again\./,
  );
  expect(world.inbox(AT)).toHaveLength(1);
  expect(world.last('ana@banka.example').text).not.toContain('SUP-1001');
  expect(await careOf('SUP-1003')).toMatchObject({ found: [{ number: 'SUP-1001' }], same: [] });

  await world.send({ from: EMMA, replyTo: told, text: '#same SUP-1002' });
  expect(bare(world.last(AT))).toContain('#same SUP-1001');
  await world.send({ from: EMMA, replyTo: told, text: '#same' });
  expect(await careOf('SUP-1003')).toMatchObject({ same: [{ number: 'SUP-1001' }], status: 'new' });
  await world.send({ from: EMMA, replyTo: told, text: '#same none' });
  expect(await careOf('SUP-1003')).toMatchObject({ same: [], found: [{ number: 'SUP-1001' }] });
});

it('tells of a colleague’s question only inside, where the writer may not see it', async () => {
  await bank(await startDesk());
  await asks(UNA, 'Card not found', 'I cannot sign a payment, it says that the card was not found.');
  await world.send({ from: EMMA, replyTo: toEmma('SUP-1001'), text: '#resolved\n\nPut the reader in again.' });
  world.clear();
  await asks(ANA, 'Signing', 'When signing payments the program says the card is not found.');
  expect(bare(toEmma('[SUP-1002] Signing'))).not.toContain('SUP-1001');
  const inside = toEmma('[SUP-1002] #note');
  expect(bare(inside)).toMatch(/SUP-1001: Card not found \(Una Unić, .*Put the reader in again\./);
  // What is answered to it is a note.
  world.clear();
  await world.send({ from: EMMA, replyTo: inside, text: 'She could have asked Una.' });
  expect(world.inbox('ana@banka.example')).toEqual([]);
  await world.send({ from: EMMA, replyTo: inside, text: '#same SUP-1001' });
  expect(await careOf('SUP-1002')).toMatchObject({ same: [{ number: 'SUP-1001' }] });
  // Nobody is shown what another client asked.
  await asks('Petar <petar@posta.example>', 'Card', 'Signing a payment says that the card was not found.');
  expect(await careOf('SUP-1003')).toMatchObject({ found: [] });
});

it('offers what is published, in the reader’s language, anew when it changes; one word of the client closes his case', async () => {
  await bank(await startDesk(PUBLISHING, FILES));
  await asks(ANA, 'PIN', 'How can I change the PIN of my card?');
  const offer = world.last('ana@banka.example');
  expect(bare(offer)).toContain('These may help');
  expect(offer.text).toContain('How to change the PIN of a card: https://help.spoc.test/pin');
  expect(offer.text).not.toContain('Kako promeniti');
  expect(bare(toEmma('SUP-1001'))).toContain('Published answers that may fit');
  // Somebody else's word counts as what he writes, and not for the case.
  await world.send({ from: UNA, replyTo: offer, text: 'solved' });
  expect(await careOf('SUP-1001')).toMatchObject({ status: 'new' });
  await world.send({ from: ANA, replyTo: offer, text: 'Solved.\n\nBest regards\nAna' });
  expect(await careOf('SUP-1001')).toMatchObject({ status: 'resolved' });
  expect(bare(world.last('ana@banka.example'))).toContain('from status “New” to status “Resolved”');
  await world.send({ from: ANA, replyTo: world.last('ana@banka.example'), text: '#solved' });
  expect(await careOf('SUP-1001')).toMatchObject({ status: 'closed' });

  await asks(ANA, 'Reader', 'The reader does not see my card.');
  expect(bare(world.last('ana@banka.example'))).toContain('Take it out, wait ten seconds and put it in again.');
  // What says more than the word is read by somebody first.
  await world.send({
    from: ANA,
    replyTo: world.last('ana@banka.example'),
    text: 'Solved.\nBut how do I get a second reader?',
  });
  expect(await careOf('SUP-1002')).toMatchObject({ status: 'new' });

  const folder = dirname(world.settings.file);
  await writeFile(join(folder, 'vacation.md'), '# Our support on holidays\n\nIt is there on all working days.\n');
  await utimes(join(folder, 'vacation.md'), new Date(), new Date());
  world.clock = new Date('2026-11-23T09:05:00Z');
  await asks(ANA, 'Holidays', 'Is your support there on holidays?');
  expect(bare(world.last('ana@banka.example'))).toContain('Our support on holidays');
});

it('knows the word in every language', async () => {
  await bank(await startDesk());
  const words = ['Rešeno', 'Решено', 'rešeno!', 'Vyriešené', 'vyriesene', 'VYŘEŠENO.', 'решено', '#solved'];
  for (const [nth, word] of words.entries()) {
    const from = `Ana <ana${nth}@banka.example>`;
    await asks(from, `Case ${nth}`, 'It does not work.');
    await world.send({ from, replyTo: world.last(`ana${nth}@banka.example`), text: word });
    expect(await careOf(`SUP-${1001 + nth}`), word).toMatchObject({ status: 'resolved' });
  }
});
