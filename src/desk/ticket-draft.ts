import type { AssignedWhy, RecordedEvent, TicketEvent } from './event.ts';
import type { Client, Contact, Service } from './facts.ts';
import type { Facts } from './form/facts.ts';
import type { Actor, TicketNumber } from './ids.ts';
import type { StatusChange } from './notice.ts';
import type { SlaRun } from './sla/run.ts';
import type { SlaTimer } from './sla/timers.ts';
import { isDone, type Status } from './status.ts';
import { apply, type Ticket } from './ticket.ts';

/** What the promises of a draft came to, after so many events that bear on them and with this service. */
export interface KnownPromises {
  readonly bearing: number;
  readonly service: Service | undefined;
  readonly runs: readonly SlaRun[];
  readonly timers: readonly SlaTimer[];
}

/** A ticket while a decision is being made on it: its events so far, and the state they make. */
export class TicketDraft {
  readonly events: TicketEvent[] = [];
  readonly changes: StatusChange[] = [];
  formerNumber: TicketNumber | undefined;
  watchers: readonly Contact[];
  /** Of its form; set by `learn`. */
  facts: Facts = {};
  service: Service | undefined;
  /** Its subject as it is now, what the client wrote first, and the address of ours that the mail which opens it came to: for rules to ask about. */
  title = '';
  opening = '';
  sentTo = '';
  /** The events before this decision. */
  history: readonly RecordedEvent[] = [];
  /** Kept by `promisesOfDraft`. */
  promises: KnownPromises | undefined;

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

  /** All its events, those of this decision among them. */
  get wholeHistory(): readonly RecordedEvent[] {
    const { id } = this.current;
    const made = this.events.map((event, nth) => ({
      ticket: id,
      version: this.expected + nth + 1,
      at: this.now,
      event,
    }));
    return [...this.history, ...made];
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

  /**
   * Assigns; a ticket on the waiting list is thereby taken into work (SAOP-1), unless the gateway gives it to somebody who may not even have seen it.
   * `why` is the gateway's reason.
   */
  assign(to: Ticket['assignee'], by: Actor, why?: AssignedWhy): void {
    if (this.current.assignee === to) return;
    this.push({ kind: 'assigned', to, by, ...(why === undefined ? {} : { why }) });
    if (to !== undefined && by.kind !== 'gateway') this.takeUp(by);
  }

  /** Takes it off the waiting list. */
  takeUp(by: Actor): void {
    if (this.current.status === 'new') this.setStatus('open', by);
  }

  /** Whether this decision brought it to rest. */
  get wasDone(): boolean {
    return isDone(this.current.status) && this.changes.some(({ to }) => isDone(to));
  }

  /** What is told of the status: new → open → pending by one act is new → pending. */
  get toldChanges(): readonly StatusChange[] {
    const [first] = this.changes;
    const last = this.changes.at(-1);
    if (first === undefined || last === undefined || first.from === last.to) return [];
    return [{ ...last, from: first.from }];
  }

  unwatch({ id }: Pick<Contact, 'id'>, by: Actor): void {
    this.push({ kind: 'watcher-removed', contact: id, by });
    this.watchers = this.watchers.filter((watcher) => watcher.id !== id);
  }

  watch(contact: Contact, by: Actor): void {
    if (this.current.watchers.includes(contact.id) || contact.id === this.requester.id) return;
    this.push({ kind: 'watcher-added', contact: contact.id, by });
    this.watchers = [...this.watchers, contact];
  }
}
