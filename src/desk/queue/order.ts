import type { DeskId, TicketId } from '../ids.ts';
import type { Channel, Priority } from '../status.ts';

/** What a desk's waiting list goes by: points, of which the most come first (SAOP-2). */
export interface QueueWeights {
  readonly channel: Readonly<Record<Channel, number>>;
  readonly priority: Readonly<Record<Priority, number>>;
  /** For each hour since the request came, up to `ageAtMost` hours. */
  readonly age: number;
  readonly ageAtMost: number;
  /** When the next promised time is reached; from `targetWithin` milliseconds before it they grow from none to all. */
  readonly target: number;
  readonly targetWithin: number;
}

/** A ticket on the waiting list. */
export interface Waiting {
  readonly ticket: TicketId;
  readonly desk: DeskId;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly openedAt: Date;
  /** The end of the promise that ends first; undefined when none runs. */
  readonly due: Date | undefined;
  /** A promise on it was missed already. */
  readonly missed: boolean;
  /** Both sides agreed to let it wait until then: it has no place before. */
  readonly deferredUntil: Date | undefined;
}

/** Where a ticket stands among those that wait, from 1. */
export interface QueuePlace {
  readonly place: number;
  readonly of: number;
}

/** The parts of a ticket's points. */
export interface QueuePoints {
  readonly channel: number;
  readonly priority: number;
  readonly age: number;
  readonly target: number;
}

const HOUR = 3_600_000;

/** The points of a ticket at a moment. Only time changes them, and it never makes them fewer unless a weight is negative. */
export function queuePoints(one: Waiting, weights: QueueWeights, now: Date): QueuePoints {
  const hours = Math.max(0, (now.getTime() - one.openedAt.getTime()) / HOUR);
  return {
    channel: weights.channel[one.channel],
    priority: weights.priority[one.priority],
    age: weights.age * Math.min(hours, weights.ageAtMost),
    target: weights.target * (one.missed ? 1 : nearness(one.due, weights.targetWithin, now)),
  };
}

/** From 0 (far away, or no promise) to 1 (reached or passed). */
function nearness(due: Date | undefined, within: number, now: Date): number {
  if (due === undefined) return 0;
  const left = due.getTime() - now.getTime();
  if (left <= 0) return 1;
  return left >= within ? 0 : 1 - left / within;
}

/** All points together. */
export function pointsSum({ channel, priority, age, target }: QueuePoints): number {
  return channel + priority + age + target;
}

/** The tickets in the order in which they are to be taken up: by points, then by when they came. What is deferred is not among them. */
export function queueOrder(waiting: readonly Waiting[], weights: QueueWeights, now: Date): readonly Waiting[] {
  const scored = waiting
    .filter(({ deferredUntil }) => deferredUntil === undefined || deferredUntil <= now)
    .map((one) => ({ one, points: pointsSum(queuePoints(one, weights, now)) }));
  scored.sort(
    (a, b) => b.points - a.points || a.one.openedAt.getTime() - b.one.openedAt.getTime() || a.one.ticket - b.one.ticket,
  );
  return scored.map(({ one }) => one);
}

/** The place of a ticket in that order; undefined when it does not wait. */
export function placeOf(
  ticket: TicketId,
  waiting: readonly Waiting[],
  weights: QueueWeights,
  now: Date,
): QueuePlace | undefined {
  const order = queueOrder(waiting, weights, now);
  const at = order.findIndex((one) => one.ticket === ticket);
  return at < 0 ? undefined : { place: at + 1, of: order.length };
}
