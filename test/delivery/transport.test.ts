import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { WireMail } from '../../src/delivery/session.ts';
import { createTransport, type SmtpAccount, type TokenSource, type Transport } from '../../src/delivery/transport.ts';
import { address, id } from './outgoing.ts';
import { startRelay } from './scripted-relay.ts';
import { certificate, startSink } from './sink.ts';

const never = new AbortController().signal;
const log = pino({ level: 'silent' });
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function kept<T extends { close(): unknown }>(server: T): T {
  ends.push(() => server.close());
  return server;
}

function transport(port: number, change: Partial<SmtpAccount> = {}, tokens?: TokenSource): Transport {
  const account = {
    name: 'support',
    host: '127.0.0.1',
    port,
    tls: 'none' as const,
    user: undefined,
    password: undefined,
    address: address('support@desk.example'),
    ...change,
  };
  return kept(createTransport(account, { log, tokens, timeouts: { connect: 2_000, envelope: 2_000, final: 2_000 } }));
}

function mail(change: Partial<WireMail> = {}): WireMail {
  return {
    from: 'bounce+t@desk.example',
    to: 'ana@client.example',
    messageId: id('m@desk.example'),
    eightBit: false,
    handing: async () => undefined,
    open: () => Readable.from([Buffer.from('Subject: a\r\n\r\nbody\r\n')]),
    ...change,
  };
}

describe('connections', () => {
  it('are used again, until they have carried their share', async () => {
    const sink = kept(await startSink());
    const relay = transport(sink.port, { mailsPerConnection: 3 });
    for (let n = 0; n < 6; n += 1) expect((await relay.send(mail(), never)).kind).toBe('sent');
    expect([sink.taken.length, sink.connections]).toEqual([6, 2]);
  });

  it.each<[string, 'close' | string]>([
    ['closed', 'close'],
    ['told 421', '421 4.4.2 idle too long'],
  ])('that the relay gave up meanwhile (%s) cost the mail nothing', async (_, act) => {
    const relay = kept(await startRelay({ mail: (_from, n) => (n === 2 ? act : undefined) }));
    const over = transport(relay.port);
    expect((await over.send(mail(), never)).kind).toBe('sent');
    expect((await over.send(mail(), never)).kind).toBe('sent');
    expect([relay.taken.length, relay.connections]).toEqual([2, 2]);
  });

  it('that are new are not tried twice', async () => {
    const relay = kept(await startRelay({ mail: () => 'close' }));
    expect(await transport(relay.port).send(mail(), never)).toMatchObject({ kind: 'lost', step: 'sender' });
    expect(relay.connections).toBe(1);
  });
});

describe('the envelope sender', () => {
  it.each<[string, string, Parameters<typeof startRelay>[0]]>([
    ['<>', '', { mail: (from) => (from === '' ? '550 5.7.1 no null sender' : undefined) }],
    [
      'a bounce address',
      'bounce+t@desk.example',
      { mail: (from) => (from.includes('+') ? '553 5.7.1 not yours' : undefined) },
    ],
    [
      'a bounce address, told at RCPT',
      'bounce+t@desk.example',
      {
        rcpt: (_to, n) =>
          n === 1 ? '553 5.7.1 <bounce+t@desk.example>: Sender address rejected: not owned by user' : undefined,
      },
    ],
    [
      'a bounce address, told after the text',
      'bounce+t@desk.example',
      {
        end: (_raw, n) =>
          n === 1 ? '550 5.7.60 SMTP; Client does not have permissions to send as this sender' : undefined,
      },
    ],
  ])('falls back to the mailbox where %s is refused, and stays there', async (_, from, script) => {
    const relay = kept(await startRelay(script));
    const over = transport(relay.port);
    expect((await over.send(mail({ from }), never)).kind).toBe('sent');
    expect((await over.send(mail({ from }), never)).kind).toBe('sent');
    expect(relay.taken.map((one) => one.from)).toEqual(['support@desk.example', 'support@desk.example']);
    expect(relay.said.filter((line) => line.startsWith('MAIL'))).toHaveLength(3);
    expect(relay.connections).toBe(1);
  });

  it('of the other form is not touched', async () => {
    const relay = kept(await startRelay({ mail: (from) => (from === '' ? '550 5.7.1 no null sender' : undefined) }));
    const over = transport(relay.port);
    await over.send(mail({ from: '' }), never);
    await over.send(mail(), never);
    expect(relay.taken.map((one) => one.from)).toEqual(['support@desk.example', 'bounce+t@desk.example']);
  });

  it('is not blamed where the plain one is refused too', async () => {
    let open = false;
    const relay = kept(await startRelay({ mail: () => (open ? undefined : '550 5.7.1 account blocked') }));
    const over = transport(relay.port);
    expect(await over.send(mail(), never)).toMatchObject({ kind: 'refused', step: 'sender' });
    open = true;
    await over.send(mail(), never);
    expect(relay.taken.map((one) => one.from)).toEqual(['bounce+t@desk.example']);
  });
});

describe('TLS', () => {
  const pair = certificate('127.0.0.1');
  const other = certificate('other.example');

  it.each<['implicit' | 'starttls', boolean]>([
    ['implicit', true],
    ['starttls', false],
  ])('%s works with a certificate that is trusted', async (tls, secure) => {
    const sink = kept(await startSink({ secure, ...pair }));
    const over = transport(sink.port, { tls, ca: pair.cert });
    expect(await over.verify(never)).toBeUndefined();
    expect((await over.send(mail(), never)).kind).toBe('sent');
  });

  it.each<[string, 'implicit' | 'starttls', boolean, typeof pair, string | undefined]>([
    ['self-signed', 'implicit', true, pair, undefined],
    ['self-signed', 'starttls', false, pair, undefined],
    ['of another host', 'implicit', true, other, other.cert],
    ['of another host', 'starttls', false, other, other.cert],
  ])('refuses a certificate that is %s (%s)', async (_, tls, secure, served, ca) => {
    const sink = kept(await startSink({ secure, ...served }));
    const over = transport(sink.port, { tls, ca, user: 'u', password: 'secret' });
    expect(await over.send(mail(), never)).toMatchObject({ kind: 'lost', step: 'connect' });
    expect(await over.verify(never)).toMatch(/certificate|altnames/i);
    expect(sink.taken).toEqual([]);
  });

  it('never falls back to plain text', async () => {
    const sink = kept(await startSink({ disabledCommands: ['STARTTLS'] }));
    const over = transport(sink.port, { tls: 'starttls', user: 'u', password: 'secret' });
    expect(await over.send(mail(), never)).toMatchObject({ step: 'connect' });
  });
});

describe('login', () => {
  const pair = certificate('127.0.0.1');
  const server = (valid: (token: string) => boolean) =>
    startSink({
      ...pair,
      authOptional: false,
      authMethods: ['XOAUTH2', 'PLAIN'],
      onAuth(auth, _session, callback) {
        const good = auth.method === 'XOAUTH2' ? valid(auth.accessToken ?? '') : auth.password === 'right';
        if (good) callback(null, { user: auth.username ?? '' });
        else callback(null, { data: { status: '401', schemes: 'bearer', scope: 'smtp' } } as never);
      },
    });
  const account = (tokens?: TokenSource) => ({
    tls: 'starttls' as const,
    ca: pair.cert,
    user: 'support@desk.example',
    password: tokens === undefined ? 'right' : undefined,
  });

  it('with a password', async () => {
    const sink = kept(await server(() => false));
    expect((await transport(sink.port, account()).send(mail(), never)).kind).toBe('sent');
    expect(sink.taken[0]?.user).toBe('support@desk.example');
    const wrong = transport(sink.port, { ...account(), password: 'wrong' });
    expect(await wrong.send(mail(), never)).toMatchObject({ kind: 'refused', step: 'login', code: 535 });
  });

  it('with XOAUTH2 takes the token of the moment for every connection', async () => {
    let token = 1;
    const tokens = { accessToken: async () => `token-${token}` };
    const sink = kept(await server((given) => given === `token-${token}`));
    const over = transport(sink.port, { ...account(tokens), mailsPerConnection: 1 }, tokens);
    expect((await over.send(mail(), never)).kind).toBe('sent');
    token = 2;
    expect((await over.send(mail(), never)).kind).toBe('sent');
    expect(sink.taken.map((one) => one.user)).toEqual(['support@desk.example', 'support@desk.example']);
  });

  it('with XOAUTH2 asks for a new token when the old one is refused', async () => {
    let token = 'old';
    const tokens = {
      accessToken: async () => token,
      forget(refused: string) {
        if (refused === token) token = 'new';
      },
    };
    const sink = kept(await server((given) => given === 'new'));
    expect((await transport(sink.port, account(tokens), tokens).send(mail(), never)).kind).toBe('sent');
  });

  it('with XOAUTH2 refused says so, and shows no token', async () => {
    const tokens = { accessToken: async () => 'secret-token' };
    const sink = kept(await server(() => false));
    const result = await transport(sink.port, account(tokens), tokens).send(mail(), never);
    expect(result).toMatchObject({ step: 'login' });
    expect(JSON.stringify(result)).not.toContain('secret-token');
  });

  it('without a token says why there is none', async () => {
    const tokens = { accessToken: () => Promise.reject(new Error('consent is gone: run spoc login')) };
    const sink = kept(await server(() => true));
    const result = await transport(sink.port, account(tokens), tokens).send(mail(), never);
    expect(result).toMatchObject({ kind: 'lost', step: 'login', text: 'consent is gone: run spoc login' });
  });
});

it('learns the id that Microsoft 365 gives a mail', async () => {
  const reply = '250 2.0.0 OK <AM9@AM9.eurprd01.prod.outlook.com> [Hostname=AM9.eurprd01.prod.outlook.com]';
  const relay = kept(await startRelay({ end: () => reply }));
  expect(await transport(relay.port).send(mail(), never)).toMatchObject({ alias: 'AM9@AM9.eurprd01.prod.outlook.com' });
});
