import type { Month } from '../calendar/month.ts';
import { monthOf } from '../calendar/month.ts';
import type { Zone } from '../calendar/zone.ts';
import { coverageAfter, NO_COVERAGE } from '../coverage/care.ts';
import type { RecordedEvent } from '../event.ts';
import type { AgentId, TicketNumber } from '../ids.ts';
import { beyondIncluded, chargeCase } from './charge.ts';
import type { TimeTerms } from './terms.ts';

/** Work that was booked on a ticket, as a statement shows it. */
export interface StatedBooking {
  readonly minutes: number;
  readonly at: Date;
  readonly agent: AgentId | undefined;
  readonly text: string;
}

/** A ticket of a client with its work. */
export interface StatedCase {
  readonly number: TicketNumber;
  readonly subject: string;
  readonly history: readonly RecordedEvent[];
  readonly bookings: readonly StatedBooking[];
  readonly terms: TimeTerms;
  /** Its desk has no rules of coverage: all its work is charged by the terms. */
  readonly always: boolean;
}

/** One row. */
export interface StatementLine {
  readonly number: TicketNumber;
  readonly subject: string;
  readonly at: Date;
  readonly text: string;
  /** Minutes. */
  readonly worked: number;
  readonly charged: number;
  /** The client has not said yet whether he agrees. */
  readonly waits: boolean;
}

/** The work for a client in a month: minutes. */
export interface Statement {
  readonly month: Month;
  readonly lines: readonly StatementLine[];
  readonly worked: number;
  /** By the rules, rounded. */
  readonly charged: number;
  /** Paid by the service level, of what is charged. */
  readonly included: number;
  /** What is left. */
  readonly due: number;
}

/** Since when the work on a case is charged: it was agreed to, and still is; undefined: it costs nothing. */
export function chargedSince(history: readonly RecordedEvent[]): {
  readonly since: Date | undefined;
  readonly waits: boolean;
} {
  let coverage = NO_COVERAGE;
  let since: Date | undefined;
  for (const { event, at, version } of history) {
    if (event.kind !== 'coverage-decided' && event.kind !== 'coverage-answered') continue;
    coverage = coverageAfter(coverage, event, version);
    const { work, answer } = coverage.decided ?? {};
    since = work === 'chargeable' && answer === 'agreed' ? (since ?? at) : undefined;
  }
  const { work, answer } = coverage.decided ?? {};
  return { since, waits: work === 'chargeable' && answer !== 'agreed' && answer !== 'declined' };
}

/** The statement of a month: what was worked in it, and what is charged in it. `included`: minutes that the client's level has paid. */
export function statementOf(cases: readonly StatedCase[], month: Month, zone: Zone, included: number): Statement {
  const nameOf = (at: Date) => monthOf(zone, at);
  const lines = cases.flatMap(({ number, subject, history, bookings, terms, always }) => {
    const { since, waits } = always ? { since: history[0]?.at, waits: false } : chargedSince(history);
    return chargeCase(bookings, since, terms, nameOf).flatMap(({ piece, worked, charged, due }): StatementLine[] => {
      const here = nameOf(piece.at) === month;
      const dueHere = nameOf(due) === month;
      if (!here && !(dueHere && charged !== 0)) return [];
      const { at, text } = piece;
      return [{ number, subject, at, text, worked: here ? worked : 0, charged: dueHere ? charged : 0, waits }];
    });
  });
  const sum = (of: (line: StatementLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const charged = sum((line) => line.charged);
  const due = beyondIncluded(charged, included);
  return {
    month,
    lines: lines.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    worked: sum((line) => line.worked),
    charged,
    included: charged - due,
    due,
  };
}
