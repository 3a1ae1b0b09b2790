import type { AccessRules } from '../desk/access/rules.ts';
import { type AgreementRules, defaultAgreements } from '../desk/agreement/rules.ts';
import type { AgentId } from '../desk/ids.ts';
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

/** How clients get access. */
export function compileAccess(input: DeskInput['access']): AccessRules | undefined {
  if (input === undefined) return undefined;
  const { administrators, link, link_valid: linkValid, letter_valid: letterValid } = input;
  return { administrators: administrators as readonly string[] as readonly AgentId[], link, linkValid, letterValid };
}
