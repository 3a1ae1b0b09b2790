import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskWorld } from './desk-world.ts';
import { newest, OWN_SERVICE, plainFacts, SIX, startNetwork } from './form-world.ts';
import type { Received } from './world.ts';

type Language = (typeof SIX)[number];

/** How each language writes what is asked; how its mail clients begin a quote, as a line and as a block; too short to be a description. */
const SAID: Readonly<
  Record<Language, { hello: string; start: string; description: string; impact: string; line: string; block: string }>
> = {
  en: {
    hello: 'No link.',
    start: 'today at 9:30',
    description: 'No traffic passes through the line at all',
    impact: 'Degradation',
    line: 'On Mon, 23 Nov 2026 at 10:00, NOC <{address}> wrote:',
    block: 'From: NOC <{address}>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Ana\nSubject: {subject}\n',
  },
  sr: {
    hello: 'Ne radi.',
    start: 'jutros u 9:30',
    description: 'Kroz liniju uopšte ne prolazi saobraćaj',
    impact: 'Degradacija usluge',
    line: 'пон, 23. нов 2026. у 10:00 NOC <{address}> је написао/ла:',
    block: 'Od: NOC <{address}>\nPoslato: ponedeljak, 23. novembar 2026. 10:00\nZa: Ana\nTema: {subject}\n',
  },
  sl: {
    hello: 'Ne dela.',
    start: 'danes ob 9.30',
    description: 'Po povezavi sploh ni prometa že ves čas',
    impact: 'Poslabšanje storitve',
    line: 'V V pon., 23. nov. 2026 ob 10:00 je oseba NOC <{address}> napisala:',
    block: 'Od: NOC <{address}>\nPoslano: ponedeljek, 23. november 2026 10:00\nZa: Ana\nZadeva: {subject}\n',
  },
  sk: {
    hello: 'Nejde to.',
    start: 'dnes o 9:30',
    description: 'Cez linku vôbec neprechádza prevádzka',
    impact: 'Zhoršenie služby',
    line: 'po 23. 11. 2026 o 10:00 NOC <{address}> napísal(a):',
    block: 'Od: NOC <{address}>\nOdoslané: pondelok 23. novembra 2026 10:00\nKomu: Ana\nPredmet: {subject}\n',
  },
  cs: {
    hello: 'Nejde to.',
    start: 'dnes v 9:30',
    description: 'Linkou vůbec neprochází žádný provoz',
    impact: 'Zhoršení služby',
    line: 'po 23. 11. 2026 v 10:00 odesílatel NOC <{address}> napsal:',
    block: 'Od: NOC <{address}>\nOdesláno: pondělí 23. listopadu 2026 10:00\nKomu: Ana\nPředmět: {subject}\n',
  },
  mk: {
    hello: 'Не работи.',
    start: 'утрово во 9:30',
    description: 'Низ линијата воопшто не минува сообраќај',
    impact: 'Влошување на услугата',
    line: 'На пон., 23 ное. 2026 во 10:00 NOC <{address}> напиша:',
    block: 'Од: NOC <{address}>\nИспратено: понеделник, 23 ноември 2026 10:00\nДо: Ана\nТема: {subject}\n',
  },
};

let world: DeskWorld;
beforeAll(async () => {
  world = await startNetwork();
});
afterAll(() => world.close());

const answersOf = (language: Language): readonly string[] => [
  'svc 10042',
  SAID[language].start,
  SAID[language].description,
  SAID[language].impact,
];

/** The text with the rows of the form filled in behind their labels. */
const filled = (text: string, answers: readonly string[]) =>
  text.replace(/^(\d+)\. .*:$/gm, (row, number) => {
    const answer = answers[Number(number) - 1];
    return answer === undefined ? row : `${row} ${answer}`;
  });
/** The HTML with the cells of the form filled in. */
const filledCells = (html: string, answers: readonly string[]) =>
  html.replace(/(<th[^>]*>(\d+)\. .*?<\/th><td[^>]*>)&nbsp;/g, (cell, before, number) => {
    const answer = answers[Number(number) - 1];
    return answer === undefined ? cell : `${before}${answer}`;
  });
const bodyOf = (html: string) => /<body[^>]*>([\s\S]*)<\/body>/.exec(html)?.[1] ?? '';
const quoted = (text: string) =>
  text
    .split('\n')
    .map((row) => (row === '' ? '>' : `> ${row}`))
    .join('\n');

type Way = (mail: Received, language: Language, answers: readonly string[]) => { text: string; html?: string };
/** With plain line ends. */
const unfolded = (mail: Received): Received => ({ ...mail, text: mail.text?.replaceAll('\r\n', '\n') ?? '' });
const head = (mail: Received, language: Language, of: 'line' | 'block') =>
  SAID[language][of].replace('{address}', mail.replyTo?.[0]?.address ?? '').replace('{subject}', mail.subject ?? '');
const escaped = (text: string) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The ways in which people answer, and what their mail programs make of it. */
const WAYS: Readonly<Record<string, Way>> = {
  'numbers above the quote (Gmail, text)': (mail, language, answers) => ({
    text: `${answers.map((answer, index) => `${index + 1}. ${answer}`).join('\n')}\n\n${head(mail, language, 'line')}\n\n${quoted(mail.text ?? '')}`,
  }),
  'numbers in brackets above a header block (Outlook, text)': (mail, language, answers) => ({
    text: `${answers.map((answer, index) => `${index + 1}) ${answer}`).join('\n')}\n\n${head(mail, language, 'block')}\n${mail.text ?? ''}`,
  }),
  'the form copied above the quote': (mail, language, answers) => ({
    text: `${filled(/-{40}\n([\s\S]*?)\n-{40}/.exec(mail.text ?? '')?.[1] ?? '', answers)}\n\n${head(mail, language, 'line')}\n${quoted(mail.text ?? '')}`,
  }),
  'the quoted form filled in (Thunderbird, text)': (mail, language, answers) => ({
    text: `${head(mail, language, 'line')}\n${quoted(filled(mail.text ?? '', answers))}`,
  }),
  'answers in lines of their own within the quote (Thunderbird, text)': (mail, language, answers) => ({
    text: `${head(mail, language, 'line')}\n${quoted(mail.text ?? '').replace(/^> (\d+)\. .*:$/gm, (row, number) => {
      const answer = answers[Number(number) - 1];
      return answer === undefined ? row : `${row}\n${answer}`;
    })}`,
  }),
  'the form filled in below a header block (Outlook, text)': (mail, language, answers) => ({
    text: `\n\n${head(mail, language, 'block')}\n${filled(mail.text ?? '', answers)}`,
  }),
  'everything in the quote, its header too (Apple Mail, text)': (mail, language, answers) => ({
    text: `\n\n${quoted(`${head(mail, language, 'line')}\n\n${filled(mail.text ?? '', answers)}`)}`,
  }),
  'a table in a Gmail quote (HTML)': (mail, language, answers) => ({
    text: '',
    html: `<div dir="ltr">OK</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(head(mail, language, 'line'))}<br></div><blockquote class="gmail_quote">${filledCells(bodyOf(mail.html ?? ''), answers)}</blockquote></div>`,
  }),
  'a table in an Apple Mail quote (HTML)': (mail, language, answers) => ({
    text: '',
    html: `<html><body><div><br><blockquote type="cite"><div>${escaped(head(mail, language, 'line'))}</div><br class="Apple-interchange-newline"><div>${filledCells(bodyOf(mail.html ?? ''), answers)}</div></blockquote></div></body></html>`,
  }),
  'a table below a header block (Outlook, HTML)': (mail, language, answers) => ({
    text: '',
    html: `<html><body><div class=WordSection1><p class=MsoNormal>OK</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${head(
      mail,
      language,
      'block',
    )
      .split('\n')
      .map((row) => escaped(row).replace(/^([^:]+:)/, '<b>$1</b>'))
      .join('<br>')}</p></div></div>${filledCells(bodyOf(mail.html ?? ''), answers)}</div></body></html>`,
  }),
  'a table in a Thunderbird quote (HTML)': (mail, language, answers) => ({
    text: '',
    html: `<html><body><p>OK</p><div class="moz-cite-prefix">${escaped(head(mail, language, 'line'))}<br></div><blockquote type="cite">${filledCells(bodyOf(mail.html ?? ''), answers)}</blockquote></body></html>`,
  }),
};

describe.each(SIX)('asked in %s, a client fills in and completes (INTERSPACE-5)', (language) => {
  it.each(Object.keys(WAYS))('%s', async (way) => {
    world.clear();
    world.clock = new Date('2026-11-23T10:00:00+01:00');
    const ana = `ana-${language}@client.example`;
    const { hello, description } = SAID[language];
    const write = WAYS[way];
    if (write === undefined) throw new Error(way);
    await world.send({ from: ana, to: `noc-${language}@spoc.test`, subject: 'XYZ', text: hello });
    const asked = unfolded(world.last(ana));
    expect(asked.text).toMatch(/^1\. .*:\n2\. .*:\n3\. .*:\n4\. .*:\n {3}\[ \] /m);
    const answer = write(asked, language, answersOf(language));
    const to = asked.replyTo?.[0]?.address ?? '';
    const [row] = await world.send({ from: ana, to, subject: `Re: ${asked.subject}`, ...answer });
    expect(row?.outcome).toBe('added');
    const { facts, ticket } = await newest(world);
    expect(plainFacts(facts)).toEqual({
      service: OWN_SERVICE,
      start: '2026-11-23T08:30:00Z',
      description,
      impact: 'degradation',
    });
    expect(ticket.care.form).toMatchObject({ complete: true });
    expect(world.inbox(ana)).toHaveLength(2);
    expect(unfolded(world.last(ana)).text).not.toMatch(/^\d\. /m);
  });
});
