import type { Breaker } from '../delivery/breaker.ts';
import { type AboutMail, type Composer, composeNotices } from '../delivery/compose.ts';
import { keepDocuments } from '../delivery/keep-documents.ts';
import type { Terms } from '../desk/agreement/terms.ts';
import type {
  AbsenceCommand,
  Act,
  ActCommand,
  CallCommand,
  HandOverCommand,
  OpenCommand,
  ReckonCommand,
  RecurringCommand,
  SplitCommand,
  TimerCommand,
  UndeliveredCommand,
} from '../desk/command.ts';
import { type Case, decide } from '../desk/decide.ts';
import type { TicketEvent } from '../desk/event.ts';
import type { Contact, Decision, Person } from '../desk/facts.ts';
import { servicesNamedIn } from '../desk/form/register-words.ts';
import type { Actor, DeskId, MessageKey } from '../desk/ids.ts';
import { COLLECTED_FOR, type Notice } from '../desk/notice.ts';
import { headAddress } from '../desk/phone/record.ts';
import { agentAddresses, type Policy } from '../desk/policy.ts';
import { recurringSpan } from '../desk/problem/decide.ts';
import { emailAddress } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { MessageBody, Tx } from '../store/port.ts';
import { typedBody } from './bodies.ts';
import { namedTickets, peopleOfCall, settableServices, surroundings } from './load-facts.ts';
import { loadIncidents } from './load-recurring.ts';
import { loadSimilar } from './load-similar.ts';
import type { PublishedAnswers } from './published/answers.ts';
import { splittingOf } from './splits.ts';

/** What carrying out a decision needs beside the transaction. */
export interface Execution {
  /** As it holds now: read at each command, never kept, since the registers may change it. */
  readonly policy: Policy;
  readonly composer: Composer;
  /** `hold` keeps what goes out in the outbox until the operator releases it. */
  readonly delivery: 'send' | 'hold';
  readonly breaker: Breaker;
  /** What the desks have published. */
  readonly answers: PublishedAnswers;
}

/** The ids of a transaction, with the prefixes that the policy gives the desks. */
export function idsOf(tx: Tx, policy: Policy): ReturnType<Tx['ids']> {
  return tx.ids((desk: DeskId) => policy.desks.get(desk)?.prefix ?? desk.toUpperCase());
}

/** Makes a decision so: events, rows and messages, then the mails that follow from it, all within the caller's transaction. */
export async function carryOut(
  tx: Tx,
  decision: Decision,
  bodies: ReadonlyMap<MessageKey, MessageBody>,
  { composer, delivery, breaker }: Execution,
  at: Date,
  about?: AboutMail,
): Promise<void> {
  await tx.apply(decision, await withWhole(tx, decision, bodies), at);
  await keepDocuments(tx, decision, composer, at);
  const notices = await collectWaiting(tx, decision.notices, at);
  for (const mail of await composeNotices(tx, notices, composer, at, about)) {
    const admitted = delivery === 'send' && (await breaker.admit(tx, mail.automation, at));
    await tx.enqueue(mail, admitted ? 'queued' : 'hold', at, about?.mailbox);
  }
  for (const event of decision.changes.flatMap((change) => change.events)) {
    if (event.kind === 'answer-released' || event.kind === 'answer-discarded') await settleWaited(tx, event, at);
  }
}

/** What is longer than its desk shows goes beside the message as a file (SOFTECH-4). */
async function withWhole(
  tx: Tx,
  { messages }: Decision,
  bodies: ReadonlyMap<MessageKey, MessageBody>,
): Promise<ReadonlyMap<MessageKey, MessageBody>> {
  if (messages.every(({ whole }) => whole === undefined)) return bodies;
  const all = new Map(bodies);
  for (const { key, whole } of messages) {
    const body = all.get(key);
    if (whole === undefined || body === undefined) continue;
    // With a mark of its order, so that old editors show it rightly.
    const bytes = Buffer.from(`\ufeff${whole.text}`);
    const contentType = 'text/plain; charset=utf-8';
    const file = { filename: whole.filename, contentType, detectedType: undefined, size: bytes.length } as const;
    const rest = { contentId: undefined, inline: false, leftOut: undefined, blocked: undefined } as const;
    const attachment = { ...file, ...rest, blob: await tx.putBlob(bytes) };
    all.set(key, { ...body, attachments: [...body.attachments, attachment] });
  }
  return all;
}

/** An answer that waited has gone out or never will: its mail is no longer held. */
async function settleWaited(
  tx: Tx,
  { kind, message: key, by }: Extract<TicketEvent, { kind: 'answer-released' | 'answer-discarded' }>,
  at: Date,
): Promise<void> {
  const message = await tx.message(key);
  if (message?.ledger === undefined) return;
  const [outcome, why] =
    kind === 'answer-released'
      ? (['added', 'was released'] as const)
      : (['refused', 'was not wanted any more'] as const);
  await tx.settle(message.ledger, outcome, message.ticket, [`the answer ${why}`], by, at);
}

/**
 * Status notices that wait past the limit are told together: the next one about the ticket takes the place of the one that waits, and says
 * what that would have said (SAGA-8).
 */
async function collectWaiting(tx: Tx, notices: readonly Notice[], at: Date): Promise<readonly Notice[]> {
  const collected: Notice[] = [];
  for (const notice of notices) collected.push(await takeIn(tx, notice, at));
  return collected;
}

async function takeIn(tx: Tx, notice: Notice, at: Date): Promise<Notice> {
  if (!('changes' in notice) || notice.changes.length === 0 || notice.to.kind !== 'contact') return notice;
  const { to, ticket } = notice;
  const rows = await tx.outbox({ ticket, state: ['queued', 'hold'], limit: MOST_WAITING });
  const waiting = rows.filter(({ kind, contact, notBefore }) => {
    return kind === 'status-changed' && contact === to.id && notBefore !== undefined && notBefore > at;
  });
  const until = waiting.flatMap(({ notBefore }) => notBefore ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  if (until === undefined) return notice;
  await tx.releaseOutbox(
    waiting.map((row) => row.id),
    'dropped',
    at,
  );
  const since = until.getTime() - COLLECTED_FOR;
  const changes = (await tx.events(ticket)).flatMap(({ event, at: when }) =>
    event.kind === 'status-changed' && when.getTime() >= since ? [{ ...event, at: when }] : [],
  );
  return notice.kind === 'status-changed' && notice.notBefore !== undefined
    ? { ...notice, changes, notBefore: until }
    : { ...notice, changes };
}

/** Mails of one ticket that are looked through for one that waits. */
const MOST_WAITING = 200;

/** The commands that come from anywhere but a mail. */
export type StaffCommand =
  | ActCommand
  | OpenCommand
  | SplitCommand
  | CallCommand
  | AbsenceCommand
  | HandOverCommand
  | RecurringCommand;

/** Commands that carry all they need but the facts of a ticket or person. */
type Plain = StaffCommand | UndeliveredCommand | TimerCommand | ReckonCommand;

/** Carries out a command of staff or of the gateway itself; answers why it was refused, or the tickets that it changed. */
export async function execute(
  tx: Tx,
  command: Plain,
  execution: Execution,
  at: Date,
): Promise<{ readonly refusal: string | undefined; readonly decision: Decision }> {
  const of = await caseOf(tx, command, execution, at);
  const decision = decide(of, execution.policy, at, idsOf(tx, execution.policy));
  if (decision.refusal !== undefined) return { refusal: decision.refusal, decision };
  const subject = 'subject' in command ? command.subject : '';
  const bodies = new Map(decision.messages.map((message) => [message.key, typedBody(message.text, subject)]));
  await carryOut(tx, decision, bodies, execution, at);
  return { refusal: undefined, decision };
}

async function caseOf(tx: Tx, command: Plain, { policy, answers }: Execution, at: Date): Promise<Case> {
  const around = await surroundings(tx, policy, at);
  switch (command.kind) {
    case 'timer':
    case 'reckon': {
      const ticket = (await tx.ticketFacts([command.ticket])).get(command.ticket);
      const on = ticket?.ticket.care.bonds.defect?.on;
      const defect = on === undefined ? undefined : (await tx.ticketFacts([on])).get(on);
      const facts = { ticket, defect, around };
      return command.kind === 'timer' ? { command, facts } : { command, facts };
    }
    case 'undelivered':
      return { command, facts: { ticket: (await tx.ticketFacts([command.ticket])).get(command.ticket), around } };
    case 'hand-over': {
      const contact = await tx.contact(command.to);
      const client = contact?.client === undefined ? undefined : await tx.client(contact.client);
      const service = command.service === undefined ? undefined : await tx.service(command.service);
      return { command, facts: { contact, client, service, around } };
    }
    case 'recurring': {
      const desk = policy.desks.get(command.desk);
      const span = desk && recurringSpan(desk, command.month);
      const incidents = desk === undefined || span === undefined ? [] : await loadIncidents(tx, desk, span);
      return { command, facts: { incidents, around } };
    }
    case 'absence':
      return { command: revived(command), facts: { around } };
    case 'act': {
      const ticket = (await tx.ticketFacts([command.ticket])).get(command.ticket);
      const bonds = command.acts.flatMap((act) => numbersIn(act));
      const named =
        bonds.length === 0 ? around.named : await namedTickets(tx, bonds, ticket === undefined ? [] : [ticket]);
      const watched = await watchedOf(tx, command, policy);
      const splitting = await splittingOf(tx, command);
      const setting = command.acts.flatMap((act) =>
        act.kind === 'fact' ? [act.written] : act.kind === 'service' ? [act.named ?? ''] : [],
      );
      const services = await settableServices(tx, setting, ticket === undefined ? [] : [ticket]);
      return {
        command: revivedAct(command),
        facts: { ticket, watched, splitting, around: { ...around, named, services } },
      };
    }
    case 'call': {
      const { ticket, number, who } = command;
      const facts = ticket === undefined ? undefined : (await tx.ticketFacts([ticket])).get(ticket);
      const named = who === undefined ? headAddress(command.notes)?.address : emailAddress(who);
      const people = await peopleOfCall(tx, number, named, agentAddresses(policy));
      const said = { desk: facts?.ticket.desk ?? command.desk, text: command.notes };
      const services = await tx.servicesNamed(servicesNamedIn(said, policy, at));
      const callers = [...people.callers, ...[...people.people.values()].map(contactBehind)];
      const text = `${command.subject}\n${command.notes}`;
      const similar =
        facts === undefined
          ? await loadSimilar(tx, answers, { desk: command.desk, people: callers, text })
          : around.similar;
      return { command, facts: { ...people, services, ticket: facts, around: { ...around, similar } } };
    }
    case 'open': {
      const requester = await tx.contact(command.requester);
      const { desk, subject, text } = command;
      const similar = await loadSimilar(tx, answers, { desk, people: [requester], text: `${subject}\n${text}` });
      return {
        command,
        facts: {
          requester,
          client: requester?.client === undefined ? undefined : await tx.client(requester.client),
          services: await tx.servicesNamed(servicesNamedIn(command, policy, at)),
          around: { ...around, similar },
        },
      };
    }
    case 'split': {
      const ticket = (await tx.ticketFacts([command.ticket])).get(command.ticket);
      const requester = await tx.contact(command.requester);
      const client = requester?.client === undefined ? undefined : await tx.client(requester.client);
      const onTicket = new Map((await tx.messages(command.ticket)).map((message) => [message.key, message]));
      return { command, facts: { ticket, onTicket, requester, client, around } };
    }
  }
}

function contactBehind(person: Person): Contact | undefined {
  return person.kind === 'unknown' ? undefined : person.contact;
}

/** Dates that came over the socket are texts. */
function revived(command: AbsenceCommand): AbsenceCommand {
  const span = <T extends { readonly from: Date; readonly to: Date }>(one: T): T => ({
    ...one,
    from: new Date(one.from),
    to: new Date(one.to),
  });
  return { ...command, absences: command.absences.map(span), back: command.back.map(span) };
}

/** The tickets that an act names; the empty number stands for those that the case hangs on. */
function numbersIn(act: Act): readonly string[] {
  if (act.kind === 'hang') return [act.on ?? ''];
  return act.kind === 'merge' || act.kind === 'link' ? [act.number] : [];
}

function revivedAct(command: ActCommand): ActCommand {
  const acts = command.acts.map((act): Act => {
    if (act.kind === 'due' && act.at !== undefined) return { ...act, at: new Date(act.at) };
    if (act.kind === 'fact') return { ...act, at: new Date(act.at) };
    if ((act.kind === 'quote' || act.kind === 'agreed') && act.terms !== undefined)
      return { ...act, terms: revivedTerms(act.terms) };
    return act.kind === 'snooze' ? { ...act, until: new Date(act.until) } : act;
  });
  return { ...command, acts };
}

function revivedTerms(terms: Terms): Terms {
  const day = (at: Date | undefined) => (at === undefined ? undefined : new Date(at));
  return { ...terms, due: day(terms.due), until: day(terms.until) };
}

/** The contacts who are to watch; agents see the ticket anyway, and a desk is nobody's contact. */
async function watchedOf(tx: Tx, command: ActCommand, policy: Policy): Promise<ReadonlyMap<string, Contact>> {
  const staff = new Set(
    [...policy.agents.values(), ...policy.desks.values()].flatMap(({ addresses }) =>
      addresses.map((address) => address.toLowerCase()),
    ),
  );
  const found = new Map<string, Contact>();
  for (const act of command.acts) {
    if (act.kind !== 'watch') continue;
    const key = act.address.toLowerCase();
    const contact = staff.has(key) ? undefined : await contactAt(tx, act.address, '');
    if (contact !== undefined) found.set(key, contact);
  }
  return found;
}

/** The contact with an address, entered now when there is none. */
export async function contactAt(tx: Tx, address: EmailAddress, name: string): Promise<Contact | undefined> {
  const key = address.toLowerCase();
  const person = (await tx.people([key])).get(key);
  if (person?.kind === 'contact') return person.contact;
  const blank = { businessUnit: undefined, position: undefined, landline: undefined, mobile: undefined };
  const rest = { id: undefined, client: undefined, locale: undefined, responsible: false };
  return tx.contact(await tx.putContact({ ...blank, ...rest, name, addresses: [address] }));
}

/** The operator at the terminal. */
export const OPERATOR: Actor = { kind: 'operator' };
