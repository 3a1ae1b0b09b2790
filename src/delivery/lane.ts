import type { OutboxRow } from '../store/port.ts';
import { backoff, RELAY_BACKOFF } from './backoff.ts';
import { type DeliveryLog, withoutAddresses } from './log.ts';
import type { Transport } from './transport.ts';
import type { Verdict } from './verdict.ts';

/** One relay: what is on the way over it, what is claimed and waits for a connection, and until when it is left alone. */
export interface Lane {
  readonly transport: Transport;
  /** Mails on the way at once. */
  readonly width: number;
  readonly ready: OutboxRow[];
  /** Conversations with a mail on the way. */
  readonly busy: Set<string>;
  onTheWay: number;
  /** Milliseconds since the epoch. */
  pausedUntil: number;
  /** Failures in a row that were no mail's fault. */
  troubles: number;
}

/** An empty lane; `most` bounds its width beside the relay's own number of connections. */
export function newLane(transport: Transport, most: number): Lane {
  return {
    transport,
    width: Math.min(transport.connections, most),
    ready: [],
    busy: new Set(),
    onTheWay: 0,
    pausedUntil: 0,
    troubles: 0,
  };
}

/** Whether no more is to be claimed for it: it is left alone, or enough waits already. */
export function isFull(lane: Lane, at: Date): boolean {
  return lane.pausedUntil > at.getTime() || lane.ready.length >= lane.width;
}

/** Whether a connection is free and no mail waits for it. */
export function isIdle(lane: Lane, at: Date): boolean {
  return lane.pausedUntil <= at.getTime() && lane.ready.length === 0 && lane.onTheWay < lane.width;
}

/** The next mail for a free connection. One to a person who is being written to about the same ticket waits, to arrive after it. */
export function takeNext(lane: Lane): OutboxRow | undefined {
  if (lane.onTheWay >= lane.width) return undefined;
  const index = lane.ready.findIndex((row) => !lane.busy.has(conversation(row)));
  const row = lane.ready[index];
  if (row === undefined) return undefined;
  lane.ready.splice(index, 1);
  lane.onTheWay += 1;
  lane.busy.add(conversation(row));
  return row;
}

/** A mail is no longer on the way. */
export function done(lane: Lane, row: OutboxRow): void {
  lane.onTheWay -= 1;
  lane.busy.delete(conversation(row));
}

function conversation(row: OutboxRow): string {
  return `${row.ticket ?? `mail ${row.id}`} ${row.recipient.toLowerCase()}`;
}

/** Leaves a relay alone that is away, or asks everyone to wait; longer with each failure in a row. */
export function heed(lane: Lane, verdict: Verdict, at: Date, random: number, log: DeliveryLog): void {
  const relay = lane.transport.name;
  if (verdict.kind === 'trouble' || (verdict.kind === 'again' && verdict.slow)) {
    // Others that were on the way fail with the same cause: one failure.
    if (lane.pausedUntil > at.getTime()) return;
    lane.troubles += 1;
    const pauseMs = backoff(lane.troubles, RELAY_BACKOFF, random);
    lane.pausedUntil = at.getTime() + pauseMs;
    log.error(
      { relay, reply: withoutAddresses(verdict.text), pauseMs },
      'the relay takes no mail: it waits in the outbox',
    );
  } else if (verdict.kind === 'sent' && lane.troubles > 0) {
    log.info({ relay }, 'the relay takes mail again');
    lane.troubles = 0;
  }
}
