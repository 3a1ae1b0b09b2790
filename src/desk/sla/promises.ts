import type { Calendar } from '../calendar/calendar.ts';
import { chooseCalendar } from '../calendar/choose.ts';
import type { RecordedEvent } from '../event.ts';
import type { Client, Service } from '../facts.ts';
import type { DeskId } from '../ids.ts';
import { type DeskForm, deskOf, type Policy } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import type { Ticket } from '../ticket.ts';
import { agreedAt } from './contract.ts';
import { type ServiceLevel, termsOf } from './policy.ts';
import { runsOf, type SlaRun } from './run.ts';
import { waitsOf } from './waits.ts';

/** All of a ticket that its promises and timers depend on. */
export interface Promised {
  readonly ticket: Ticket;
  /** All its events. */
  readonly history: readonly RecordedEvent[];
  readonly client: Pick<Client, 'level' | 'calendar' | 'matrix' | 'contracts'> | undefined;
  readonly service: Pick<Service, 'level' | 'matrix'> | undefined;
}

/** What decides which level holds; the history is not looked at. */
type Concerned = Omit<Promised, 'history'>;

/** The service level of a ticket: of its request type (`express`, SOFTECH-3), else of its service, else of the contract of its client or of the client (CLOUDEMPIERE-9), else of its desk (CLOUDEMPIERE-1); nothing is promised on imported ones. */
export function serviceLevelOf(policy: Policy, { ticket, client, service }: Concerned): ServiceLevel | undefined {
  if (ticket.care.imported) return undefined;
  const typed = requestTypeOf(deskOf(policy, ticket.desk), ticket.care.requestType)?.level;
  const agreed = agreedAt(policy, ticket.desk, client, ticket.openedAt).level;
  const id = typed ?? service?.level ?? agreed ?? policy.sla.desks.get(ticket.desk)?.level;
  return id === undefined ? undefined : policy.sla.levels.get(id);
}

/** The hours of a ticket: agreed with its client, of its service level, else its desk's; undefined when that calendar is no longer there. */
export function calendarOf(policy: Policy, of: Concerned): Calendar | undefined {
  const home = policy.sla.desks.get(of.ticket.desk);
  if (home === undefined) return undefined;
  const serviceLevel = serviceLevelOf(policy, of)?.calendar;
  const chosen = chooseCalendar(policy.sla.calendars, {
    client: agreedAt(policy, of.ticket.desk, of.client, of.ticket.openedAt).calendar,
    serviceLevel,
    desk: home.calendar,
  });
  return chosen.kind === 'calendar' ? chosen.calendar : undefined;
}

/** The hours of a desk itself, whoever the client is; undefined when the calendar is no longer there. */
export function calendarOfDesk(policy: Policy, desk: DeskId): Calendar | undefined {
  const home = policy.sla.desks.get(desk);
  return home === undefined ? undefined : policy.sla.calendars.get(home.calendar);
}

/** The targets of a ticket with all their time; none where nothing is promised. The level that holds now is held against all its history. */
export function runsOfTicket(policy: Policy, of: Promised): readonly SlaRun[] {
  const level = serviceLevelOf(policy, of);
  if (level === undefined) return [];
  const clientCalendar = agreedAt(policy, of.ticket.desk, of.client, of.ticket.openedAt).calendar;
  return runsOf({
    history: of.history,
    termsFor: ({ desk, priority }) => termsOf(policy.sla, { desk, priority, level: level.id, clientCalendar }),
    waits: waitsOf(of.history, formOf(policy, of.ticket)?.clockWaits ?? false),
  });
}

/** The form that a ticket's facts are asked by: its request type's, else its desk's. */
function formOf(policy: Policy, { desk: id, care }: Ticket): DeskForm | undefined {
  const desk = deskOf(policy, id);
  return requestTypeOf(desk, care.requestType)?.form ?? desk.form;
}
