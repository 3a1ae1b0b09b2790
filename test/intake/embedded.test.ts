import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withTrace } from '../../src/intake/embedded/trace.ts';
import { AUTHSERV_ID, type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/intake/embedded.ts';
import type { ImapReader } from '../../src/intake/imap/reader.ts';
import { accountOf, mail, readerFor, subjectOf, type TestStore, testStore } from './imap/desk.ts';

const SOON = { timeout: 10_000, interval: 10 };
const DESK = 'podrska@banka.example';

let releases: (() => Promise<void>)[] = [];
beforeEach(() => {
  releases = [];
});
afterEach(async () => {
  for (const release of releases.toReversed()) await release();
});

async function start(changes: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({
    addresses: [DESK, 'kartice@banka.example'],
    people: ['marko@banka.example', 'ana@firma.example'],
    password: 'tajna',
    ports: { imap: 0, smtp: 0 },
    now: () => new Date(),
    ...changes,
  });
  releases.push(() => embedded.close());
  return embedded;
}

async function send(embedded: Embedded, raw: Buffer | string, envelope: { from: string; to: string[] }, user?: string) {
  const login = user === undefined ? {} : { auth: { user, pass: 'tajna' } };
  const transport = nodemailer.createTransport({ ...embedded.smtp, secure: false, ignoreTLS: true, ...login });
  try {
    return await transport.sendMail({ envelope, raw });
  } finally {
    transport.close();
  }
}

function readFrom(embedded: Embedded, desk: TestStore): ImapReader {
  const { host, port, user, password } = embedded.imap;
  const box = { host: '127.0.0.1', port, user, password, forget: async () => undefined } as const;
  expect(host).toBe(box.host);
  const reader = readerFor(desk, accountOf(box, { after: { kind: 'move', folder: 'Spoc/Done' } }));
  void reader.run();
  return reader;
}

describe('the embedded mailbox', () => {
  it('is read by the production reader, and again after a restart that forgot everything', async () => {
    const desk = await testStore();
    releases.push(() => desk.forget());
    for (const [round, subject] of ['first', 'second', 'third'].entries()) {
      const embedded = await start();
      const reader = readFrom(embedded, desk);
      await vi.waitFor(() => expect(reader.status().state).toBe('listening'), SOON);
      await send(embedded, mail(subject), { from: 'ana@firma.example', to: [DESK] });
      await vi.waitFor(async () => expect(await desk.subjects()).toHaveLength(round + 1), SOON);
      await desk.settle();
      reader.poke();
      await vi.waitFor(() => expect(embedded.mailboxOf(DESK)).toEqual([]), SOON);
      await reader.close();
      await embedded.close();
      releases.pop();
    }
    expect(await desk.subjects()).toEqual(['first', 'second', 'third']);
  });

  it('gives a larger UIDVALIDITY at each start, also within one moment', async () => {
    const now = new Date('2026-11-22T10:00:00Z');
    const seen: bigint[] = [];
    for (let times = 0; times < 3; times += 1) {
      const { imap } = await start({ now: () => now });
      const client = new ImapFlow({
        ...imap,
        secure: false,
        auth: { user: imap.user, pass: imap.password },
        logger: false,
      });
      await client.connect();
      seen.push((await client.mailboxOpen('INBOX')).uidValidity);
      await client.logout();
    }
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('brings plus-addresses and all desk addresses into one INBOX, one copy a mail, and everybody else into his own', async () => {
    const embedded = await start();
    const to = ['Podrska+tok3n@banka.example', 'kartice@banka.example', 'ana@firma.example', 'stranger@else.example'];
    await send(embedded, mail('to all'), { from: 'marko@banka.example', to });
    const [own, ...more] = embedded.mailboxOf(DESK);
    expect(more).toEqual([]);
    expect(own?.toString()).toMatch(
      /^Return-Path: <marko@banka\.example>\r\nDelivered-To: Podrska\+tok3n@banka\.example\r\nDelivered-To: kartice@/,
    );
    expect(embedded.mailboxOf('ana@firma.example').map(subjectOf)).toEqual(['to all']);
    expect(embedded.mailboxOf('STRANGER@else.example').map(subjectOf)).toEqual(['to all']);
    expect(embedded.mailboxOf('nobody@else.example')).toEqual([]);
  });

  it('lets a person read his own box by IMAP, and nobody without the password', async () => {
    const embedded = await start();
    await send(embedded, mail('za Anu'), { from: DESK, to: ['ana@firma.example'] });
    const { host, port } = embedded.imap;
    const open = (user: string, pass: string) =>
      new ImapFlow({ host, port, secure: false, auth: { user, pass }, logger: false });
    const client = open('ana@firma.example', 'tajna');
    await client.connect();
    await client.mailboxOpen('INBOX');
    const found = await client.fetchOne('1', { envelope: true, bodyStructure: true });
    expect(found !== false && found?.envelope?.subject).toBe('za Anu');
    await client.logout();
    for (const [user, pass] of [
      ['ana@firma.example', 'wrong'],
      ['stranger@else.example', 'tajna'],
    ] as const) {
      await expect(open(user, pass).connect()).rejects.toThrow();
    }
  });

  it('says who logged in, and lets nobody else say so', async () => {
    const embedded = await start();
    const forged = `Authentication-Results: ${AUTHSERV_ID};\r\n auth=pass smtp.auth=marko@banka.example\r\n`;
    const raw = Buffer.concat([Buffer.from(forged), mail('forged')]);
    await send(embedded, raw, { from: 'eve@evil.example', to: [DESK] });
    await send(embedded, raw, { from: 'marko@banka.example', to: [DESK] }, 'marko@banka.example');
    const [bad, good] = embedded.mailboxOf(DESK).map(String);
    expect(bad).not.toMatch(/auth=pass/);
    expect(good?.match(/auth=pass/g)).toHaveLength(1);
    expect(good).toMatch(
      /Delivered-To: \S+\r\nAuthentication-Results: spoc\.embedded; auth=pass smtp\.auth=marko@banka\.example\r\nReceived: /,
    );
    await expect(send(embedded, raw, { from: 'x@evil.example', to: [DESK] }, 'x@evil.example')).rejects.toThrow(/535/);
  });

  it('is bounded: a full box asks to try later, mail that was dealt with makes room', async () => {
    const embedded = await start({ limits: { mails: 2, boxes: 4 } });
    for (const subject of ['one', 'two']) await send(embedded, mail(subject), { from: 'a@b.example', to: [DESK] });
    await expect(send(embedded, mail('three'), { from: 'a@b.example', to: [DESK] })).rejects.toThrow(/452/);
    const { imap } = embedded;
    const client = new ImapFlow({
      ...imap,
      secure: false,
      auth: { user: imap.user, pass: imap.password },
      logger: false,
    });
    await client.connect();
    await client.mailboxOpen('INBOX');
    await client.messageMove('1', 'Trash');
    await client.logout();
    await send(embedded, mail('three'), { from: 'a@b.example', to: [DESK] });
    expect(embedded.mailboxOf(DESK).map(subjectOf)).toEqual(['two', 'three']);
    await send(embedded, mail('x'), { from: 'a@b.example', to: ['1@x.example', '2@x.example'] });
    await expect(send(embedded, mail('x'), { from: 'a@b.example', to: ['3@x.example'] })).rejects.toThrow(/452/);
  });

  it('survives mail that its MIME parser cannot take', async () => {
    const embedded = await start();
    const nested = `Content-Type: multipart/mixed; boundary=""\r\nContent-Type\r\n: x\r\n\r\n--\r\n`.repeat(50);
    for (const raw of ['\r\n', nested, 'Content-Type: message/rfc822\r\n\r\n'.repeat(2_000)]) {
      embedded.deliver(Buffer.from(raw), DESK);
    }
    const { imap } = embedded;
    const client = new ImapFlow({
      ...imap,
      secure: false,
      auth: { user: imap.user, pass: imap.password },
      logger: false,
    });
    await client.connect();
    await client.mailboxOpen('INBOX');
    await client.fetchAll('1:*', { envelope: true, bodyStructure: true }).catch(() => undefined);
    const sources = await client.fetchAll('1:*', { source: true });
    expect(sources.map((one) => one.source?.toString())).toContain(nested);
    await client.logout();
  });
});

describe('withTrace', () => {
  const at = new Date('2026-11-22T10:00:00Z');
  const mailFrom = (login?: string) => ({
    recipients: ['d@x.example'],
    from: 'a@b.example',
    login,
    helo: 'pc',
    id: '1',
    at,
  });
  const bodyOf = (raw: Buffer): string => {
    const text = raw.toString('latin1');
    return text.slice(text.indexOf('+0000\r\n') + 7);
  };

  it.each([
    ['one alone', 'Authentication-Results: spoc.embedded; auth=pass\r\n\r\nbody', '\r\nbody'],
    ['the last field', 'A: 1\r\nauthentication-results : SPOC.embedded ; x\r\n\r\nbody', 'A: 1\r\n\r\nbody'],
    [
      'folded, with a comment',
      'Authentication-Results:\r\n (hm) spoc.embedded;\r\n\tauth=pass\r\nB: 2\r\n\r\nbody',
      'B: 2\r\n\r\nbody',
    ],
    ['with bare line feeds', 'A: 1\nAuthentication-Results: "spoc.embedded"; x\nB: 2\n\nbody', 'A: 1\nB: 2\n\nbody'],
    [
      'another server’s stays',
      'Authentication-Results: mx.example; dkim=pass\r\n\r\nb',
      'Authentication-Results: mx.example; dkim=pass\r\n\r\nb',
    ],
    [
      'in the body it stays',
      'A: 1\r\n\r\nAuthentication-Results: spoc.embedded; x\r\n',
      'A: 1\r\n\r\nAuthentication-Results: spoc.embedded; x\r\n',
    ],
    ['without a body', 'A: 1\r\nAuthentication-Results: spoc.embedded; x', 'A: 1\r\n'],
  ])('takes forged results out: %s', (_name, raw, expected) => {
    expect(bodyOf(withTrace(Buffer.from(raw), mailFrom()))).toBe(expected);
  });

  it('lets nothing of the envelope start a line', () => {
    const raw = withTrace(Buffer.from('A: 1\r\n\r\n'), { ...mailFrom('x@y.example\r\nEvil: 1'), helo: 'a\nEvil: 2' });
    expect(raw.toString()).not.toMatch(/^Evil/m);
  });
});
