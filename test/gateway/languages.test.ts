import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from './desk-world.ts';
import type { Received } from './world.ts';

/** How mail clients of each language begin the quote of what they answer. */
const LANGUAGES = {
  en: [
    'On Mon, 23 Nov 2026 at 10:00, {name} <{address}> wrote:',
    'From: {name} <{address}>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Me\nSubject: {subject}\n',
    'Not done.',
    'It works now.',
  ],
  sr: [
    'пон, 23. нов 2026. у 10:00 {name} <{address}> је написао/ла:',
    'Od: {name} <{address}>\nPoslato: ponedeljak, 23. novembar 2026. 10:00\nZa: Ja\nTema: {subject}\n',
    'Још не ради.',
    'Sada radi.',
  ],
  sl: [
    'V V pon., 23. nov. 2026 ob 10:00 je oseba {name} <{address}> napisala:',
    'Od: {name} <{address}>\nPoslano: ponedeljek, 23. november 2026 10:00\nZa: Jaz\nZadeva: {subject}\n',
    'Še vedno ne dela.',
    'Zdaj dela.',
  ],
  sk: [
    'po 23. 11. 2026 o 10:00 {name} <{address}> napísal(a):',
    'Od: {name} <{address}>\nOdoslané: pondelok 23. novembra 2026 10:00\nKomu: Ja\nPredmet: {subject}\n',
    'Stále to nejde.',
    'Už to funguje.',
  ],
  cs: [
    'po 23. 11. 2026 v 10:00 odesílatel {name} <{address}> napsal:',
    'Od: {name} <{address}>\nOdesláno: pondělí 23. listopadu 2026 10:00\nKomu: Já\nPředmět: {subject}\n',
    'Pořád to nejde.',
    'Už to funguje.',
  ],
  mk: [
    'На пон., 23 ное. 2026 во 10:00 {name} <{address}> напиша:',
    'Од: {name} <{address}>\nИспратено: понеделник, 23 ноември 2026 10:00\nДо: Јас\nТема: {subject}\n',
    'Сè уште не работи.',
    'Сега работи.',
  ],
} as const;
type Language = keyof typeof LANGUAGES;

const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: en@spoc.test
    default_desk: en
agents:
${Object.keys(LANGUAGES)
  .map(
    (locale) =>
      `  agent-${locale}: { name: Mira ${locale.toUpperCase()}, address: agent-${locale}@staff.test, locale: ${locale} }`,
  )
  .join('\n')}
desks:
${Object.keys(LANGUAGES)
  .map(
    (locale, at) =>
      `  ${locale}: { name: Desk ${locale}, address: ${locale}@spoc.test, prefix: D${at}, locale: ${locale}, time_zone: Europe/Belgrade, agents: [agent-${locale}], mailbox: demo }`,
  )
  .join('\n')}
dns: 'off'
`;

let world: DeskWorld;
beforeAll(async () => {
  world = await startDesk(CONFIGURATION);
});
afterAll(() => world.close());

const fill = (pattern: string, mail: Received) =>
  pattern
    .replace('{name}', mail.from?.name ?? '')
    .replace('{address}', mail.replyTo?.[0]?.address ?? '')
    .replace('{subject}', mail.subject ?? '');
const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** A reply as four mail clients would write it. */
const CLIENTS: Readonly<
  Record<string, (words: string, mail: Received, language: Language) => { text: string; html?: string }>
> = {
  'quote marks': (words, mail, language) => ({
    text: `${words}\n\n${fill(LANGUAGES[language][0], mail)}\n${quoted(mail.text ?? '')}`,
  }),
  'a header block': (words, mail, language) => ({
    text: `${words}\n\n${fill(LANGUAGES[language][1], mail)}\n${mail.text ?? ''}`,
  }),
  'no header at all': (words, mail) => ({ text: `${words}\n\n${mail.text ?? ''}` }),
  'a blockquote of HTML': (words, mail, language) => ({
    text: '',
    html: `<div dir="ltr">${words.split('\n').join('<br>')}</div><br><div class="gmail_quote"><div class="gmail_attr">${fill(LANGUAGES[language][0], mail).replace('<', '&lt;').replace('>', '&gt;')}</div><blockquote>${mail.html ?? ''}</blockquote></div>`,
  }),
};

describe.each(Object.keys(LANGUAGES) as Language[])('in %s', (language) => {
  const [, , more, solution] = LANGUAGES[language];
  it.each(Object.keys(CLIENTS))('client and agent understand each other, quoting with %s', async (client) => {
    world.clear();
    world.clock = new Date(world.clock.getTime() + 86_400_000);
    const write = CLIENTS[client];
    if (write === undefined) throw new Error(client);
    const ana = `ana-${language}@client.example`;
    const agent = `agent-${language}@staff.test`;
    const agentFrom = `Mira <${agent}>`;
    const reply = async (from: string, words: string, mail: Received) => {
      const { text, html } = write(words, mail, language);
      const to = mail.replyTo?.[0]?.address ?? '';
      // A client that keeps no ids: only the address and what stands in the text.
      const [row] = await world.send({
        from,
        to,
        subject: `Re: ${mail.subject}`,
        text,
        ...(html === undefined ? {} : { html }),
      });
      return row;
    };
    await world.send({ from: ana, to: `${language}@spoc.test`, subject: 'Login', text: 'FIRSTWORDS' });
    const toAgent = world.last(agent);
    expect((await reply(ana, more, world.last(ana)))?.outcome).toBe('added');
    const second = world.last(agent);
    const shown = (second.text ?? '').slice(0, (second.text ?? '').indexOf('FIRSTWORDS'));
    expect(shown).toContain(more);
    expect(shown.match(/##-/g)).toHaveLength(1); // our marker at the top, none out of the client's quote
    expect((await reply(agentFrom, '#note\nTOPSECRET', toAgent))?.outcome).toBe('added');
    expect((await reply(agentFrom, `#resolved\n${solution}`, second))?.outcome).toBe('added');
    const answer = world.last(ana);
    const sent = answer.raw.toString() + (answer.text ?? '') + (answer.html ?? '');
    expect(answer.text).toContain(solution);
    expect((answer.text ?? '').split('##-')[0]).not.toMatch(/FIRSTWORDS|>/); // nothing of the agent's quote above the marker
    expect(sent).not.toMatch(/TOPSECRET|staff\.test/);
    expect((answer.text ?? '').match(/##-/g)).toHaveLength(1);
    expect((await reply(ana, more, answer))?.outcome).toBe('added');
    expect((await world.store.read.tickets({ status: ['open'], limit: 1 }))[0]?.subject).toBe('Login');
  });
});
