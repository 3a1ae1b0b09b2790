import { describe, expect, it } from 'vitest';
import { companiesNamed, hashOf, keyParts, redeemProblem } from '../../../src/desk/access/access.ts';
import { NO_CARE } from '../../../src/desk/care.ts';
import { asksForAccess } from '../../../src/mail/access-words.ts';
import { EB, MARKO, policy, ticketFacts } from '../world.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const access = { state: 'granted', named: undefined, hash: hashOf('right'), until: NOW } as const;
const withAccess = (more: object) => ticketFacts({ care: { ...NO_CARE, access: { ...access, ...more } } }).ticket;

describe('a request for access (SOFTECH-2)', () => {
  it.each(['Žádost o přístup', 'zapomenute heslo!', 'Password', 'Захтев за приступ', 'Барање за пристап', 'Geslo'])(
    '%j asks for it',
    (subject) => {
      expect(asksForAccess(subject)).toBe(true);
    },
  );

  it.each(['Heslo do Wi-Fi nefunguje', 'Access denied on server', ''])('%j is something else', (subject) => {
    expect(asksForAccess(subject)).toBe(false);
  });

  it('is searched for company numbers only where the desk gives access', () => {
    const mail = { subject: 'Heslo', body: 'Jsem z firmy IČO 280 12 348, telefon 596 111 222.' };
    const rules = { administrators: [MARKO], link: 'https://x.example/{key}', linkValid: 1, letterValid: 1 };
    const desk = (more: object) => policy({ companyNumbers: ['CZ'], ...more }).desks.get(EB);
    const [none, some] = [desk({}), desk({ access: rules })];
    if (none === undefined || some === undefined) throw new Error('no desk');
    expect(companiesNamed(mail, none)).toEqual([]);
    expect(companiesNamed(mail, some)).toEqual(['28012348']);
    expect(companiesNamed({ ...mail, subject: 'Faktura' }, some)).toEqual([]);
  });
});

describe('a key', () => {
  it('is good once, in its time, and the newest alone', () => {
    const later = new Date(NOW.getTime() + 1);
    expect(redeemProblem(withAccess({}), hashOf('right'), NOW)).toBeUndefined();
    for (const problem of [
      redeemProblem(withAccess({}), hashOf('right'), later),
      redeemProblem(withAccess({}), hashOf('wrong'), NOW),
      redeemProblem(withAccess({ state: 'redeemed' }), hashOf('right'), NOW),
      redeemProblem(withAccess({ hash: hashOf('newer') }), hashOf('right'), NOW),
      redeemProblem(withAccess({ state: 'asked', hash: undefined }), hashOf('right'), NOW),
      redeemProblem(ticketFacts().ticket, hashOf('right'), NOW),
    ])
      expect(problem).toEqual({ kind: 'key-not-good' });
  });

  it('has the number of its ticket and a secret', () => {
    const secret = 'a'.repeat(31);
    expect(keyParts(` eb-1001.${secret.toUpperCase()} `)).toEqual({ number: 'EB-1001', secret });
    for (const bad of ['', 'EB-1001', 'EB-1001.short', `EB-1001.${secret}.${secret}`, `${secret}`])
      expect(keyParts(bad)).toBeUndefined();
  });
});
