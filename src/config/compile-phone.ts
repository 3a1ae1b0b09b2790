import { Temporal } from 'temporal-polyfill';
import type { CalendarId } from '../desk/calendar/rules.ts';
import type { AgentId, DeskId, RotaId } from '../desk/ids.ts';
import type { PhonePolicy, Rota } from '../desk/phone/rota.ts';
import type { AddressRole } from '../desk/policy.ts';
import type { SlaPolicy } from '../desk/sla/policy.ts';
import type { Locale } from '../desk/status.ts';
import { addressKey } from '../mail/address.ts';
import type { PhoneCountry } from '../mail/form/phone-number.ts';
import type { DeskInput } from './schema.ts';
import type { DeskAddressInput, RotaInput } from './schema-phone.ts';

/** The country whose phone numbers are written without its code, for a desk that does not say. */
const COUNTRY_OF = {
  en: 'GB',
  sr: 'RS',
  'sr-Cyrl': 'RS',
  sl: 'SI',
  sk: 'SK',
  cs: 'CZ',
  mk: 'MK',
} as const satisfies Readonly<Record<Locale, PhoneCountry>>;

/** The country of a desk's phone numbers: said, or that of its language. */
export function countryOf({ country, locale }: Pick<DeskInput, 'country' | 'locale'>): PhoneCountry {
  return country ?? COUNTRY_OF[locale];
}

/** What an address of a desk is for; undefined: everybody. */
export function roleOf(entry: DeskAddressInput): AddressRole | undefined {
  if (typeof entry === 'string') return undefined;
  return 'for_client' in entry
    ? { kind: 'client', companyNumber: entry.for_client, others: entry.others as 'hold' | DeskId }
    : { kind: 'customers', companyNumber: entry.customers_of };
}

/** The roles of a desk's addresses. */
export function rolesOf({ addresses = [] }: Pick<DeskInput, 'addresses'>): ReadonlyMap<string, AddressRole> {
  return new Map(
    addresses.flatMap((entry) => {
      const role = roleOf(entry);
      return typeof entry === 'string' || role === undefined ? [] : [[addressKey(entry.address), role] as const];
    }),
  );
}

/** Makes a rota; its agents were checked. */
export function compileRota(id: RotaId, input: RotaInput): Rota {
  const [first, ...others] = input.agents as readonly string[] as readonly AgentId[];
  if (first === undefined) throw new Error(`rota ${id} was passed without agents`);
  const local = Temporal.PlainDateTime.from(input.start.replace(' ', 'T'));
  return {
    id,
    agents: [first, ...others],
    start: new Date(local.toZonedDateTime(input.time_zone).epochMilliseconds),
    days: input.days ?? (input.weeks ?? 1) * 7,
    timeZone: input.time_zone,
    number: input.number?.trim(),
  };
}

/** How a desk is reached by phone; its calendar is the one named, or its own. */
export function compilePhone(id: DeskId, { phone }: DeskInput, sla: SlaPolicy): PhonePolicy | undefined {
  if (phone === undefined) return undefined;
  const calendar = sla.calendars.get(
    (phone.calendar as CalendarId | undefined) ?? sla.desks.get(id)?.calendar ?? ('' as CalendarId),
  );
  if (calendar === undefined) throw new Error(`desk ${id} was passed with a phone without calendar`);
  return {
    landline: phone.landline?.trim(),
    calendar,
    onCall: phone.on_call as RotaId | undefined,
  };
}
