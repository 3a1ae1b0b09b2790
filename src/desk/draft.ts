import type { AuthenticityLevel, TicketEvent } from './event.ts';
import type { Client, Contact, Decision, NewContact, NewMessage, TicketChange, TicketFacts } from './facts.ts';
import type { Actor, AgentId, ContactId, DeskId, Ids, MessageKey, TicketId, TicketNumber } from './ids.ts';
import type { Notice, StatusChange } from './notice.ts';
import { type Desk, deskOf, type Policy } from './policy.ts';
import type { Status } from './status.ts';
import { apply, type Ticket } from './ticket.ts';

/** What a message is before it has a place: the rest is known by the ticket it is added to. */
export interface MessageDraft {
  readonly direction: NewMessage['direction'];
  readonly by: Actor;
  readonly authenticity: AuthenticityLevel;
  readonly source: NewMessage['source'];
  readonly text: string;
}

/** A ticket while a decision is being made on it: its events so far, and the state they make. */
export class TicketDraft {
  readonly events: TicketEvent[] = [];
  readonly changes: StatusChange[] = [];
  formerNumber: TicketNumber | undefined;
  watchers: readonly Contact[];

  constructor(
    private current: Ticket,
    readonly expected: number,
    readonly subject: string | undefined,
    readonly requester: Contact,
    watchers: readonly Contact[],
    readonly client: Client | undefined,
    private readonly now: Date,
  ) {
    this.watchers = watchers;
  }

  get state(): Ticket {
    return this.current;
  }

  push(event: TicketEvent): void {
    this.events.push(event);
    this.current = apply(this.current, {
      ticket: this.current.id,
      version: this.current.version + 1,
      at: this.now,
      event,
    });
  }

  /** Changes the status if it is another one, and remembers to tell of it. */
  setStatus(to: Status, by: Actor): void {
    const from = this.current.status;
    if (from === to) return;
    this.push({ kind: 'status-changed', from, to, by });
    this.changes.push({ from, to, by, at: this.now });
  }

  /** Assigns; a ticket on the waiting list is thereby taken into work (SAOP-1). */
  assign(to: Ticket['assignee'], by: Actor): void {
    if (this.current.assignee === to) return;
    this.push({ kind: 'assigned', to, by });
    if (to !== undefined && this.current.status === 'new') this.setStatus('open', by);
  }

  /** What is told of the status: new → open → pending by one act is new → pending. */
  get toldChanges(): readonly StatusChange[] {
    const [first] = this.changes;
    const last = this.changes.at(-1);
    if (first === undefined || last === undefined || first.from === last.to) return [];
    return [{ ...last, from: first.from }];
  }

  watch(contact: Contact, by: Actor): void {
    if (this.current.watchers.includes(contact.id) || contact.id === this.requester.id) return;
    this.push({ kind: 'watcher-added', contact: contact.id, by });
    this.watchers = [...this.watchers, contact];
  }
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

  constructor(
    readonly policy: Policy,
    readonly now: Date,
    readonly ids: Ids,
  ) {}

  /** The draft of a ticket that exists; one whose desk is no longer configured goes to the desk that has its tickets now. */
  ticket(facts: TicketFacts): TicketDraft {
    const known = this.tickets.get(facts.ticket.id);
    if (known !== undefined) return known;
    const { ticket, requester, watchers, client } = facts;
    const draft = new TicketDraft(ticket, ticket.version, undefined, requester, watchers, client, this.now);
    this.tickets.set(ticket.id, draft);
    for (const person of [requester, ...watchers, ...(client?.responsible ?? [])]) this.meet(person);
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
    const key = address.toLowerCase();
    for (const agent of this.policy.agents.values())
      if (agent.addresses.some((own) => own.toLowerCase() === key)) this.agentOfContact.set(id, agent.id);
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
    how: Pick<Ticket, 'channel' | 'type' | 'priority' | 'status'> & { readonly by: Actor },
  ): TicketDraft {
    const id = this.ids.ticket();
    const event: TicketEvent = {
      kind: 'opened',
      number: this.ids.number(desk.id),
      desk: desk.id,
      requester: requester.id,
      client: requester.client,
      channel: how.channel,
      type: how.type,
      priority: how.priority,
      status: how.status,
      by: how.by,
    };
    const ticket = apply(undefined, { ticket: id, version: 1, at: this.now, event });
    const draft = new TicketDraft(ticket, 0, subject, requester, [], client, this.now);
    draft.events.push(event);
    this.tickets.set(id, draft);
    this.meet(requester);
    return draft;
  }

  /** Adds a message that counts at once. */
  addMessage(ticket: TicketDraft, message: MessageDraft): MessageKey {
    const key = this.ids.message();
    this.messages.push({ key, ticket: ticket.state.id, held: false, ...message });
    ticket.push({
      kind: 'message-added',
      message: key,
      direction: message.direction,
      by: message.by,
      authenticity: message.authenticity,
    });
    return key;
  }

  /** Keeps an answer that waits for its author's `#send`. */
  holdMessage(
    ticket: TicketDraft,
    message: MessageDraft,
    why: Extract<TicketEvent, { kind: 'answer-held' }>['why'],
  ): MessageKey {
    const key = this.ids.message();
    this.messages.push({ key, ticket: ticket.state.id, held: true, ...message });
    ticket.push({ kind: 'answer-held', message: key, why, by: message.by });
    return key;
  }

  /** An answer that waited counts from now on. */
  releaseMessage(ticket: TicketDraft, message: MessageKey, author: Actor, by: Actor): void {
    this.releases.push(message);
    ticket.push({ kind: 'answer-released', message, by });
    ticket.push({ kind: 'message-added', message, direction: 'outbound', by: author, authenticity: 'proved' });
  }

  moveMessage(message: MessageKey, into: TicketDraft): void {
    this.moves.push({ message, ticket: into.state.id });
  }

  /** Brings a contact into being (the same one for the same address within a decision). */
  newContact(name: string, address: Contact['address'], client: Contact['client'], known: boolean): Contact {
    const made = this.contacts.find((contact) => contact.address.toLowerCase() === address.toLowerCase());
    const record = made ?? { id: this.ids.contact(), name, address, client, known };
    if (made === undefined) this.contacts.push(record);
    const contact = { ...record, locale: undefined, responsible: false, undeliverable: false };
    this.meet(contact);
    return contact;
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
    const changes: TicketChange[] = this.drafts
      .filter((draft) => draft.events.length > 0)
      .map((draft) => ({
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
    };
  }
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
  };
}

/** The actor behind a contact. */
export function contactActor(id: ContactId): Actor {
  return { kind: 'contact', id };
}
