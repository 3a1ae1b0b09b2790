import type { Calendar } from './calendar.ts';
import type { CalendarId } from './rules.ts';

/** The calendars that are named for a case: by its client, its service level and its desk. */
export interface NamedCalendars {
  readonly client: CalendarId | undefined;
  readonly serviceLevel: CalendarId | undefined;
  readonly desk: CalendarId;
}

/** The calendar that holds and who named it, or the name that stands for none. */
export type ChosenCalendar =
  | { readonly kind: 'calendar'; readonly calendar: Calendar; readonly by: keyof NamedCalendars }
  | { readonly kind: 'unknown'; readonly name: CalendarId; readonly by: keyof NamedCalendars };

/** Chooses the calendar of a case: what was agreed with the client goes before his service level, that before the desk's own hours (CLOUDEMPIERE-1). */
export function chooseCalendar(calendars: ReadonlyMap<CalendarId, Calendar>, named: NamedCalendars): ChosenCalendar {
  const by = named.client !== undefined ? 'client' : named.serviceLevel !== undefined ? 'serviceLevel' : 'desk';
  const name = named[by] ?? named.desk;
  const calendar = calendars.get(name);
  return calendar === undefined ? { kind: 'unknown', name, by } : { kind: 'calendar', calendar, by };
}
