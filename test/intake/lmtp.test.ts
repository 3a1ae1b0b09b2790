import { createConnection } from 'node:net';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Keeper } from '../../src/intake/keep.ts';
import { type LmtpListener, type LmtpOptions, listenLmtp } from '../../src/intake/lmtp.ts';
import { mail, SILENT, type TestStore, testStore } from './imap/desk.ts';

const SOON = { timeout: 5_000, interval: 10 };

let desk: TestStore;
let listener: LmtpListener | undefined;
beforeEach(async () => {
  desk = await testStore();
});
afterEach(async () => {
  await listener?.close();
  await desk.forget();
});

async function listen(changes: Partial<LmtpOptions> = {}): Promise<number> {
  const options = { host: '127.0.0.1', port: 0, mailbox: 'support', keeper: desk.keeper, log: SILENT, most: 1_000_000 };
  listener = await listenLmtp({ ...options, now: () => new Date(), ...changes });
  return listener.port;
}

/** Speaks LMTP line by line: each line is sent after the answer to the one before; answers all that the server said. `last` is sent before hanging up. */
function speak(
  port: number,
  lines: readonly string[],
  answers: number,
  last: Buffer = Buffer.alloc(0),
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    const rest = [...lines];
    let said = '';
    socket.on('data', (bytes) => {
      said += bytes.toString();
      const finals = said.match(/^\d{3} /gm)?.length ?? 0;
      const next = finals > lines.length - rest.length ? rest.shift() : undefined;
      if (next !== undefined) socket.write(`${next}\r\n`);
      else if (finals >= answers) socket.end(last);
    });
    socket.on('error', reject).on('close', () => resolve(said));
  });
}

const dialogue = (recipients: readonly string[], raw: Buffer): string[] => [
  'LHLO mx.example',
  'MAIL FROM:<ana@firma.example>',
  ...recipients.map((recipient) => `RCPT TO:<${recipient}>`),
  'DATA',
  `${raw.toString('latin1')}\r\n.`,
];

describe('the LMTP listener', () => {
  it('keeps a mail for each recipient and says so to each', async () => {
    const port = await listen();
    const said = await speak(port, dialogue(['a@desk.example', 'b+tok@desk.example'], mail('two')), 8);
    expect(said.match(/^250 .*kept/gm)).toHaveLength(2);
    const rows = await desk.rows();
    expect(rows.map((row) => row.source)).toEqual([
      { kind: 'lmtp', mailbox: 'support', recipient: 'a@desk.example' },
      { kind: 'lmtp', mailbox: 'support', recipient: 'b+tok@desk.example' },
    ]);
  });

  it('takes a repeated delivery for what it is', async () => {
    const port = await listen();
    for (let times = 0; times < 2; times += 1) {
      expect(await speak(port, dialogue(['a@desk.example'], mail('again')), 6)).toMatch(/250 .*kept/);
    }
    expect(await desk.rows()).toHaveLength(1);
  });

  it('answers 4xx when it cannot be kept now, to each by himself', async () => {
    const keeper: Keeper = {
      ...desk.keeper,
      keep: async (batch) => {
        if (batch.some(({ source }) => source.kind === 'lmtp' && source.recipient.startsWith('full')))
          throw new Error('disk full');
        return desk.keeper.keep(batch);
      },
    };
    const port = await listen({ keeper });
    const said = await speak(port, dialogue(['full@desk.example', 'a@desk.example'], mail('half')), 8);
    expect(said).toMatch(/^452 .*\r\n250 .*kept/m);
    expect(said).not.toMatch(/disk/);
    expect(await desk.rows()).toHaveLength(1);
  });

  it.each([150_000, 600_000])('refuses a mail above %d bytes for good and goes on', async (most) => {
    const port = await listen({ most });
    const lines = dialogue(['a@desk.example'], mail('large', 'x'.repeat(most)));
    expect(await speak(port, lines, 6)).toMatch(/^552 /m);
    expect(await speak(port, dialogue(['a@desk.example'], mail('small')), 6)).toMatch(/250 .*kept/);
    expect(await desk.subjects()).toEqual(['small']);
  });

  it('keeps nothing of a mail whose connection breaks off', async () => {
    const port = await listen();
    const lines = dialogue(['a@desk.example'], mail('half')).slice(0, -1);
    expect(await speak(port, lines, 5, mail('half', 'x'.repeat(400_000)))).toMatch(/^354 /m);
    expect(await speak(port, dialogue(['a@desk.example'], mail('whole')), 6)).toMatch(/kept/);
    expect(await desk.subjects()).toEqual(['whole']);
  });

  it('streams a large mail', async () => {
    const port = await listen({ most: 20_000_000 });
    const raw = mail('large', `${'0123456789'.repeat(7)}\r\n`.repeat(60_000));
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port,
      lmtp: true,
      secure: false,
      ignoreTLS: true,
    });
    await transport.sendMail({ raw, envelope: { from: 'ana@firma.example', to: ['a@desk.example'] } });
    transport.close();
    await vi.waitFor(async () => expect(await desk.rows()).toHaveLength(1), SOON);
    const [row] = await desk.rows();
    expect(row !== undefined && (await desk.raw(row)).length).toBe(raw.length);
  });
});
