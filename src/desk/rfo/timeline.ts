import type { RecordedEvent } from '../event.ts';
import type { Facts } from '../form/facts.ts';
import type { MatrixId } from '../ids.ts';
import type { Channel, Priority, Status } from '../status.ts';

/** One line of what happened, as the client may read it. */
export type TimelineEntry = { readonly at: Date } & (
  | { readonly kind: 'began' }
  | { readonly kind: 'reported'; readonly channel: Channel }
  | { readonly kind: 'status'; readonly to: Status }
  | { readonly kind: 'priority'; readonly to: Priority }
  | { readonly kind: 'informed' }
  | { readonly kind: 'escalated'; readonly matrix: MatrixId; readonly level: number }
);

/** Entries of one document: an outage that has more is told by its agent. */
const MOST = 60;

/**
 * What the events of a case tell of an outage, the oldest first, up to its last resolution: when it began by the client's form, was reported, worked
 * on, escalated and solved, and when the client was told. Names nobody.
 */
export function timelineOf(history: readonly RecordedEvent[], facts: Facts): readonly TimelineEntry[] {
  const end = history.findLast(({ event }) => event.kind === 'status-changed' && event.to === 'resolved')?.at;
  // The answer that resolved it stands behind the status that it set.
  const until = end === undefined ? history : history.filter(({ at }) => at <= end);
  const entries = until.flatMap(({ event, at }): readonly TimelineEntry[] => {
    switch (event.kind) {
      case 'opened':
        return [{ at, kind: 'reported', channel: event.channel }];
      case 'status-changed':
        return [{ at, kind: 'status', to: event.to }];
      case 'priority-changed':
        return event.from === event.to ? [] : [{ at, kind: 'priority', to: event.to }];
      case 'message-added':
        return event.direction === 'outbound' ? [{ at, kind: 'informed' }] : [];
      case 'escalated':
        return [{ at, kind: 'escalated', matrix: event.matrix, level: event.level }];
      default:
        return [];
    }
  });
  const began = beganAt(facts);
  const all: readonly TimelineEntry[] = began === undefined ? entries : [{ at: began, kind: 'began' }, ...entries];
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(-MOST);
}

/** When the problem began, as the form's field `start` has it; undefined when only the day was said, or nothing. */
export function beganAt(facts: Facts): Date | undefined {
  const start = Object.hasOwn(facts, 'start') ? facts.start : undefined;
  if (start?.kind !== 'given' || !start.value.includes('T')) return undefined;
  const at = new Date(start.value);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
