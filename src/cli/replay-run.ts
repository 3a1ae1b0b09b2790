import { resolve } from 'node:path';
import { pino } from 'pino';
import { ledgerOf, reportOf } from '../clock/replay/report.ts';
import { type Replayed, type ReplayOptions, replay } from '../clock/replay/run.ts';
import type { MailboxId, Settings } from '../config/settings.ts';
import type { Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { oneOf } from './given.ts';
import type { ReplayCommandOptions } from './replay.ts';
import { reportLines } from './replay-show.ts';
import { preparedRenderer } from './start-run.ts';
import { moment, plain, say, sayJson } from './terminal.ts';

/** Runs an archive through the configuration and prints what came of it. */
export async function replayArchive(path: string, options: ReplayCommandOptions): Promise<void> {
  const settings = await configured(options.config);
  const ending = interruptible();
  const show = async (replayed: Replayed) => {
    if (options.verbose === true) await eachMail(replayed.store, options.json === true);
    const report = await reportOf(replayed);
    if (options.json === true) sayJson(report);
    else for (const line of reportLines(report)) say(line);
  };
  const run = (registers: Queries | undefined) =>
    replay(
      {
        path: resolve(path),
        settings,
        mailbox: mailboxOf(settings, options.mailbox),
        renderer: preparedRenderer(settings),
        log: pino({ level: 'silent' }),
        trust: options.trust === true,
        from: dayOf(options.from, '--from'),
        to: dayOf(options.to, '--to'),
        until: dayOf(options.until, '--until'),
        registers,
        signal: ending.signal,
        onProgress: progress(),
      },
      show,
    );
  try {
    await (options.people === true ? reading(settings, ({ read }) => run(read)) : run(undefined));
  } catch (error) {
    if (ending.signal.aborted) throw new Failure(EXIT.later, 'the replay was interrupted; its folder is removed');
    throw error;
  } finally {
    ending.release();
  }
}

function mailboxOf(settings: Settings, given: string | undefined): MailboxId {
  const all = [...settings.mailboxes.keys()];
  if (given !== undefined) return oneOf(given, all, 'mailbox');
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new Failure(
    EXIT.usage,
    'there are several mailboxes',
    `say whose mail it is with --mailbox (${all.join(', ')})`,
  );
}

function dayOf(word: string | undefined, option: string): Date | undefined {
  if (word === undefined) return undefined;
  const date = new Date(word);
  const right = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(word);
  if (right && !Number.isNaN(date.getTime())) return date;
  throw new Failure(EXIT.usage, `${option}: "${word}" is no date`, 'write it as 2026-01-31 or 2026-01-31T08:00:00Z');
}

async function eachMail(store: Queries, json: boolean): Promise<void> {
  const numbers = new Map<number, string>();
  for await (const { arrivedAt, outcome, ticket, from, subject, reasons } of ledgerOf(store)) {
    if (ticket !== undefined && !numbers.has(ticket))
      numbers.set(ticket, (await store.ticketFacts([ticket])).get(ticket)?.ticket.number ?? '');
    const number = ticket === undefined ? undefined : numbers.get(ticket);
    if (json) sayJson({ at: arrivedAt, outcome: outcome ?? null, ticket: number ?? null, from, subject, reasons });
    else {
      say(plain(`${moment(arrivedAt)}  ${outcome ?? 'waits'} ${number ?? ''}  ${from}  ${subject}`));
      for (const reason of reasons) say(`    ${plain(reason)}`);
    }
  }
  if (!json) say();
}

/** How often a second the progress is written, at the most. */
const EVERY = 250;

/** Tells how far it is, on a terminal. */
function progress(): ReplayOptions['onProgress'] {
  const { stderr } = process;
  if (!stderr.isTTY) return () => undefined;
  let told = 0;
  return (done, all) => {
    const now = performance.now();
    if (now - told < EVERY && done < all) return;
    told = now;
    stderr.write(done < all ? `\r${done} of ${all} mails` : '\r\x1b[K');
  };
}

/** A signal to end ends the work in order, so that the folder with the mail is removed. */
function interruptible(): { readonly signal: AbortSignal; release(): void } {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  return { signal: ending.signal, release: () => void process.off('SIGINT', end).off('SIGTERM', end) };
}
