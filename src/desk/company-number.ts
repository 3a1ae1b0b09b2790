import { companyNumberNames, readCompanyNumber } from '../mail/form/company-number.ts';
import type { DeskId } from './ids.ts';
import type { Policy } from './policy.ts';

/** A company number in the form in which it is kept, or why it cannot be one. */
export type CheckedNumber =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly why: string };

/**
 * Checks a company number by the rules of the client's desk; of a client who belongs to none by those of all desks, unless one of them takes numbers as
 * they are written (SOFTECH-1).
 */
export function checkedCompanyNumber(policy: Policy, home: DeskId | undefined, text: string): CheckedNumber {
  const own = home === undefined ? undefined : policy.desks.get(home);
  const desks = own === undefined ? [...policy.desks.values()] : [own];
  const free = desks.some(({ companyNumbers }) => companyNumbers.length === 0);
  const countries = free ? [] : [...new Set(desks.flatMap(({ companyNumbers }) => companyNumbers))];
  const written = text.trim();
  if (countries.length === 0) return { ok: true, number: written };
  const read = readCompanyNumber(written, countries);
  if (read !== undefined) return { ok: true, number: read.number };
  return {
    ok: false,
    why: `"${written.slice(0, 60)}" is no company number: ${companyNumberNames(countries)}; check the digits`,
  };
}
