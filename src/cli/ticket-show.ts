import type { Settings } from '../config/settings.ts';
import { disguised } from '../delivery/attachment-type.ts';
import type { RecordedEvent } from '../desk/event.ts';
import { type Contact, calledName, type TicketFacts } from '../desk/facts.ts';
import type { TicketId } from '../desk/ids.ts';
import { STATUSES, type Status } from '../desk/status.ts';
import type { MessageRow, Queries, StoredAttachment, TicketFilter, TicketRow } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { bondTexts } from './defect-show.ts';
import { EXIT, Failure } from './exit.ts';
import { factLines } from './fact-text.ts';
import { agentOrNobody, desk, oneOf, ticketOf, wholeNumber } from './given.ts';
import { type Names, namesIn, whyText } from './history.ts';
import { coverageLines } from './history-coverage.ts';
import { clientOf } from './people-find.ts';
import { eventShape, factsShape, messageShape, outboxShape, ticketShape } from './shapes.ts';
import { local, nextDue, policyOf, stepText, targetsOf, targetsShape } from './targets.ts';
import { colour, count, lines, moment, plain, say, sayJson, table } from './terminal.ts';
import type { Common, ListOptions } from './ticket.ts';
import { listQueue } from './ticket-queue.ts';

const NOT_DONE: readonly Status[] = ['new', 'open', 'pending', 'on-hold'];
/** Rows of a list, outgoing mails of a ticket. */
const MOST_ROWS = 10_000;
const MOST_OUTGOING = 500;

/** Lists tickets, newest first. */
export async function list(options: ListOptions): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    if (options.due === true) return listDue(settings, read, options);
    if (options.queue === true)
      return listQueue(settings, read, options, wholeNumber(options.limit, MOST_ROWS, '--limit'), new Date());
    const rows = await read.tickets(await filterOf(settings, read, options));
    if (options.json === true) return sayJson(rows.map(ticketShape));
    if (rows.length === 0) return say('No tickets. `--all` shows those that are done as well.');
    say(ticketTable(rows));
  });
}

/** Timers of one ticket that are read past at most, to find the next ticket. */
const MOST_TIMERS = 12;

/** Tickets by what is due on them next, by the index of timers. */
async function listDue(settings: Settings, read: Queries, options: ListOptions): Promise<void> {
  const { desk, assignee } = await filterOf(settings, read, options);
  const limit = wholeNumber(options.limit, MOST_ROWS, '--limit');
  const policy = await policyOf(read, settings);
  const rows: { readonly facts: TicketFacts; readonly due: Date; readonly what: string; readonly zone: string }[] = [];
  const seen = new Set<TicketId>();
  for (const timer of await read.dueTimers(FAR, limit * MOST_TIMERS)) {
    if (seen.has(timer.ticket) || rows.length === limit) continue;
    seen.add(timer.ticket);
    const facts = (await read.ticketFacts([timer.ticket])).get(timer.ticket);
    if (facts === undefined || (desk !== undefined && facts.ticket.desk !== desk)) continue;
    if (assignee !== undefined && (facts.ticket.assignee ?? 'nobody') !== assignee) continue;
    const { steps, timeZone } = targetsOf(policy, facts, new Date());
    const [next] = steps;
    rows.push({ facts, due: next?.due ?? timer.due, what: next === undefined ? '' : stepText(next), zone: timeZone });
  }
  if (options.json === true)
    return sayJson(
      rows.map(({ facts, due, what }) => ({ number: facts.ticket.number, desk: facts.ticket.desk, due, what })),
    );
  if (rows.length === 0) return say('Nothing is due on any ticket.');
  const head = ['number', 'due', 'what', 'priority', 'assignee', 'subject'];
  say(
    table(
      head,
      rows.map(({ facts: { ticket, subject }, due, what, zone }) => [
        ticket.number,
        local(due, zone),
        what,
        ticket.priority,
        ticket.assignee ?? '–',
        subject,
      ]),
      head.length - 1,
    ),
  );
}

/** After all timers. */
const FAR = new Date(8.64e15);

async function filterOf(settings: Settings, read: Queries, options: ListOptions): Promise<TicketFilter> {
  const { status, assignee, client, before } = options;
  const statuses =
    status?.map((word) => oneOf(word, STATUSES, 'status')) ?? (options.all === true ? undefined : NOT_DONE);
  return {
    limit: wholeNumber(options.limit, MOST_ROWS, '--limit'),
    ...(options.desk === undefined ? {} : { desk: desk(settings, options.desk) }),
    ...(statuses === undefined ? {} : { status: statuses }),
    ...(assignee === undefined ? {} : { assignee: agentOrNobody(settings, assignee) ?? 'nobody' }),
    ...(client === undefined ? {} : { client: (await clientOf(read, client)).id }),
    ...(options.tag === undefined ? {} : { tag: options.tag.toLowerCase().normalize('NFC') }),
    ...(before === undefined ? {} : { before: await ticketOf(read, before) }),
  };
}

/** A person with the way in which he is reached. */
function person({ name, address, phones }: Contact): string {
  return plain(`${name} <${address ?? phones[0] ?? ''}>`);
}

/** Tickets as a table. */
export function ticketTable(rows: readonly TicketRow[]): string {
  const head = ['number', 'status', 'priority', 'assignee', 'from', 'updated', 'subject'];
  return table(
    head,
    rows.map((row) => [
      row.number,
      row.status,
      row.priority,
      row.assignee ?? '–',
      row.client ?? calledName(row.requester),
      moment(row.updatedAt),
      row.subject,
    ]),
    head.length - 1,
  );
}

/** Why the gateway gave the ticket to whoever has it; empty when a person did. */
function lastAssignedText(events: readonly RecordedEvent[]): string {
  const last = events.findLast(({ event }) => event.kind === 'assigned')?.event;
  return last?.kind === 'assigned' ? whyText(last.why) : '';
}

/** Shows one ticket. */
export async function show(number: string, options: Common & { readonly full?: boolean }): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const id = await ticketOf(read, number);
    const facts = (await read.ticketFacts([id])).get(id);
    if (facts === undefined) throw new Failure(EXIT.missing, `there is no ticket ${number}`);
    const [messages, events] = [await read.messages(id), await read.events(id)];
    const bookings = await read.bookings(id);
    const outgoing = await read.outbox({ ticket: id, limit: MOST_OUTGOING });
    const shape = factsShape(facts);
    const targets = targetsOf(await policyOf(read, settings), facts, new Date());
    if (options.json === true)
      return sayJson({
        ...shape,
        promises: targetsShape(targets),
        coverage: facts.ticket.care.coverage,
        time: { spent: facts.ticket.care.time.spent, bookings },
        messages: messages.map(messageShape),
        events: events.map(eventShape),
        outgoing: outgoing.map((row) => outboxShape(row, facts.ticket.number)),
      });
    say(`${colour.bold(shape.number)}  ${plain(shape.subject)}`);
    const row = (name: string, value: string) => say(`  ${colour.dim(name.padEnd(11))}${value}`);
    row('status', `${shape.status} since ${moment(facts.ticket.statusSince)}`);
    row('priority', `${shape.priority}, ${shape.type} by ${shape.channel}`);
    const { requestType } = facts.ticket.care;
    if (requestType !== undefined) row('request', requestType);
    row('desk', shape.desk);
    row('assignee', `${shape.assignee ?? 'nobody'}${lastAssignedText(events)}`);
    row('requester', `${person(facts.requester)}${shape.client === null ? '' : `, ${plain(shape.client)}`}`);
    for (const watcher of facts.watchers) row('watcher', person(watcher));
    row('opened', moment(facts.ticket.openedAt));
    for (const text of coverageLines(facts.ticket.care)) row('coverage', text);
    for (const { at, by, minutes, text } of bookings)
      row(
        'time',
        `${minutes} min, ${moment(at)}${by.kind === 'agent' ? `, ${by.id}` : ''}${text === '' ? '' : `: ${plain(text)}`}`,
      );
    for (const text of await bondTexts(read, facts.ticket)) row('hangs', text);
    const { tags, due: own, snoozed, spam } = facts.ticket.care.upkeep;
    if (tags.length > 0) row('tags', tags.map(plain).join(', '));
    if (own !== undefined) row('own date', moment(own));
    if (snoozed !== undefined) row('put off', `until ${moment(snoozed)}`);
    if (spam) row('spam', 'an agent says so');
    const due = nextDue(targets);
    if (due !== undefined) row('due', due);
    for (const [label, text] of factLines(settings, facts)) row('fact', `${label}: ${text}`);
    const names = await namesIn(
      read,
      settings,
      [],
      messages.map(({ by }) => by),
    );
    for (const message of messages) showMessage(names, message, options.full === true);
    const open = outgoing.filter(({ state }) => state !== 'sent');
    if (open.length > 0)
      say(
        `\n${count(open.length, 'mail')} not sent: ${[...new Set(open.map(({ state }) => state))].join(', ')} (spoc outbox list)`,
      );
  });
}

const ARROW = { inbound: '←', outbound: '→', internal: '✎' } as const;

function attachmentLine({ filename, contentType, detectedType, size, leftOut, blocked }: StoredAttachment): string {
  const is = disguised(contentType, filename, detectedType);
  const notes = [
    ...(is === undefined ? [] : [`by its content it is ${is}`]),
    ...(leftOut === undefined ? [] : [leftOut]),
    ...(blocked === undefined ? [] : [`kept, not passed on: ${blocked} is blocked`]),
  ];
  const what = `${plain(filename ?? '(no name)')}, ${plain(contentType)}, ${count(size, 'byte')}`;
  return [what, ...notes.map((note) => plain(note))].join('; ');
}

function showMessage(names: Names, message: MessageRow, full: boolean): void {
  const { key, direction, by, at, held, authenticity, attachments } = message;
  const notes = [...(held ? ['waits for #send'] : []), ...(direction === 'inbound' ? [authenticity] : [])];
  const paint = direction === 'internal' ? colour.yellow : direction === 'outbound' ? colour.green : colour.cyan;
  const head = `${ARROW[direction]} ${direction} #${key}  ${names.actor(by)}  ${moment(at)}`;
  say(`\n${paint(head)}${notes.length > 0 ? colour.dim(`  ${notes.join(', ')}`) : ''}`);
  const text = full && message.full !== '' ? message.full : message.shown;
  for (const line of lines(text).trim().split('\n')) say(`    ${line}`);
  for (const one of attachments) say(colour.dim(`    + ${attachmentLine(one)}`));
}
