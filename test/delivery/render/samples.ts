import { join } from 'node:path';
import type {
  AskView,
  MessageView,
  NoticeView,
  RenderOptions,
  RequestView,
  TicketView,
} from '../../../src/delivery/render/view.ts';
import type { LocalDate } from '../../../src/desk/calendar/local.ts';
import type { ReleaseName } from '../../../src/desk/defect/plan.ts';
import type { LedgerId } from '../../../src/desk/ids.ts';
import type { NoticeKind } from '../../../src/desk/notice.ts';
import type { Locale } from '../../../src/desk/status.ts';

/** The templates that come with Spoc. */
export const BUILT_IN = join(import.meta.dirname, '../../../templates');

export const options = (locale: Locale): RenderOptions => ({ locale, timeZone: 'Europe/Belgrade', labels: {} });

const at = (time: string) => new Date(`2026-12-05T${time}:00Z`);

const desk = {
  name: 'Podrška e-bankarstva',
  address: 'podrska@desk.example',
  signature: 'Podrška e-bankarstva\nTel. +381 11 555 0100\nhttps://desk.example/podrska',
};

export const ticket: TicketView = {
  number: 'EB-1042',
  subject: 'Ne mogu da potpišem nalog: greška 0x800 „kartica nije pronađena“',
  status: 'new',
  priority: 'high',
  type: 'incident',
  channel: 'mail',
  openedAt: at('13:30'),
  requesterName: 'Ana Đorđević',
  clientName: 'Mlin Žitko d.o.o.',
  assigneeName: undefined,
  facts: [],
  request: undefined,
};

/** An entry of a catalogue, with all that it may bring (SOFTECH-3). */
export const request: TicketView['request'] = {
  name: 'Hitna servisna intervencija',
  surcharge: { kind: 'percent', percent: 50 },
  checklist: ['Proveriti sertifikat', 'Javiti klijentu'],
};

export const facts: TicketView['facts'] = [
  {
    label: 'ID usluge',
    values: [
      { kind: 'text', text: 'SVC-10042' },
      { kind: 'text', text: 'Internet Novi Sad' },
    ],
    note: undefined,
  },
  { label: 'Početak problema', values: [{ kind: 'moment', at: at('07:40') }], note: undefined },
  { label: 'Kraj', values: [{ kind: 'day', day: new Date('2026-12-06T00:00:00Z') }], note: undefined },
  {
    label: 'Uticaj',
    values: [
      { kind: 'text', text: 'Prekid' },
      { kind: 'text', text: 'Degradacija' },
    ],
    note: 'disputed',
  },
  { label: 'Oznaka voda', values: [{ kind: 'text', text: 'CIR-9' }], note: 'not-recognised' },
  { label: 'Opis', values: [], note: 'missing' },
  { label: 'Logovi', values: [], note: 'none' },
  { label: 'Trajanje', values: [], note: 'unreadable' },
];

const row = { optional: false, options: [], moment: false, why: 'missing', said: [] } as const;
/** A form with every kind of row. */
export const ask: AskView = {
  rows: [
    { ...row, number: 1, label: 'ID usluge', why: 'not-recognised', said: ['SVC-99'] },
    { ...row, number: 2, label: 'Početak problema', moment: true, why: 'unreadable' },
    { ...row, number: 3, label: 'Opis problema' },
    {
      ...row,
      number: 4,
      label: 'Uticaj',
      options: ['Prekid usluge', 'Degradacija usluge', 'Bez uticaja na uslugu'],
      why: 'disputed',
      said: ['Prekid usluge', 'Degradacija usluge'],
    },
    { ...row, number: 5, label: 'Poslovna jedinica (ulica i broj)', optional: true },
  ],
};

export const message: MessageView = {
  authorName: 'Ana Đorđević',
  at: at('13:30'),
  text: [
    'Dobar dan,',
    '',
    'od jutros ne mogu da potpišem naloge. Posle unosa PIN-a izlazi:',
    '',
    '    greška 0x800 <kartica nije pronađena> & kraj',
    '',
    'Čitač je priključen, lampica svetli. Rok za plaćanje je danas u 15 h!',
    '',
    'Ana',
  ].join('\n'),
  attachments: [
    { filename: 'slika ekrana.png', size: 184_320, leftOut: undefined, disguised: undefined },
    { filename: 'dnevnik čitača.log', size: 2_431, leftOut: undefined, disguised: undefined },
    {
      filename: 'snimak.mov',
      size: 86_400_000,
      leftOut: { kind: 'too-large', limit: 25_000_000 },
      disguised: undefined,
    },
  ],
  truncated: false,
};

export const answer: MessageView = {
  authorName: 'Marko Petrović',
  at: at('14:02'),
  text: 'Poštovana gospođo Đorđević,\n\nmolim Vas da isključite čitač, sačekate deset sekundi i ponovo ga priključite.\nZatim otvorite https://desk.example/provera?a=1&b=2 i javite nam šta piše.\n\nSrdačan pozdrav',
  attachments: [],
  truncated: false,
};

const client = { desk, recipient: { name: 'Ana Đorđević' }, marker: '##- EB-1042 -## Please reply above this line' };
const agent = {
  ...client,
  recipient: { name: 'Marko Petrović' },
  reply: { noteAddress: 'podrska+n7k2qd5x3v9w@desk.example' },
};
const change = { from: 'new', to: 'open', byName: 'Marko Petrović', at: at('13:41') } as const;
const history = [
  { authorName: answer.authorName, direction: 'outbound', at: answer.at, text: answer.text },
  { authorName: message.authorName, direction: 'inbound', at: message.at, text: message.text },
] as const;
const step = {
  target: 'resolution',
  missed: false,
  within: 4 * 3_600_000,
  time: 'business',
  due: at('17:30'),
  reached: undefined,
} as const;
const about = { subject: 'Pitanje o nalogu', at: at('13:30') };

const waits: RequestView = {
  number: 'EB-1042',
  subject: ticket.subject,
  requesterName: 'Ljubiša Stojanović',
  status: 'new',
  receivedAt: at('13:30'),
  takenAt: undefined,
  place: { place: 3, of: 12 },
  deferredUntil: undefined,
  closedAt: undefined,
  solution: undefined,
};
const finished: RequestView = {
  ...waits,
  number: 'EB-1040',
  requesterName: undefined,
  status: 'resolved',
  takenAt: at('13:41'),
  place: undefined,
  closedAt: at('15:20'),
  solution: { text: answer.text, truncated: false },
};

/** A full view of every kind. */
export const SAMPLES: { readonly [K in NoticeKind]: Extract<NoticeView, { kind: K }> } = {
  confirmation: {
    kind: 'confirmation',
    ...client,
    ticket,
    changes: [],
    message,
    onBehalf: false,
    follows: 'EB-977',
    enrolment: false,
    call: false,
    phone: { kind: 'landline', number: '011/310-86-80' },
    languages: ['Prepisku vodimo samo na engleskom jeziku.', 'We correspond in English only.'],
    ask: undefined,
    offer: undefined,
  },
  'facts-asked': {
    kind: 'facts-asked',
    ...client,
    ticket: { ...ticket, facts: facts.slice(0, 2) },
    changes: [change],
    ask,
    offer: undefined,
  },
  'deferral-answered': { kind: 'deferral-answered', ...client, ticket, changes: [], agreed: true, until: at('15:00') },
  'follow-up': {
    kind: 'follow-up',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [{ ...change, from: 'pending', to: 'open', byName: 'Ana Đorđević' }],
    message,
  },
  'status-changed': {
    kind: 'status-changed',
    ...client,
    ticket: { ...ticket, status: 'resolved', assigneeName: 'Marko Petrović' },
    changes: [{ ...change, from: 'open', to: 'resolved' }],
    solution: answer,
  },
  answer: {
    kind: 'answer',
    ...client,
    ticket: { ...ticket, status: 'resolved' },
    changes: [{ ...change, from: 'open', to: 'resolved' }],
    message: answer,
    solution: true,
    opening: false,
    answered: message,
  },
  refused: { kind: 'refused', desk, recipient: { name: 'Petar' }, about },
  prove: { kind: 'prove', desk, recipient: { name: 'Marko Petrović' }, role: 'agent', about },
  'agent-new': {
    kind: 'agent-new',
    ...agent,
    given: { kind: 'rule', rule: 3 },
    ticket,
    changes: [],
    message,
    filed: [
      { kind: 'named', numbers: ['EB-3', 'EB-9'] },
      { kind: 'follows', number: 'EB-977' },
    ],
    warnings: ['claimed', 'display-name', 'several-from'],
  },
  'agent-resumed': { kind: 'agent-resumed', ...agent, ticket: { ...ticket, facts }, changes: [change], message },
  'agent-message': {
    kind: 'agent-message',
    ...agent,
    given: { kind: 'returned', name: 'Marko Petrović' },
    ticket: { ...ticket, status: 'open', assigneeName: 'Marko Petrović' },
    changes: [{ ...change, from: 'pending', to: 'open', byName: 'Ana Đorđević' }],
    message,
    direction: 'inbound',
    history,
    proposed: ['knjigovodstvo@mlin.example', 'direktor@mlin.example'],
    filed: [{ kind: 'number' }],
    warnings: ['claimed'],
  },
  'agent-assigned': {
    kind: 'agent-assigned',
    ...agent,
    given: { kind: 'deputy', name: 'Jelena Ilić' },
    ticket: { ...ticket, status: 'open', assigneeName: 'Marko Petrović' },
    changes: [change],
    byName: 'Jelena Ilić',
    message,
    history,
  },
  'customer-opened': { kind: 'customer-opened', ...client, ticket, changes: [], message },
  'agent-on-call': { kind: 'agent-on-call', ...agent, ticket: { ...ticket, priority: 'urgent' }, changes: [], message },
  'agent-call-back': {
    kind: 'agent-call-back',
    ...client,
    ticket: { ...ticket, channel: 'phone', status: 'pending' },
    changes: [change],
    message: answer,
    phones: ['011/310-86-80', '+381 64 123 45 67'],
  },
  'agent-enrolment': {
    kind: 'agent-enrolment',
    ...agent,
    ticket: { ...ticket, clientName: undefined, facts },
    changes: [],
  },
  welcome: {
    kind: 'welcome',
    ...client,
    ticket: { ...ticket, status: 'resolved' },
    changes: [{ ...change, to: 'resolved' }],
    client: 'Nova banka a.d.',
    message: answer,
    phone: { kind: 'on-call', number: '064 123 45 67' },
    languages: ['We correspond in English only.'],
  },
  'enrolment-declined': {
    kind: 'enrolment-declined',
    ...client,
    ticket: { ...ticket, status: 'resolved' },
    changes: [{ ...change, to: 'resolved' }],
    message: { ...answer, text: 'Podršku dajemo samo bankama.' },
  },
  'defect-news': {
    kind: 'defect-news',
    ...client,
    ticket: { ...ticket, status: 'on-hold' },
    changes: [{ ...change, to: 'on-hold' }],
    plan: { stage: 'planned', release: '4.2' as ReleaseName, expected: '2027-01-15' as LocalDate },
    before: { stage: 'planned', release: '4.1' as ReleaseName, expected: '2026-12-18' as LocalDate },
    message: answer,
  },
  'agent-note': {
    kind: 'agent-note',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [change],
    message: { ...answer, text: 'Zvao sam banku: kartica je istekla.' },
    history,
  },
  'agent-changed': {
    kind: 'agent-changed',
    ...agent,
    ticket: { ...ticket, status: 'on-hold', priority: 'urgent' },
    changes: [{ ...change, to: 'on-hold' }],
    priority: { from: 'normal', to: 'urgent' },
    byName: 'Jelena Ilić',
  },
  'agent-held': {
    kind: 'agent-held',
    ...agent,
    ticket: { ...ticket, status: 'pending', assigneeName: 'Jelena Ilić' },
    changes: [],
    message: answer,
    why: 'answered-meanwhile',
    newer: { ...answer, authorName: 'Jelena Ilić', text: 'Poštovani, poslali smo Vam novu karticu.' },
  },
  transcript: {
    kind: 'transcript',
    desk,
    recipient: { name: 'Marko Petrović' },
    marker: client.marker,
    ticket,
    about,
    lines: [
      { line: '#resolved', result: { kind: 'not-done' } },
      { line: '#asign me', result: { kind: 'unknown-verb', nearest: 'assign' } },
      { line: '#frobnicate', result: { kind: 'unknown-verb', nearest: undefined } },
      {
        line: '#priority hihg',
        result: { kind: 'bad-argument', expected: ['low', 'normal', 'high', 'urgent'], nearest: 'high' },
      },
      { line: '#desk x', result: { kind: 'bad-argument', expected: ['ebanking', 'cepp'], nearest: undefined } },
      { line: '#help', result: { kind: 'done' } },
      { line: '#closed', result: { kind: 'forbidden', needs: 'proof' } },
      { line: '#watch ana@mlin.example', result: { kind: 'forbidden', needs: 'ticket' } },
      { line: '#to ana@mlin.example', result: { kind: 'forbidden', needs: 'empty-ticket' } },
      { line: '#hold', result: { kind: 'forbidden', needs: 'staff' } },
      { line: '#send', result: { kind: 'nothing-to-send' } },
      { line: '#resume', result: { kind: 'not-deferred' } },
      { line: 'drop 12', result: { kind: 'already-decided' } },
      { line: '#escalate', result: { kind: 'no-escalation', why: 'no-matrix' } },
      { line: '#escalate 2', result: { kind: 'no-escalation', why: 'highest' } },
      { line: '#escalate 3', result: { kind: 'no-escalation', why: 'done' } },
      { line: 'call 011 310 86 80', result: { kind: 'several-callers', people: ['Ana Đorđević', 'Bojan Bojić'] } },
      { line: 'call +381 64 123 45 67', result: { kind: 'no-notes' } },
      { line: '#approve', result: { kind: 'no-enrolment' } },
      { line: '#approve', result: { kind: 'enrolment-incomplete' } },
      { line: '#approve', result: { kind: 'enrolment-namesake' } },
      { line: '#decline', result: { kind: 'forbidden', needs: 'approver' } },
      ...(['unknown', 'itself', 'defect', 'problem', 'full', 'none'] as const).map(
        (why) => ({ line: '#defect EB-1', result: { kind: 'no-bond', why } }) as const,
      ),
      { line: '#planned 4.2', result: { kind: 'no-defect', why: 'not-confirmed' } },
      { line: '#confirmed', result: { kind: 'no-defect', why: 'other-type' } },
    ],
    help: true,
    unsent: 'Poštovana gospođo Đorđević,\n\nkartica je zamenjena.',
  },
  'agent-undelivered': {
    kind: 'agent-undelivered',
    ...agent,
    ticket: { ...ticket, status: 'pending' },
    changes: [change],
    address: 'ana@mlin.example',
    status: '5.1.1',
    detail: '550 5.1.1 <ana@mlin.example>: Recipient address rejected: User unknown',
  },
  'operator-held': {
    kind: 'operator-held',
    desk,
    recipient: { name: 'Operater' },
    marker: '##- SPOC -## Odgovorite iznad ove linije',
    mails: [
      {
        id: 12 as LedgerId,
        outcome: 'held',
        at: at('10:05'),
        sender: 'eva@zlo.example',
        subject: 'Brza zarada',
        reasons: ['taken for spam: header X-Spam-Flag: YES'],
      },
      {
        id: 15 as LedgerId,
        outcome: 'quarantined',
        at: at('10:05'),
        sender: 'ivo@klijent.example',
        subject: '',
        reasons: ['malware: Test.Evil'],
      },
    ],
    more: 3,
  },
  'agent-also': {
    kind: 'agent-also',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [change],
    marker: undefined,
    handledBy: 'Podrška e-bankarstva',
  },
  'agent-target': {
    kind: 'agent-target',
    ...agent,
    ticket: { ...ticket, status: 'open', assigneeName: 'Marko Petrović' },
    changes: [],
    step,
    manager: false,
  },
  'target-missed': {
    kind: 'target-missed',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [],
    step: { ...step, missed: true },
    mayEscalate: true,
  },
  escalated: {
    kind: 'escalated',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [{ ...change, from: 'pending', to: 'open', byName: 'Ana Đorđević' }],
    level: 'Rukovodilac smene',
    asked: true,
  },
  'escalation-refused': {
    kind: 'escalation-refused',
    ...client,
    ticket: { ...ticket, status: 'open' },
    changes: [],
    why: 'too-soon',
    level: 'Rukovodilac smene',
  },
  'escalation-matrix': {
    kind: 'escalation-matrix',
    desk,
    recipient: { name: 'Ana Đorđević' },
    service: 'SRV-100234',
    validFrom: at('13:30'),
  },
  record: {
    kind: 'record',
    desk,
    recipient: { name: 'Ana Đorđević' },
    about: { subject: 'status', at: at('13:30') },
    sees: 'unit',
    open: [waits, { ...waits, number: 'EB-1041', status: 'open', place: undefined, takenAt: at('14:05') }],
    done: [finished],
    more: { open: 2, done: 5 },
  },
  'record-case': {
    kind: 'record-case',
    desk,
    recipient: { name: 'Ana Đorđević' },
    about: { subject: 'status EB-1040 EB-9', at: at('13:30') },
    cases: [
      {
        number: 'EB-1040',
        request: finished,
        steps: [
          { kind: 'message', ...message, truncated: true },
          { kind: 'status', at: at('13:41'), from: 'new', to: 'open' },
          { kind: 'message', ...answer },
        ],
        more: 3,
      },
      { number: 'EB-9', request: undefined, steps: [], more: 0 },
    ],
  },
  'agent-escalated': {
    kind: 'agent-escalated',
    ...client,
    recipient: { name: 'Jelena Ilić' },
    ticket: { ...ticket, status: 'open', assigneeName: 'Marko Petrović' },
    changes: [],
    level: 'Rukovodilac smene',
    why: 'client',
    byName: 'Ana Đorđević',
    history: [
      {
        authorName: 'Marko Petrović',
        direction: 'internal',
        at: at('14:20'),
        text: 'Zvao sam banku: kartica je istekla.',
      },
      ...history,
    ],
  },
};

const several = [change, { ...change, from: 'open', to: 'pending', byName: undefined, at: at('14:02') }] as const;

/** The other faces of the notices: what the templates say only then. */
export const VARIANTS: readonly NoticeView[] = [
  { ...SAMPLES.record, sees: 'client', open: [], more: { open: 0, done: 0 } },
  { ...SAMPLES.record, sees: 'own', open: [], done: [], more: { open: 0, done: 0 } },
  { ...SAMPLES.record, done: [], open: [{ ...waits, subject: '', deferredUntil: at('16:00'), place: undefined }] },
  { ...SAMPLES.prove, role: 'record' },
  { ...SAMPLES['escalation-matrix'], service: undefined },
  { ...SAMPLES['agent-new'], given: { kind: 'returned', name: 'Marko Petrović' } },
  { ...SAMPLES['agent-new'], given: undefined },
  { ...SAMPLES['agent-message'], given: { kind: 'away-rule', name: 'Marko Petrović', rule: 2 } },
  { ...SAMPLES['agent-assigned'], byName: undefined, given: { kind: 'tier', tier: 'L2' } },
  {
    ...SAMPLES['agent-assigned'],
    given: { kind: 'request-type', name: 'Hitna servisna intervencija' },
    ticket: { ...ticket, request },
  },
  {
    ...SAMPLES.transcript,
    ticket: undefined,
    marker: undefined,
    lines: [
      {
        line: '#away 2026-12-20..2026-12-31 deputy jelena',
        result: { kind: 'away', first: at('08:00'), last: new Date('2026-12-31T08:00:00Z'), deputyName: 'Jelena Ilić' },
      },
      { line: '#away today', result: { kind: 'away', first: at('08:00'), last: at('08:00'), deputyName: undefined } },
      { line: '#back', result: { kind: 'back' } },
      { line: '#back', result: { kind: 'not-away' } },
      { line: '#back today', result: { kind: 'present', first: at('08:00'), last: at('08:00') } },
      {
        line: '#back 5.12.-8.12.',
        result: { kind: 'present', first: at('08:00'), last: new Date('2026-12-08T08:00:00Z') },
      },
    ],
    help: false,
    unsent: '',
  },
  { ...SAMPLES.confirmation, ask, offer: at('15:00') },
  { ...SAMPLES.confirmation, ask: { rows: ask.rows.slice(2, 3) } },
  { ...SAMPLES.confirmation, enrolment: true, ask, follows: undefined },
  { ...SAMPLES['facts-asked'], ask: undefined, offer: at('15:00'), changes: several },
  { ...SAMPLES['deferral-answered'], agreed: false, changes: [change] },
  { ...SAMPLES['deferral-answered'], changes: several },
  { ...SAMPLES['agent-new'], ticket: { ...ticket, facts } },
  { ...SAMPLES.confirmation, onBehalf: true, follows: undefined, changes: several },
  {
    ...SAMPLES.confirmation,
    recipient: { name: '' },
    ticket: { ...ticket, subject: ' ', type: 'request', priority: 'low', clientName: undefined },
    message: {
      ...message,
      attachments: [
        { filename: undefined, size: 0, leftOut: { kind: 'too-large', limit: undefined }, disguised: undefined },
        {
          filename: 'a.zip',
          size: 9,
          leftOut: { kind: 'together-too-large', limit: 20_000_000 },
          disguised: undefined,
        },
        { filename: 'b.zip', size: 9, leftOut: { kind: 'together-too-large', limit: undefined }, disguised: undefined },
        { filename: 'c.zip', size: 9, leftOut: { kind: 'other' }, disguised: undefined },
        { filename: 'd.exe', size: 9, leftOut: { kind: 'blocked' }, disguised: 'application/x-msdownload' },
      ],
      truncated: true,
    },
    changes: [change],
  },
  {
    ...SAMPLES.confirmation,
    ticket: { ...ticket, channel: 'phone', requesterName: '', clientName: undefined },
    onBehalf: true,
    follows: undefined,
    call: true,
    phone: { kind: 'on-call', number: '064 123 45 67' },
    languages: [],
  },
  {
    ...SAMPLES.confirmation,
    ticket: { ...ticket, channel: 'portal' },
    onBehalf: true,
    phone: undefined,
    languages: ['We correspond in English only.'],
  },
  { ...SAMPLES['customer-opened'], changes: [change] },
  { ...SAMPLES['agent-on-call'], changes: [change], message: undefined },
  { ...SAMPLES['agent-call-back'], changes: [], phones: [] },
  { ...SAMPLES['agent-enrolment'], changes: [change] },
  { ...SAMPLES.welcome, changes: [], client: undefined, message: undefined, phone: undefined, languages: [] },
  { ...SAMPLES['enrolment-declined'], changes: [], message: undefined },
  ...(['reported', 'confirmed', 'not-a-defect', 'released'] as const).map((stage) => ({
    ...SAMPLES['defect-news'],
    plan: { stage },
    changes: stage === 'reported' ? several : [],
    before: undefined,
    message: undefined,
  })),
  {
    ...SAMPLES['defect-news'],
    ticket: { ...ticket, status: 'resolved' },
    plan: { stage: 'released', release: '4.2' as ReleaseName },
    message: undefined,
  },
  {
    ...SAMPLES['defect-news'],
    ticket: { ...ticket, status: 'resolved' },
    plan: { stage: 'not-a-defect' },
    changes: [],
  },
  { ...SAMPLES['defect-news'], before: { stage: 'confirmed' }, message: undefined },
  { ...SAMPLES['follow-up'], changes: several },
  { ...SAMPLES['follow-up'], changes: [], message: { ...message, text: ' \n' } },
  { ...SAMPLES['status-changed'], ticket: { ...ticket, status: 'pending', type: 'problem' }, changes: several },
  {
    ...SAMPLES['status-changed'],
    ticket: { ...ticket, status: 'closed', type: 'change' },
    changes: [{ ...change, to: 'closed', byName: undefined }],
    solution: undefined,
  },
  {
    ...SAMPLES.answer,
    solution: false,
    opening: true,
    changes: several,
    message: { ...answer, authorName: desk.name, attachments: message.attachments },
    answered: undefined,
    marker: undefined,
  },
  { ...SAMPLES.prove, role: 'client' },
  {
    ...SAMPLES['agent-new'],
    reply: { noteAddress: undefined },
    filed: [{ kind: 'token' }],
    warnings: [],
    changes: [change],
  },
  {
    ...SAMPLES['agent-message'],
    direction: 'outbound',
    message: answer,
    filed: [{ kind: 'issued-id' }, { kind: 'received-id' }],
    history: Array.from({ length: 14 }, () => history[0]),
    proposed: [],
    changes: [],
  },
  { ...SAMPLES['agent-assigned'], byName: undefined, message: undefined, history: [], changes: [] },
  { ...SAMPLES['agent-note'], ticket: { ...ticket, type: 'defect' }, history: [], changes: [] },
  { ...SAMPLES['agent-changed'], priority: undefined, byName: undefined },
  { ...SAMPLES['agent-held'], why: 'doubtful', newer: undefined, changes: [change] },
  { ...SAMPLES['agent-held'], why: 'empty', newer: undefined },
  { ...SAMPLES['agent-held'], why: 'too-large', newer: undefined },
  { ...SAMPLES['agent-held'], why: 'blocked', newer: undefined },
  { ...SAMPLES.transcript, ticket: undefined, lines: [], marker: undefined, unsent: '' },
  { ...SAMPLES.transcript, help: false },
  { ...SAMPLES['agent-undelivered'], status: undefined, detail: '', changes: [] },
  { ...SAMPLES['agent-also'], changes: [] },
  {
    ...SAMPLES['agent-target'],
    manager: true,
    changes: [change],
    step: { ...step, target: 'first-response', missed: true, reached: at('18:00'), within: 90 * 60_000, time: 'clock' },
  },
  {
    ...SAMPLES['agent-target'],
    step: { ...step, target: 'update', due: undefined, within: 5 * 86_400_000, time: 'clock' },
  },
  { ...SAMPLES['target-missed'], mayEscalate: false, changes: [change] },
  { ...SAMPLES.escalated, asked: false, changes: [] },
  { ...SAMPLES['escalation-refused'], why: 'highest', changes: [change] },
  { ...SAMPLES['escalation-refused'], why: 'too-soon', level: undefined },
  { ...SAMPLES['escalation-refused'], why: 'too-often' },
  { ...SAMPLES['escalation-refused'], why: 'no-matrix', level: undefined },
  { ...SAMPLES['escalation-refused'], why: 'unproven', level: undefined },
  { ...SAMPLES['agent-escalated'], why: 'age', byName: undefined, history: [], changes: [change] },
  { ...SAMPLES['agent-escalated'], why: 'target', byName: undefined, history: [] },
  { ...SAMPLES['agent-escalated'], why: 'agent', byName: 'Marko Petrović', history: [] },
  { ...SAMPLES['agent-escalated'], why: 'agent', byName: undefined, history: [] },
];

/** Every notice in every face. */
export const ALL_VIEWS: readonly NoticeView[] = [...Object.values(SAMPLES), ...VARIANTS];
