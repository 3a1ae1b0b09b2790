import type { Absence } from '../desk/absence/absence.ts';
import { type Days, readDays } from '../desk/absence/days.ts';
import { colleaguesOf } from '../desk/absence/verbs.ts';
import { agentCalled } from '../desk/called.ts';
import type { AgentId } from '../desk/ids.ts';
import { homeDesk, type Policy } from '../desk/policy.ts';
import { nearest } from '../mail/commands.ts';
import { Cells } from './cells.ts';
import { type CsvProblem, readCsv } from './csv.ts';

export const ABSENCE_COLUMNS = ['agent', 'from', 'to', 'deputy'] as const;

export type AbsenceTable =
  | { readonly kind: 'read'; readonly absences: readonly Absence[] }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

/** The time zone in which an agent's days are counted: that of his first desk. */
export function zoneOfAgent(agent: AgentId, policy: Policy): string {
  return homeDesk(policy, agent)?.timeZone ?? 'UTC';
}

/** Reads a table of absences; tells every wrong row. */
export function readAbsences(text: string, policy: Policy, now: Date): AbsenceTable {
  const table = readCsv(text, ABSENCE_COLUMNS, ['agent', 'from']);
  if (table.kind === 'wrong') return table;
  const problems: CsvProblem[] = [];
  const absences: Absence[] = [];
  for (const row of table.rows) {
    const cells = new Cells(row);
    const agent = whom(cells.needed('agent'), [...policy.agents.keys()], policy, 'agent', cells.problems);
    const days = agent && daysOf(cells, zoneOfAgent(agent, policy), now);
    const named = cells.text('deputy');
    const deputy =
      named === undefined || agent === undefined
        ? undefined
        : whom(named, colleaguesOf(agent, policy), policy, 'deputy', cells.problems);
    if (agent !== undefined && days !== undefined && cells.problems.length === 0) {
      const absence: Absence = { agent, from: days.first, to: days.to, deputy, source: 'table' };
      const twice = absences.some((one) => one.agent === agent && one.from < absence.to && absence.from < one.to);
      if (twice) cells.problems.push(`${agent} is away in this time by an earlier row`);
      else absences.push(absence);
    }
    problems.push(...cells.problems.map((why) => ({ line: row.line, why })));
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'read', absences };
}

function daysOf(cells: Cells, timeZone: string, now: Date): Days | undefined {
  const from = cells.needed('from');
  const to = cells.text('to') ?? from;
  if (from === '') return undefined;
  const days = readDays(from === to ? from : `${from} … ${to}`, { now, timeZone });
  if (days === undefined)
    cells.problems.push(`from "${from}" to "${to}" are no days to come; write them as 2026-12-24, at most a year`);
  return days;
}

function whom(
  word: string,
  among: readonly AgentId[],
  policy: Policy,
  what: string,
  problems: string[],
): AgentId | undefined {
  if (word === '') return undefined;
  const found = agentCalled(word, among, policy);
  if (found !== undefined) return found;
  const near = nearest(word, among);
  problems.push(
    `${what} is "${word}"; ${near === undefined ? `one of ${among.join(', ')} would be right` : `did you mean "${near}"?`}`,
  );
  return undefined;
}
