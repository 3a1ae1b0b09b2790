import { describe, expect, test } from 'vitest';
import { readAddresses, readLocalAuthor } from '../../../src/mail/parse/addresses.ts';
import { readDate } from '../../../src/mail/parse/date.ts';
import { unflow } from '../../../src/mail/parse/flowed.ts';
import { readStructured } from '../../../src/mail/parse/params.ts';
import { cpuMs } from '../cpu.ts';

function raw(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('addresses', () => {
  const one = (name: string, address: string): readonly { name: string; address: string }[] => [{ name, address }];
  test.each([
    ['bare', 'ana@example.org', one('', 'ana@example.org')],
    ['angle', 'Ana <ana@example.org>', one('Ana', 'ana@example.org')],
    ['quoted name', '"Novak, Ana" <ana@example.org>', one('Novak, Ana', 'ana@example.org')],
    ['unquoted comma in the name', 'Novak, Ana <ana@example.org>', one('Novak, Ana', 'ana@example.org')],
    ['escaped quote', '"Ana \\"An\\" Novak" <ana@example.org>', one('Ana "An" Novak', 'ana@example.org')],
    ['name in a comment', 'ana@example.org (Ana Novak)', one('Ana Novak', 'ana@example.org')],
    ['nested comment', 'ana@example.org (Ana (An) Novak)', one('Ana (An) Novak', 'ana@example.org')],
    ['encoded name', '=?utf-8?Q?Ale=C5=A1?= <ales@example.org>', one('Aleš', 'ales@example.org')],
    [
      'encoded comma stays in the name',
      '=?utf-8?Q?Novak=2C_Ale=C5=A1?= <ales@example.org>',
      one('Novak, Aleš', 'ales@example.org'),
    ],
    [
      'encoded brackets stay in the name',
      '=?utf-8?Q?boss_=3Cboss=40example.com=3E?= <evil@example.org>',
      one('boss <boss@example.com>', 'evil@example.org'),
    ],
    ['whole field encoded', '=?utf-8?Q?Ale=C5=A1_=3Cales=40example.org=3E?=', one('Aleš', 'ales@example.org')],
    ['encoded bare address is no address', '=?utf-8?Q?boss=40example.com?=', []],
    ['raw UTF-8 name', raw('Žiga <ziga@example.org>'), one('Žiga', 'ziga@example.org')],
    [
      'raw windows-1250 name',
      '\x8aárka Nov\xe1kov\xe1 <s@example.org>'.replace('á', '\xe1'),
      one('Šárka Nováková', 's@example.org'),
    ],
    ['address repeated as the name', '"ana@example.org" <ana@example.org>', one('', 'ana@example.org')],
    ['quotes of Outlook', "'Ana Novak' <ana@example.org>", one('Ana Novak', 'ana@example.org')],
    ['mailto', '<mailto:ana@example.org>', one('', 'ana@example.org')],
    ['route', '<@relay.example,@b.example:ana@example.org>', one('', 'ana@example.org')],
    ['blanks inside', '< ana @ example.org >', one('', 'ana@example.org')],
    ['no closing bracket', 'Ana <ana@example.org', one('Ana', 'ana@example.org')],
    ['no closing quote', '"Ana <ana@example.org>', one('Ana', 'ana@example.org')],
    ['two brackets', '<<ana@example.org>>', one('', 'ana@example.org')],
    ['trailing dot', 'ana@example.org.', one('', 'ana@example.org')],
    ['unicode domain', raw('ana@příklad.cz'), one('', 'ana@příklad.cz')],
    ['empty', '', []],
    ['null sender', '<>', []],
    ['no domain', 'MAILER-DAEMON (Mail Delivery System)', []],
    ['folded', 'Ana\r\n Novak\r\n\t<ana@example.org>', one('Ana Novak', 'ana@example.org')],
  ])('%s', (_name, value, expected) => {
    expect(readAddresses(value, 10)).toEqual(expected);
  });

  test.each([
    ['commas', 'a@x.org, B <b@x.org>,c@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
    ['semicolons of Outlook', 'a@x.org; b@x.org', ['a@x.org', 'b@x.org']],
    ['a group', 'Team: a@x.org, B <b@x.org>; c@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
    ['an empty group', 'undisclosed-recipients:;', []],
    ['empty places', ',, a@x.org,,', ['a@x.org']],
    [
      'no more than asked for',
      Array.from({ length: 50 }, (_, i) => `u${i}@x.org`).join(','),
      Array.from({ length: 10 }, (_, i) => `u${i}@x.org`),
    ],
  ])('lists: %s', (_name, value, expected) => {
    expect(readAddresses(value, 10).map((mailbox) => mailbox.address)).toEqual(expected);
  });

  test.each([' ', '<', '"', '(', ',', ';', '>', ':', 'a@', '<a@b', '"<', '(a@b),', '\\', '=?utf-8?Q?a@b?= '])(
    'linear on many %s',
    (piece) => {
      const start = process.cpuUsage();
      readAddresses(piece.repeat(Math.floor(200_000 / piece.length)), 100);
      expect(cpuMs(start)).toBeLessThan(1500);
    },
  );

  test.each([
    ['MAILER-DAEMON (Mail Delivery System)', { name: 'Mail Delivery System', address: 'MAILER-DAEMON' }],
    ['"Root" <root>', { name: 'Root', address: 'root' }],
    ['ana@example.org', undefined],
    ['two words', undefined],
  ])('local author %s', (value, expected) => {
    expect(readLocalAuthor(value)).toEqual(expected);
  });
});

describe('dates', () => {
  test.each([
    ['Mon, 2 Mar 2026 10:00:00 +0100', '2026-03-02T09:00:00.000Z'],
    ['2 Mar 2026 10:00 +0100', '2026-03-02T09:00:00.000Z'],
    ['Mon, 02 Mar 2026 10:00:00 +0100 (CET)', '2026-03-02T09:00:00.000Z'],
    ['Mon, 2 Mar 26 10:00:00 GMT', '2026-03-02T10:00:00.000Z'],
    ['Fri, 21 Nov 97 09:55:06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Mon, 2 Mar 2026 10:00:00 EST', '2026-03-02T15:00:00.000Z'],
    ['Mon, 2 Mar 2026 10:00:00 CEST', '2026-03-02T08:00:00.000Z'],
    ['Mon, 2 Mar 2026 10:00:00', '2026-03-02T10:00:00.000Z'],
    ['Mon,2 Mar 2026 10:00:00+0100', '2026-03-02T09:00:00.000Z'],
    ['po, 2 Mar 2026 10:00:00 +0100', '2026-03-02T09:00:00.000Z'],
    ['02-Mar-2026 10:00:00 +0100', '2026-03-02T09:00:00.000Z'],
    ['Mon Mar  2 10:00:00 2026', '2026-03-02T10:00:00.000Z'],
    ['Mon Mar 2 10:00:00 CET 2026', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02 10:00:00', '2026-03-02T10:00:00.000Z'],
    ['Mon, 2 Mar 2026 10.00.00 +0100', '2026-03-02T09:00:00.000Z'],
    ['Mon, 2 Mar 2026 24:00:00 +0000', '2026-03-03T00:00:00.000Z'],
    ['Mon, 2 Mar 2026 10:00:00 +9999', '2026-03-02T10:00:00.000Z'],
    ['Thu, 1 Jan 1970 00:00:00 +0000', undefined],
    ['Mon, 2 Mar 9999 10:00:00 +0000', undefined],
    ['Mon, 45 Mar 2026 10:00:00 +0000', undefined],
    ['Mon, 2 Foo 2026 10:00:00 +0000', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s', (value, expected) => {
    expect(readDate(value)?.toISOString()).toBe(expected);
  });
});

describe('parameters', () => {
  test.each([
    ['quoted', 'a/b; name="x y.pdf"', 'x y.pdf'],
    ['bare', 'a/b; name=x.pdf', 'x.pdf'],
    ['bare with blanks', 'a/b; name=x y.pdf', 'x y.pdf'],
    ['semicolon in quotes', 'a/b; name="x;y.pdf"', 'x;y.pdf'],
    ['escapes', 'a/b; name="x\\"y.pdf"', 'x"y.pdf'],
    ['RFC 2231 charset', "a/b; name*=utf-8''ra%C4%8Dun.pdf", 'račun.pdf'],
    ['RFC 2231 language', "a/b; name*=iso-8859-2'sl'%AEal.pdf", 'Žal.pdf'],
    ['RFC 2231 pieces', "a/b; name*0*=utf-8''ra%C4; name*1*=%8Dun; name*2=.pdf", 'račun.pdf'],
    ['RFC 2231 pieces out of order', 'a/b; name*1="y.pdf"; name*0="x"', 'xy.pdf'],
    ['RFC 2231 pieces quoted', 'a/b; name*0*="utf-8\'\'ra%C4%8D"; name*1*="un.pdf"', 'račun.pdf'],
    ['extended wins', "a/b; name=racun.pdf; name*=utf-8''ra%C4%8Dun.pdf", 'račun.pdf'],
    ['no charset in the extended form', "a/b; name*=''ra%C4%8Dun.pdf", 'račun.pdf'],
    ['percent that is none', "a/b; name*=utf-8''100%.pdf", '100%.pdf'],
    ['encoded word in quotes', 'a/b; name="=?utf-8?Q?ra=C4=8Dun.pdf?="', 'račun.pdf'],
    ['encoded words over pieces', 'a/b; name*0="=?utf-8?Q?ra=C4"; name*1="=8Dun.pdf?="', 'račun.pdf'],
    ['folded encoded words', 'a/b;\r\n name="=?utf-8?Q?ra=C4=8D?=\r\n =?utf-8?Q?un.pdf?="', 'račun.pdf'],
    ['raw UTF-8', raw('a/b; name="račun.pdf"'), 'račun.pdf'],
    ['raw windows-1250', 'a/b; name="\x8eaba.pdf"', 'Žaba.pdf'],
    ['first of two', 'a/b; name=one.pdf; name=two.pdf', 'one.pdf'],
    ['no semicolon before it', 'a/b name=x.pdf', 'x.pdf'],
    ['empty places', 'a/b;; ; name=x.pdf;', 'x.pdf'],
    ['blanks around =', 'a/b; name = "x.pdf"', 'x.pdf'],
    ['comment', 'a/b (really); name=x.pdf (so)', 'x.pdf'],
    ['no closing quote', 'a/b; name="x.pdf', 'x.pdf'],
    ['upper case', 'A/B; NAME=x.pdf', 'x.pdf'],
  ])('%s', (_name, value, expected) => {
    const { value: type, params } = readStructured(value);
    expect(params.get('name')).toBe(expected);
    expect(type).toBe('a/b');
  });

  test.each([';', ';a=', '="', "a*0*=''%", '(', ';*0=', '\\'])('linear on many %s', (piece) => {
    const start = process.cpuUsage();
    readStructured(`a/b; name="${piece.repeat(Math.floor(200_000 / piece.length))}`);
    readStructured(piece.repeat(Math.floor(200_000 / piece.length)));
    expect(cpuMs(start)).toBeLessThan(1500);
  });
});

describe('format=flowed', () => {
  test.each([
    ['soft breaks are joined', 'one \ntwo\nthree', 'one two\nthree', false],
    ['DelSp takes the blank', 'one \ntwo', 'onetwo', true],
    ['stuffing', ' From here\n >not quoted', 'From here\n>not quoted', false],
    ['quotes join at their depth', '> one \n> two\n>> three', '> one two\n>> three', false],
    ['a quote does not flow into the answer', '> one \ntwo', '> one \ntwo', false],
    ['the signature stays a line', 'hi \n-- \nAna', 'hi \n-- \nAna', false],
    ['nothing to do', 'a\n\nb', 'a\n\nb', false],
  ])('%s', (_name, text, expected, delSp) => {
    expect(unflow(text, delSp)).toBe(expected);
  });
});
