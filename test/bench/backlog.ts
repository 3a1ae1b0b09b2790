/**
 * What a gateway does that finds a full mailbox when it starts: `npx tsx test/bench/backlog.ts [MAILS]`, after `npm run build`; 10,000 when nothing
 * is said. Of more, 10,000 wait at a time: what Dovecot does for each move grows with its Maildir. Prints how far it is and how much memory it holds, again and again, and at the end whether all was taken in oldest first.
 */
import { readFileSync } from 'node:fs';
import { chown, mkdir, readdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { newMails } from './ordinary-mail.ts';
import { cpuOf, peakOf, put, setBench, startSpoc } from './stage.ts';

/** Debian's user for mail, as whom Dovecot works. */
const MAIL = 8;
/** Milliseconds between two lines. */
const EVERY = 10_000;
const MINUTE = 60_000;
const AT_A_TIME = 10_000;
const total = Number(process.argv[2] ?? 10_000);

const stage = await setBench();
try {
  const inbox = stage.dovecot.pathOf('spoc1');
  for (const folder of [join(inbox, '..'), inbox, ...['cur', 'new', 'tmp'].map((part) => join(inbox, part))]) {
    await mkdir(folder, { recursive: true });
    await chown(folder, MAIL, MAIL);
  }
  const begin = Date.now() - total * MINUTE;
  let fed = 0;
  const feed = async (count: number): Promise<void> => {
    const mails = newMails('2 KB plain', count, fed).map((mail, at) =>
      Buffer.concat([Buffer.from(`X-Backlog: ${fed + at + 1}\r\n`), mail]),
    );
    for (const name of await put(inbox, mails)) {
      const seconds = (begin + fed * MINUTE) / 1_000;
      await utimes(join(inbox, 'tmp', name), seconds, seconds);
      await rename(join(inbox, 'tmp', name), join(inbox, 'new', name));
      fed += 1;
    }
  };
  await feed(Math.min(total, AT_A_TIME));
  console.log(`${fed} mails wait, a minute between each`);

  const data = join(stage.folder, 'data');
  const started = performance.now();
  const gateway = await startSpoc(stage, { data });
  const db = new Database(join(data, 'spoc.db'), { readonly: true });
  const count = (name: string) => Number(db.prepare('SELECT n FROM counts WHERE name = ?').pluck().get(name) ?? 0);
  const memory: number[] = [];
  for (let done = 0, line = 0; done < total; ) {
    await sleep(250);
    done = count('ledger:received') - count('ledger:waiting');
    if (fed < total && fed - done < AT_A_TIME / 2) await feed(Math.min(total - fed, AT_A_TIME / 2));
    if (performance.now() - started < line * EVERY && done < total) continue;
    line += 1;
    const rss = memoryOf(gateway.child.pid);
    memory.push(rss);
    const sent = await stage.sink.taken();
    const seconds = Math.round((performance.now() - started) / 1_000);
    console.log(`${seconds} s: ${count('ledger:received')} taken in, ${done} decided, ${sent} sent, ${rss} MB`);
  }
  while ((await stage.sink.taken()) < total || (await left(inbox)) > 0 || !gateway.idle()) await sleep(250);
  const took = (performance.now() - started) / 1_000;

  // Ids are given as mails come in, moments as they are decided: both by age.
  const rows = db
    .prepare('SELECT id, uid, arrived_at AS arrived, settled_at AS settled FROM ledger ORDER BY id')
    .all() as {
    readonly uid: number;
    readonly arrived: number;
    readonly settled: number;
  }[];
  const turned = (of: 'uid' | 'arrived' | 'settled') =>
    rows.filter((row, at) => at > 0 && row[of] < (rows[at - 1]?.[of] ?? 0)).length;
  const half = memory.slice(0, Math.ceil(memory.length / 2));
  console.log(
    JSON.stringify({
      mails: rows.length,
      seconds: Math.round(took),
      perSecond: Math.round(total / took),
      cpuMsPerMail: Math.round((cpuOf(gateway.child) / total) * 10) / 10,
      // Dovecot numbers what is fed meanwhile by the order in which it finds it.
      takenInAgainstUids: turned('uid'),
      takenInOutOfOrder: turned('arrived'),
      decidedOutOfOrder: turned('settled'),
      peakMb: peakOf(gateway.child),
      mostInFirstHalfMb: Math.max(...half),
      mostInSecondHalfMb: Math.max(...memory.slice(half.length - 1)),
    }),
  );
  db.close();
  await gateway.stop();
} finally {
  await stage.stop();
}

function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function left(maildir: string): Promise<number> {
  return (await Promise.all(['new', 'cur'].map((part) => readdir(join(maildir, part))))).flat().length;
}
