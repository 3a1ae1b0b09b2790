import { type AgreementRules, defaultAgreements } from '../desk/agreement/rules.ts';
import { countryOf } from './compile-phone.ts';
import type { DeskInput } from './schema.ts';

/** Currencies of the countries that have not the euro. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  CZ: 'CZK',
  RS: 'RSD',
  MK: 'MKD',
  BA: 'BAM',
  GB: 'GBP',
  US: 'USD',
  CH: 'CHF',
  HU: 'HUF',
  PL: 'PLN',
  RO: 'RON',
};

/** How a desk agrees with its clients. */
export function compileAgreements(desk: DeskInput): AgreementRules {
  const usual = defaultAgreements(CURRENCY_OF[countryOf(desk)] ?? 'EUR');
  const input = desk.agreements;
  if (input === undefined) return usual;
  const { introduce, required, needs, stands_for, remind_before, currency } = input;
  return {
    introduce,
    required,
    needs,
    standsFor: stands_for,
    remindBefore: remind_before,
    currency: currency ?? usual.currency,
  };
}
