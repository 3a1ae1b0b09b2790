/**
 * What grows with what is remembered: `npm run bench:scale [-- --sizes 10000,100000] [--mails 400]`. A store of so many tickets with five messages each is made by copying
 * (`multiply.ts`); then come the rate of intake with the search index complete, and what people and mails ask. In one process, without servers. 1000000 takes long.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ContactId, MessageKey, TicketId } from '../../src/desk/ids.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import { DATA, type InProcess, startInProcess } from './in-process.ts';
import { MESSAGES, multiply } from './multiply.ts';
import { newMails, VOCABULARY } from './ordinary-mail.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '10000,100000' }, mails: { type: 'string', default: '400' } },
});
/** Tickets that are copied. */
const SEEDS = 500;
const ASKED = 300;
let made = 0;

function fresh(count: number): readonly Buffer[] {
  const from = 50_000_000 + made;
  made += count;
  return newMails('2 KB plain', count, from);
}

/** The median and the 99th percentile of what so many calls take, milliseconds. */
async function times(ask: (nth: number) => Promise<unknown>): Promise<string> {
  const took: number[] = [];
  for (let nth = 0; nth < ASKED; nth++) {
    const begun = performance.now();
    await ask(nth);
    took.push(performance.now() - begun);
  }
  took.sort((a, b) => a - b);
  return [0.5, 0.99].map((part) => (took[Math.floor(ASKED * part)] ?? 0).toFixed(2)).join(' / ');
}

async function measured(gateway: InProcess, tickets: number): Promise<Record<string, number | string>> {
  const { read } = gateway.store;
  const ticket = (nth: number) => (1 + ((nth * 7919) % tickets)) as TicketId;
  await gateway.take(fresh(200));
  const count = Number(values.mails);
  const rates: number[] = [];
  for (let part = 0; part < 4; part++) rates.push((count / 4 / (await gateway.take(fresh(count / 4)))) * 1_000);
  return {
    'mails/s': Math.round(rates.sort((a, b) => a - b)[2] ?? 0),
    list: await times(() => read.tickets({ status: ['new'], limit: 50 })),
    show: await times(async (nth) => {
      await read.ticketFacts([ticket(nth)]);
      await read.messages(ticket(nth));
    }),
    search: await times((nth) =>
      read.search(`${VOCABULARY[(nth * 31) % VOCABULARY.length]} ${VOCABULARY[(nth * 17) % VOCABULARY.length]}`, 20),
    ),
    'one word': await times((nth) => read.search(VOCABULARY[(nth * 31) % VOCABULARY.length] ?? '', 20)),
    thread: await times(async (nth) => {
      const id = (await read.message((1 + ((nth * 104_729) % (tickets * MESSAGES))) as MessageKey))?.messageId;
      const ids = [id ?? ('none@example.net' as MessageId)];
      await read.receivedOn(ids);
      await read.citations([`t${nth}`], ids, 'a@example.net', new Date(), 1e12);
      await read.seenIds(ticket(nth), `client${nth}@example.net`, 20);
      await read.contact(ticket(nth) as number as ContactId);
    }),
    timers: await times(() => read.dueTimers(new Date(), 100)),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'spoc-scale-'));
const results: Record<string, string | number>[] = [];
try {
  let gateway = await startInProcess(folder);
  await gateway.take(fresh(SEEDS));
  results.push({ tickets: SEEDS, ...(await measured(gateway, SEEDS)) });
  await gateway.close();
  for (const tickets of values.sizes.split(',').map(Number)) {
    const begun = performance.now();
    multiply(join(folder, DATA), SEEDS, tickets);
    const loaded = performance.now();
    gateway = await startInProcess(folder);
    const started = performance.now();
    results.push({
      tickets,
      ...(await measured(gateway, tickets)),
      'start ms': started - loaded,
      'made in s': (loaded - begun) / 1_000,
    });
    await gateway.close();
    console.error(JSON.stringify(results.at(-1)));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const rounded = results.map((row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toFixed(2)) : value]),
  ),
);
console.table(rounded);
console.log(JSON.stringify({ bench: 'scale', messages: MESSAGES, ms: 'median / p99', results: rounded }));
