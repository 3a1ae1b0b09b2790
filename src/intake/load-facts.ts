import type { MailCommand } from '../desk/command.ts';
import type { Client, Contact, MailFacts, Person, Sender, Surroundings, TicketFacts } from '../desk/facts.ts';
import { serviceWords } from '../desk/form/set.ts';
import type { AgentId, ClientId, DeskId, LedgerId, TicketId } from '../desk/ids.ts';
import { type Needs, needs } from '../desk/needs.ts';
import type { CallPeople } from '../desk/phone/record.ts';
import type { Policy } from '../desk/policy.ts';
import { asksOf } from '../desk/similar/asks.ts';
import { NOTHING_SIMILAR } from '../desk/similar/facts.ts';
import type { MessageId } from '../mail/mail.ts';
import type { Queries } from '../store/port.ts';
import { isChangeable } from './held.ts';
import { loadRecord } from './load-record.ts';
import { loadSimilar } from './load-similar.ts';
import type { PublishedAnswers } from './published/answers.ts';
import { splitsOf } from './splits.ts';

/** What the shell knows beside the store: the agents' addresses and whether the mail is a copy. */
export interface FactsContext {
  readonly agents: ReadonlyMap<string, AgentId>;
  readonly copyOf: MailFacts['copyOf'];
  readonly tokenLife: number;
  readonly now: Date;
  readonly policy: Policy;
  readonly answers: PublishedAnswers;
  /** Judges the sender, once it is known what of ours the mail cites. */
  readonly judge: (citations: MailFacts['citations']) => MailFacts['authenticity'];
}

/** Loads what `needs` names. */
export async function loadMailFacts(store: Queries, command: MailCommand, context: FactsContext): Promise<MailFacts> {
  const { now, policy } = context;
  const wanted = needs(command, policy);
  const from = wanted.answered ?? '';
  const people = new Map<string, Person>(await store.people(wanted.addresses));
  for (const [address, person] of people) {
    const id = context.agents.get(address);
    const contact = person.kind === 'unknown' ? undefined : person.contact;
    if (id !== undefined) people.set(address, { kind: 'agent', id, contact });
  }
  const citations = await store.citations(wanted.tokens, wanted.ids, from, now, context.tokenLife);
  const received = await store.receivedOn(wanted.ids);
  const named = await store.numbered(wanted.numbers);
  const bounced = wanted.bounced === undefined ? undefined : await bouncedMail(store, wanted.bounced);
  const callers = wanted.caller === undefined ? [] : await store.contactsByPhone(wanted.caller);
  const ids = [...citations, ...received, ...named].flatMap(({ ticket }) => (ticket === undefined ? [] : [ticket]));
  if (bounced?.ticket !== undefined) ids.push(bounced.ticket);
  const tickets = await store.ticketFacts([...new Set<TicketId>(ids)]);
  const sender = senderOf(people, from);
  const authenticity = context.judge(citations);
  const reader = sender.kind === 'unknown' ? undefined : sender.contact;
  // Nothing is looked up for who will be shown nothing.
  const shown = authenticity.level === 'proved' || command.released;
  const facts: MailFacts = {
    sender,
    authenticity,
    citations,
    received,
    named,
    tickets,
    copyOf: context.copyOf,
    people,
    clients: await clientsOf(store, [...people.values(), ...callers.map(asPerson)], tickets),
    answered: from === '' ? { hour: 0, day: 0 } : await store.answered(from, now),
    answeredOn: from === '' ? new Map() : await store.answeredOn(from, [...tickets.keys()], now),
    openedLately: await openedLately(store, sender, now),
    servedHere: await servedHere(store, sender, command.desk),
    listed: await listedMails(store, citations),
    bounced,
    services: await store.servicesNamed(wanted.services),
    companies: await companiesOf(store, wanted.companies),
    callers,
    record:
      wanted.record === undefined || reader === undefined || !shown
        ? undefined
        : await loadRecord(store, reader, wanted.record),
    around: {
      ...(await surroundings(store, policy, now)),
      named: await commanded(store, command, wanted, tickets),
      services: await settableServices(store, wanted.setting, [...tickets.values()]),
    },
    splits: wanted.splits ? await splitsOf(store, [...tickets.keys()]) : new Map(),
  };
  const asks = asksOf(command, facts, policy, now);
  if (asks === undefined) return facts;
  const similar = await loadSimilar(store, context.answers, { ...asks, desk: command.desk });
  return { ...facts, around: { ...facts.around, similar } };
}

const HOUR = 3_600_000;

async function openedLately(store: Queries, sender: Sender, now: Date): Promise<number> {
  if (sender.kind === 'unknown' || sender.contact === undefined) return 0;
  return store.openedSince(sender.contact.id, new Date(now.getTime() - HOUR));
}

async function servedHere(store: Queries, sender: Sender, desk: DeskId): Promise<boolean> {
  if (sender.kind === 'unknown' || sender.contact === undefined) return false;
  return store.hasTicketAt(sender.contact.id, desk);
}

/** What staff say of a call names these people: whose number it is, and who has the address (SAGA-5). */
export async function peopleOfCall(
  store: Queries,
  number: string | undefined,
  address: string | undefined,
  agents: ReadonlyMap<string, AgentId>,
): Promise<Omit<CallPeople, 'services'>> {
  const callers = number === undefined ? [] : await store.contactsByPhone(number);
  const key = address?.toLowerCase();
  const people = new Map<string, Person>(key === undefined ? [] : await store.people([key]));
  const agent = key === undefined ? undefined : agents.get(key);
  if (key !== undefined && agent !== undefined) people.set(key, { kind: 'agent', id: agent, contact: undefined });
  const clients = await clientsOf(store, [...people.values(), ...callers.map(asPerson)], new Map());
  return { callers, people, clients };
}

function asPerson(contact: Contact): Person {
  return { kind: 'contact', contact };
}

async function companiesOf(store: Queries, numbers: readonly string[]): Promise<MailFacts['companies']> {
  const found = new Map<string, Client>();
  for (const number of numbers) {
    const client = await store.clientByCompanyNumber(number);
    if (client !== undefined) found.set(number, client);
  }
  return found;
}

/** What bears on every decision; asked for only where a desk has rules that look at it. */
export async function surroundings(store: Queries, policy: Policy, now: Date): Promise<Surroundings> {
  const rules = [...policy.desks.values()].flatMap((desk) => desk.assignment);
  const turning = [...new Set(rules.filter(({ to }) => to.kind !== 'agent').map(({ key }) => key))];
  return {
    absences: await store.absences(now),
    workload: rules.some(({ to }) => to.kind === 'least-loaded') ? await store.workload() : new Map(),
    turns: turning.length > 0 ? await store.turns(turning) : new Map(),
    named: new Map(),
    services: [],
    similar: NOTHING_SIMILAR,
  };
}

/** Services of one client that are loaded whole; of a client with more those that are named. */
const MOST_SERVICES = 200;

/** The services of these tickets' clients, when commands set one or a fact that may name one. */
export async function settableServices(
  store: Queries,
  setting: readonly string[],
  on: readonly TicketFacts[],
): Promise<Surroundings['services']> {
  if (setting.length === 0) return [];
  const clients = new Set(on.flatMap(({ ticket: { client } }) => client ?? []));
  const named = await store.servicesNamed(setting.flatMap((written) => serviceWords(written)));
  const found = new Map([...named.values()].filter(({ client }) => clients.has(client)).map((one) => [one.id, one]));
  for (const client of clients)
    for (const one of await store.services({ client, limit: MOST_SERVICES })) found.set(one.id, one);
  return [...found.values()];
}

/** Tickets that the mail's command lines name; what the ticket at hand hangs on is among them when that is to change. */
async function commanded(
  store: Queries,
  { commands }: MailCommand,
  wanted: Pick<Needs, 'commanded'>,
  tickets: MailFacts['tickets'],
): Promise<Surroundings['named']> {
  if (!commands.some(({ verb }) => ['defect', 'problem', 'merge', 'link'].includes(verb))) return new Map();
  return namedTickets(store, wanted.commanded, [...tickets.values()]);
}

/** Tickets by their numbers, and those that some others hang on. */
export async function namedTickets(
  store: Queries,
  numbers: readonly string[],
  on: readonly TicketFacts[],
): Promise<Surroundings['named']> {
  const named = await store.numbered(numbers.slice(0, MOST_NAMED));
  const asking = await store.ticketFacts([...named.map(({ ticket }) => ticket), ...boundOf(on)]);
  // What comes here by a merge brings along what it hangs on.
  const beyond = boundOf([...asking.values()]).filter((id) => !asking.has(id));
  const facts = beyond.length === 0 ? asking : new Map([...asking, ...(await store.ticketFacts(beyond))]);
  const byNumber = [...facts.values()].map((one) => [one.ticket.number as string, one] as const);
  // An old number leads to a ticket that was moved.
  const asked = named.flatMap(({ number, ticket }) => {
    const found = facts.get(ticket);
    return found === undefined ? [] : [[number, found] as const];
  });
  return new Map([...byNumber, ...asked]);
}

function boundOf(on: readonly TicketFacts[]): readonly TicketId[] {
  return on
    .flatMap(({ ticket: { care } }) => [care.bonds.defect?.on, care.bonds.problem])
    .flatMap((id) => (id === undefined ? [] : [id]));
}

/** Tickets that one mail can name in commands. */
const MOST_NAMED = 20;

/** What the notices to the operator that are cited told of. */
async function listedMails(store: Queries, citations: MailFacts['citations']): Promise<MailFacts['listed']> {
  const listed = new Map<LedgerId, boolean>();
  for (const { purpose, issuedToSender, outbox } of citations) {
    if (purpose !== 'operator' || !issuedToSender) continue;
    for (const row of await store.toldBy(outbox)) listed.set(row.id, isChangeable(row) && row.ticket === undefined);
  }
  return [...listed].map(([mail, open]) => ({ mail, open }));
}

function senderOf(people: ReadonlyMap<string, Person>, from: string): Sender {
  return people.get(from) ?? { kind: 'unknown', client: undefined };
}

async function bouncedMail(
  store: Queries,
  wanted: { readonly messageId: MessageId | undefined; readonly tokens: readonly string[] },
): Promise<MailFacts['bounced']> {
  const keys = [
    ...wanted.tokens.map((bounceToken) => ({ bounceToken })),
    ...(wanted.messageId === undefined ? [] : [{ messageId: wanted.messageId }]),
  ];
  for (const key of keys) {
    const row = await store.outboxBy(key);
    if (row === undefined) continue;
    const { id: outbox, kind, ticket, contact, agent, recipient, state } = row;
    return { outbox, kind, ticket, contact, agent, recipient, again: state === 'bounced' };
  }
  return undefined;
}

/** Clients with their responsible persons: of everybody named, and of the tickets. */
async function clientsOf(
  store: Queries,
  people: readonly Person[],
  tickets: ReadonlyMap<TicketId, TicketFacts>,
): Promise<ReadonlyMap<ClientId, Client>> {
  const found = new Map<ClientId, Client>();
  for (const { client } of tickets.values()) if (client !== undefined) found.set(client.id, client);
  for (const person of people) {
    const id = person.kind === 'unknown' ? person.client : person.contact?.client;
    if (id === undefined || found.has(id)) continue;
    const client = await store.client(id);
    if (client !== undefined) found.set(id, client);
  }
  return found;
}
