import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '../../../src/mail/authenticity/authentication-results.ts';
import { readReceived } from '../../../src/mail/authenticity/received.ts';
import { trustedResults } from '../../../src/mail/authenticity/trusted-results.ts';
import type { HeaderField } from '../../../src/mail/mail.ts';
import { cpuMs } from '../cpu.ts';

const said = (value: string) =>
  parseAuthenticationResults(value)?.results.map(({ method, result, properties }) =>
    [`${method}=${result}`, ...properties.map(({ ptype, property, value }) => `${ptype}.${property}=${value}`)].join(
      ' ',
    ),
  );

describe('the grammar of RFC 8601', () => {
  it.each([
    ['a plain field', 'mx.desk.test; dmarc=pass header.from=klient.test', ['dmarc=pass header.from=klient.test']],
    ['no results', 'mx.desk.test; none', []],
    ['no results, the obsolete way', 'mx.desk.test', []],
    [
      'several, with comments',
      'mx.desk.test (by us) ; spf=pass (ok (really)) smtp.mailfrom=a@b.test ;dkim = pass header . d = klient.test',
      ['spf=pass smtp.mailfrom=a@b.test', 'dkim=pass header.d=klient.test'],
    ],
    ['a version', 'mx.desk.test 1; auth=pass smtp.auth=ana@klient.test', ['auth=pass smtp.auth=ana@klient.test']],
    ['a version of the method', 'mx.desk.test; dkim/1=pass header.i=@klient.test', ['dkim=pass header.i=@klient.test']],
    [
      'a reason before properties',
      'mx.desk.test; dkim=fail reason="bad; dmarc=pass" header.d=x.test',
      ['dkim=fail header.d=x.test'],
    ],
    [
      'quoted strings',
      '"mx.desk.test"; auth=pass smtp.auth="ana novak"@klient.test',
      ['auth=pass smtp.auth=ana novak@klient.test'],
    ],
    ['capitals', 'MX.Desk.test; DMARC=Pass Header.From=Klient.test', ['dmarc=pass header.from=Klient.test']],
    [
      'base64 with = and /',
      'mx.desk.test; dkim=pass header.d=k.test header.b=aB/+9==; spf=none',
      ['dkim=pass header.d=k.test header.b=aB/+9==', 'spf=none'],
    ],
    [
      "Exchange Online's words beside properties",
      'spf=fail (sender IP is 1.2.3.4) smtp.mailfrom=k.test; dmarc=pass action=none header.from=k.test;compauth=pass reason=100',
      ['spf=fail smtp.mailfrom=k.test', 'dmarc=pass header.from=k.test', 'compauth=pass'],
    ],
    ['a result inside a comment', 'mx.desk.test (; dmarc=pass header.from=bank.test); dmarc=fail', ['dmarc=fail']],
    ['a comment that never ends', 'mx.desk.test; spf=none (; dmarc=pass', ['spf=none']],
    [
      'an escaped bracket in a comment',
      'mx.desk.test; spf=none (a \\) ; dmarc=pass) smtp.helo=x.test',
      ['spf=none smtp.helo=x.test'],
    ],
    ['a property without a value', 'mx.desk.test; dkim=pass header.d=; spf=none', ['dkim=pass header.d=', 'spf=none']],
    ['rubbish between', 'mx.desk.test; ,,, ; = ; dkim=pass header.d=k.test', ['dkim=pass header.d=k.test']],
  ])('%s', (_what, value, expected) => expect(said(value)).toEqual(expected));

  it('tells the id, the version and when there is no id', () => {
    expect(parseAuthenticationResults('MX.Desk.test 2; dmarc=pass')).toMatchObject({
      authservId: 'mx.desk.test',
      version: 2,
    });
    expect(parseAuthenticationResults('dmarc=pass header.from=a.test')).toMatchObject({ authservId: '', version: 1 });
    expect(parseAuthenticationResults('')).toBeUndefined();
    expect(parseAuthenticationResults('(only a comment)')).toBeUndefined();
    expect(parseAuthenticationResults('"unended; dmarc=pass')).toBeUndefined();
    expect(parseAuthenticationResults('mx.desk.test evil.test; dmarc=pass')).toBeUndefined();
  });

  it('never throws, and what stands in a comment or a quotation is no result', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=;.()"\\ /@1') }), (noise) => {
        parseAuthenticationResults(noise);
        const quoted = noise.replace(/["\\]/g, '');
        expect(said(`mx.test; spf=none reason="${quoted}; dmarc=pass"`)).toEqual(['spf=none']);
      }),
    );
  });

  it.each(['(', '"', ';', '=', 'a=b;', '\\', '((((', 'a.b=c '])('a megabyte of %j costs little', (unit) => {
    const started = process.cpuUsage();
    parseAuthenticationResults(`mx.test; ${unit.repeat(1_000_000)}`);
    readReceived(unit.repeat(1_000_000));
    expect(cpuMs(started)).toBeLessThan(1_000);
  });
});

const fields = (...lines: string[]): HeaderField[] =>
  lines.map((line) => ({
    name: line.slice(0, line.indexOf(':')).toLowerCase(),
    value: line.slice(line.indexOf(':') + 1).trim(),
  }));
const GENUINE = 'Authentication-Results: mx.desk.test; dmarc=fail header.from=bank.test';
const FORGED = 'Authentication-Results: mx.desk.test; dmarc=pass header.from=bank.test';
const EDGE =
  'Received: from smtp.sender.test (smtp.sender.test [192.0.2.9]) by mx.desk.test (Postfix); Mon, 4 Aug 2025 10:00:00 +0200';
const INSIDE =
  'Received: from mx.desk.test (mx.desk.test [10.0.0.2]) by store.desk.test with LMTP; Mon, 4 Aug 2025 10:00:01 +0200';

const found = (trusted: string[], ...lines: string[]) =>
  trustedResults(fields(...lines), trusted).map(({ results }) => results.map(({ result }) => result).join());

describe('which Authentication-Results may be believed', () => {
  it.each([
    ["the field above the receiver's own Received", ['mx.desk.test'], [GENUINE, EDGE, 'From: x'], ['fail']],
    ['the field below it, as Google and Exchange write it', ['mx.desk.test'], [EDGE, GENUINE, 'From: x'], ['fail']],
    ['of nobody when nobody is trusted', [], [GENUINE, EDGE], []],
    ['of a host that is not named', ['mx.other.test'], [EDGE, GENUINE], []],
    ["through the receiver's inner hops", ['mx.desk.test', 'store.desk.test'], [INSIDE, EDGE, GENUINE], ['fail']],
    ['names with a star', ['*.desk.test'], [INSIDE, EDGE, GENUINE], ['fail']],
    [
      'a star is not the domain itself, nor a suffix of another',
      ['*.desk.test'],
      ['Authentication-Results: desk.test; dmarc=pass', 'Authentication-Results: evildesk.test; dmarc=pass', EDGE],
      [],
    ],
    [
      'Google, whose inner hops have no name',
      ['mx.google.com'],
      [
        'Delivered-To: a@desk.test',
        'Received: by 2002:a05:6402:1d8 with SMTP id x; Mon, 4 Aug 2025',
        'Received: from s.test (s.test. [192.0.2.9]) by mx.google.com with ESMTPS id y',
        'Authentication-Results: mx.google.com; dmarc=pass header.from=k.test',
        'Received: from x by mx.google.com',
        'Authentication-Results: mx.google.com; dmarc=none',
      ],
      ['pass'],
    ],
    [
      'loopback of a content filter',
      ['mx.desk.test'],
      ['Received: from localhost (localhost [127.0.0.1]) by mx.desk.test with ESMTP', EDGE, GENUINE],
      ['fail'],
    ],
    [
      'Exchange Online without an id',
      ['*.outlook.com'],
      [
        'Received: from AM0PR01.eurprd01.prod.outlook.com (2603:10a6:208:1::1) by DB7PR01.eurprd01.prod.outlook.com with HTTPS',
        'Received: from mail.k.test (192.0.2.9) by AM0PR01.eurprd01.prod.outlook.com (10.1.1.1) with Microsoft SMTP Server',
        'Authentication-Results: dmarc=pass header.from=k.test',
        'Received: from x by mail.k.test',
      ],
      ['pass'],
    ],
    [
      'no other receiver without an id',
      ['*.desk.test'],
      [EDGE, 'Authentication-Results: dmarc=pass header.from=bank.test'],
      [],
    ],
    [
      "forged below the sender's Received",
      ['mx.desk.test'],
      [EDGE, GENUINE, 'Received: from a by smtp.sender.test', FORGED],
      ['fail'],
    ],
    [
      'forged below a Received that borrows our name',
      ['mx.desk.test'],
      [EDGE, GENUINE, 'Received: from a by mx.desk.test', FORGED],
      ['fail'],
    ],
    [
      'a sender that calls itself by our name',
      ['mx.desk.test'],
      [
        'Received: from mx.desk.test (unknown [192.0.2.66]) by mx.desk.test',
        GENUINE,
        'Received: from a by mx.desk.test',
        FORGED,
      ],
      ['fail'],
    ],
    [
      'a sender that calls itself localhost',
      ['mx.desk.test'],
      [
        'Received: from localhost (evil.test [192.0.2.66]) by mx.desk.test',
        GENUINE,
        'Received: from a by mx.desk.test',
        FORGED,
      ],
      ['fail'],
    ],
    [
      'a name hidden in a comment',
      ['mx.desk.test'],
      ['Received: from evil (evil.test [192.0.2.66]) by relay.test (by mx.desk.test)', FORGED],
      [],
    ],
    [
      'a last hop that is not trusted wrote everything below',
      ['mx.desk.test'],
      ['Received: from mx.desk.test by forwarder.test', FORGED, EDGE],
      [],
    ],
    [
      'above any Received, by the reader of the mailbox',
      ['mx.desk.test'],
      [FORGED, 'Received: from mx.desk.test by forwarder.test'],
      ['pass'],
    ],
    [
      "another host's id in the region of the border",
      ['mx.desk.test'],
      [EDGE, GENUINE, 'Authentication-Results: x.mx.desk.test; dmarc=pass'],
      ['fail'],
    ],
    ['another version', ['mx.desk.test'], [EDGE, 'Authentication-Results: mx.desk.test 2; dmarc=pass'], []],
    ['renamed ones', ['mx.desk.test'], [EDGE, FORGED.replace('Results', 'Results-Original')], []],
  ])('%s', (_what, trusted, lines, expected) => expect(found(trusted, ...lines)).toEqual(expected));
});

describe('Received lines', () => {
  it.each([
    [
      'from a.test (b.test [192.0.2.1]) by mx.test (Postfix) with ESMTP id 1; Mon',
      { from: 'a.test', seenName: 'b.test', seenAddress: '192.0.2.1', by: 'mx.test' },
    ],
    [
      'from [192.0.2.1] (helo=a.test) by mx.test with esmtp (Exim 4.9)',
      { from: '192.0.2.1', seenName: '', seenAddress: '192.0.2.1', by: 'mx.test' },
    ],
    ['by 2002:a05::1 with SMTP id x', { from: '', seenName: '', seenAddress: '', by: '2002:a05::1' }],
    [
      'from localhost (localhost [IPv6:::1]) by mx.test',
      { from: 'localhost', seenName: 'localhost', seenAddress: '::1', by: 'mx.test' },
    ],
    ['(qmail 12 invoked by uid 3); 4 Aug 2025', { from: '', seenName: '', seenAddress: '', by: '' }],
    [
      'from by (by.test [192.0.2.1]) by mx.test',
      { from: 'by', seenName: 'by.test', seenAddress: '192.0.2.1', by: 'mx.test' },
    ],
  ])('%s', (value, expected) => expect(readReceived(value)).toEqual(expected));
});
