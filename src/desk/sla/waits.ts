import type { RecordedEvent } from '../event.ts';
import type { SlaWait } from './timeline.ts';

/** When a ticket waited for the facts of its form, where its desk's clock waits for them, and when it was deferred (INTERSPACE-6). */
export function waitsOf(history: readonly RecordedEvent[], waitsForFacts: boolean): readonly SlaWait[] {
  return [...(waitsForFacts ? formWaits(history) : []), ...deferredWaits(history)];
}

/** From the asking till an answer that is complete, or that nothing more is asked about: what is missing then is the agents' affair. */
function formWaits(history: readonly RecordedEvent[]): readonly SlaWait[] {
  const waits: SlaWait[] = [];
  for (const { event, at } of history) {
    const last = waits.at(-1);
    if (event.kind === 'facts-given' && last !== undefined && last.to === undefined)
      waits.splice(-1, 1, { ...last, to: at });
    else if (event.kind === 'facts-asked') {
      // Asked for the rest by the decision that read the answer: the wait goes on.
      if (last?.to?.getTime() === at.getTime()) waits.splice(-1, 1, { ...last, to: undefined });
      else if (last === undefined || last.to !== undefined) waits.push({ why: 'form', from: at, to: undefined });
    }
  }
  return waits;
}

function deferredWaits(history: readonly RecordedEvent[]): readonly SlaWait[] {
  const waits: SlaWait[] = [];
  for (const { event, at } of history) {
    const last = waits.at(-1);
    if (event.kind === 'deferral-answered' && event.agreed) {
      if (event.until > at) waits.push({ why: 'deferred', from: at, to: event.until });
    } else if (event.kind === 'deferral-ended' && last?.to !== undefined && at < last.to)
      waits.splice(-1, 1, { ...last, to: at });
  }
  return waits;
}
