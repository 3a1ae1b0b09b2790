import { describe, expect, it } from 'vitest';
import { checkedCompanyNumber } from '../../src/desk/company-number.ts';
import { EB, policy } from './world.ts';

describe('a client’s company number (SOFTECH-1)', () => {
  it('is taken as written where the desk checks none', () => {
    expect(checkedCompanyNumber(policy(), EB, ' HRB 1234 ')).toEqual({ ok: true, number: 'HRB 1234' });
  });

  it('is checked and kept in one form where the desk says by which rules', () => {
    const checks = policy({ companyNumbers: ['CZ', 'SK'] });
    expect(checkedCompanyNumber(checks, EB, '177 041')).toEqual({ ok: true, number: '00177041' });
    expect(checkedCompanyNumber(checks, undefined, 'CZ27082440')).toEqual({ ok: true, number: '27082440' });
    const wrong = checkedCompanyNumber(checks, EB, '27082441');
    expect(wrong).toMatchObject({ ok: false });
    expect(wrong.ok ? '' : wrong.why).toMatch(/"27082441" is no company number: IČO \(CZ\), IČO or DIČ \(SK\)/);
  });
});
