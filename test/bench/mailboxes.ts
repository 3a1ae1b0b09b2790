/**
 * Many mailboxes in one process: `npm run bench:mailboxes [-- --boxes 200] [--busy 1000]`. What they cost while nothing comes; then one gets many mails at once, and each of twenty
 * others one mail: how long these wait for their confirmation. Needs Dovecot, installed, and root.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { dovecotAvailable } from '../servers/dovecot.ts';
import { newMails } from './ordinary-mail.ts';
import { cpuOf, deliver, peakOf, setBench, startSpoc } from './stage.ts';

const { values } = parseArgs({
  options: { boxes: { type: 'string', default: '200' }, busy: { type: 'string', default: '1000' } },
});
if (!(await dovecotAvailable())) {
  console.error('Dovecot is needed, installed, and root to start it');
  process.exit(1);
}
const BOXES = Number(values.boxes);
const BUSY = Number(values.busy);
const OTHERS = Math.min(20, BOXES);
/** How long idleness is watched, milliseconds. */
const WATCHED = 20_000;
/** Dovecot's own limits suit a tenth as many. */
const LIMITS = 'default_process_limit = 1000\ndefault_client_limit = 4000\nservice imap {\n  process_limit = 1000\n}\n';

const stage = await setBench(LIMITS);
try {
  const users = Array.from({ length: BOXES }, (_, nth) => `many${nth + 1}`);
  const begun = performance.now();
  const data = join(stage.folder, 'data');
  const subject = await startSpoc(stage, { mailboxes: users, data });
  try {
    const ready = (user: string) => existsSync(join(stage.dovecot.pathOf(user), 'tmp'));
    while (!users.every(ready)) await sleep(50);
    const connected = performance.now() - begun;
    await sleep(5_000);
    const before = cpuOf(subject.child);
    await sleep(WATCHED);
    const idle = (cpuOf(subject.child) - before) / WATCHED;

    stage.sink.keep();
    const cpu = cpuOf(subject.child);
    const busy = newMails('2 KB plain', BUSY, 1);
    const taken = await stage.sink.taken();
    await deliver(stage, subject, busy);
    await sleep(1_000);
    const sent = Date.now();
    const others = newMails('2 KB plain', OTHERS, 5_000_000);
    for (const [nth, user] of users.slice(0, OTHERS).entries())
      await deliver(stage, { user }, others.slice(nth, nth + 1));
    while ((await stage.sink.taken()) - taken < BUSY + OTHERS) await sleep(20);
    const spent = (cpuOf(subject.child) - cpu) / (BUSY + OTHERS);
    const arrivals = await stage.sink.arrivals();
    const waited = arrivals.filter(({ head }) => /^To:.*client500\d{4}@/im.test(head)).map(({ at }) => at - sent);
    const last = Math.max(...arrivals.map(({ at }) => at)) - sent;
    const moments = momentsOf(data);
    const results = [
      {
        mailboxes: BOXES + 1,
        'connected after s': Number((connected / 1_000).toFixed(1)),
        'idle cpu %': Number((idle * 100).toFixed(2)),
        'others kept, median ms': median(moments.map(({ kept }) => kept - sent)),
        '… decided': median(moments.map(({ decided }) => decided - sent)),
        '… answered': median(waited),
        '… most': Math.max(0, ...waited),
        'busy one done after ms': last,
        'cpu ms a mail': Number(spent.toFixed(2)),
        'peak MB': peakOf(subject.child),
      },
    ];
    console.table(results);
    console.log(JSON.stringify({ bench: 'mailboxes', busy: BUSY, results }));
  } finally {
    await subject.stop();
  }
} finally {
  await stage.stop();
}

/** When the mails of the others were kept and decided, milliseconds since the epoch. */
function momentsOf(data: string): readonly { readonly kept: number; readonly decided: number }[] {
  const db = new Database(join(data, 'spoc.db'), { readonly: true });
  const rows = db.prepare("SELECT seen_at AS kept, settled_at AS decided FROM ledger WHERE mailbox LIKE 'many%'").all();
  db.close();
  return rows as ReturnType<typeof momentsOf>;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
