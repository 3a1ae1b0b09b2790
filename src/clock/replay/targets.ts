import type { TicketFacts } from '../../desk/facts.ts';
import type { Policy } from '../../desk/policy.ts';
import { runsOfTicket, serviceLevelOf } from '../../desk/sla/promises.ts';
import { standingOf } from '../../desk/sla/standing.ts';

/** How a promise was kept, for one level, priority and kind of target. */
export interface TargetCounts {
  readonly level: string;
  /** Of the ticket at the end. */
  readonly priority: string;
  readonly target: string;
  readonly met: number;
  readonly missed: number;
  /** Neither at the end of the replay. */
  readonly open: number;
  /** Milliseconds that counted till what was promised came about, in the middle of all that did, late ones included; undefined when none did. */
  readonly median: number | undefined;
}

/** Counts promises over many tickets. */
export class TargetTally {
  readonly #rows = new Map<string, { met: number; missed: number; open: number; readonly counted: number[] }>();

  /** Adds all promises of a ticket, as they stand at a moment. */
  add(policy: Policy, ticket: TicketFacts, at: Date): void {
    const level = serviceLevelOf(policy, ticket);
    if (level === undefined) return;
    for (const run of runsOfTicket(policy, ticket)) {
      const { state, counted, earlierMisses } = standingOf(run, at);
      if (state === 'released' && earlierMisses.length === 0) continue;
      const row = this.#row(level.id, ticket.ticket.priority, run.kind);
      // A promise that was missed stays so, though a lower priority promises less now.
      if (state === 'missed' || earlierMisses.length > 0) row.missed += 1;
      else row[state === 'met' ? 'met' : 'open'] += 1;
      if (run.until !== undefined) row.counted.push(counted);
    }
  }

  /** In the order of their names. */
  list(): readonly TargetCounts[] {
    return [...this.#rows.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { met, missed, open, counted }]) => {
        const [level = '', priority = '', target = ''] = key.split(' ');
        return { level, priority, target, met, missed, open, median: medianOf(counted) };
      });
  }

  #row(...key: readonly string[]) {
    const name = key.join(' ');
    const row = this.#rows.get(name) ?? { met: 0, missed: 0, open: 0, counted: [] };
    this.#rows.set(name, row);
    return row;
  }
}

/** The lower of the two in the middle of an even number. */
function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
}
