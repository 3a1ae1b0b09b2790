import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeskWorld, startDesk } from '../gateway/desk-world.ts';
import { CONFIGURATION } from '../gateway/world.ts';
import { type RealClamd, startRealClamd } from '../servers/clamd.ts';
import { serverSuite } from '../servers/suite.ts';

/** The stand-in of `attachments.test.ts` says what we think that clamd says; this is what it says. */
await serverSuite('Debian’s clamd', ['clamd'], () => {
  let clamd: RealClamd;
  const worlds: DeskWorld[] = [];
  beforeAll(async () => {
    clamd = await startRealClamd('2M');
  });
  afterAll(async () => {
    for (const world of worlds) await world.close();
    await clamd?.stop();
  });

  const desk = async (where: string, more = ''): Promise<DeskWorld> => {
    const world = await startDesk(`${CONFIGURATION}scan: { clamav: '${where}'${more} }\n`);
    worlds.push(world);
    return world;
  };
  const mail = (content: Buffer | string, filename = 'report.txt') => ({
    from: 'ana@client.example',
    to: 'support@spoc.test',
    subject: 'Report',
    text: 'See the file.',
    attachments: [{ filename, content }],
  });

  it.each(['port', 'socket'] as const)('on its %s lets clean mail in and quarantines what is infected', async (way) => {
    const world = await desk(way === 'port' ? `127.0.0.1:${clamd.port}` : clamd.socket);
    const rows = await world.send(
      mail('nothing of interest'),
      mail(`hidden: ${clamd.marker}`),
      // Encoded, packed, and packed in a mail: it is the scanner that unpacks.
      mail(gzipSync(`hidden: ${clamd.marker}`), 'report.gz'),
      mail(`Subject: inner\r\n\r\n${clamd.marker}\r\n`, 'inner.eml'),
      mail(Buffer.alloc(1_000_000, 'large and clean ')),
    );
    const infected = { outcome: 'quarantined', reasons: [`malware: ${clamd.name}`] };
    const clean = { outcome: 'opened' };
    expect(rows).toMatchObject([clean, infected, infected, infected, clean]);
    expect(world.inbox('ana@client.example')).toHaveLength(2);
  });

  it('is told apart from one that refuses a mail for its size, which waits or passes as configured', async () => {
    const waiting = await desk(`127.0.0.1:${clamd.port}`);
    const passing = await desk(`127.0.0.1:${clamd.port}`, ', on_error: pass');
    const large = mail(Buffer.alloc(4_000_000, 'too much for it '));
    const [waits] = await waiting.send(large);
    expect(waits?.outcome).toBeUndefined();
    expect(waits?.lastError).toMatch(/StreamMaxLength|size limit exceeded/);
    const [passed] = await passing.send(large);
    expect(passed?.outcome).toBe('opened');
    expect(passed?.reasons.join()).toMatch(/not scanned: the scanner did not answer: .*(?:StreamMaxLength|size limit)/);
  });

  it('that is stopped lets mail wait until it is there again', async () => {
    const world = await desk(`127.0.0.1:${clamd.port}`);
    await clamd.stop();
    const [waits] = await world.send(mail('while it is away'));
    expect(waits?.outcome).toBeUndefined();
    expect(waits?.lastError).toMatch(/ECONNREFUSED/);
  });
});
