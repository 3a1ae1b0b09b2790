import type { LocalDate } from '../calendar/local.ts';
import type { CalendarId } from '../calendar/rules.ts';
import { localDate, zoneOf } from '../calendar/zone.ts';
import type { Client } from '../facts.ts';
import type { DeskId } from '../ids.ts';
import { deskOf, type Policy } from '../policy.ts';
import type { ServiceLevelId } from './policy.ts';

/** The number of a contract, as its register has it. */
export type ContractId = string & { readonly __brand: 'ContractId' };

/** What was agreed with one client by a contract of his own, for the days from the first to the last (CLOUDEMPIERE-9). */
export interface Contract {
  readonly id: ContractId;
  readonly level: ServiceLevelId;
  /** Undefined: his own hours, or those of the level. */
  readonly calendar: CalendarId | undefined;
  readonly from: LocalDate;
  /** The last day; undefined: until another follows. */
  readonly until: LocalDate | undefined;
}

/** What was agreed with a client. */
export type Agreed = Pick<Client, 'level' | 'calendar' | 'contracts'>;

/** The contract of a client that is valid on a day. */
export function contractOn(contracts: readonly Contract[], day: LocalDate): Contract | undefined {
  return contracts.find(({ from, until }) => from <= day && (until === undefined || day <= until));
}

/**
 * The level and hours that were agreed with a client at a moment: by a contract that is valid on that day of the desk's clock, else as the register of
 * clients has them. Of a case the moment is that of its opening, so that no promise changes under it.
 */
export function agreedAt(
  policy: Policy,
  desk: DeskId,
  client: Agreed | undefined,
  at: Date,
): {
  readonly level: ServiceLevelId | undefined;
  readonly calendar: CalendarId | undefined;
  readonly contract?: Contract;
} {
  const { contracts = [], level, calendar } = client ?? { level: undefined, calendar: undefined };
  if (contracts.length === 0) return { level, calendar };
  const contract = contractOn(contracts, localDate(zoneOf(deskOf(policy, desk).timeZone), at.getTime()));
  return contract === undefined
    ? { level, calendar }
    : { level: contract.level, calendar: contract.calendar ?? calendar, contract };
}

/** Whether two contracts are valid on the same day. */
export function overlap(one: Pick<Contract, 'from' | 'until'>, other: Pick<Contract, 'from' | 'until'>): boolean {
  const before = (a: typeof one, b: typeof one) => a.until !== undefined && a.until < b.from;
  return !before(one, other) && !before(other, one);
}
