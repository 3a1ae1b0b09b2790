import { NO_BONDS } from '../desk/defect/bonds.ts';
import { ANALYSIS_PARTS, type AnalysisPart } from '../desk/defect/event.ts';
import type { TicketFacts } from '../desk/facts.ts';
import type { Policy } from '../desk/policy.ts';
import { timelineOf } from '../desk/rfo/timeline.ts';
import type { Loaded } from './compose.ts';
import type { TimelineLine } from './render/view.ts';

/** What the events of a case tell of an outage, with the names of its escalation levels as clients know them. */
export function timelineLines({ history, facts }: TicketFacts, { matrices }: Policy): readonly TimelineLine[] {
  return timelineOf(history, facts).map((entry): TimelineLine => {
    if (entry.kind !== 'escalated') return entry;
    const { at, kind, matrix, level } = entry;
    return { at, kind, level: matrices.get(matrix)?.levels[level - 1]?.name ?? String(level) };
  });
}

/** What was found of the problem that caused a case: the newest root cause and preventive measures. */
export async function analysisOf({
  store,
  ticket,
}: Pick<Loaded, 'store' | 'ticket'>): Promise<readonly { readonly part: AnalysisPart; readonly text: string }[]> {
  const problem = ticket?.ticket.care.bonds.problem;
  const facts = problem === undefined ? undefined : (await store.ticketFacts([problem])).get(problem);
  const { analysis } = facts?.ticket.care.bonds ?? NO_BONDS;
  const found: { readonly part: AnalysisPart; readonly text: string }[] = [];
  for (const part of ANALYSIS_PARTS) {
    const key = analysis[part];
    const row = key === undefined ? undefined : await store.message(key);
    if (row !== undefined) found.push({ part, text: row.shown });
  }
  return found;
}
