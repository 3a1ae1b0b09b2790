import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession, type SessionOptions, TIMEOUTS, type WireMail } from '../../src/delivery/session.ts';
import { judge, type SendResult } from '../../src/delivery/verdict.ts';
import { id } from './outgoing.ts';
import { type Act, type Relay, type Script, startRelay } from './scripted-relay.ts';

const never = new AbortController().signal;
let relay: Relay | undefined;
afterEach(async () => {
  await relay?.close();
  relay = undefined;
});

function options(port: number, change: Partial<SessionOptions> = {}): SessionOptions {
  return {
    host: '127.0.0.1',
    port,
    tls: 'none',
    ca: undefined,
    login: { kind: 'none' },
    timeouts: { ...TIMEOUTS, connect: 300, envelope: 300, final: 300 },
    ...change,
  };
}

function mail(change: Partial<WireMail> = {}): WireMail {
  return {
    from: 'bounce+t@support.example',
    to: 'ana@client.example',
    messageId: id('m@support.example'),
    eightBit: false,
    handing: async () => undefined,
    open: () => Readable.from([Buffer.from('Subject: a\r\n\r\n.dot\r\nbody\r\n')]),
    ...change,
  };
}

/** More than any socket buffers, so that the end is not handed over while the relay reads. */
function* endless(): Generator<Buffer> {
  const line = Buffer.alloc(65_536, 'x'.repeat(76).concat('\r\n'));
  for (let n = 0; n < 4_000; n += 1) yield line;
}

async function sendOver(script: Script, what: WireMail = mail(), signal = never): Promise<SendResult> {
  relay = await startRelay(script);
  const opened = await openSession(options(relay.port), signal);
  if (opened.kind !== 'open') return opened;
  const result = await opened.session.send(what, signal);
  opened.session.close();
  return result;
}

const pipelining = ['PIPELINING', '8BITMIME'];

describe.each([
  ['with pipelining', pipelining],
  ['without pipelining', ['8BITMIME']],
])('one mail over one session, %s', (_, extensions) => {
  it('arrives as it was, dots and all', async () => {
    const result = await sendOver({ extensions });
    expect(result).toEqual({ kind: 'sent', response: '250 2.0.0 taken', alias: undefined });
    expect(relay?.taken).toEqual([
      { from: 'bounce+t@support.example', to: 'ana@client.example', raw: 'Subject: a\r\n\r\n.dot\r\nbody\r\n' },
    ]);
  });

  it.each<[string, Script, Partial<SendResult & { kind: 'refused' }>]>([
    ['greylisted', { rcpt: () => '450 4.2.0 later' }, { step: 'recipient', code: 450, text: '450 4.2.0 later' }],
    ['sender refused', { mail: () => '550 5.7.1 no' }, { step: 'sender', code: 550 }],
    ['recipient refused', { rcpt: () => '550 5.1.1 unknown' }, { step: 'recipient', code: 550 }],
    ['DATA refused', { data: () => '554 5.5.1 no' }, { step: 'data', code: 554 }],
    ['DATA put off', { data: () => '451 4.3.0 no' }, { step: 'data', code: 451 }],
    ['mail refused', { end: () => '554 5.7.1 spam' }, { step: 'message', code: 554 }],
    ['mail put off', { end: () => '452 4.3.1 full' }, { step: 'message', code: 452 }],
    ['421 in place of the last reply', { end: () => '421 4.3.2 bye' }, { step: 'message', code: 421 }],
    [
      'several lines',
      { rcpt: () => '550-5.1.1 first\r\n550 5.1.1 second' },
      { text: '550-5.1.1 first 550 5.1.1 second' },
    ],
  ])('%s', async (_name, script, expected) => {
    expect(await sendOver({ extensions, ...script })).toMatchObject({ kind: 'refused', ...expected });
  });

  it.each<[string, Script, SendResult & { kind: 'lost' }]>([
    [
      'closed at MAIL',
      { mail: () => 'close' },
      { kind: 'lost', step: 'sender', handed: false, text: 'Connection closed unexpectedly' },
    ],
    [
      'closed at RCPT',
      { rcpt: () => 'close' },
      { kind: 'lost', step: 'sender', handed: false, text: 'Connection closed unexpectedly' },
    ],
    [
      'closed at DATA',
      { data: () => 'close' },
      { kind: 'lost', step: 'sender', handed: false, text: 'Connection closed unexpectedly' },
    ],
    [
      'closed after the final dot',
      { end: () => 'close' },
      { kind: 'lost', step: 'message', handed: true, text: 'Connection closed unexpectedly' },
    ],
    [
      'silent at RCPT',
      { rcpt: () => 'hang' },
      { kind: 'lost', step: 'sender', handed: false, text: 'no answer within 0 s (envelope)' },
    ],
    [
      'silent after the final dot',
      { end: () => 'hang' },
      { kind: 'lost', step: 'message', handed: true, text: 'no answer within 0 s (last reply)' },
    ],
  ])('%s', async (_name, script, expected) => {
    const result = await sendOver({ extensions, ...script });
    expect(result).toEqual(expected);
    expect(judge(result).kind).toBe(expected.handed ? 'uncertain' : 'again');
  });
});

describe('a mail cut off in the middle', () => {
  it('has not been taken: the end was never handed over', async () => {
    const result = await sendOver(
      { content: (bytes) => (bytes > 100_000 ? 'close' : undefined) },
      mail({ open: () => Readable.from(endless()) }),
    );
    expect(result).toMatchObject({ kind: 'lost', step: 'message', handed: false });
  });

  it('is refused when the relay says so and goes', async () => {
    const result = await sendOver(
      { content: (bytes) => (bytes > 100_000 ? '552 5.3.4 too big' : undefined) },
      mail({ open: () => Readable.from(endless()) }),
    );
    expect(result).toMatchObject({ kind: 'refused', step: 'message', code: 552 });
  });

  it('by our own unreadable content leaves nothing at the relay', async () => {
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('Subject: half\r\n\r\n');
      throw new Error('the disk is gone');
    };
    const result = await sendOver({}, mail({ open: () => Readable.from(broken()) }));
    expect(result).toEqual({ kind: 'unreadable', text: 'the disk is gone' });
    expect(relay?.taken).toEqual([]);
  });

  it('by us says where it stood', async () => {
    const stop = new AbortController();
    const end = (): Act => {
      stop.abort();
      return 'hang';
    };
    const result = await sendOver({ end }, mail(), stop.signal);
    expect(result).toEqual({ kind: 'lost', step: 'message', handed: true, text: 'stopped by the gateway' });
  });
});

describe('opening a session', () => {
  it.each<[string, Script, Partial<SendResult>]>([
    ['greeted with 554', { greeting: () => '554 5.7.1 go away' }, { kind: 'refused', code: 554 }],
    ['greeted with 421', { greeting: () => '421 busy' }, { kind: 'refused', code: 421 }],
    ['closed before the greeting', { greeting: () => 'close' }, { kind: 'lost' }],
    ['never greeted', { greeting: () => 'hang' }, { kind: 'lost' }],
  ])('%s is trouble of the relay', async (_, script, expected) => {
    const result = await sendOver(script);
    expect(result).toMatchObject({ ...expected, step: 'connect' });
    expect(judge(result).kind).toBe('trouble');
  });

  it('fails where nobody listens', async () => {
    relay = await startRelay();
    await relay.close();
    expect(await openSession(options(relay.port), never)).toMatchObject({ kind: 'lost', step: 'connect' });
  });

  it('does not go on without STARTTLS, nor without a login', async () => {
    relay = await startRelay();
    const plain = await openSession(options(relay.port, { tls: 'starttls' }), never);
    expect(plain).toMatchObject({ step: 'connect' });
    const login = { kind: 'password', user: 'u', password: 'p' } as const;
    const open = await openSession(options(relay.port, { login }), never);
    expect(open).toMatchObject({ kind: 'lost', step: 'login' });
    expect(relay.said.filter((line) => !/^(EHLO|STARTTLS)/.test(line))).toEqual([]);
  });
});

it('sends many mails over one connection, and goes on after a refusal', async () => {
  relay = await startRelay({ rcpt: (_, n) => (n === 2 ? '550 5.1.1 no' : undefined) });
  const opened = await openSession(options(relay.port), never);
  if (opened.kind !== 'open') throw new Error(opened.text);
  const kinds: string[] = [];
  for (let n = 0; n < 4; n += 1) kinds.push((await opened.session.send(mail(), never)).kind);
  expect(kinds).toEqual(['sent', 'refused', 'sent', 'sent']);
  expect(opened.session.mails).toBe(4);
  opened.session.quit();
  expect(relay.connections).toBe(1);
});

it('says a domain beyond ASCII in its ASCII form', async () => {
  await sendOver({}, mail({ to: 'ana@čačak.example' }));
  expect(relay?.taken[0]?.to).toBe(`ana@${domainToASCII('čačak.example')}`);
});

it('cannot be made to say a command of a stranger', async () => {
  relay = await startRelay();
  for (const to of ['a@b>\r\nRCPT TO:<evil@x.example', 'a@b> NOTIFY=NEVER', 'a\n@b']) {
    const opened = await openSession(options(relay.port), never);
    if (opened.kind !== 'open') throw new Error(opened.text);
    expect(await opened.session.send(mail({ to }), never)).toMatchObject({ kind: 'unsendable' });
    opened.session.close();
  }
  expect(relay.said.join()).not.toMatch(/evil|NOTIFY/);
});
