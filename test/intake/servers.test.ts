import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenLmtp } from '../../src/intake/lmtp.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { POSTFIX_AUTHSERV_ID, type Postfix, startPostfix } from '../servers/postfix.ts';
import { serverSuite } from '../servers/suite.ts';
import { accountOf, mail, readerFor, SILENT, type TestStore, testStore } from './imap/desk.ts';

const SOON = { timeout: 20_000, interval: 20 };

await serverSuite('mail through Postfix', ['postfix', 'dovecot'], () => {
  let desk: TestStore;
  let releases: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    desk = await testStore();
    releases = [() => desk.forget()];
  });
  afterEach(async () => {
    for (const release of releases.toReversed()) await release();
  });

  async function dovecot(): Promise<Dovecot> {
    const started = await startDovecot();
    releases.push(() => started.stop());
    return started;
  }

  async function postfix(lmtpPort: number): Promise<Postfix> {
    const started = await startPostfix({ domains: ['desk.test'], lmtpPort, authenticated: ['marko@desk.test'] });
    releases.push(() => started.stop());
    return started;
  }

  async function send(port: number, from: string, to: string, subject: string): Promise<void> {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    await transport.sendMail({ envelope: { from, to }, raw: mail(subject) }).finally(() => transport.close());
  }

  it('goes by LMTP and Dovecot and IDLE to the ledger, with the receiver’s word on who logged in', async () => {
    const { host, imapPort, lmtpPort, password, maildir } = await dovecot();
    const { port } = await postfix(lmtpPort);
    const box = { host, port: imapPort, user: 'podrska@desk.test', password, forget: async () => undefined };
    const reader = readerFor(desk, accountOf(box, { after: { kind: 'move', folder: 'Spoc/Done' } }));
    releases.push(() => reader.close());
    void reader.run();
    await vi.waitFor(() => expect(reader.status().state).toBe('listening'), SOON);

    await send(port, 'ana@firma.test', 'podrska+t0ken@desk.test', 'by Ana');
    await vi.waitFor(async () => expect(await desk.subjects()).toEqual(['by Ana']), SOON);
    await send(port, 'marko@desk.test', 'podrska@desk.test', 'by Marko');
    await vi.waitFor(async () => expect(await desk.subjects()).toEqual(['by Ana', 'by Marko']), SOON);

    const [ana, marko] = await Promise.all((await desk.rows()).map(async (row) => (await desk.raw(row)).toString()));
    expect(ana).toMatch(/^Delivered-To: podrska\+t0ken@desk\.test$/m);
    expect(ana).not.toMatch(/auth=pass/);
    expect(marko).toContain(`Authentication-Results: ${POSTFIX_AUTHSERV_ID}; auth=pass smtp.auth=marko@desk.test`);

    await desk.settle();
    reader.poke();
    await vi.waitFor(async () => expect(await maildir('podrska', 'Spoc/Done')).toHaveLength(2), SOON);
    expect(await maildir('podrska')).toEqual([]);
    await expect(send(port, 'ana@firma.test', 'someone@example.com', 'out')).rejects.toThrow(/554/);
  });

  it('goes straight to our LMTP listener, and waits in the queue while we cannot keep it', async () => {
    let full = true;
    const keeper = {
      ...desk.keeper,
      keep: (...args: Parameters<typeof desk.keeper.keep>) =>
        full ? Promise.reject(new Error('disk full')) : desk.keeper.keep(...args),
    };
    const options = { host: '127.0.0.1', port: 0, mailbox: 'support', keeper, log: SILENT, most: 1_000_000 };
    const listener = await listenLmtp({ ...options, now: () => new Date() });
    releases.push(() => listener.close());
    const { port, flush } = await postfix(listener.port);
    await send(port, 'ana@firma.test', 'podrska@desk.test', 'waits');
    full = false;
    await vi.waitFor(async () => {
      await flush();
      expect(await desk.subjects()).toEqual(['waits']);
    }, SOON);
    expect((await desk.rows())[0]?.source).toEqual({
      kind: 'lmtp',
      mailbox: 'support',
      recipient: 'podrska@desk.test',
    });
  });
});
