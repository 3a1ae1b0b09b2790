import type { RecordedEvent } from '../event.ts';
import { isDone, type Priority, type Status } from '../status.ts';
import type { Ticket } from '../ticket.ts';
import type { SlaTargetKind, SlaTerms } from './policy.ts';

/** Time in which a ticket waits for a reason that is no status: facts of a form are missing, or the client agreed to a later day. */
export interface SlaWait {
  readonly why: 'form' | 'deferred';
  readonly from: Date;
  /** Undefined while its end is not known. A known end ahead is reckoned with. */
  readonly to: Date | undefined;
}

/** What the terms of a ticket may depend on. */
export type SlaTicket = Pick<Ticket, 'desk' | 'client' | 'priority' | 'type'>;

/** Time in which nothing that a target depends on changes. Milliseconds; the last one ends at Infinity. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly status: Status;
  readonly priority: Priority;
  readonly terms: SlaTerms | undefined;
  readonly waits: readonly SlaWait['why'][];
}

/** One time that a promise is to be kept: an update is owed again after each answer. Milliseconds. */
export interface Life {
  readonly kind: SlaTargetKind;
  /** 1 for the first. */
  readonly cycle: number;
  readonly from: number;
  /** When what was promised came about; undefined while it is owed. */
  readonly until: number | undefined;
}

/** What a history says to the targets. */
export interface Timeline {
  readonly segments: readonly Segment[];
  readonly lives: readonly Life[];
}

interface Change {
  readonly at: number;
  readonly status: Status;
  readonly priority: Priority;
  readonly terms: SlaTerms | undefined;
}

/** Folds a ticket's history into what its targets depend on; the history begins with `opened`. */
export function timelineOf(
  history: readonly RecordedEvent[],
  termsFor: (ticket: SlaTicket) => SlaTerms | undefined,
  waits: readonly SlaWait[],
): Timeline {
  const changes: Change[] = [];
  const lives = new Lives();
  let ticket: Followed | undefined;
  for (const recorded of history) {
    const before = ticket;
    ticket = followed(before, recorded);
    const same = before !== undefined && (before === ticket || sameTerms(before, ticket));
    const terms = same ? changes.at(-1)?.terms : termsFor(ticket);
    if (!same || before?.status !== ticket.status)
      changes.push({ at: recorded.at.getTime(), status: ticket.status, priority: ticket.priority, terms });
    lives.see(recorded, before, ticket);
  }
  return { segments: segmentsOf(changes, waits), lives: lives.all };
}

/** What of a ticket is followed through its history; the same object while it stays the same. Folding the whole ticket would cost many times as much. */
type Followed = SlaTicket & Pick<Ticket, 'status'>;

function followed(ticket: Followed | undefined, { event, ticket: id }: RecordedEvent): Followed {
  if (ticket === undefined) {
    if (event.kind !== 'opened') throw new Error(`ticket ${id}: history begins with ${event.kind}`);
    const { desk, client, priority, type, status } = event;
    return { desk, client, priority, type, status };
  }
  switch (event.kind) {
    case 'status-changed':
      return { ...ticket, status: event.to };
    case 'priority-changed':
      return { ...ticket, priority: event.to };
    case 'type-changed':
      return { ...ticket, type: event.to };
    case 'moved':
      return { ...ticket, desk: event.to };
    case 'client-set':
      return { ...ticket, client: event.client };
    default:
      return ticket;
  }
}

function sameTerms(a: SlaTicket, b: SlaTicket): boolean {
  return a.desk === b.desk && a.client === b.client && a.priority === b.priority && a.type === b.type;
}

function segmentsOf(changes: readonly Change[], waits: readonly SlaWait[]): readonly Segment[] {
  const [first] = changes;
  if (first === undefined) return [];
  const bounds = waits.flatMap(({ from, to }) => [from.getTime(), to?.getTime() ?? Number.POSITIVE_INFINITY]);
  const cuts = [...new Set([...changes.map(({ at }) => at), ...bounds])]
    .filter((at) => at >= first.at && at < Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b);
  let change = 0;
  return cuts.map((from, i) => {
    // Of changes at one moment the last holds.
    while ((changes[change + 1]?.at ?? Number.POSITIVE_INFINITY) <= from) change++;
    const { status, priority, terms } = changes[change] ?? first;
    const waiting = waits.filter(
      (wait) => wait.from.getTime() <= from && from < (wait.to?.getTime() ?? Number.POSITIVE_INFINITY),
    );
    return {
      from,
      to: cuts[i + 1] ?? Number.POSITIVE_INFINITY,
      status,
      priority,
      terms,
      waits: waiting.map(({ why }) => why),
    };
  });
}

/** Follows what is owed: the first response till staff answered or the case ended, updates after it, and the end of the case. */
class Lives {
  private readonly ended: Life[] = [];
  private first: Life | undefined;
  private update: Life | undefined;
  private resolution: Life | undefined;
  private updates = 0;

  get all(): readonly Life[] {
    return [this.first, ...this.ended, this.update, this.resolution].filter((life) => life !== undefined);
  }

  see({ event, at }: RecordedEvent, before: Followed | undefined, after: Followed): void {
    const now = at.getTime();
    if (before === undefined) {
      this.first = { kind: 'first-response', cycle: 1, from: now, until: undefined };
      this.resolution = { kind: 'resolution', cycle: 1, from: now, until: undefined };
    }
    // Staff who open a ticket have spoken with the client (SAGA-4, SAGA-5: a call); automatic confirmations are no answer.
    const opened = event.kind === 'opened' && byStaff(event.by);
    const outbound = event.kind === 'message-added' && event.direction === 'outbound';
    const answered = outbound && event.untold === undefined && byStaff(event.by);
    const [wasDone, done] = [before !== undefined && isDone(before.status), isDone(after.status)];
    const responded = this.first?.until !== undefined;
    if ((opened || answered || done) && this.first !== undefined && !responded)
      this.first = { ...this.first, until: now };

    if (opened || answered || (done && !wasDone)) this.endUpdate(now);
    const reopened = wasDone && !done;
    if (!done && this.first?.until !== undefined && (opened || answered || reopened)) this.beginUpdate(now);

    // A case that is opened again was not resolved: its clock goes on from where it stood.
    if (this.resolution !== undefined && wasDone !== done)
      this.resolution = { ...this.resolution, until: done ? now : undefined };
  }

  private beginUpdate(now: number): void {
    this.updates++;
    this.update = { kind: 'update', cycle: this.updates, from: now, until: undefined };
  }

  private endUpdate(now: number): void {
    // An answer that resolves the case too owes no update in between.
    if (this.update?.from === now) this.updates--;
    else if (this.update !== undefined) this.ended.push({ ...this.update, until: now });
    this.update = undefined;
  }
}

function byStaff(by: { readonly kind: string }): boolean {
  return by.kind === 'agent' || by.kind === 'operator';
}
