import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Resolver, verifyOurselves } from '../../../src/mail/authenticity/own-check.ts';
import type { EmailAddress } from '../../../src/mail/mail.ts';

const NOW = new Date('2025-08-04T12:00:00Z');
const FROM = 'ana@klient.example' as EmailAddress;
const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const MAIL =
  'From: Ana <ana@klient.example>\r\nTo: desk@spoc.example\r\nSubject: Ponuda\r\nDate: Mon, 4 Aug 2025 10:00:00 +0200\r\nMessage-ID: <1@klient.example>\r\n\r\nPrihvatam ponudu.\r\n';

/** Serves our key for every selector, and the DMARC records given. */
function resolver(dmarc: Readonly<Record<string, string>> = {}): Resolver {
  return async (domain, type) => {
    const record = domain.includes('._domainkey.')
      ? `v=DKIM1; k=rsa; p=${key.publicKey.toString('base64')}`
      : dmarc[domain];
    if (type !== 'TXT' || record === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    return [[record]];
  };
}

async function signed(
  mail: string,
  more: Partial<Parameters<typeof dkimSign>[1]> & Record<string, unknown> = {},
): Promise<Buffer> {
  const domain = {
    signingDomain: 'klient.example',
    selector: 's1',
    privateKey: key.privateKey,
    algorithm: 'rsa-sha256',
    ...more,
  };
  const { signatures } = await dkimSign(mail, {
    canonicalization: 'relaxed/relaxed',
    signTime: new Date('2025-08-04T11:00:00Z'),
    ...more,
    signatureData: [domain],
  } as never);
  return Buffer.from(signatures + mail);
}

let good: Buffer;
beforeAll(async () => {
  good = await signed(MAIL);
});

const check = (raw: Buffer | Readable, dmarc?: Record<string, string>, from: readonly EmailAddress[] = [FROM]) =>
  verifyOurselves(raw, { from, resolver: resolver(dmarc), now: NOW });
const POLICY = { '_dmarc.klient.example': 'v=DMARC1; p=reject' };
const STRICT = { '_dmarc.klient.example': 'v=DMARC1; p=reject; adkim=s' };

describe('DKIM and DMARC by ourselves', () => {
  it('proves a signed mail, as a buffer and as a stream', async () => {
    expect(await check(good)).toEqual({
      dkim: 'pass',
      dmarc: 'none',
      reason: 'DKIM signature of klient.example verified by ourselves',
    });
    expect(await check(Readable.from([good.subarray(0, 300), good.subarray(300)]), POLICY)).toMatchObject({
      dkim: 'pass',
      dmarc: 'pass',
    });
  });

  it('does not prove a mail whose body was changed', async () => {
    const tampered = Buffer.from(good.toString('latin1').replace('Prihvatam', 'Odbijam'), 'latin1');
    expect(await check(tampered, POLICY)).toMatchObject({
      dkim: 'none',
      dmarc: 'unknown',
      reason: expect.stringContaining('body hash'),
    });
  });

  it('does not prove a mail whose From was changed', async () => {
    const tampered = Buffer.from(good.toString('latin1').replace('<ana@', '<eva@'), 'latin1');
    expect(await check(tampered, POLICY, ['eva@klient.example' as EmailAddress])).toMatchObject({ dkim: 'none' });
  });

  it("takes an organisation's other domain unless its policy is strict", async () => {
    const bySubdomain = await signed(MAIL, { signingDomain: 'mail.klient.example' });
    expect(await check(bySubdomain, POLICY)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    expect(await check(bySubdomain, STRICT)).toMatchObject({ dkim: 'none', dmarc: 'unknown' });
  });

  it('does not take the signature of another organisation', async () => {
    expect(await check(await signed(MAIL, { signingDomain: 'sender.example' }), POLICY)).toMatchObject({
      dkim: 'none',
      dmarc: 'unknown',
      reason: expect.stringContaining('not of the domain'),
    });
  });

  it('does not take two private suffixes for one organisation', async () => {
    const mail = MAIL.replace('ana@klient.example', 'ana@one.github.io');
    const raw = await signed(mail, { signingDomain: 'two.github.io' });
    expect(await check(raw, {}, ['ana@one.github.io' as EmailAddress])).toMatchObject({ dkim: 'none' });
  });

  it('does not take a signature over a part of the body', async () => {
    const limited = await signed(MAIL, { maxBodyLength: 9 });
    expect(await check(limited, POLICY)).toMatchObject({
      dkim: 'none',
      reason: expect.stringContaining('part of the body'),
    });
  });

  it('does not take an expired signature', async () => {
    const expired = await signed(MAIL, { expires: new Date('2025-08-04T11:30:00Z') });
    expect(await check(expired, POLICY)).toMatchObject({ dkim: 'none' });
  });

  it('has no answer for several From addresses or none, however they are written', async () => {
    const eva = 'eva@klient.example' as EmailAddress;
    expect(await check(good, POLICY, [FROM, eva])).toMatchObject({
      dkim: 'unknown',
      reason: 'there are several From addresses',
    });
    expect(await check(good, POLICY, [])).toMatchObject({ dkim: 'unknown' });
    const two = Buffer.concat([Buffer.from('From: eva@klient.example\r\n'), good]);
    expect(await check(two, POLICY)).toMatchObject({ dkim: 'unknown', reason: 'From can be read in two ways' });
  });

  it('says that there is no signature', async () => {
    expect(await check(Buffer.from(MAIL), POLICY)).toEqual({
      dkim: 'none',
      dmarc: 'unknown',
      reason: 'it has no DKIM signature',
    });
    expect(await check(Buffer.from(MAIL))).toMatchObject({ dkim: 'none', dmarc: 'none' });
  });

  it('answers unknown offline, and when time is up', async () => {
    const offline: Resolver = async () => {
      throw Object.assign(new Error('network'), { code: 'ECONNREFUSED' });
    };
    expect(await verifyOurselves(good, { from: [FROM], resolver: offline, now: NOW })).toMatchObject({
      dkim: 'unknown',
      dmarc: 'unknown',
    });
    const controller = new AbortController();
    const never: Resolver = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    const raw = Readable.from([good]);
    expect(
      await verifyOurselves(raw, { from: [FROM], resolver: never, now: NOW, signal: controller.signal }),
    ).toMatchObject({ dkim: 'unknown', reason: 'checking took too long' });
    expect(raw.destroyed).toBe(true);
    expect(
      await verifyOurselves(good, { from: [FROM], resolver: never, now: NOW, signal: controller.signal }),
    ).toMatchObject({ dkim: 'unknown' });
  });

  it('answers unknown when the stream breaks', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('disk'));
      },
    });
    expect(await check(broken)).toMatchObject({ dkim: 'unknown', reason: expect.stringContaining('disk') });
  });

  it.each([
    '',
    'no mail at all',
    'From: ana@klient.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=; s=;\r\n\r\n',
    '\0\0\0',
  ])('answers for hostile input %j', async (raw) => {
    expect((await check(Buffer.from(raw))).dkim).not.toBe('pass');
  });
});
