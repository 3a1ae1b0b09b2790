import type { Absence, Presence } from './absence/absence.ts';
import type { Act } from './command.ts';
import type { AuthenticityLevel, TicketEvent } from './event.ts';
import {
  type Client,
  type Contact,
  type Decision,
  type Enrolled,
  type HeldAct,
  type NewContact,
  type NewMessage,
  NOTHING_AROUND,
  type Surroundings,
  type TicketChange,
  type TicketFacts,
} from './facts.ts';
import type { Facts } from './form/facts.ts';
import type { Actor, AgentId, ContactId, DeskId, Ids, MessageKey, TicketId } from './ids.ts';
import type { Notice, TranscriptResult } from './notice.ts';
import { agentAddresses, type Desk, deskOf, type Policy } from './policy.ts';
import { findSimilar } from './similar/find.ts';
import type { Channel } from './status.ts';
import { apply, type Ticket } from './ticket.ts';
import { TicketDraft } from './ticket-draft.ts';
import type { NewBooking } from './time/book.ts';
import type { Timer } from './timer.ts';
import { bearsOnTimers, settleTimers } from './timers.ts';
import { NO_MATTER, type SplitMatter } from './upkeep/beside.ts';
import type { WaitingAct } from './waiting.ts';

/** What a message is before it has a place: the rest is known by the ticket it is added to. */
export interface MessageDraft {
  readonly direction: NewMessage['direction'];
  readonly by: Actor;
  readonly authenticity: AuthenticityLevel;
  readonly source: NewMessage['source'];
  readonly text: string;
  /** The whole of it, where the desk shows less (SOFTECH-4). */
  readonly whole?: string | undefined;
  /** Undefined is mail. */
  readonly channel?: Channel;
}

/** Gathers what a decision does: one for each call of `decide`. */
export class Draft {
  readonly notices: Notice[] = [];
  readonly reasons: string[] = [];
  private readonly tickets = new Map<TicketId, TicketDraft>();
  private readonly contacts: NewContact[] = [];
  private readonly messages: NewMessage[] = [];
  private readonly releases: MessageKey[] = [];
  private readonly moves: { readonly message: MessageKey; readonly ticket: TicketId }[] = [];
  private readonly agentOfContact = new Map<ContactId, AgentId>();
  private readonly learnt = new Map<TicketId, Facts>();
  readonly absences: Absence[] = [];
  readonly back: Presence[] = [];
  readonly turns: { readonly key: string; readonly agent: AgentId }[] = [];
  readonly enrolled: Enrolled[] = [];
  readonly heldActs: HeldAct[] = [];
  private readonly wakes: Timer[] = [];
  readonly bookings: NewBooking[] = [];
  /** Cases that go into others, and senders who are marked or no longer are. */
  readonly merges: Decision['merges'][number][] = [];
  readonly senders: Decision['senders'][number][] = [];
  /** What a split of the case rests on. */
  splitting: SplitMatter = NO_MATTER;
  /** What a transcript says of acts beyond “done”. */
  readonly results = new Map<Act, TranscriptResult>();
  private readonly reckoned = new Set<TicketId>();

  constructor(
    readonly policy: Policy,
    readonly now: Date,
    readonly ids: Ids,
    readonly around: Surroundings = NOTHING_AROUND,
  ) {}

  /** The draft of a ticket that exists; one whose desk is no longer configured goes to the desk that has its tickets now. */
  ticket(facts: TicketFacts): TicketDraft {
    const known = this.tickets.get(facts.ticket.id);
    if (known !== undefined) return known;
    const { ticket, requester, watchers, client } = facts;
    const draft = new TicketDraft(ticket, ticket.version, undefined, requester, watchers, client, this.now);
    draft.facts = facts.facts;
    draft.service = facts.service;
    draft.history = facts.history;
    draft.title = facts.subject;
    draft.opening = facts.opening;
    this.tickets.set(ticket.id, draft);
    this.meet(requester);
    for (const person of watchers) this.meet(person);
    for (const person of client?.responsible ?? []) this.meet(person);
    const desk = deskOf(this.policy, ticket.desk).id;
    if (desk !== ticket.desk) this.move(draft, desk, { kind: 'gateway' });
    return draft;
  }

  /** Gives the ticket a number of another desk; the old one still threads. */
  move(ticket: TicketDraft, to: DeskId, by: Actor): void {
    const { desk: from, number: oldNumber } = ticket.state;
    ticket.push({ kind: 'moved', from, to, oldNumber, newNumber: this.ids.number(to), by });
    ticket.formerNumber = oldNumber;
  }

  /** Takes note of a contact, who may be an agent's other self. */
  meet({ id, address }: Contact): void {
    const agent = address === undefined ? undefined : agentAddresses(this.policy).get(address.toLowerCase());
    if (agent !== undefined) this.agentOfContact.set(id, agent);
  }

  /** The agent who has the address of this contact. */
  agentOf(contact: ContactId): AgentId | undefined {
    return this.agentOfContact.get(contact);
  }

  /** Opens a ticket. */
  open(
    desk: Desk,
    requester: Contact,
    client: Client | undefined,
    subject: string,
    how: Pick<Ticket, 'channel' | 'type' | 'priority' | 'status'> & { readonly by: Actor; readonly imported?: boolean },
  ): TicketDraft {
    const id = this.ids.ticket();
    const event: TicketEvent = {
      kind: 'opened',
      number: this.ids.number(desk.id),
      desk: desk.id,
      requester: requester.id,
      client: client?.id ?? requester.client,
      channel: how.channel,
      type: how.type,
      priority: how.priority,
      status: how.status,
      by: how.by,
      ...(how.imported ? { imported: true as const } : {}),
    };
    const ticket = apply(undefined, { ticket: id, version: 1, at: this.now, event });
    const draft = new TicketDraft(ticket, 0, subject, requester, [], client, this.now);
    draft.events.push(event);
    draft.title = subject;
    this.tickets.set(id, draft);
    this.meet(requester);
    return draft;
  }

  /** Adds a message that counts at once. */
  addMessage(ticket: TicketDraft, message: MessageDraft): MessageKey {
    const key = this.ids.message();
    const channel = message.channel ?? 'mail';
    const asks = message.direction === 'inbound' && ticket.opening === '';
    if (asks) ticket.opening = message.text;
    const { whole, ...rest } = message;
    const beside = whole === undefined ? {} : { whole: { filename: `${ticket.state.number}.txt`, text: whole } };
    this.messages.push({ key, ticket: ticket.state.id, held: false, ...rest, ...beside, channel });
    ticket.push({
      kind: 'message-added',
      message: key,
      direction: message.direction,
      by: message.by,
      authenticity: message.authenticity,
      ...(channel === 'mail' ? {} : { channel }),
      ...(channel === 'mail' && message.direction === 'outbound' && isUntold(ticket) ? { untold: true as const } : {}),
    });
    if (asks && ticket.expected === 0) findSimilar(this, ticket);
    return key;
  }

  /** Keeps an answer that waits for its author's `#send`. */
  holdMessage(
    ticket: TicketDraft,
    message: MessageDraft,
    why: Extract<TicketEvent, { kind: 'answer-held' }>['why'],
    acts: readonly WaitingAct[],
  ): MessageKey {
    const key = this.ids.message();
    const { whole: _, ...rest } = message;
    this.messages.push({ key, ticket: ticket.state.id, held: true, ...rest, channel: message.channel ?? 'mail' });
    const beside = acts.length === 0 ? {} : { acts };
    ticket.push({ kind: 'answer-held', message: key, why, by: message.by, ...beside });
    return key;
  }

  /** An answer that waited counts from now on. */
  releaseMessage(ticket: TicketDraft, message: MessageKey, author: Actor, by: Actor): void {
    this.releases.push(message);
    ticket.push({ kind: 'answer-released', message, by });
    const untold = isUntold(ticket) ? { untold: true as const } : {};
    const added = {
      kind: 'message-added',
      message,
      direction: 'outbound',
      by: author,
      authenticity: 'proved',
    } as const;
    ticket.push({ ...added, ...untold });
  }

  moveMessage(message: MessageKey, into: TicketDraft): void {
    this.moves.push({ message, ticket: into.state.id });
  }

  /** Brings a contact into being (the same one for the same address within a decision). */
  newContact(
    name: string,
    address: Contact['address'],
    client: Contact['client'],
    known: boolean,
    phone?: string,
  ): Contact {
    const key = address?.toLowerCase();
    const made = this.contacts.find((contact) => key !== undefined && contact.address?.toLowerCase() === key);
    const record = made ?? { id: this.ids.contact(), name, address, phone, client, known };
    if (made === undefined) this.contacts.push(record);
    const { phone: number, ...rest } = record;
    const phones = number === undefined ? [] : [number];
    const contact = {
      ...rest,
      phones,
      locale: undefined,
      responsible: false,
      undeliverable: false,
      entered: false,
      businessUnit: undefined,
      sees: 'own' as const,
      spammer: false,
    };
    this.meet(contact);
    return contact;
  }

  /** What is known of the fields of a ticket's form from now on. */
  learn(ticket: TicketDraft, facts: Facts): void {
    ticket.facts = facts;
    this.learnt.set(ticket.state.id, facts);
  }

  /** A mail that waited is let in, or is not. */
  decideHeld(act: HeldAct): void {
    this.heldActs.push(act);
  }

  /** Works a ticket's timers out anew though nothing else may happen to it. */
  reckon(ticket: TicketDraft): void {
    this.reckoned.add(ticket.state.id);
  }

  /** Has another ticket do something by a command of its own. */
  wake(timer: Timer): void {
    this.wakes.push(timer);
  }

  tell(notice: Notice): void {
    this.notices.push(notice);
  }

  get drafts(): readonly TicketDraft[] {
    return [...this.tickets.values()];
  }

  /** The decision that has come together; notices are given, since who is told is settled last. */
  decision(
    outcome: Decision['outcome'],
    notices: readonly Notice[],
    marks: Pick<Partial<Decision>, 'exposed' | 'undeliverable' | 'reachable' | 'bounced'> = {},
  ): Decision {
    const changed = this.drafts.filter((draft) => draft.events.length > 0);
    const reckoned = this.drafts.filter(
      (draft) => draft.events.some(bearsOnTimers) || this.reckoned.has(draft.state.id),
    );
    // What came about is an event too, so it comes before them.
    const timers = reckoned.flatMap((draft) => settleTimers(this.policy, draft, this.now));
    const changes: TicketChange[] = changed.map((draft) => ({
      ticket: draft.state.id,
      expected: draft.expected,
      events: draft.events,
      subject: draft.subject,
      formerNumber: draft.formerNumber,
    }));
    return {
      outcome,
      refusal: undefined,
      contacts: this.contacts,
      changes,
      messages: this.messages,
      releases: this.releases,
      moves: this.moves,
      notices,
      exposed: marks.exposed ?? [],
      undeliverable: marks.undeliverable ?? [],
      reachable: marks.reachable ?? [],
      bounced: marks.bounced ?? [],
      timers,
      wakes: this.wakes,
      facts: [...this.learnt].map(([ticket, facts]) => ({ ticket, facts })),
      absences: this.absences,
      back: this.back,
      turns: this.turns,
      enrolled: this.enrolled,
      decided: this.heldActs,
      bookings: this.bookings,
      merges: this.merges,
      senders: this.senders,
    };
  }
}

/** Whether mail does not reach whom the case is about: he has no address. */
export function isUntold({ requester }: TicketDraft): boolean {
  return requester.address === undefined;
}

/** A decision that changes nothing but says what became of the mail. */
export function nothing(outcome: Decision['outcome'], refusal?: string): Decision {
  return {
    outcome,
    refusal,
    contacts: [],
    changes: [],
    messages: [],
    releases: [],
    moves: [],
    notices: [],
    exposed: [],
    undeliverable: [],
    reachable: [],
    bounced: [],
    timers: [],
    wakes: [],
    facts: [],
    absences: [],
    back: [],
    turns: [],
    enrolled: [],
    decided: [],
    bookings: [],
    merges: [],
    senders: [],
  };
}

/** The actor behind a contact. */
export function contactActor(id: ContactId): Actor {
  return { kind: 'contact', id };
}
