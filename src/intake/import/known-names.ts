import { suggestion } from '../../config/nearest.ts';
import type { CalendarId } from '../../desk/calendar/rules.ts';
import type { MatrixId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import type { ServiceLevelId } from '../../desk/sla/policy.ts';
import { RecordRefused } from '../../store/port.ts';

/** What was agreed with a client or for a service, by the names of the configuration and the register of levels. */
export interface Agreed {
  readonly level: ServiceLevelId | undefined;
  readonly calendar: CalendarId | undefined;
  readonly matrix: MatrixId | undefined;
}

/** Throws `RecordRefused` when one of the names stands for nothing. */
export function checkAgreed({ level, calendar, matrix }: Agreed, policy: Policy): void {
  known(
    'service level',
    level,
    policy.sla.levels,
    'service_levels: of the configuration or `spoc service-level import`',
  );
  known('calendar', calendar, policy.sla.calendars, 'calendars: of the configuration');
  known('escalation matrix', matrix, policy.matrices, 'escalations: of the configuration');
}

function known(what: string, name: string | undefined, all: ReadonlyMap<string, unknown>, where: string): void {
  if (name === undefined || all.has(name)) return;
  // A desk's own hours have a name that nobody writes.
  const hint =
    suggestion(
      name,
      [...all.keys()].filter((one) => !one.includes(':')),
    ) ?? `${where} makes one`;
  throw new RecordRefused(`there is no ${what} ${name}; ${hint}`);
}
