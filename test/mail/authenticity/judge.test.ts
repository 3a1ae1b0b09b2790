import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '../../../src/mail/authenticity/authentication-results.ts';
import { nameKey, skeletonOf } from '../../../src/mail/authenticity/confusables.ts';
import { type AuthenticityInput, judge } from '../../../src/mail/authenticity/judge.ts';
import type { OwnCheck } from '../../../src/mail/authenticity/own-check.ts';
import type { EmailAddress, Mailbox } from '../../../src/mail/mail.ts';

const box = (address: string, name = ''): Mailbox => ({ name, address: address as EmailAddress });
const trusted = (...values: string[]) =>
  values.flatMap((value) => parseAuthenticationResults(`mx.desk.test; ${value}`) ?? []);
const CITED = { issuedToSender: true, reason: 'address token issued to ana@klient.test' };
const OTHERS = { issuedToSender: false, reason: 'Message-ID issued to eva@klient.test' };
const own = (dkim: OwnCheck['dkim'], dmarc: OwnCheck['dmarc']): OwnCheck => ({ dkim, dmarc, reason: `own ${dkim}` });

function judged(more: Partial<AuthenticityInput>) {
  return judge({
    from: [box('ana@klient.test')],
    replyTo: [],
    trusted: [],
    own: undefined,
    citation: undefined,
    known: { people: [], domains: [] },
    ...more,
  });
}

describe('how sure we are of a sender', () => {
  it.each<[string, Partial<AuthenticityInput>, string, string, string]>([
    ['nothing but a From line', {}, 'claimed', 'unknown', 'only the From line'],
    [
      'dmarc=pass',
      { trusted: trusted('dmarc=pass header.from=klient.test') },
      'proved',
      'pass',
      'mx.desk.test says dmarc=pass for klient.test',
    ],
    [
      'dmarc=pass for the organisation',
      { from: [box('ana@a.klient.test')], trusted: trusted('dmarc=pass header.from=klient.test') },
      'proved',
      'pass',
      'dmarc=pass',
    ],
    [
      'dmarc=pass for another domain',
      { trusted: trusted('dmarc=pass header.from=evil.test') },
      'claimed',
      'unknown',
      'only the From line',
    ],
    [
      'dmarc=pass for a longer name',
      { trusted: trusted('dmarc=pass header.from=xklient.test') },
      'claimed',
      'unknown',
      'only',
    ],
    [
      'dmarc=fail',
      { trusted: trusted('dmarc=fail header.from=klient.test'), own: own('pass', 'pass'), citation: CITED },
      'claimed',
      'fail',
      'DMARC failed at a trusted receiver',
    ],
    [
      'fail and pass at once',
      { trusted: trusted('dmarc=fail', 'dmarc=pass header.from=klient.test') },
      'claimed',
      'fail',
      'DMARC failed',
    ],
    [
      'aligned dkim=pass',
      { trusted: trusted('dkim=pass header.d=mail.klient.test') },
      'proved',
      'unknown',
      'dkim=pass for mail.klient.test',
    ],
    [
      'aligned dkim=pass by header.i',
      { trusted: trusted('dkim=pass header.i=@klient.test; dmarc=none') },
      'proved',
      'none',
      'dkim=pass',
    ],
    [
      'dkim=pass of another domain',
      { trusted: trusted('dkim=pass header.d=sender.test') },
      'claimed',
      'unknown',
      'only',
    ],
    [
      'spf=pass is no proof',
      { trusted: trusted('spf=pass smtp.mailfrom=ana@klient.test') },
      'claimed',
      'unknown',
      'only',
    ],
    [
      'bestguesspass is none',
      { trusted: trusted('dmarc=bestguesspass header.from=klient.test') },
      'claimed',
      'none',
      'only',
    ],
    [
      'an authenticated submission by that address',
      { trusted: trusted('auth=pass smtp.auth=Ana@klient.test') },
      'proved',
      'unknown',
      'auth=pass for ana@klient.test',
    ],
    ['... by another', { trusted: trusted('auth=pass smtp.auth=eva@klient.test') }, 'claimed', 'unknown', 'only'],
    [
      '... by the domain only',
      { trusted: trusted('auth=pass smtp.mailfrom=ana@klient.test') },
      'claimed',
      'unknown',
      'only',
    ],
    ['our own check', { own: own('pass', 'pass') }, 'proved', 'pass', 'own pass'],
    ['our own check without a policy', { own: own('pass', 'none') }, 'proved', 'none', 'own pass'],
    [
      'our own check that found nothing',
      { own: own('none', 'unknown'), citation: OTHERS },
      'claimed',
      'unknown',
      'only the From line: own none; Message-ID issued to eva@klient.test',
    ],
    ['a citation', { citation: CITED }, 'cited', 'unknown', CITED.reason],
    ['a citation issued to others', { citation: OTHERS }, 'claimed', 'unknown', 'only'],
    ['a citation and a proof', { citation: CITED, own: own('pass', 'none') }, 'proved', 'none', 'own pass'],
    [
      'several From addresses',
      {
        from: [box('ana@klient.test'), box('eva@klient.test')],
        trusted: trusted('dmarc=pass'),
        citation: CITED,
        own: own('pass', 'pass'),
      },
      'claimed',
      'unknown',
      'there are several From addresses',
    ],
    [
      'one address twice',
      { from: [box('ana@klient.test'), box('Ana@klient.test')], trusted: trusted('dmarc=pass') },
      'proved',
      'pass',
      'dmarc=pass',
    ],
    ['no From at all', { from: [], citation: CITED }, 'claimed', 'unknown', 'there is no From address'],
  ])('%s', (_what, input, level, dmarc, reason) => {
    expect(judged(input)).toMatchObject({ level, dmarc, reason: expect.stringContaining(reason) });
  });

  it('law: failing DMARC is never proved but by login, and several From addresses are never more than claimed', () => {
    const result = fc.constantFrom(
      'dmarc=pass header.from=klient.test',
      'dmarc=fail',
      'dkim=pass header.d=klient.test',
      'spf=pass',
      'dmarc=none',
    );
    fc.assert(
      fc.property(fc.array(result), fc.boolean(), fc.boolean(), fc.boolean(), (values, pass, cited, two) => {
        const answer = judged({
          trusted: trusted(...values),
          own: own(pass ? 'pass' : 'none', pass ? 'pass' : 'none'),
          citation: cited ? CITED : undefined,
          from: two ? [box('ana@klient.test'), box('b@klient.test')] : [box('ana@klient.test')],
        });
        if (values.includes('dmarc=fail') || two) expect(answer.level).toBe('claimed');
        if (answer.level === 'claimed' && !two && !values.includes('dmarc=fail')) expect(pass || cited).toBe(false);
      }),
    );
  });
});

const KNOWN = {
  people: [
    { name: 'Petar Petrović', addresses: ['petar@spoc.test', 'petar.p@home.test'] },
    { name: 'SAGA podrška', addresses: ['podrska@saga.test'] },
    { name: 'Petar Petrovic', addresses: ['petrovic@spoc.test'] },
  ],
  domains: ['spoc.test', 'raiffeisen.test', 'škoda.test', 'modern.test'],
};
const flags = (from: Mailbox[], replyTo: Mailbox[] = []) => judged({ from, replyTo, known: KNOWN }).flags;

describe('what is odd about a sender', () => {
  it.each<[string, Mailbox[], Mailbox[], string | undefined]>([
    ['nothing', [box('ana@klient.test', 'Ana Novak')], [], undefined],
    ['nothing with our own agent', [box('petar@spoc.test', 'Petar Petrović')], [], undefined],
    ['nothing with his other address', [box('Petar.P@home.test', 'Петар Петровић')], [], undefined],
    ['nothing with his namesake', [box('petrovic@spoc.test', 'Petar Petrović')], [], undefined],
    ['the name of an agent', [box('x@evil.test', 'Petar Petrović')], [], 'display name of a desk or an agent'],
    ['... in Cyrillic', [box('x@evil.test', 'Петар Петровић')], [], 'display name of a desk or an agent'],
    [
      '... without diacritics, the other way round',
      [box('x@evil.test', 'PETROVIC, Petar')],
      [],
      'display name of a desk or an agent',
    ],
    ['... in letters of mathematics', [box('x@evil.test', '𝐏𝐞𝐭𝐚𝐫 𝐏𝐞𝐭𝐫𝐨𝐯𝐢𝐜')], [], 'display name of a desk or an agent'],
    ['the name of a desk', [box('x@evil.test', '"SAGA Podrska"')], [], 'display name of a desk or an agent'],
    [
      'an address as a name',
      [box('x@evil.test', 'podrska@saga.test')],
      [],
      'display name shows another address: podrska@saga.test',
    ],
    ['its own address as a name', [box('x@evil.test', 'X@evil.test')], [], undefined],
    [
      'an address in wide letters',
      [box('x@evil.test', 'ｐｏｄｒｓｋａ＠saga.test')],
      [],
      'display name shows another address',
    ],
    ['a Cyrillic letter in the domain', [box('x@spос.test')], [], 'domain mixes alphabets'],
    ['... looks like ours', [box('x@spос.test')], [], 'looks like spoc.test'],
    ['... in punycode', [box(`x@${domainToASCII('spос.test')}`)], [], 'looks like spoc.test'],
    ['an all-Cyrillic name', [box('x@ѕрос.test')], [], 'looks like spoc.test'],
    ['digits for letters', [box('x@ra1ffeisen.test')], [], 'looks like raiffeisen.test'],
    ['rn for m', [box('x@rnodern.test')], [], 'looks like modern.test'],
    ['without its diacritic', [box('x@skoda.test')], [], 'looks like škoda.test'],
    ['a subdomain of ours', [box('x@mail.spoc.test')], [], undefined],
    ['a subdomain of a look-alike', [box('x@mail.sp0c.test')], [], 'looks like spoc.test'],
    [
      'Reply-To elsewhere',
      [box('ana@klient.test')],
      [box('ana@evil.test')],
      'Reply-To goes to another domain: ana@evil.test',
    ],
    ['Reply-To in the same organisation', [box('ana@klient.test')], [box('ana@mail.klient.test')], undefined],
    [
      'several From addresses',
      [box('a@klient.test'), box('b@klient.test')],
      [],
      'several From addresses: a@klient.test, b@klient.test',
    ],
  ])('%s', (_what, from, replyTo, expected) => {
    const found = flags(from, replyTo);
    if (expected === undefined) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('skeletons and name keys are their own', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aÁčđЂйљ𝕬 .-İß1') }), (text) => {
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
        expect(typeof skeletonOf(text)).toBe('string');
      }),
    );
  });
});
