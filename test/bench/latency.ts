/**
 * How soon an answer leaves: from the moment that the IMAP server tells of a mail (EXISTS, seen on its way through a proxy) until SMTP has accepted the confirmation.
 * `npm run bench:latency [-- --mails 100] [--load 0.5]`: first on an idle gateway, one mail at a time; then with so much of the greatest rate coming in all the time, from
 * the delivery into the Maildir, in which up to half a second is Dovecot's. Needs Dovecot, installed, and root.
 */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { dovecotAvailable } from '../servers/dovecot.ts';
import { newMails } from './ordinary-mail.ts';
import { deliver, measure, setBench, startSpoc } from './stage.ts';

const { values } = parseArgs({
  options: { mails: { type: 'string', default: '100' }, load: { type: 'string', default: '0.5' } },
});
if (!(await dovecotAvailable())) {
  console.error('Dovecot is needed, installed, and root to start it');
  process.exit(1);
}
const MAILS = Number(values.mails);
/** Milliseconds between two mails to an idle gateway, beyond its answer. */
const PAUSE = 50;

const stage = await setBench();
let told = 0;
const proxy = createServer((client) => {
  const server = connect(stage.dovecot.imapPort, '127.0.0.1');
  for (const one of [client, server]) one.on('error', () => undefined).setNoDelay(true);
  client.pipe(server);
  server.on('data', (chunk: Buffer) => {
    if (/^\* \d+ EXISTS/m.test(chunk.toString('latin1'))) told = Date.now();
    client.write(chunk);
  });
  server.on('close', () => client.destroy());
  client.on('close', () => server.destroy());
});
await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
const address = proxy.address();
const imapPort = typeof address === 'object' && address !== null ? address.port : 0;

function row(name: string, took: readonly number[]): Record<string, string | number> {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { what: name, mails: took.length, 'median ms': at(0.5), 'p99 ms': at(0.99), 'most ms': sorted.at(-1) ?? 0 };
}

try {
  const subject = await startSpoc({ ...stage, dovecot: { ...stage.dovecot, imapPort } });
  try {
    await measure(stage, subject, newMails('2 KB plain', 800, 0));
    const warm = await measure(stage, subject, newMails('2 KB plain', 800, 4_000_000));
    const results: Record<string, string | number>[] = [];
    const idle: number[] = [];
    for (const mail of newMails('2 KB plain', MAILS, 1_000_000)) {
      const before = await stage.sink.taken();
      const [name] = await deliver(stage, subject, [mail]);
      if (name === undefined) throw new Error('a mail was not delivered');
      while ((await stage.sink.taken()) === before) await sleep(2);
      idle.push(Math.max(0, (await stage.sink.last()) - told));
      await sleep(PAUSE);
    }
    results.push(row('idle: from the notice to the confirmation', idle));

    const rate = warm.perSecond * Number(values.load);
    stage.sink.keep();
    const begun = new Map<string, number>();
    const all = Math.max(MAILS, Math.round(rate * 10));
    const started = performance.now();
    for (const [nth, mail] of newMails('2 KB plain', all, 2_000_000).entries()) {
      const wait = (nth / rate) * 1_000 - (performance.now() - started);
      if (wait > 0) await sleep(wait);
      begun.set(`client${2_000_000 + nth}@`, Date.now());
      await deliver(stage, subject, [mail]);
    }
    await measure(stage, subject, newMails('2 KB plain', 1, 3_000_000));
    const took = (await stage.sink.arrivals()).flatMap(({ head, at }) => {
      const since = begun.get(/client\d+@/.exec(/^To:.*$/im.exec(head)?.[0] ?? '')?.[0] ?? '');
      return since === undefined ? [] : [at - since];
    });
    results.push(row(`${Math.round(rate)} mails/s: from the delivery to the confirmation`, took));
    console.table(results);
    console.log(JSON.stringify({ bench: 'latency', load: Number(values.load), results }));
  } finally {
    await subject.stop();
  }
} finally {
  proxy.close();
  await stage.stop();
}
