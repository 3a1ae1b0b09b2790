/**
 * What grows with what is remembered: `npm run bench:scale [-- --sizes 10000,100000,1000000] [--mails 400]`. A store of so many tickets with five messages each is made by copying
 * (`multiply.ts`); then come the rate of intake with the search index complete, and what people, mails and the gateway itself ask. In one process, without servers. A million tickets need
 * 25 GB and some ten minutes of a processor. Times are of the processor: what other work on the machine costs does not count.
 */
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import type { ClientId, ContactId, DeskId, MessageKey, TicketId } from '../../src/desk/ids.ts';
import { termsOf } from '../../src/desk/similar/terms.ts';
import type { MessageId } from '../../src/mail/mail.ts';
import { DATA, type InProcess, startInProcess } from './in-process.ts';
import { AGENTS, CLIENTS, MESSAGES, multiply, ORDER } from './multiply.ts';
import { newMails, VOCABULARY } from './ordinary-mail.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '10000,100000' }, mails: { type: 'string', default: '400' } },
});
/** Tickets that are copied. */
const SEEDS = 500;
const ASKED = 300;
const OPEN = ['new', 'open', 'pending', 'on-hold'] as const;
const DESK = 'support' as DeskId;
const DAY = 86_400_000;
let made = 0;

function fresh(count: number): readonly Buffer[] {
  const from = 50_000_000 + made;
  made += count;
  return newMails('2 KB plain', count, from);
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The median and the 99th percentile of the processor time that so many calls take, and the 99th of what they take by the clock, milliseconds. */
async function times(ask: (nth: number) => Promise<unknown>, count = ASKED): Promise<string> {
  const took: number[] = [];
  const waited: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    const [begun, at] = [processorTime(), performance.now()];
    await ask(nth);
    took.push(processorTime() - begun);
    waited.push(performance.now() - at);
  }
  const part = (all: number[], of: number) => (all.sort((a, b) => a - b)[Math.floor(count * of)] ?? 0).toFixed(2);
  return `${part(took, 0.5)} / ${part(took, 0.99)} (${part(waited, 0.99)})`;
}

const word = (nth: number) => VOCABULARY[nth % VOCABULARY.length] ?? '';

async function measured(gateway: InProcess, tickets: number): Promise<Record<string, number | string>> {
  const { read } = gateway.store;
  const ticket = (nth: number) => (1 + ((nth * 7919) % tickets)) as TicketId;
  await gateway.take(fresh(200));
  const count = Number(values.mails);
  const rates: number[] = [];
  const costs: number[] = [];
  for (let part = 0; part < 4; part++) {
    const begun = processorTime();
    rates.push((count / 4 / (await gateway.take(fresh(count / 4)))) * 1_000);
    costs.push((processorTime() - begun) / (count / 4));
  }
  return {
    'mails/s': Math.round(rates.sort((a, b) => a - b)[2] ?? 0),
    'ms a mail': costs.sort((a, b) => a - b)[1] ?? 0,
    'list, a desk’s open': await times(() => read.tickets({ desk: DESK, status: OPEN, limit: 50 })),
    'list, an agent’s': await times((nth) =>
      read.tickets({ assignee: `agent${nth % AGENTS}` as never, status: OPEN, limit: 50 }),
    ),
    'list, a client’s': await times((nth) => read.tickets({ client: (1 + (nth % CLIENTS)) as ClientId, limit: 50 })),
    'list, all': await times(() => read.tickets({ limit: 50 })),
    'list, waiting': await times(() => read.waitingList(DESK)),
    show: await times(async (nth) => {
      await read.ticketFacts([ticket(nth)]);
      await read.messages(ticket(nth));
    }),
    'search, two words': await times((nth) => read.search(`${word(nth * 31)} ${word(nth * 17)}`, 20)),
    'search, one word': await times((nth) => read.search(word(nth * 31), 20)),
    'search, two letters': await times((nth) => read.search(word(nth * 31).slice(0, 2), 20)),
    'search, five letters': await times((nth) => read.search(word(nth * 31).slice(0, 5), 20)),
    'search, everywhere': await times((nth) => read.search(nth % 2 === 0 ? 'order' : 'support', 20)),
    'search, a number': await times((nth) => read.search(String(ORDER + ticket(nth)), 20)),
    'search, its beginning': await times((nth) => read.search(String(ORDER + ticket(nth)).slice(0, 6), 20)),
    thread: await times(async (nth) => {
      const id = (await read.message((1 + ((nth * 104_729) % (tickets * MESSAGES))) as MessageKey))?.messageId;
      const ids = [id ?? ('none@example.net' as MessageId)];
      await read.receivedOn(ids);
      await read.citations([`t${nth}`], ids, 'a@example.net', new Date(), 1e12);
      await read.seenIds(ticket(nth), `client${nth}@example.net`, 20);
      await read.contact(ticket(nth) as number as ContactId);
    }),
    'like it': await times(async (nth) => {
      const text = (await read.messages(ticket(nth)))[0]?.shown ?? '';
      await read.earlierLike({ contacts: [], clients: [(1 + (nth % CLIENTS)) as ClientId] }, () =>
        termsOf(text).map(({ stem }) => stem),
      );
    }),
    timers: await times(async () => {
      await read.dueTimers(new Date(), 100);
      await read.nextTimerAt();
    }),
    'a minute’s look': await times(async () => {
      const at = new Date();
      await read.ledgerRows({ limit: 1 });
      await read.waiting(at, 1, 1);
      await read.ledgerCounts();
      await read.outboxCounts();
      await read.oldestQueued(at);
      await read.nextOutboxAt();
      await read.nextRetryAt();
      await read.forOperator(1);
      await read.lastTold();
      await read.unacknowledged('box' as never, 'INBOX', 1n, 100);
    }),
    'open, step': await times((nth) => read.openTickets(nth % 2 === 0 ? undefined : (tickets as TicketId), 25)),
    'a night’s walk': await times(() => read.forgettable(new Date(Date.now() - 365 * DAY), 20), 5),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'spoc-scale-'));
const data = join(folder, DATA);
const results: Record<string, string | number>[] = [];
try {
  let gateway = await startInProcess(folder);
  await gateway.take(fresh(SEEDS));
  results.push({ tickets: SEEDS, ...(await measured(gateway, SEEDS)) });
  await gateway.close();
  for (const tickets of values.sizes.split(',').map(Number)) {
    const begun = processorTime();
    multiply(data, SEEDS, tickets);
    const [loaded, loading] = [performance.now(), processorTime() - begun];
    gateway = await startInProcess(folder);
    const [started, starting] = [performance.now(), processorTime() - begun - loading];
    results.push({
      tickets,
      ...(await measured(gateway, tickets)),
      'start ms': `${starting.toFixed(0)} (${(started - loaded).toFixed(0)})`,
      'made in s': loading / 1_000,
      GB: statSync(join(data, 'spoc.db')).size / 1e9,
    });
    await gateway.close();
    console.error(JSON.stringify(results.at(-1)));
  }
  const db = new Database(join(data, 'spoc.db'), { readonly: true });
  const plan = db.prepare('EXPLAIN QUERY PLAN SELECT * FROM timers WHERE next_try <= ? ORDER BY next_try, ticket, key');
  console.log((plan.all(0) as { readonly detail: string }[]).map(({ detail }) => `due timers: ${detail}`).join('\n'));
  db.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
const names = [...new Set(results.flatMap((row) => Object.keys(row)))];
const shown = (cell: string | number | undefined) => (typeof cell === 'number' ? Number(cell.toFixed(2)) : cell);
console.table(Object.fromEntries(names.map((name) => [name, results.map((row) => shown(row[name]))])));
console.log(JSON.stringify({ bench: 'scale', messages: MESSAGES, ms: 'median / p99 (p99 by the clock)', results }));
