import { describe, expect, it } from 'vitest';
import { identifierCandidates } from '../../../src/mail/form/identifier.ts';
import { formRules } from '../../../src/mail/form/labels.ts';
import { readForm } from '../../../src/mail/form/read.ts';
import type { FormContext, FormReading, FormRules } from '../../../src/mail/form/rules.ts';
import { htmlToText } from '../../../src/mail/html/to-text.ts';
import { context, FAULT, PERSON } from './forms.ts';

/** `key` alone: as expected; `!key`: not recognised; `?key`: unreadable; `~key`: declined; `#key`: conflict (values joined with ` | `). */
function told(reading: FormReading): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(reading.findings.map((one) => [one.recognised ? one.key : `!${one.key}`, one.value])),
    ...Object.fromEntries(reading.unreadable.map((one) => [`?${one.key}`, ''])),
    ...Object.fromEntries(reading.declined.map((one) => [`~${one.key}`, ''])),
    ...Object.fromEntries(
      reading.conflicts.map((one) => [`#${one.key}`, one.findings.map((finding) => finding.value).join(' | ')]),
    ),
  };
}

interface Row {
  readonly name: string;
  readonly form?: FormRules;
  readonly text: string | readonly string[];
  readonly html?: string;
  readonly context?: Partial<FormContext>;
  readonly expected: Readonly<Record<string, string>>;
}

const FULL = {
  service: 'SVC-10042',
  start: '2026-11-23T09:00:00Z',
  description: 'No traffic on the link.',
  impact: 'service-affecting',
};

const LAYOUTS: readonly Row[] = [
  {
    name: 'colons',
    text: [
      'Hello,',
      '',
      'Service ID: SVC-10042',
      'Start time: 23.11.2026 10:00',
      'Description: No traffic on the link.',
      'Impact: Service affecting',
      '',
      'Best regards,',
      'Ann',
    ],
    expected: FULL,
  },
  {
    name: 'dashes',
    text: ['Service ID - SVC-10042', 'Start time – 10:00', 'Description — No traffic on the link.', 'Impact - outage'],
    expected: FULL,
  },
  {
    name: 'equals signs and tabs',
    text: [
      'Service ID=SVC-10042',
      'Start time = 10:00',
      'Description\tNo traffic on the link.',
      'Impact\tService affecting',
    ],
    expected: FULL,
  },
  {
    name: 'bold asterisks and bullets',
    text: [
      '* **Service ID:** SVC-10042',
      '* **Start time**: 10:00',
      '- *Description:* No traffic on the link.',
      '• Impact: *Service affecting*',
    ],
    expected: FULL,
  },
  {
    name: 'numbers before labels',
    text: [
      '1. Service ID: svc-10042',
      '2) Start time: 10:00',
      '(3) Description: No traffic on the link.',
      '4. Impact: outage',
    ],
    expected: FULL,
  },
  {
    name: 'values in the next line',
    text: [
      'Service ID:',
      'SVC-10042',
      'Start time:',
      '10:00',
      'Description:',
      'No traffic on the link.',
      'Impact:',
      'outage',
    ],
    expected: FULL,
  },
  {
    name: 'headings without colons',
    text: [
      'Service ID',
      'SVC-10042',
      '',
      'Start time',
      '10:00',
      '',
      'Description',
      'No traffic on the link.',
      '',
      'Impact',
      'outage',
    ],
    expected: FULL,
  },
  {
    name: 'all on one line',
    text: 'Service ID: SVC-10042; Start time: 10:00; Impact: outage; Description: No traffic on the link.',
    expected: FULL,
  },
  {
    name: 'all on one line with commas',
    text: 'Impact: outage, Service ID: SVC-10042, Start time: 23.11. 10:00, Description: No traffic on the link.',
    expected: FULL,
  },
  {
    name: 'labels and values without anything between',
    text: ['Service ID SVC-10042', 'Start time 10:00', 'Impact outage', 'Description: No traffic on the link.'],
    expected: FULL,
  },
  {
    name: 'all on one line with nothing but blanks between',
    text: 'Service ID:SVC-10042 Start time: 10:00 Impact: outage Description: No traffic on the link.',
    expected: FULL,
  },
  {
    name: 'underlined headings',
    text: [
      'Service ID',
      '-----',
      'SVC-10042',
      '',
      'Start time',
      '=====',
      '10:00',
      '',
      'Description',
      '---',
      'No traffic on the link.',
      '',
      'Impact',
      '-----',
      'outage',
    ],
    expected: FULL,
  },
  {
    name: 'a grid with bars',
    text: ['Service ID | Start time | Impact | Description', 'SVC-10042 | 10:00 | outage | No traffic on the link.'],
    expected: FULL,
  },
  {
    name: 'rows with bars',
    text: [
      '| Service ID | SVC-10042 |',
      '| Start time | 10:00 |',
      '| Impact | outage |',
      '| Description | No traffic on the link. |',
    ],
    expected: FULL,
  },
  {
    name: 'typos in labels',
    text: ['Servce ID: SVC-10042', 'Strat time: 10:00', 'Desciption: No traffic on the link.', 'Impcat: outage'],
    expected: FULL,
  },
  {
    name: 'the marks of our form around labels and values',
    text: [
      '[required] Service ID (as on your invoice): ____SVC-10042____',
      'Start time *: [10:00]',
      'Description (short): No traffic on the link.',
      'Impact: [x] Service affecting  [ ] Degradation  [ ] Non service affecting',
    ],
    expected: FULL,
  },
  {
    name: 'options on lines of their own',
    text: [
      'Impact:',
      '[ ] Service affecting',
      '[x] Degradation',
      '[ ] Non service affecting',
      '',
      'Service ID: SVC-20077',
    ],
    expected: { impact: 'degradation', service: 'SVC-20077' },
  },
  {
    name: 'ticks behind the options',
    text: 'Impact: Service affecting ☐ Degradation ☑ Non service affecting ☐',
    expected: { impact: 'degradation' },
  },
  {
    name: 'a description of several paragraphs, up to the next label',
    text: ['Description: Link is down.', 'We restarted the router.', '', 'It did not help.', 'Service ID: SVC-10042'],
    expected: { description: 'Link is down.\nWe restarted the router.\n\nIt did not help.', service: 'SVC-10042' },
  },
  {
    name: 'a description that ends with the mail',
    text: ['Description:', 'Link is down.', '', 'Kind regards', 'Ann', '-- ', 'Service ID of nothing'],
    expected: { description: 'Link is down.' },
  },
  {
    name: 'a form filled in within the quote',
    context: { quoted: true },
    text: [
      'See below.',
      '',
      '> Service ID: SVC-10042',
      '> Start time: 10:00',
      '> Description: ____',
      '> Impact: outage',
    ],
    expected: { service: 'SVC-10042', start: '2026-11-23T09:00:00Z', impact: 'service-affecting' },
  },
  {
    name: 'answers below the quoted rows',
    text: [
      '> Service ID: ____',
      'SVC-10042',
      '> Start time:',
      '',
      'danas u 8',
      '',
      '> Description: ____',
      'linija ne radi',
      'od jutros',
      '> Impact: ____',
      'Degradation',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:00:00Z',
      description: 'linija ne radi\nod jutros',
      impact: 'degradation',
    },
  },
  {
    name: 'an answer below the whole quote is no filling of its last row',
    context: { quoted: true },
    text: ['> Service ID: ____', '> Description: ____', '', 'What do you mean by a service ID?'],
    expected: { description: 'What do you mean by a service ID?' },
  },
  {
    name: 'values below the lines to write on',
    text: [
      'Service ID: ____',
      'SVC-10042',
      'Start time: ____',
      '10:00',
      'Description: ____',
      'No traffic on the link.',
      'Impact: ____',
      'outage',
    ],
    expected: FULL,
  },
  {
    name: 'a quote that is not to be read',
    text: ['See below.', '', '> Service ID: SVC-10042', '> Start time: 10:00', '> SVC-20077'],
    expected: {},
  },
  {
    name: 'what stands outside of the quote goes first',
    context: { quoted: true },
    text: ['Service ID: SVC-20077', '', '> Service ID: SVC-10042'],
    expected: { service: 'SVC-20077' },
  },
];

const HTML: readonly Row[] = [
  {
    name: 'a table of two columns',
    text: ['Service ID', 'SVC-10042', 'Start time', '10:00'],
    html: '<p>Hi</p><table><tr><td><b>Service ID:</b></td><td>SVC-10042</td></tr><tr><th>Start time</th><td>23.11. 10:00</td></tr></table>',
    expected: { service: 'SVC-10042', start: '2026-11-23T09:00:00Z' },
  },
  {
    name: 'a table with labels in its first row',
    text: '',
    html: '<table><thead><tr><th>ID usluge</th><th>Početak</th><th>Uticaj</th></tr></thead><tbody><tr><td>SVC-20077</td><td>juče u 14h</td><td>Degradacija</td></tr></tbody></table>',
    expected: { service: 'SVC-20077', start: '2026-11-22T13:00:00Z', impact: 'degradation' },
  },
  {
    name: 'a table of four columns',
    text: '',
    html: '<table><tr><td>Service ID</td><td>SVC-10042</td><td>Impact</td><td>outage</td></tr></table>',
    expected: { service: 'SVC-10042', impact: 'service-affecting' },
  },
  {
    name: 'a cell of several lines',
    text: '',
    html: '<table><tr><td>Description</td><td><p>Link is down.</p><p>Router restarted.</p></td></tr></table>',
    expected: { description: 'Link is down.\nRouter restarted.' },
  },
  {
    name: 'an unfilled table quoted back',
    text: '',
    html: '<table><tr><td>Service ID</td><td>____</td></tr><tr><td>Start time</td><td></td></tr><tr><td>Impact</td><td>Service affecting / Degradation / Non service affecting</td></tr></table>',
    expected: {},
  },
  {
    name: 'an old table in a quote',
    text: 'Thanks',
    html: '<p>Thanks</p><div class="gmail_quote"><table><tr><td>Service ID</td><td>SVC-10042</td></tr></table></div>',
    expected: {},
  },
  {
    name: 'a table within a table of Outlook',
    text: '',
    html: '<table><tr><td><table><tr><td>Vpliv</td><td>Poslabšanje</td></tr></table></td></tr></table>',
    expected: { impact: 'degradation' },
  },
];

const LANGUAGES: readonly Row[] = [
  {
    name: 'Serbian, a whole mail',
    text: [
      'Poštovani,',
      '',
      'prijavljujem problem sa vezom.',
      '',
      'ID usluge: SVC-10042',
      'Vreme početka problema: jutros u 8:30',
      'Kratak opis problema: Nema saobraćaja ka Nišu.',
      'Uticaj: Utiče na uslugu',
      'Povremeni ili stalni kvar: stalni',
      'IP adresa: 192.0.2.17',
      '',
      'Srdačan pozdrav,',
      'Petar Petrović',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:30:00Z',
      description: 'Nema saobraćaja ka Nišu.',
      impact: 'service-affecting',
      persistence: 'permanent',
      ip: '192.0.2.17',
    },
  },
  {
    name: 'Serbian without diacritics',
    text: [
      'id usluge: svc-10042',
      'vreme pocetka problema: juce u 14h',
      'uticaj: ne utice na uslugu',
      'opis: sporo radi',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-22T13:00:00Z',
      impact: 'non-service-affecting',
      description: 'sporo radi',
    },
  },
  {
    name: 'Serbian in Cyrillic',
    text: [
      'ИД услуге: SVC-10042',
      'Време почетка проблема: јутрос у 8:30',
      'Утицај: Деградација',
      'Опис проблема: Споро ради.',
    ],
    expected: {
      start: '2026-11-23T07:30:00Z',
      impact: 'degradation',
      description: 'Споро ради.',
      service: 'SVC-10042',
    },
  },
  {
    name: 'Slovene',
    text: [
      'Pozdravljeni,',
      'ID storitve: SVC-20077',
      'Čas začetka: danes ob 9h',
      'Opis težave: Stranke ne pridejo do strežnika.',
      'Vpliv: Vpliva na storitev',
      'IP naslov: 2001:db8::1',
      'Lep pozdrav',
    ],
    expected: {
      service: 'SVC-20077',
      start: '2026-11-23T08:00:00Z',
      description: 'Stranke ne pridejo do strežnika.',
      impact: 'service-affecting',
      ip: '2001:db8::1',
    },
  },
  {
    name: 'Slovak',
    text: [
      'Dobrý deň,',
      'ID služby: SVC-10042',
      'Začiatok problému: včera o 14 hod.',
      'Popis problému: Linka je pomalá.',
      'Dopad: Zhoršenie',
      'Trvanie: 2 hodiny',
      'S pozdravom',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-22T13:00:00Z',
      description: 'Linka je pomalá.',
      impact: 'degradation',
      duration: 'PT2H',
    },
  },
  {
    name: 'Czech',
    text: [
      'Dobrý den,',
      'Označení služby: SVC-10042',
      'Začátek problému: včera ve 14 hodin',
      'Stručný popis: Nefunguje internet.',
      'Závažnost: Neovlivňuje službu',
      'Občasná nebo trvalá porucha: občasná',
      'S pozdravem',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-22T13:00:00Z',
      description: 'Nefunguje internet.',
      impact: 'non-service-affecting',
      persistence: 'intermittent',
    },
  },
  {
    name: 'Macedonian',
    text: [
      'Почитувани,',
      'ИД на услуга: SVC-10042',
      'Почеток на проблемот: денес во 9 часот',
      'Опис на проблемот: Нема интернет.',
      'Влијание: Влијае на услугата',
      'Со почит',
    ],
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T08:00:00Z',
      description: 'Нема интернет.',
      impact: 'service-affecting',
    },
  },
  {
    name: 'Macedonian typed in Latin letters',
    text: ['Vlijanie: Ne vlijae na uslugata', 'Opis na problemot: Bavno.', 'Pocetok: vcera vo 14:20'],
    expected: { impact: 'non-service-affecting', description: 'Bavno.', start: '2026-11-22T13:20:00Z' },
  },
  {
    name: 'labels of one language, values of another',
    text: ['ID usluge: SVC-10042', 'Impact: Poslabšanje', 'Start time: včera o 14:00'],
    expected: { service: 'SVC-10042', impact: 'degradation', start: '2026-11-22T13:00:00Z' },
  },
];

const PROSE: readonly Row[] = [
  {
    name: 'English prose with all of it',
    text: 'Hello,\n\nOur link SVC-10042 has been degraded since 23.11. 10:00, packets to 192.0.2.17 get lost.\n\nThanks',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T09:00:00Z',
      impact: 'degradation',
      ip: '192.0.2.17',
      description: 'Our link SVC-10042 has been degraded since 23.11. 10:00, packets to 192.0.2.17 get lost.',
    },
  },
  {
    name: 'Serbian prose',
    text: 'Zdravo,\nna usluzi svc 10042 imamo prekid usluge od jutros u 8:30.\nHvala!',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:30:00Z',
      impact: 'service-affecting',
      description: 'na usluzi svc 10042 imamo prekid usluge od jutros u 8:30.',
    },
  },
  {
    name: 'a name of the register that has no pattern',
    text: 'DCA-Beograd-7 does not answer at all today.',
    expected: { service: 'DCA-BEOGRAD-7', description: 'DCA-Beograd-7 does not answer at all today.' },
  },
  {
    name: 'Slovene prose',
    text: 'Pozdravljeni,\nstoritev SVC-20077 ne dela. Začelo se je danes ob 9.15, gre za poslabšanje.\nLp, Ana',
    expected: {
      service: 'SVC-20077',
      start: '2026-11-23T08:15:00Z',
      impact: 'degradation',
      description: 'storitev SVC-20077 ne dela. Začelo se je danes ob 9.15, gre za poslabšanje.',
    },
  },
  {
    name: 'Slovak prose',
    text: 'Dobrý deň,\nslužba SVC-10042 nefunguje od dnes 8:30, ovplyvňuje službu u všetkých zákazníkov.\nS pozdravom Ján',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:30:00Z',
      impact: 'service-affecting',
      description: 'služba SVC-10042 nefunguje od dnes 8:30, ovplyvňuje službu u všetkých zákazníkov.',
    },
  },
  {
    name: 'Czech prose',
    text: 'Dobrý den,\nna službě SVC-10042 je zhoršení, začalo to včera ve 14 hodin.\nDěkuji',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-22T13:00:00Z',
      impact: 'degradation',
      description: 'na službě SVC-10042 je zhoršení, začalo to včera ve 14 hodin.',
    },
  },
  {
    name: 'Macedonian prose',
    text: 'Почитувани,\nод утринава во 8:30 немаме интернет на услугата SVC-10042.\nПоздрав',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:30:00Z',
      description: 'од утринава во 8:30 немаме интернет на услугата SVC-10042.',
    },
  },
  {
    name: 'labels in a sentence',
    text: 'ID usluge je SVC-10042, uticaj je degradacija, a početak je jutros u 8:30',
    expected: {
      service: 'SVC-10042',
      start: '2026-11-23T07:30:00Z',
      impact: 'degradation',
      description: 'ID usluge je SVC-10042, uticaj je degradacija, a početak je jutros u 8:30',
    },
  },
  { name: 'a span is not when it began', text: 'Radovi od 1.10. do 31.10.', expected: {} },
  { name: 'a mask is no address', text: 'IP address: 192.0.2.1 mask 255.255.255.240', expected: { ip: '192.0.2.1' } },
  { name: 'an answer of one word', text: 'Degradation', expected: { impact: 'degradation' } },
  { name: 'an answer that is a moment', text: 'today at 9:15', expected: { start: '2026-11-23T08:15:00Z' } },
  { name: 'an answer that is an identifier', text: 'svc10042.', expected: { service: 'SVC-10042' } },
  { name: 'an option that is denied', text: 'It is not degraded.', expected: {} },
  { name: 'an option that is asked about', text: 'Is this a degradation?', expected: {} },
  { name: 'an option under a condition', text: 'Call me if degraded.', expected: {} },
  {
    name: 'two options',
    text: 'First degraded, now an outage.',
    expected: { description: 'First degraded, now an outage.' },
  },
  { name: 'several IP addresses are a trace', text: '192.0.2.1\n192.0.2.2\n192.0.2.3', expected: {} },
  { name: 'an unknown service by its pattern', text: 'SVC-99999', expected: { '!service': 'SVC-99999' } },
  {
    name: 'two services said in prose',
    text: 'SVC-10042 SVC-20077',
    expected: { '#service': 'SVC-10042 | SVC-20077' },
  },
  {
    name: 'the circuit is not the service',
    text: 'Circuit ID: CIR-BG123\nService ID: SVC-10042',
    expected: { circuit: 'CIR-BG123', service: 'SVC-10042' },
  },
];

const EMPTY: readonly Row[] = [
  {
    name: 'the empty form',
    text: [
      'Service ID: ____',
      'Start time: ____',
      'Description: ____',
      'Impact: [ ]',
      'IP address:',
      '',
      'Best regards',
      'Ann',
    ],
    expected: {},
  },
  {
    name: 'the empty form with its options',
    text: [
      'Impact: Service affecting / Degradation / Non service affecting',
      'Impact: [ ] Service affecting [ ] Degradation',
    ],
    expected: {},
  },
  {
    name: 'labels alone',
    text: [
      'Service ID:',
      'Start time:',
      'Description:',
      'Impact:',
      'Test results:',
      '',
      'Please help us, it is important',
    ],
    expected: { description: 'Please help us, it is important' },
  },
  {
    name: 'placeholders',
    text: ['Service ID: <Service ID>', 'Start time: [Start time]', 'Description: ...'],
    expected: {},
  },
  { name: 'who does not know', text: ['Service ID: ne znam', 'Start time: ?', 'Impact: unknown'], expected: {} },
  {
    name: 'what does not apply',
    text: ['Circuit ID: n/a', 'IP address: nema', 'Test results: -', 'Service ID: n/a'],
    expected: { '~circuit': '', '~ip': '', '~logs': '' },
  },
  {
    name: 'what cannot be understood',
    text: ['Start time: a while ago', 'Impact: pretty bad', 'IP address: the usual one'],
    expected: { '?start': '', '?impact': '', '?ip': '' },
  },
  { name: 'an unknown service', text: 'Service ID: ABC-77', expected: { '!service': 'ABC-77' } },
  { name: 'a denied option', text: 'Impact: not sure, maybe not degraded', expected: { '?impact': '' } },
  {
    name: 'a value given twice, differently',
    text: ['Service ID: SVC-10042', 'Impact: outage', 'Service ID: SVC-20077'],
    expected: { '#service': 'SVC-10042 | SVC-20077', impact: 'service-affecting' },
  },
  {
    name: 'a value given twice, alike',
    text: ['Service ID: SVC-10042', 'ID usluge: svc10042'],
    expected: { service: 'SVC-10042' },
  },
  { name: 'nothing', text: '', expected: {} },
  { name: 'a label in a sentence', text: 'What is a service ID', expected: {} },
];

const PERSONS: readonly Row[] = [
  {
    name: 'SAGA-6 as its page has it',
    form: PERSON,
    text: [
      '1. IME I PREZIME ovlašćene osobe: Petar Petrović',
      '2. POSLOVNA JEDINICA (ulica i broj, grad i poštanski broj): Bulevar kralja Aleksandra 12,',
      '11000 Beograd',
      '3. RADNO MESTO ovlašćene osobe (funkcija koju obavlja): sistem administrator',
      '4. BROJ FIKSNOG TELEFONA ovlašćene osobe: (011) 3108-680 lok. 12',
      '5. BROJ MOBILNOG TELEFONA ovlašćene osobe / *opciono: 064/123-45-67',
      '6. E-MAIL ADRESA ovlašćene osobe: Petar@Example.com',
    ],
    expected: {
      name: 'Petar Petrović',
      unit: 'Bulevar kralja Aleksandra 12, 11000 Beograd',
      position: 'sistem administrator',
      landline: '+381113108680;ext=12',
      mobile: '+381641234567',
      email: 'petar@example.com',
    },
  },
  {
    name: 'numbers without labels',
    form: PERSON,
    text: [
      '1. Petar Petrović',
      '2. Bulevar 12, 11000 Beograd',
      '3. direktor',
      '4. 011 3108 680',
      '6. petar@example.com',
    ],
    expected: {
      name: 'Petar Petrović',
      unit: 'Bulevar 12, 11000 Beograd',
      position: 'direktor',
      landline: '+381113108680',
      email: 'petar@example.com',
    },
  },
  {
    name: 'numbers of what was asked last',
    form: PERSON,
    context: { asked: ['landline', 'email'] },
    text: ['1. 011 3108 680', '2. petar@example.com'],
    expected: { landline: '+381113108680', email: 'petar@example.com' },
  },
  {
    name: 'a list of something else',
    form: PERSON,
    text: ['1. open the page', '2. log in', '3. see the error', '4. close it'],
    expected: {},
  },
  {
    name: 'Slovene person',
    form: PERSON,
    text: [
      'Ime in priimek: Ana Žnidaršič',
      'Stacionarni telefon: +386 1 234 56 70',
      'E-poštni naslov: <ana@example.si>',
    ],
    expected: { name: 'Ana Žnidaršič', landline: '+38612345670', email: 'ana@example.si' },
  },
  {
    name: 'Slovak person',
    form: PERSON,
    text: ['Meno a priezvisko: Ján Kováč', 'Pracovná pozícia: účtovník', 'Pevná linka: 00421 2 5788 1234'],
    expected: { name: 'Ján Kováč', position: 'účtovník', landline: '+421257881234' },
  },
  {
    name: 'Czech person with an address below',
    form: PERSON,
    text: ['Jméno a příjmení: Jan Novák', 'Provozovna:', 'Dlouhá 5', '110 00 Praha', '', 'Telefon: +420 224 123 456'],
    expected: { name: 'Jan Novák', unit: 'Dlouhá 5, 110 00 Praha', landline: '+420224123456' },
  },
  {
    name: 'Macedonian person',
    form: PERSON,
    text: [
      'Име и презиме: Стојан Стојановски',
      'Работно место: референт',
      'Е-пошта: stojan@example.mk',
      'Мобилен телефон: нема',
    ],
    expected: { name: 'Стојан Стојановски', position: 'референт', email: 'stojan@example.mk', '~mobile': '' },
  },
  {
    name: 'a phone that is none',
    form: PERSON,
    text: ['Landline: extension 5 of the office', 'Mobile: 123'],
    expected: { '?landline': '', '?mobile': '' },
  },
];

function check(rows: readonly Row[]): void {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const text = typeof row.text === 'string' ? row.text : row.text.join('\n');
    const reading = readForm(text, row.html, row.form ?? FAULT, context(row.context));
    expect(told(reading)).toEqual(row.expected);
  });
}

describe('a form read from its layouts', () => check(LAYOUTS));
describe('a form read from tables of HTML', () => check(HTML));
describe('a form read in every language', () => check(LANGUAGES));
describe('a form read from prose', () => check(PROSE));
describe('a form not filled in, or badly', () => check(EMPTY));
describe('the attributes of a person (SAGA-6)', () => check(PERSONS));

describe('how it was found', () => {
  it('is told with the place', () => {
    const text = 'Hi,\nServce ID: SVC-10042\nImpact: outage';
    const { findings } = readForm(text, undefined, FAULT, context());
    expect(findings.map((one) => [one.key, text.slice(one.place.start, one.place.end).trim(), one.how])).toEqual([
      ['service', 'SVC-10042', { kind: 'label', label: 'Service ID', typo: true, quoted: false }],
      ['impact', 'outage', { kind: 'label', label: 'Impact', typo: false, quoted: false }],
    ]);
    const [bySight] = readForm('see SVC 10042', undefined, FAULT, context()).findings;
    expect(bySight?.how).toEqual({ kind: 'register', register: 'services' });
  });

  it('lies over the text of tables where it came from one', () => {
    const html = '<table><tr><td>Service ID</td><td>SVC-10042</td></tr></table>';
    const { findings, tables } = readForm('', html, FAULT, context());
    expect(findings.map((one) => tables.slice(one.place.start, one.place.end))).toEqual(['SVC-10042']);
  });
});

describe('text that was made of the HTML, beside the HTML itself', () => {
  it.each([
    [
      'rows',
      '<p>Hi,</p><table><tr><td>Service ID</td><td>SVC-10042</td></tr><tr><td>Start time</td><td>10:00</td></tr><tr><td>Description</td><td>No traffic on the link.</td></tr><tr><td>Impact</td><td>outage</td></tr></table><p>Best regards<br>Ann</p>',
    ],
    [
      'rows of Outlook',
      '<table>' +
        [
          ['Service ID:', 'SVC-10042'],
          ['Start time:', '23.11. 10:00'],
          ['Description:', 'No traffic on the link.'],
          ['Impact:', 'Service affecting'],
        ]
          .map(
            ([label, value]) =>
              `<tr><td><p class=MsoNormal><b>${label}</b></p></td><td><p class=MsoNormal>${value}<o:p></o:p></p></td></tr>`,
          )
          .join('') +
        '</table><p class=MsoNormal>We need this today, please call.</p>',
    ],
    [
      'a head and a row',
      '<table><tr><th>Service ID</th><th>Start time</th><th>Impact</th><th>Description</th></tr><tr><td>SVC-10042</td><td>10:00</td><td>outage</td><td>No traffic on the link.</td></tr></table>',
    ],
    [
      'a list',
      '<ul><li><b>Service ID:</b> SVC-10042</li><li><b>Start time:</b> 10:00</li><li><b>Impact:</b> outage</li><li><b>Description:</b> No traffic on the link.</li></ul>',
    ],
    [
      'lines in bold',
      '<div><b>Service ID:</b>&nbsp;SVC-10042<br><b>Start time:</b> 10:00<br><b>Impact</b>: outage<br><b>Description:</b><br>No traffic on the link.<br><br>Thanks</div>',
    ],
  ])('says the same once (%s)', (_, html) => {
    const text = htmlToText(html);
    expect(told(readForm(text, html, FAULT, context()))).toEqual(FULL);
  });
});

describe('what registers are to be asked for', () => {
  it('is every word that can be an identifier', () => {
    const found = identifierCandidates('SVC-10042, svc 20077 and (DCA-Beograd-7). No, 12!').map((one) => one.text);
    expect(found).toEqual(['SVC-10042', 'svc 20077', '20077', 'DCA-Beograd-7', '12']);
  });

  it('is bounded', () => {
    expect(identifierCandidates('A-1 '.repeat(100_000)).length).toBeLessThanOrEqual(5_000);
  });
});

describe('a form', () => {
  it('refuses one label for two fields', () => {
    const field = (key: string, label: string) =>
      ({ key, kind: 'text', need: 'required', labels: { sr: [label] } }) as const;
    expect(() => formRules([field('a', 'Početak'), field('b', 'POCETAK')])).toThrow('"POCETAK" names both a and b');
  });
});
