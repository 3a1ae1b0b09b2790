import type { HeldMail, TargetStep } from '../../desk/notice.ts';
import type { Recurring } from '../../desk/problem/recurring.ts';
import { list, MANY, MOST, paragraph, staff, texts } from './blocks.ts';
import { beginning, line, lines } from './clean.ts';
import { coverageRows } from './cover-parts.ts';
import { type Block, inline, mark, plain } from './document.ts';
import { factText, form, unsettled } from './form-parts.ts';
import { history } from './message-parts.ts';
import { surchargeText } from './money-text.ts';
import type { PartHelper } from './names.ts';
import { RECORD_PARTS } from './record-parts.ts';
import { reportBlocks } from './report-parts.ts';
import { SIMILAR_PARTS } from './similar-parts.ts';
import { statementBlocks } from './statement-parts.ts';
import { timelineText } from './timeline-text.ts';
import { away, commandLines, helpLines, standIn, transcriptLine } from './transcript-parts.ts';
import type { ApplicantView, GivenView, NoticeView, QuotedView, RequestTypeView } from './view.ts';
import type { Words } from './words.ts';

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
    'proposed' in view ? listed(view.proposed.map((address) => mark('code', line(`#watch ${address}`)))) : [],
  held: (view, words) => (view.kind === 'agent-held' ? [paragraph('notice', words.say(`held.${view.why}`))] : []),
  waitingLines: (view) => (view.kind === 'agent-held' ? commandLines(view.waiting) : []),
  doneLines: (view) => (view.kind === 'agent-held' ? commandLines(view.done) : []),
  undoneLines: (view) => (view.kind === 'agent-held' ? commandLines(view.undone) : []),
  transcript: (view, words) =>
    view.kind === 'transcript' ? listed(view.lines.map((one) => transcriptLine(one, words))) : [],
  absences: (view, words) =>
    view.kind === 'agent-absences' ? listed(view.absences.map((one) => away(one, words))) : [],
  standIns: (view, words) =>
    view.kind === 'agent-stand-in' ? listed(view.standsIn.map((one) => standIn(one, words))) : [],
  help: (_view, words) => listed(helpLines(words)),
  unsent: (view) => (view.kind === 'transcript' ? texts(beginning(lines(view.unsent), MOST.agent).text) : []),
  languages: (view) => ('languages' in view ? view.languages.map((one) => paragraph('quiet', line(one))) : []),
  bounce: (view, words) => (view.kind === 'agent-undelivered' ? [bounce(view, words)] : []),
  mails: (view, words) => (view.kind === 'operator-held' ? view.mails.map((mail) => heldMail(mail, words)) : []),
  ...RECORD_PARTS,
  applicant: (view, words) => (view.kind === 'agent-access' ? [applicant(view.applicant, words)] : []),
  terms: (view, words) => ('quoted' in view ? [terms(view.quoted, words)] : []),
  timeline: (view, words) =>
    view.kind === 'agent-rfo'
      ? listed(view.timeline.map((one) => `${words.date(one.at)} – ${timelineText(one, words)}`))
      : [],
  recurring: (view, words) => (view.kind === 'recurring-incidents' ? recurringTable(view.groups, words) : []),
  analysis: (view, words) => (view.kind === 'agent-rfo' ? analysis(view.analysis, words) : []),
  ...SIMILAR_PARTS,
  report: (view) => (view.kind === 'report' ? reportBlocks(view.tables) : []),
  statement: (view, words) => (view.kind === 'statement' ? statementBlocks(view.statement, words) : []),
  promise: (view, words) => ('step' in view ? [promise(view.step, words)] : []),
};

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
/** A list by itself. */
function listed(items: readonly string[]): readonly Block[] {
  return [list(undefined, items)];
}

function checklist(kind: NoticeView['kind'], request: RequestTypeView | undefined, words: Words): readonly Block[] {
  const shown = kind === 'agent-new' || kind === 'agent-assigned';
  if (!shown || request === undefined || request.checklist.length === 0) return [];
  const items = request.checklist.map((item) => words.label(item));
  return [list(words.say('checklist'), items)];
}

function changes(all: Extract<NoticeView, { readonly changes: unknown }>['changes'], words: Words): readonly Block[] {
  if (all.length === 0) return [];
  const items = all.map(({ from, to, byName, at }) => {
    const said = words.say('change', { from: mark('pill', words.status(from)), to: mark('pill', words.status(to)) });
    return [said, words.date(at), line(byName ?? '')].filter((part) => part !== '').join(', ');
  });
  return listed(items);
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
