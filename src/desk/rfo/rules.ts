import { addBusinessDays, type Calendar } from '../calendar/calendar.ts';
import type { CalendarId } from '../calendar/rules.ts';
import type { DeskId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { Priority } from '../status.ts';

/** How a desk explains an outage in writing (INTERSPACE-8): the document is a “Reason For Outage”. */
export interface RfoRules {
  /** Resolved incidents of these have one. */
  readonly priorities: readonly Priority[];
  /** Working days from the client's request, which does not count itself. */
  readonly days: number;
  /** Whose days these are, where not the desk's own. */
  readonly calendar: CalendarId | undefined;
  /** So many working days before the end agents are warned; 0: they are not. */
  readonly warnDays: number;
}

/** The calendar whose days are counted. */
export function rfoCalendar(policy: Policy, desk: DeskId, rules: RfoRules): Calendar | undefined {
  const id = rules.calendar ?? policy.sla.desks.get(desk)?.calendar;
  return id === undefined ? undefined : policy.sla.calendars.get(id);
}

/** When a document that is asked for now is due, and when its agents are warned. */
export function rfoTimes(
  calendar: Calendar,
  rules: RfoRules,
  asked: Date,
): { readonly due: Date; readonly warn: Date | undefined } {
  const early = rules.days - rules.warnDays;
  return {
    due: addBusinessDays(calendar, asked, rules.days),
    warn: rules.warnDays === 0 || early < 1 ? undefined : addBusinessDays(calendar, asked, early),
  };
}
