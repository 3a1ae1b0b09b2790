import { isDeepStrictEqual } from 'node:util';

/** Queues that wait side by side; each has an order of its own. */
export interface Queues<Q, T> {
  /** The queue that follows in the order of the queues; of undefined the first. */
  readonly next: (queue: Q | undefined) => Q | undefined;
  /** The first of a queue, `most` at most; a queue may have none. */
  readonly firstOf: (queue: Q, most: number) => readonly T[];
}

/**
 * Takes up to `limit` of what waits: the first of each queue, then the second of each, and so on, beginning with the queue behind `after`. Who goes on behind the queue
 * that he took from last passes none over, however many there are.
 */
export function roundRobin<Q, T>({ next, firstOf }: Queues<Q, T>, limit: number, after: Q | undefined): T[] {
  const heads: (readonly T[])[] = [];
  for (const queue of around(next, after)) {
    if (heads.length >= limit) break;
    // Each of those before it gives one at least.
    const head = firstOf(queue, limit - heads.length);
    if (head.length > 0) heads.push(head);
  }
  const taken: T[] = [];
  for (let nth = 0; taken.length < limit; nth++) {
    const round = heads.flatMap((head) => head.slice(nth, nth + 1));
    if (round.length === 0) break;
    taken.push(...round);
  }
  return taken.slice(0, limit);
}

/** Every queue once, from the one behind `after` to the last, then from the first on. */
function* around<Q>(next: (queue: Q | undefined) => Q | undefined, after: Q | undefined): Generator<Q> {
  let begin: Q | undefined;
  for (let queue = next(after); queue !== undefined; queue = next(queue)) {
    begin ??= queue;
    yield queue;
  }
  if (after === undefined) return;
  for (let queue = next(undefined); queue !== undefined && !isDeepStrictEqual(queue, begin); queue = next(queue))
    yield queue;
}
