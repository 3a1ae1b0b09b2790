/**
 * Many mailboxes in one process: `npm run bench:mailboxes [-- --boxes 200] [--busy 1000]`. What they cost while nothing comes; then one gets many mails at once, and each of twenty
 * others one mail: how long these wait for their confirmation. Needs Dovecot, installed, and root.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
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
  const subject = await startSpoc(stage, { mailboxes: users });
  try {
    const ready = (user: string) => existsSync(join(stage.dovecot.pathOf(user), 'tmp'));
    while (!users.every(ready)) await sleep(50);
    const connected = performance.now() - begun;
    await sleep(5_000);
    const before = cpuOf(subject.child);
    await sleep(WATCHED);
    const idle = (cpuOf(subject.child) - before) / WATCHED;

    stage.sink.keep();
    const busy = newMails('2 KB plain', BUSY, 1);
    const taken = await stage.sink.taken();
    await deliver(stage, subject, busy);
    await sleep(1_000);
    const sent = Date.now();
    const others = newMails('2 KB plain', OTHERS, 5_000_000);
    for (const [nth, user] of users.slice(0, OTHERS).entries())
      await deliver(stage, { user }, others.slice(nth, nth + 1));
    while ((await stage.sink.taken()) - taken < BUSY + OTHERS) await sleep(20);
    const arrivals = await stage.sink.arrivals();
    const waited = arrivals.filter(({ head }) => /^To:.*client500\d{4}@/im.test(head)).map(({ at }) => at - sent);
    const last = Math.max(...arrivals.map(({ at }) => at)) - sent;
    const results = [
      {
        mailboxes: BOXES + 1,
        'connected after s': Number((connected / 1_000).toFixed(1)),
        'idle cpu %': Number((idle * 100).toFixed(2)),
        'others waited, median ms': waited.toSorted((a, b) => a - b)[Math.floor(waited.length / 2)] ?? 0,
        'others waited, most ms': Math.max(0, ...waited),
        'busy one done after ms': last,
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
