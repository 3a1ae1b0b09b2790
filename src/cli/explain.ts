import type { Settings } from '../config/settings.ts';
import type { RecordedEvent } from '../desk/event.ts';
import type { TicketFacts } from '../desk/facts.ts';
import type { LedgerId, TicketId } from '../desk/ids.ts';
import { messageId } from '../mail/address.ts';
import type { LedgerRow, OutboxRow, Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { factLines, priorityText } from './fact-text.ts';
import { ticketOf } from './given.ts';
import { eventText, type Names, namesIn, numbersOf } from './history.ts';
import { eventShape, factsShape, ledgerShape, outboxShape, sourceText } from './shapes.ts';
import { policyOf, sayTargets, targetsOf, targetsShape } from './targets.ts';
import { colour, count, moment, plain, say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';
import { waitingText } from './ticket-queue.ts';

const MOST_OUTGOING = 500;

/** What a person wants explained. */
interface Subject {
  readonly mails: readonly LedgerRow[];
  /** A mail of ours that is meant by its Message-ID. */
  readonly ours: OutboxRow | undefined;
  readonly ticket: TicketId | undefined;
}

/** Tells why a mail or a ticket went where it went, from what is stored (DESIGN §5.4). */
export async function explain(what: string, options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const subject = await find(read, what);
    const numbers = await numbersOf(
      read,
      [...subject.mails.map((row) => row.ticket), subject.ours?.ticket, subject.ticket].flatMap((id) =>
        id === undefined ? [] : [id],
      ),
    );
    const ticket = subject.ticket === undefined ? undefined : await ticketStory(read, settings, subject.ticket);
    const numberOf = (id: TicketId | undefined) => (id === undefined ? undefined : numbers.get(id));
    if (options.json === true)
      return sayJson({
        mails: subject.mails.map((row) => ledgerShape(row, numberOf(row.ticket))),
        ours: subject.ours === undefined ? null : outboxShape(subject.ours, numberOf(subject.ours.ticket)),
        ticket: ticket === undefined ? null : factsShape(ticket.facts),
        promises: ticket === undefined ? null : targetsShape(ticket.targets),
        events: ticket?.events.map(eventShape) ?? [],
        outgoing: ticket?.outgoing.map((row) => outboxShape(row, numberOf(row.ticket))) ?? [],
      });
    const actors = subject.mails.flatMap(({ settled, history }) => [
      ...history.map(({ by }) => by),
      ...(settled === undefined ? [] : [settled.by]),
    ]);
    const histories = [...(ticket?.events ?? []), ...(ticket?.absorbed.flatMap(({ history }) => history) ?? [])];
    const names = await namesIn(read, settings, histories, actors);
    for (const row of subject.mails) explainMail(names, row, numberOf(row.ticket));
    if (subject.ours !== undefined) explainOurs(subject.ours, numberOf(subject.ours.ticket));
    if (ticket !== undefined) explainTicket(settings, names, ticket);
  });
}

async function find(read: Queries, what: string): Promise<Subject> {
  const word = what.trim();
  if (/^#?\d{1,15}$/.test(word)) {
    const row = await read.ledgerRow(Number(word.replace('#', '')) as LedgerId);
    if (row === undefined)
      throw new Failure(EXIT.missing, `there is no mail ${word}`, '`spoc ledger` shows which there are');
    return { mails: [row], ours: undefined, ticket: row.ticket };
  }
  const id = word.includes('@') ? messageId(word) : undefined;
  if (id === undefined) {
    const ticket = await ticketOf(read, word);
    const keys = (await read.messages(ticket)).flatMap(({ ledger }) => (ledger === undefined ? [] : [ledger]));
    const rows = await Promise.all([...new Set(keys)].map((key) => read.ledgerRow(key)));
    return { mails: rows.flatMap((row) => (row === undefined ? [] : [row])), ours: undefined, ticket };
  }
  const mails = await read.ledgerByMessageId(id);
  const ours = await read.outboxBy({ messageId: id });
  if (mails.length === 0 && ours === undefined)
    throw new Failure(
      EXIT.missing,
      `no mail with the Message-ID ${word} was received or sent`,
      '`spoc ledger` shows what was received',
    );
  return { mails, ours, ticket: mails.find((row) => row.ticket !== undefined)?.ticket ?? ours?.ticket };
}

async function ticketStory(read: Queries, settings: Settings, id: TicketId) {
  const facts = (await read.ticketFacts([id])).get(id);
  if (facts === undefined) return undefined;
  const targets = targetsOf(await policyOf(read, settings), facts, new Date());
  return {
    facts,
    targets,
    waits: await waitingText(settings, read, facts, new Date()),
    events: await read.events(id),
    absorbed: await absorbedInto(read, facts.history),
    outgoing: await read.outbox({ ticket: id, limit: MOST_OUTGOING }),
  };
}

/** The histories of the tickets that were merged into one, up to that. */
async function absorbedInto(read: Queries, history: readonly RecordedEvent[]): Promise<readonly TicketFacts[]> {
  const ids = history.flatMap(({ event }) => (event.kind === 'absorbed' ? [event.ticket] : []));
  return ids.length === 0 ? [] : [...(await read.ticketFacts(ids)).values()];
}

const row = (name: string, value: string) => say(`  ${colour.dim(name.padEnd(12))}${value}`);

function explainMail(names: Names, mail: LedgerRow, number: string | undefined): void {
  say(`${colour.bold(`mail ${mail.id}`)}  ${plain(mail.subject)}`);
  row('from', plain(mail.from));
  row('came', `${moment(mail.arrivedAt)}, ${plain(sourceText(mail.source))}, ${count(mail.size, 'byte')}`);
  if (mail.messageId !== undefined) row('message-id', plain(mail.messageId));
  if (mail.desk !== undefined) row('desk', mail.desk);
  if (mail.mailKind !== '') row('kind', mail.mailKind);
  if (mail.authenticity !== undefined) row('sender is', mail.authenticity);
  for (const earlier of mail.history)
    row(
      'earlier',
      `${earlier.outcome ?? 'put back to wait'} ${colour.dim(`${moment(earlier.at)} by ${names.actor(earlier.by)}: ${earlier.reasons.map(plain).join('; ')}`)}`,
    );
  if (mail.outcome === undefined)
    row(
      'outcome',
      `waits to be decided${mail.attempts > 0 ? `, after ${count(mail.attempts, 'failed try', 'failed tries')}` : ''}`,
    );
  else {
    const when = mail.settled === undefined ? '' : `, ${moment(mail.settled.at)} by ${names.actor(mail.settled.by)}`;
    row('outcome', `${colour.bold(mail.outcome)}${number === undefined ? '' : ` on ${number}`}${colour.dim(when)}`);
  }
  for (const reason of mail.reasons) row('because', plain(reason));
  if (mail.lastError !== undefined) row('error', colour.red(plain(mail.lastError)));
  say();
}

function explainOurs(mail: OutboxRow, number: string | undefined): void {
  say(`${colour.bold(`mail of ours ${mail.id}`)}  ${plain(mail.subject)}`);
  row('to', plain(mail.recipient));
  row('why', `${mail.kind}${number === undefined ? '' : ` on ${number}`}`);
  row(
    'state',
    `${mail.state}${mail.sentAt === undefined ? '' : ` ${moment(mail.sentAt)}`}, ${count(mail.attempts, 'try', 'tries')}`,
  );
  if (mail.lastError !== undefined) row('error', colour.red(plain(mail.lastError)));
  say();
}

function explainTicket(
  settings: Settings,
  names: Names,
  { facts, targets, waits, events, absorbed, outgoing }: NonNullable<Awaited<ReturnType<typeof ticketStory>>>,
): void {
  say(`${colour.bold(facts.ticket.number)}  ${facts.ticket.status}  ${plain(facts.subject)}`);
  const why = priorityText(settings, facts);
  row('priority', why === undefined ? facts.ticket.priority : `${facts.ticket.priority}: ${why}`);
  if (waits !== undefined) row('waits', waits);
  for (const [label, text] of factLines(settings, facts)) row('fact', `${label}: ${text}`);
  for (const recorded of events) say(`  ${colour.dim(moment(recorded.at))}  ${plain(eventText(recorded, names))}`);
  for (const { ticket, subject, history } of absorbed) {
    say(`  ${colour.bold(ticket.number)}  merged into it  ${plain(subject)}`);
    for (const recorded of history) say(`    ${colour.dim(moment(recorded.at))}  ${plain(eventText(recorded, names))}`);
  }
  sayTargets(targets);
  for (const mail of [...outgoing].reverse())
    say(
      `  ${colour.dim(moment(mail.createdAt))}  mail ${mail.id} (${mail.kind}) to ${plain(mail.recipient)}: ${mail.state}${mail.lastError === undefined ? '' : colour.red(` ${plain(mail.lastError)}`)}`,
    );
}
