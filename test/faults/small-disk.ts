/**
 * Fills a real disk: the built gateway works on a small ext4 of its own until that is full, is killed while it is, and goes on once there is room.
 * `npx tsx test/faults/small-disk.ts [MAILS]`, after `npm run build`; needs Dovecot, Postfix, and root that may mount. Ends with 1 when a law does not hold.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayStatus } from '../../src/intake/control.ts';
import { openForReading } from '../../src/store/open.ts';
import { handedOver } from './campaign.ts';
import { Crowd } from './crowd.ts';
import { examineAll } from './laws.ts';
import { begin, MAIN } from './life.ts';
import { seeded } from './plan.ts';
import { setStage } from './stage.ts';

const MEGABYTE = 1024 * 1024;
const DISK = 256 * MEGABYTE;
/** Bytes that are left to the gateway at first. */
const LEFT = 16 * MEGABYTE;
const PATIENCE = 600_000;
const mails = Number(process.argv[2] ?? 200);

const stage = await setStage();
const image = join(stage.folder, 'disk.img');
writeFileSync(image, '');
truncateSync(image, DISK);
execFileSync('mkfs.ext4', ['-q', '-m', '0', image]);
execFileSync('mount', ['-o', 'loop', image, stage.data]);
try {
  rmSync(join(stage.data, 'lost+found'), { recursive: true });
  execFileSync('chmod', ['0700', stage.data]);
  const free = (): number => {
    const { bavail, bsize } = statfsSync(stage.data);
    return bavail * bsize;
  };
  mkdirSync(join(stage.data, 'blobs'), { mode: 0o700 });
  const ballast = join(stage.data, 'ballast');
  execFileSync('fallocate', ['-l', `${free() - LEFT}`, ballast]);

  const crowd = new Crowd(seeded(1));
  const counts = async () => {
    const store = await openForReading(stage.data);
    try {
      const { received, waiting } = await store.read.ledgerCounts();
      const { queued, sending } = await store.read.outboxCounts();
      return { received, waiting, unsent: queued + sending };
    } finally {
      await store.close();
    }
  };
  const until = async (what: string, is: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + PATIENCE;
    while (!(await is().catch(() => false))) {
      if (performance.now() > end) throw new Error(`${what} did not come about: ${JSON.stringify(await counts())}`);
      await sleep(100);
    }
  };
  const state = async () => (await gatewayStatus(stage.data)).disk.state;
  const doctor = (): string => {
    const args = [MAIN, 'doctor', '--quick', '--config', stage.configuration];
    try {
      return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...stage.environment } });
    } catch (error) {
      return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    }
  };

  const first = begin(stage);
  await first.runs;
  while ((await state()) === 'fine' && crowd.fed.length < mails) {
    await stage.feed(crowd.writes());
    await stage.show(crowd);
    await sleep(20);
  }
  await until('a full disk', async () => (await state()) === 'full');
  console.log(`full after ${crowd.fed.length} mails, ${free()} bytes free: ${JSON.stringify(await counts())}`);
  console.log(
    doctor()
      .match(/^wrong.*\n.*$/gm)
      ?.join('\n'),
  );
  const taken = (await counts()).received;
  while (crowd.fed.length < mails) await stage.feed(crowd.writes());
  await sleep(5_000);
  console.log(`${crowd.fed.length} mails have come; taken in while it is full: ${(await counts()).received - taken}`);

  first.kill('SIGKILL');
  await first.ended;
  const handed = await handedOver(stage);
  const second = begin(stage);
  await second.runs;
  await sleep(3_000);
  console.log(`killed and started while it is full: ${JSON.stringify(await counts())}, ${await state()}`);

  rmSync(ballast);
  const room = performance.now();
  await until('all mail taken and sent', async () => {
    const { received, waiting, unsent } = await counts();
    return received === mails && waiting + unsent === 0 && (await stage.deskFolder('INBOX')).length === 0;
  });
  console.log(`room was made: all ${mails} done after ${((performance.now() - room) / 1000).toFixed(1)} s`);
  await sleep(2_000);
  second.kill('SIGTERM');
  console.log('ended', JSON.stringify(await second.ended));
  const findings = await examineAll(stage, crowd.fed, [handed]);
  console.log(JSON.stringify(findings, undefined, 1));
  process.exitCode = findings.wrong.length === 0 ? 0 : 1;
} finally {
  execFileSync('umount', ['-l', stage.data]);
  await stage.stop();
}
