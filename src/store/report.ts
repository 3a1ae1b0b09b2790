import type { TicketId, TicketNumber } from '../desk/ids.ts';
import type { CountedCase } from '../desk/report/report.ts';
import type { TicketType } from '../desk/status.ts';
import { careOf, eventOf } from './codec.ts';
import type { Connection } from './connection.ts';
import type { Queries } from './port.ts';

interface Row {
  readonly id: TicketId;
  readonly number: TicketNumber;
  readonly subject: string;
  readonly type: TicketType;
  readonly care: string;
}

/** Tickets that a month may have to do with: opened in it, at rest since it began, or not at rest; each found by index. */
const OF_DESK = [
  'opened_at >= @from AND opened_at < @to',
  'done_at >= @from AND opened_at < @to',
  ...['new', 'open', 'pending', 'on-hold'].map((status) => `status = '${status}' AND opened_at < @to`),
];
const KINDS = `('opened', 'status-changed', 'message-added', 'target-told', 'target-reached')`;

/** What reports are counted from. */
export function reportQueries({ raw }: Connection): Pick<Queries, 'reportTickets' | 'countedCases'> {
  const ids = OF_DESK.map((condition) =>
    raw
      .prepare(
        `SELECT id FROM tickets WHERE desk = @desk AND ${condition} AND (@client IS NULL OR client = @client) LIMIT @limit`,
      )
      .pluck(),
  );
  const one = raw.prepare('SELECT id, number, subject, type, care FROM tickets WHERE id = ?');
  const history = raw.prepare(
    `SELECT version, at, event FROM events WHERE ticket = ? AND json_extract(event, '$.kind') IN ${KINDS} ORDER BY version`,
  );
  const caseOf = ({ id, number, subject, type, care: json }: Row): CountedCase | undefined => {
    const care = careOf(json);
    // What is no case, or another one by now, and what was taken in from before, is not counted.
    if (care.imported || care.upkeep.spam || care.upkeep.mergedInto !== undefined) return undefined;
    const events = history.all(id) as { readonly version: number; readonly at: number; readonly event: string }[];
    return {
      ...{ number, subject, type, requestType: care.requestType, tags: care.upkeep.tags },
      coverage: care.coverage.decided?.work,
      history: events.map(({ version, at, event }) => ({
        ticket: id,
        version,
        at: new Date(at),
        event: eventOf(event),
      })),
    };
  };
  return {
    async reportTickets({ desk, client, from, to, limit }) {
      const values = { desk, client: client ?? null, from: from.getTime(), to: to.getTime(), limit };
      const found = new Set(ids.flatMap((statement) => statement.all(values) as TicketId[]));
      return [...found].sort((a, b) => a - b).slice(0, limit);
    },
    async countedCases(tickets) {
      return tickets.flatMap((id) => {
        const row = one.get(id) as Row | undefined;
        return (row === undefined ? undefined : caseOf(row)) ?? [];
      });
    },
  };
}
