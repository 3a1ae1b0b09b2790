import type { AbsenceTold } from '../../desk/absence/notice.ts';
import type { HeldMail, TargetStep, TranscriptLine } from '../../desk/notice.ts';
import type { Recurring } from '../../desk/problem/recurring.ts';
import { beginning, line, lines } from './clean.ts';
import type { ShownMessage } from './context.ts';
import { coverageRows } from './cover-parts.ts';
import { type Block, inline, mark, plain } from './document.ts';
import { surchargeText } from './money-text.ts';
import type { MessageHelper, PartHelper } from './names.ts';
import { RECORD_PARTS } from './record-parts.ts';
import { reportBlocks } from './report-parts.ts';
import { SIMILAR_PARTS } from './similar-parts.ts';
import { statementBlocks } from './statement-parts.ts';
import { timelineText } from './timeline-text.ts';
import type {
  ApplicantView,
  AskRowView,
  AskView,
  AttachmentView,
  FactView,
  GivenView,
  HistoryEntry,
  MessageView,
  NoticeView,
  QuotedView,
  RequestTypeView,
} from './view.ts';
import type { Words } from './words.ts';

/** Characters of a message that a client gets quoted back, that an agent is shown, and of each earlier message. */
const MOST = { quoted: 4_000, agent: 100_000, history: 3_000 };
/** Earlier messages, attachments and such that one mail lists. */
const MANY = { history: 12, list: 60, numbers: 8 };

/** The blocks that show one message. */
export const MESSAGE_PARTS: Readonly<
  Record<MessageHelper, (shown: ShownMessage, view: NoticeView, words: Words) => readonly Block[]>
> = {
  quote: ({ view }, notice, words) => quote(view, staff(notice) ? MOST.agent : MOST.quoted, words),
  words: ({ view }) => texts(lines(view.text)),
  attachments: ({ view }, notice, words) => [...kept(view.attachments, words), ...leftOut(view, notice, words)],
  leftOut: ({ view }, notice, words) => leftOut(view, notice, words),
};

/** The blocks that show a part of the notice. */
export const PARTS: Readonly<Record<PartHelper, (view: NoticeView, words: Words) => readonly Block[]>> = {
  marker: (view) =>
    'marker' in view && view.marker !== undefined ? [{ kind: 'marker', line: line(view.marker) }] : [],
  facts: (view, words) => facts(view, words),
  form: (view, words) => ('ask' in view && view.ask !== undefined ? [form(view.ask, words)] : []),
  unsettled: (view, words) => ('ask' in view && view.ask !== undefined ? unsettled(view.ask, words) : []),
  changes: (view, words) => ('changes' in view ? changes(view.changes, words) : []),
  signature: ({ desk }) => [{ kind: 'signature', text: lines(desk.signature) || line(desk.name) }],
  history: (view, words) => ('history' in view ? history(view.history, words) : []),
  filed: (view, words) => ('filed' in view ? view.filed.map((one) => paragraph('quiet', filed(one, words))) : []),
  warnings: (view, words) =>
    'warnings' in view ? view.warnings.map((one) => paragraph('warning', words.say(`warning.${one}`))) : [],
  given: (view, words) =>
    'given' in view && view.given !== undefined ? [paragraph('notice', given(view.given, words))] : [],
  proposed: (view) =>
    'proposed' in view
      ? [
          list(
            undefined,
            view.proposed.map((address) => mark('code', line(`#watch ${address}`))),
          ),
        ]
      : [],
  held: (view, words) => (view.kind === 'agent-held' ? [paragraph('notice', words.say(`held.${view.why}`))] : []),
  waitingLines: (view) => (view.kind === 'agent-held' ? commandLines(view.waiting) : []),
  undoneLines: (view) => (view.kind === 'agent-held' ? commandLines(view.undone) : []),
  transcript: (view, words) =>
    view.kind === 'transcript'
      ? [
          list(
            undefined,
            view.lines.map((one) => transcriptLine(one, words)),
          ),
        ]
      : [],
  absences: (view, words) =>
    view.kind === 'agent-absences'
      ? [
          list(
            undefined,
            view.absences.map((one) => away(one, words)),
          ),
        ]
      : [],
  help: (_view, words) => [list(undefined, helpLines(words))],
  unsent: (view) => (view.kind === 'transcript' ? texts(beginning(lines(view.unsent), MOST.agent).text) : []),
  languages: (view) => ('languages' in view ? view.languages.map((one) => paragraph('quiet', line(one))) : []),
  bounce: (view, words) => (view.kind === 'agent-undelivered' ? [bounce(view, words)] : []),
  mails: (view, words) => (view.kind === 'operator-held' ? view.mails.map((mail) => heldMail(mail, words)) : []),
  ...RECORD_PARTS,
  applicant: (view, words) => (view.kind === 'agent-access' ? [applicant(view.applicant, words)] : []),
  terms: (view, words) => ('quoted' in view ? [terms(view.quoted, words)] : []),
  timeline: (view, words) =>
    view.kind === 'agent-rfo'
      ? [
          list(
            undefined,
            view.timeline.map((one) => `${words.date(one.at)} – ${timelineText(one, words)}`),
          ),
        ]
      : [],
  recurring: (view, words) => (view.kind === 'recurring-incidents' ? recurringTable(view.groups, words) : []),
  analysis: (view, words) => (view.kind === 'agent-rfo' ? analysis(view.analysis, words) : []),
  ...SIMILAR_PARTS,
  report: (view) => (view.kind === 'report' ? reportBlocks(view.tables) : []),
  statement: (view, words) => (view.kind === 'statement' ? statementBlocks(view.statement, words) : []),
  promise: (view, words) => ('step' in view ? [promise(view.step, words)] : []),
};

/** Commands as they were written. */
function commandLines(lines: readonly string[]): readonly Block[] {
  const items = lines.map((one) => mark('code', line(one)));
  return items.length === 0 ? [] : [list(undefined, items)];
}

function staff({ kind }: NoticeView): boolean {
  return kind.startsWith('agent-');
}

function paragraph(tone: 'quiet' | 'notice' | 'warning', text: string): Block {
  return { kind: 'paragraph', tone, line: inline(text) };
}

function texts(text: string): readonly Block[] {
  return text === '' ? [] : [{ kind: 'words', text }];
}

function list(heading: string | undefined, items: readonly string[]): Block {
  return {
    kind: 'list',
    heading: heading === undefined ? undefined : plain(heading),
    items: items.slice(0, MANY.list).map(inline),
  };
}

function quote(message: MessageView, most: number, words: Words): readonly Block[] {
  const { text, cut } = beginning(lines(message.text), most);
  if (text === '') return [];
  const heading = inline(
    words.say('wrote.person', { name: mark('strong', line(message.authorName)), date: words.date(message.at) }),
  );
  return [{ kind: 'quote', heading, text, tail: cut || message.truncated ? plain(words.say('cut')) : undefined }];
}

/** The facts that every reader of a notice may see: number, subject and the basic details (SAGA-8). */
function facts(view: NoticeView, words: Words): readonly Block[] {
  if (!('ticket' in view) || view.ticket === undefined) return [];
  const { ticket } = view;
  const assignee = line(ticket.assigneeName ?? '') || (staff(view) ? words.say('fact.unassigned') : '');
  const rows: readonly (readonly [label: string, value: string])[] = [
    [words.say('fact.number'), mark('strong', line(ticket.number))],
    [words.say('fact.subject'), line(ticket.subject) || words.say('no-subject')],
    [words.say('fact.requester'), line(ticket.requesterName) || words.say('unknown-caller')],
    [words.say('fact.client'), line(ticket.clientName ?? '')],
    [words.say('fact.opened'), words.date(ticket.openedAt)],
    [words.say('fact.status'), mark('pill', words.status(ticket.status))],
    [words.say('fact.priority'), words.priority(ticket.priority)],
    [words.say('fact.request-type'), ticket.request === undefined ? '' : words.label(ticket.request.name)],
    [words.say('fact.surcharge'), surchargeText(ticket.request, words)],
    // To a client the catalogue's own word says it better.
    [words.say('fact.type'), ticket.request === undefined || staff(view) ? words.type(ticket.type) : ''],
    [words.say('fact.channel'), ticket.channel === 'mail' ? '' : words.say(`channel.${ticket.channel}`)],
    [words.say('fact.assignee'), assignee],
    ...coverageRows(ticket.coverage, words),
    [words.say('fact.tags'), ticket.tags.map((tag) => mark('code', line(tag))).join(' ')],
    [words.say('fact.due'), ticket.due === undefined ? '' : words.date(ticket.due)],
    ...ticket.facts.map((fact): readonly [string, string] => [words.label(fact.label), factText(fact, words)]),
  ];
  return [
    {
      kind: 'facts',
      rows: rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value: inline(value) })),
    },
    ...checklist(view.kind, ticket.request, words),
  ];
}

/** What the agent who may take it goes through. */
function checklist(kind: NoticeView['kind'], request: RequestTypeView | undefined, words: Words): readonly Block[] {
  const shown = kind === 'agent-new' || kind === 'agent-assigned';
  if (!shown || request === undefined || request.checklist.length === 0) return [];
  const items = request.checklist.map((item) => words.label(item));
  return [list(words.say('checklist'), items)];
}

/** What is said of a fact, in one line. */
export function factText({ values, note }: FactView, words: Words): string {
  const said = values.map((value) => {
    if (value.kind === 'text') return line(value.text);
    return value.kind === 'day' ? words.plainDay(value.day) : words.date(value.at);
  });
  switch (note) {
    case undefined:
      return said.join(', ');
    case 'missing':
    case 'none':
    case 'unreadable':
      return words.say(`fact.note.${note}`);
    default:
      return words.say(`fact.note.${note}`, { value: said.join(' / ') });
  }
}

/** Labels of a form without what would be taken for the end of one, and without a second pair of brackets. */
function form({ rows }: AskView, words: Words): Block {
  return {
    kind: 'form',
    rows: rows.map(({ number, label, optional, options }) => ({
      number,
      label: words
        .label(label)
        .replace(/[:：=|\t]+/g, ' ')
        .trim(),
      aside: optional ? words.say('form.optional') : '',
      options: options.map((option) => words.label(option)),
    })),
  };
}

/** What was said and does not count, so that it can be said again. */
function unsettled({ rows }: AskView, words: Words): readonly Block[] {
  const items = rows.flatMap((row) => (row.why === 'missing' ? [] : [unusable(row, row.why, words)]));
  return items.length === 0 ? [] : [list(undefined, items)];
}

function unusable({ label, said }: AskRowView, why: Exclude<AskRowView['why'], 'missing'>, words: Words): string {
  const values = said
    .slice(0, 5)
    .map((one) => mark('strong', line(one, 100)))
    .join(' / ');
  const named = { label: words.label(label) };
  switch (why) {
    case 'unreadable':
      return words.say('form.unreadable', named);
    case 'disputed':
      return words.say('form.disputed', { ...named, values });
    case 'not-recognised':
      return words.say('form.not-recognised', { ...named, value: values });
  }
}

function changes(all: Extract<NoticeView, { readonly changes: unknown }>['changes'], words: Words): readonly Block[] {
  if (all.length === 0) return [];
  const items = all.map(({ from, to, byName, at }) => {
    const said = words.say('change', { from: mark('pill', words.status(from)), to: mark('pill', words.status(to)) });
    return [said, words.date(at), line(byName ?? '')].filter((part) => part !== '').join(', ');
  });
  return [list(undefined, items)];
}

function kept(attachments: readonly AttachmentView[], words: Words): readonly Block[] {
  const here = attachments.filter((one) => one.leftOut === undefined);
  if (here.length === 0) return [];
  return [
    list(
      `${words.say('attachments.kept', { count: here.length })}`,
      here.map((one) => attachment(one, words)),
    ),
  ];
}

/** Of a mail that carries the others along they are not included; to who sent them they could not be taken. */
function leftOut({ attachments }: MessageView, notice: NoticeView, words: Words): readonly Block[] {
  const gone = attachments.filter((one) => one.leftOut !== undefined);
  if (gone.length === 0) return [];
  const carries = ['answer', 'defect-news', 'rfo'].includes(notice.kind) || staff(notice);
  const items = gone.map((one) =>
    words.say('attachments.why', { file: attachment(one, words), reason: why(one, words) }),
  );
  return [
    list(words.say(carries ? 'attachments.not-included' : 'attachments.left-out', { count: gone.length }), items),
  ];
}

function attachment({ filename, size, disguised }: AttachmentView, words: Words): string {
  const name = line(filename ?? '') || words.say('no-name');
  const file = words.say('attachments.item', { name, size: words.size(size) });
  return disguised === undefined
    ? file
    : words.say('attachments.disguised', { file, type: mark('code', line(disguised)) });
}

function why({ leftOut: reason }: AttachmentView, words: Words): string {
  if (reason === undefined || reason.kind === 'other') return words.say('left-out.other');
  if (reason.kind === 'blocked') return words.say('left-out.blocked');
  if (reason.limit === undefined) return words.say(`left-out.${reason.kind}-unknown`);
  return words.say(`left-out.${reason.kind}`, { limit: words.size(reason.limit) });
}

const WROTE = { inbound: 'wrote.client', outbound: 'wrote.desk', internal: 'wrote.note' } as const;

function history(entries: readonly HistoryEntry[], words: Words): readonly Block[] {
  const more = entries.length - MANY.history;
  const blocks = entries.slice(0, MANY.history).map((entry): Block => {
    const key = WROTE[entry.direction];
    const heading = inline(
      words.say(key, { name: mark('strong', line(entry.authorName)), date: words.date(entry.at) }),
    );
    const { text, cut } = beginning(lines(entry.text), MOST.history);
    return { kind: 'quote', heading, text: text === '' ? '…' : text, tail: cut ? plain(words.say('cut')) : undefined };
  });
  return more > 0 ? [...blocks, paragraph('quiet', words.say('history.more', { count: more }))] : blocks;
}

function filed(one: Extract<NoticeView, { readonly filed: unknown }>['filed'][number], words: Words): string {
  switch (one.kind) {
    case 'named': {
      const numbers = one.numbers.slice(0, MANY.list).map((number) => line(number));
      return words.say('filed.named', { numbers: words.list(numbers) });
    }
    case 'follows':
      return words.say('filed.follows', { number: line(one.number) });
    default:
      return words.say(`filed.${one.kind}`);
  }
}

function given(one: GivenView, words: Words): string {
  switch (one.kind) {
    case 'rule':
      return words.say('given.rule', { rule: one.rule });
    case 'away-rule':
      return words.say('given.away-rule', { name: line(one.name), rule: one.rule });
    case 'tier':
      return words.say('given.tier', { tier: line(one.tier) });
    case 'request-type':
      return words.say('given.request-type', { name: words.label(one.name) });
    default:
      return words.say(`given.${one.kind}`, { name: line(one.name) });
  }
}

/** What recurs: where, how often, in which cases, and whether a problem holds them already. */
function recurringTable(groups: readonly Recurring[], words: Words): readonly Block[] {
  const rows = groups.slice(0, MANY.list).map(({ by, name, incidents }) => {
    const numbers = incidents.slice(-MANY.numbers).map(({ number }) => line(number));
    const problems = [...new Set(incidents.flatMap(({ problem }) => problem ?? []))].slice(0, MANY.numbers);
    return [
      inline(`${words.say(`recurring.by.${by}`)} ${mark('strong', line(name, 200))}`),
      plain(String(incidents.length)),
      plain(`${numbers.length < incidents.length ? '… ' : ''}${numbers.join(', ')}`),
      plain(problems.map((number) => line(number)).join(', ') || '–'),
    ];
  });
  const columns = [
    { head: words.say('recurring.column.where'), align: 'left' },
    { head: words.say('recurring.column.count'), align: 'right' },
    { head: words.say('recurring.column.numbers'), align: 'left' },
    { head: words.say('recurring.column.problem'), align: 'left' },
  ] as const;
  return rows.length === 0 ? [] : [{ kind: 'table', columns, rows }];
}

/** What the problem that caused an outage has told already. */
function analysis(found: Extract<NoticeView, { kind: 'agent-rfo' }>['analysis'], words: Words): readonly Block[] {
  return found.flatMap(({ part, text }): readonly Block[] => {
    const { text: shown, cut } = beginning(lines(text), MOST.history);
    const heading = inline(mark('strong', words.say(part === 'root-cause' ? 'rfo.cause' : 'rfo.prevention')));
    const tail = cut ? plain(words.say('cut')) : undefined;
    return shown === '' ? [] : [{ kind: 'quote', heading, text: shown, tail }];
  });
}

function bounce(view: Extract<NoticeView, { kind: 'agent-undelivered' }>, words: Words): Block {
  const rows = [
    { label: words.say('fact.address'), value: inline(mark('strong', line(view.address))) },
    { label: words.say('fact.code'), value: plain(line(view.status ?? '')) },
    { label: words.say('fact.server'), value: plain(line(view.detail, 1_000)) },
  ];
  return { kind: 'facts', rows: rows.filter((row) => row.value.length > 0) };
}

function heldMail({ id, outcome, at, sender, subject, reasons }: HeldMail, words: Words): Block {
  const rows = [
    { label: words.say('fact.number'), value: inline(mark('strong', String(id))) },
    { label: words.say('fact.status'), value: plain(words.say(`operator.${outcome}`)) },
    { label: words.say('fact.opened'), value: plain(words.date(at)) },
    { label: words.say('fact.requester'), value: plain(line(sender)) },
    { label: words.say('fact.subject'), value: plain(line(subject) || words.say('no-subject')) },
    { label: words.say('fact.reason'), value: plain(line(reasons.slice(0, 5).join('; '), 500)) },
  ];
  return { kind: 'facts', rows: rows.filter((row) => row.value.length > 0) };
}

/** What was promised, until when, and when it came about. */
function promise({ target, within, time, due, reached }: TargetStep, words: Words): Block {
  const shown = words.duration(within, time);
  const rows = [
    {
      label: words.say(`target.${target}`),
      value: plain(time === 'business' ? words.say('within.business', { time: shown }) : shown),
    },
    { label: words.say('fact.due'), value: plain(due === undefined ? '' : words.date(due)) },
    { label: words.say('fact.reached'), value: plain(reached === undefined ? '' : words.date(reached)) },
  ];
  return { kind: 'facts', rows: rows.filter((row) => row.value.length > 0) };
}

/** What is known of somebody who asks for access. */
function applicant({ address, proved, entered, client, named, known }: ApplicantView, words: Words): Block {
  const rows = [
    { label: words.say('fact.address'), value: mark('strong', line(address)) },
    { label: words.say('access.sender'), value: words.say(proved ? 'access.proved' : 'access.unproved') },
    { label: words.say('access.register'), value: words.say(entered ? 'access.entered' : 'access.unknown') },
    { label: words.say('fact.client'), value: line(client) },
    { label: words.say('access.named'), value: line(named) },
    {
      label: words.say('access.known'),
      value: known
        .slice(0, 5)
        .map((one) => line(one))
        .join('; '),
    },
  ];
  const said = rows.filter(({ value }) => value !== '');
  return { kind: 'facts', rows: said.map(({ label, value }) => ({ label, value: inline(value) })) };
}

/** The price, the deadline of the work, and the end of an offer that waits. */
function terms({ price, due, until }: QuotedView, words: Words): Block {
  const rows = [
    { label: words.say('fact.price'), value: price === undefined ? '' : mark('strong', words.money(price)) },
    { label: words.say('fact.deadline'), value: due === undefined ? '' : mark('strong', words.day(due)) },
    { label: words.say('fact.valid'), value: until === undefined ? '' : words.day(until) },
  ];
  const said = rows.filter(({ value }) => value !== '');
  return { kind: 'facts', rows: said.map(({ label, value }) => ({ label, value: inline(value) })) };
}

function transcriptLine({ line: asked, result }: TranscriptLine, words: Words): string {
  return words.say('transcript.line', { line: mark('code', line(asked)), result: outcome(result, words) });
}

function outcome(result: TranscriptLine['result'], words: Words): string {
  const near = (said: string, nearest: string | undefined) =>
    nearest === undefined
      ? said
      : words.say('transcript.nearest', { result: said, nearest: mark('code', line(nearest)) });
  switch (result.kind) {
    case 'unknown-verb':
      return near(
        words.say('transcript.unknown-verb'),
        result.nearest === undefined ? undefined : `#${result.nearest}`,
      );
    case 'bad-argument': {
      const expected = result.expected.slice(0, MANY.list).map((one) => mark('code', line(one)));
      return near(words.say('transcript.bad-argument', { expected: expected.join(', ') }), result.nearest);
    }
    case 'several-callers': {
      const people = result.people.slice(0, MANY.list).map((one) => line(one));
      return words.say('transcript.several-callers', { people: words.list(people) });
    }
    case 'no-bond':
      return words.say(`transcript.no-bond.${result.why}`);
    case 'no-rfo':
      return words.say(`transcript.no-rfo.${result.why}`);
    case 'no-defect':
      return words.say(`transcript.no-defect.${result.why}`);
    case 'forbidden':
      return words.say(`transcript.forbidden.${result.needs}`);
    case 'away':
      return away(result, words);
    case 'present':
      return days('present', result, words);
    case 'no-merge':
      return words.say(`transcript.no-merge.${result.why}`);
    case 'merge-asks': {
      const command = mark('code', line(`#merge ${result.number} ${words.say('word.yes')}`));
      return words.say('transcript.merge-asks', { number: line(result.number), name: line(result.name), command });
    }
    case 'merged':
    case 'split':
      return words.say(`transcript.${result.kind}`, { number: line(result.number) });
    case 'no-split':
      return words.say(`transcript.no-split.${result.why}`);
    case 'too-many-tags':
      return words.say('transcript.too-many-tags', { count: result.most });
    case 'due':
      return words.say('transcript.due', { date: words.date(result.at) });
    case 'snoozed':
      return words.say('transcript.snoozed', { date: words.date(result.until) });
    case 'understood':
      return words.say('transcript.understood', { value: understood(result, words) });
    case 'no-escalation':
      return words.say(`transcript.no-escalation.${result.why}`);
    default:
      return words.say(`transcript.${result.kind}`);
  }
}

function understood(result: Extract<TranscriptLine['result'], { kind: 'understood' }>, words: Words): string {
  if ('at' in result) return words.date(result.at);
  return 'day' in result ? words.plainDay(result.day) : line(result.text);
}

function away(absence: AbsenceTold, words: Words): string {
  const said = days('away', absence, words);
  const { deputyName } = absence;
  return deputyName === undefined ? said : words.say('transcript.deputy', { result: said, name: line(deputyName) });
}

function days(kind: 'away' | 'present', of: { readonly first: Date; readonly last: Date }, words: Words): string {
  const [from, until] = [words.day(of.first), words.day(of.last)];
  return from === until
    ? words.say(`transcript.${kind}-day`, { day: from })
    : words.say(`transcript.${kind}`, { from, until });
}

/** Every verb as it is typed, with what it does; the order of `VERBS`. */
function helpLines(words: Words): readonly string[] {
  const name = words.say('argument.name');
  const address = words.say('argument.address');
  const typed = {
    resolved: '#resolved',
    pending: '#pending',
    hold: '#hold',
    open: '#open',
    closed: '#closed',
    assign: `#assign ${name}|me|nobody`,
    priority: '#priority low|normal|high|urgent',
    type: '#type request|incident|problem|change|defect',
    quote: '#quote 120 EUR by 2026-12-05',
    agreed: '#agreed',
    grant: '#grant link|letter',
    resume: '#resume',
    same: '#same EB-1001|none',
    escalate: '#escalate',
    level: '#level L1|L2|L3',
    note: '#note',
    watch: `#watch ${address}`,
    unwatch: `#unwatch ${address}`,
    merge: '#merge EB-1002',
    split: '#split',
    link: '#link EB-1002',
    tag: '#tag invoice -old',
    due: '#due 2026-12-05',
    snooze: '#snooze 3d',
    spam: '#spam',
    send: '#send',
    desk: `#desk ${words.say('argument.desk')}`,
    to: `#to ${address}`,
    approve: `#approve ${name}`,
    decline: '#decline',
    defect: '#defect EB-1001',
    confirmed: '#confirmed',
    'not-a-defect': '#not-a-defect',
    planned: '#planned 4.2 by 2027-01-15',
    released: '#released 4.2',
    problem: '#problem EB-1002',
    'root-cause': '#root-cause',
    prevention: '#prevention',
    rfo: '#rfo',
    time: '#time 25m',
    cover: '#cover free|chargeable|refused|agreed|declined|rules',
    product: `#product ${words.say('argument.product')}|none`,
    service: `#service ${words.say('argument.service')}|none`,
    fact: `#fact ${words.say('argument.field')} ${words.say('argument.value')}`,
    away: '#away 2026-12-20..2026-12-31',
    back: '#back',
    help: '#help',
  } as const;
  return Object.entries(typed).map(([verb, form]) => {
    const result = words.say(`help.${verb as keyof typeof typed}`);
    return words.say('transcript.line', { line: mark('code', form), result });
  });
}
