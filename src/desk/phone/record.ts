import { emailAddress } from '../../mail/address.ts';
import { fold } from '../../mail/fold.ts';
import type { EmailAddress } from '../../mail/mail.ts';
import { assignByRules } from '../assignment/assign.ts';
import { relieve } from '../assignment/relieve.ts';
import { tellStaff } from '../audience.ts';
import { answeredStatus } from '../coverage/settle.ts';
import { contactActor, type Draft, type MessageDraft } from '../draft.ts';
import { type Client, type Contact, calledName, type Person, type Service, type TicketFacts } from '../facts.ts';
import { NO_PROMPTS, type Prompts, promptsOf, takeStatement } from '../form/case.ts';
import type { Actor, ClientId } from '../ids.ts';
import { isParticipant } from '../place.ts';
import type { Desk } from '../policy.ts';
import { typeAtOpening } from '../request-type/choose.ts';
import { beginning, beginType } from '../request-type/settle.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { taken } from '../work.ts';
import { callerOf } from './key.ts';

/** A call as staff tell of it. */
export interface ToldCall {
  /** As written; undefined when it was withheld. */
  readonly number: string | undefined;
  /** Who it was, where staff say so: an address, a name, or the id of one of the people with the number. */
  readonly who: string | undefined;
  readonly subject: string;
  /** What he said; it may begin with who he is. */
  readonly notes: string;
  /** What he was told; undefined: not yet anything that answers him. */
  readonly answer: string | undefined;
  /** `mail`: the notes are a mail with attachments. */
  readonly source: MessageDraft['source'];
}

/** What is known of the people behind a call. */
export interface CallPeople {
  readonly callers: readonly Contact[];
  /** By lower-case address: who was named. */
  readonly people: ReadonlyMap<string, Person>;
  readonly clients: ReadonlyMap<ClientId, Client>;
  /** That words of the notes may name. */
  readonly services: ReadonlyMap<string, Service>;
}

/** What became of it. */
export type CallOutcome =
  | { readonly kind: 'recorded'; readonly ticket: TicketDraft; readonly opened: boolean; readonly reason: string }
  /** A number of several people's: one of them has to be named. */
  | { readonly kind: 'several'; readonly people: readonly Contact[] }
  /** Who was named is none of them, or is an agent. */
  | { readonly kind: 'nobody'; readonly who: string }
  | { readonly kind: 'empty' };

/** Characters of the notes that make a subject. */
const MAX_SUBJECT = 80;

/** Records a call (SAGA-5, SOFTECH-10): on a ticket, or as one of its own that is confirmed to whoever called. */
export function recordCall(
  draft: Draft,
  desk: Desk,
  call: ToldCall,
  on: TicketFacts | undefined,
  known: CallPeople,
  by: Actor,
): CallOutcome {
  const found = personOf(draft, desk, call, on, known);
  if (found.kind !== 'person') return found;
  const { person, notes } = found;
  if (notes.trim() === '' && call.answer === undefined && call.source === 'typed') return { kind: 'empty' };
  const ticket = on === undefined ? opened(draft, desk, call, notes, person, known, by) : draft.ticket(on);
  draft.meet(person);
  const heard = { authenticity: 'proved', channel: 'phone' } as const;
  if (notes.trim() !== '' || call.answer === undefined) {
    const said = {
      ...heard,
      direction: 'inbound',
      by: contactActor(person.id),
      source: call.source,
      text: notes,
    } as const;
    const message = draft.addMessage(ticket, said);
    const { status } = ticket.state;
    if (status === 'pending' || status === 'resolved' || status === 'closed')
      ticket.setStatus(answeredStatus(ticket), by);
    const prompts = stated(draft, ticket, desk, notes, person, known, on === undefined);
    if (on !== undefined) relieve(draft, ticket);
    else if (call.answer === undefined) assignByRules(draft, ticket);
    tellStaff(draft, ticket, message, on === undefined ? 'agent-new' : 'agent-message', by);
    if (on === undefined) {
      draft.tell({
        kind: 'confirmation',
        to: { kind: 'contact', id: person.id },
        desk: desk.id,
        ticket: ticket.state.id,
        changes: [],
        message,
        onBehalf: true,
        follows: undefined,
        ...prompts,
      });
    }
  }
  if (call.answer !== undefined) {
    // He has heard it: it is not sent to him as well.
    const told = { ...heard, direction: 'outbound', by, source: 'typed', text: call.answer } as const;
    const message = draft.addMessage(ticket, told);
    taken(draft, ticket, by, false);
    if (ticket.state.assignee !== undefined) tellStaff(draft, ticket, message, 'agent-message', by);
  }
  const who = calledName(person) || 'someone who withheld his number';
  return { kind: 'recorded', ticket, opened: on === undefined, reason: `a call of ${who}` };
}

function opened(
  draft: Draft,
  desk: Desk,
  call: ToldCall,
  notes: string,
  person: Contact,
  known: CallPeople,
  by: Actor,
): TicketDraft {
  const client = person.client === undefined ? undefined : known.clients.get(person.client);
  const subject = call.subject.trim() || beginningOf(notes.trim() || (call.answer ?? ''));
  const chosen = typeAtOpening(desk, { subject: call.subject });
  const begins = beginning(desk, chosen);
  const ticket = draft.open(desk, person, client, subject, { channel: 'phone', ...begins, status: 'new', by });
  beginType(ticket, chosen, by);
  return ticket;
}

/** What he said of the facts that the desk wants; who has mail is asked for the rest by the mail that tells him of his case (INTERSPACE-2). */
function stated(
  draft: Draft,
  ticket: TicketDraft,
  desk: Desk,
  text: string,
  person: Contact,
  { services }: CallPeople,
  opening: boolean,
): Prompts {
  takeStatement(draft, ticket, desk, {
    writing: { text, whole: text, html: undefined, writtenAt: draft.now, forwarded: false },
    subject: opening ? '' : (ticket.subject ?? ''),
    importance: undefined,
    by: contactActor(person.id),
    services,
    client: person.client,
  });
  return opening ? promptsOf(draft, ticket, desk, person.address !== undefined) : NO_PROMPTS;
}

/** The first line, cut between words. */
function beginningOf(text: string): string {
  const [line = ''] = text.split('\n');
  if (line.length <= MAX_SUBJECT) return line;
  return `${line.slice(0, MAX_SUBJECT).replace(/\s+\S*$/, '')} …`;
}

type Found =
  | { readonly kind: 'person'; readonly person: Contact; readonly notes: string }
  | Extract<CallOutcome, { readonly kind: 'several' | 'nobody' }>;

/** Who called: the one named, else whose number it is, else on his own ticket the requester, else someone unknown with that number. */
function personOf(draft: Draft, desk: Desk, call: ToldCall, on: TicketFacts | undefined, known: CallPeople): Found {
  const caller = call.number === undefined ? undefined : callerOf(call.number, known.callers, desk.country);
  const withNumber = caller?.kind === 'several' ? caller.people : caller?.kind === 'known' ? [caller.person] : [];
  const unknown = (name: string, address?: EmailAddress, client?: ClientId) =>
    draft.newContact(name, address, client, true, call.number);
  if (call.who !== undefined) {
    const who = call.who.trim();
    const address = emailAddress(who);
    const named =
      address === undefined
        ? (withNumber.find(({ id }) => String(id) === who) ??
          onlyOne([...withNumber, ...peopleOn(on)].filter(({ name }) => nameKey(name) === nameKey(who))))
        : atAddress(address, known, unknown);
    return named === undefined ? { kind: 'nobody', who } : { kind: 'person', person: named, notes: call.notes };
  }
  const head = headAddress(call.notes);
  if (head !== undefined) {
    const person = atAddress(head.address, known, unknown);
    return person === undefined ? { kind: 'nobody', who: head.address } : { kind: 'person', person, notes: head.rest };
  }
  if (withNumber.length > 1) {
    const named = namedAtHead(call.notes, withNumber);
    if (named !== undefined) return { kind: 'person', ...named };
    const here = on === undefined ? [] : withNumber.filter((one) => belongs(one, on));
    const only = onlyOne(here) ?? here.find(({ id }) => id === on?.requester.id);
    return only === undefined
      ? { kind: 'several', people: withNumber }
      : { kind: 'person', person: only, notes: call.notes };
  }
  const person = withNumber[0] ?? (call.number === undefined ? on?.requester : undefined) ?? unknown('');
  return { kind: 'person', person, notes: call.notes };
}

function atAddress(
  address: EmailAddress,
  { people }: CallPeople,
  unknown: (name: string, address?: EmailAddress, client?: ClientId) => Contact,
): Contact | undefined {
  const person = people.get(address.toLowerCase());
  if (person?.kind === 'agent') return undefined;
  return person?.kind === 'contact' ? person.contact : unknown('', address, person?.client);
}

function peopleOn(on: TicketFacts | undefined): readonly Contact[] {
  return on === undefined ? [] : [on.requester, ...on.watchers];
}

function belongs(person: Contact, on: TicketFacts): boolean {
  return isParticipant(person.id, on) || (person.client !== undefined && person.client === on.ticket.client);
}

function onlyOne(people: readonly Contact[]): Contact | undefined {
  const [first, ...others] = [...new Map(people.map((person) => [person.id, person])).values()];
  return others.length === 0 ? first : undefined;
}

/** The address with which notes begin, and what follows it. */
export function headAddress(notes: string): { readonly address: EmailAddress; readonly rest: string } | undefined {
  const [word = ''] = /^\S{3,260}/.exec(notes.trimStart()) ?? [];
  const address = word.includes('@') ? emailAddress(word.replace(/^<|[>,;:]+$/g, '')) : undefined;
  if (address === undefined) return undefined;
  return {
    address,
    rest: notes
      .trimStart()
      .slice(word.length)
      .replace(/^[\s,;:–—-]+/, ''),
  };
}

/** The one of these people by whose whole name, or first or last name that no other of them has, the notes begin. */
function namedAtHead(
  notes: string,
  people: readonly Contact[],
): { readonly person: Contact; readonly notes: string } | undefined {
  const whole = people.map((person) => ({ person, words: nameKey(person.name).split(' ') }));
  const parts = whole.flatMap(({ person, words }) => words.map((word) => ({ person, words: [word] })));
  for (const candidates of [whole, parts]) {
    const fitting = candidates.flatMap(({ person, words }) => {
      const rest = behindName(notes, words);
      return rest === undefined ? [] : [{ person, notes: rest }];
    });
    if (onlyOne(fitting.map(({ person }) => person)) !== undefined) return fitting[0];
  }
  return undefined;
}

/** What stands behind these words at the head of the notes; undefined when they do not stand there. */
function behindName(notes: string, words: readonly string[]): string | undefined {
  let rest = notes.trimStart();
  for (const word of words) {
    const [token = ''] = /^[\p{L}\p{M}'’.-]+/u.exec(rest) ?? [];
    if (word === '' || nameKey(token.replace(/[.]+$/, '')) !== word) return undefined;
    rest = rest.slice(token.length).replace(/^[ \t,]+/, '');
  }
  return rest.replace(/^[\s,;:–—-]+/, '');
}

function nameKey(name: string): string {
  return fold(name).replace(/\s+/g, ' ').trim();
}
