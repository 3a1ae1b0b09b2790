import { OUTCOMES, type Outcome } from '../desk/facts.ts';
import type { LedgerId, OutboxId, TicketId } from '../desk/ids.ts';
import type { HeldResult } from '../intake/held.ts';
import { type LedgerRow, OUTBOX_STATES, type Queries } from '../store/port.ts';
import { configured } from './configuration.ts';
import { changing, notRunning, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { ids, oneOf, ticketOf, wholeNumber } from './given.ts';
import { numbersOf } from './history.ts';
import type { LedgerOptions, OutboxOptions } from './mails.ts';
import { ledgerShape, outboxShape, ticketShape } from './shapes.ts';
import { colour, count, moment, plain, remark, say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

const MOST_ROWS = 10_000;
/** Outcomes that wait for a person. */
export const FOR_A_PERSON: readonly Outcome[] = ['held', 'quarantined'];

export async function ledger(options: LedgerOptions): Promise<void> {
  const settings = await configured(options.config);
  const outcome = options.outcome?.map((word) => oneOf(word, OUTCOMES, 'outcome'));
  await reading(settings, async ({ read }) => {
    const [before] = options.before === undefined ? [] : ids<LedgerId>([options.before]);
    const rows = await read.ledgerRows({
      limit: wholeNumber(options.limit, MOST_ROWS, '--limit'),
      ...(outcome === undefined ? {} : { outcome }),
      ...(options.waiting === true ? { waiting: true } : {}),
      ...(before === undefined ? {} : { before }),
    });
    const counts = await read.ledgerCounts();
    const mails = await withNumbers(read, rows);
    if (options.json === true)
      return sayJson({ ...counts, mails: mails.map(({ row, number }) => ledgerShape(row, number)) });
    if (rows.length > 0) say(mailTable(mails));
    const told = Object.entries(counts.outcomes).filter(([, n]) => n > 0);
    say(
      colour.dim(
        `received ${counts.received} = waiting ${counts.waiting}${told.map(([name, n]) => ` + ${name} ${n}`).join('')}`,
      ),
    );
  });
}

interface Numbered {
  readonly row: LedgerRow;
  readonly number: string | undefined;
}

async function withNumbers(read: Queries, rows: readonly LedgerRow[]): Promise<readonly Numbered[]> {
  const numbers = await numbersOf(
    read,
    rows.flatMap(({ ticket }) => (ticket === undefined ? [] : [ticket])),
  );
  return rows.map((row) => ({ row, number: row.ticket === undefined ? undefined : numbers.get(row.ticket) }));
}

function mailTable(mails: readonly Numbered[]): string {
  const rows = mails.map(({ row, number }) => [
    `${row.id}`,
    moment(row.seenAt),
    row.outcome ?? 'waiting',
    number ?? '–',
    row.from,
    row.outcome === undefined && row.lastError !== undefined ? `${row.subject} (${row.lastError})` : row.subject,
  ]);
  return table(['mail', 'seen', 'outcome', 'ticket', 'from', 'subject'], rows, 5);
}

export async function heldList(options: LedgerOptions): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const limit = wholeNumber(options.limit, MOST_ROWS, '--limit');
    const mails = await withNumbers(read, await read.ledgerRows({ outcome: FOR_A_PERSON, limit }));
    if (options.json === true) return sayJson(mails.map(({ row, number }) => ledgerShape(row, number)));
    if (mails.length === 0) return say('No mail waits for a person.');
    for (const { row, number } of mails) {
      say(
        `${colour.bold(`${row.id}`)}  ${moment(row.seenAt)}  ${row.outcome ?? ''}${number === undefined ? '' : `  ${number}`}  ${plain(row.from)}  ${plain(row.subject)}`,
      );
      for (const reason of row.reasons) say(colour.dim(`     ${plain(reason)}`));
    }
    say(
      '\n`spoc held release ID` lets one pass, `spoc held drop ID` settles it, `spoc explain ID` tells all about it.',
    );
  });
}

export async function heldRelease(words: readonly string[], options: Common): Promise<void> {
  const settings = await configured(options.config);
  await changing(settings, async ({ operations, running }) => {
    const results = await operations.releaseHeld(ids<LedgerId>(words));
    tellHeld(results, options);
    const wait = results.some(({ result }) => result === 'released' || result === 'sent')
      ? notRunning(running, 'this goes its way')
      : undefined;
    if (wait !== undefined) remark(wait);
  });
}

export async function heldDrop(words: readonly string[], options: Common & { readonly as: string }): Promise<void> {
  const as = oneOf(options.as, ['spam', 'refused'], 'outcome');
  const settings = await configured(options.config);
  await changing(settings, async ({ operations }) =>
    tellHeld(await operations.dropHeld(ids<LedgerId>(words), as), options),
  );
}

const HELD_WORDS: Readonly<Record<HeldResult['result'], string>> = {
  released: 'released: it is decided once more',
  sent: 'the answer is sent',
  dropped: 'dropped',
  unknown: 'there is no such mail',
  'not-held': 'it does not wait for anybody',
  refused: 'the answer waits still',
};

function tellHeld(results: readonly HeldResult[], options: Common): void {
  if (options.json === true) sayJson(results);
  else
    for (const { id, result, why } of results)
      say(`${id}  ${HELD_WORDS[result]}${why === undefined ? '' : `: ${why}`}`);
  const missed = results.filter(({ result }) => ['unknown', 'not-held', 'refused'].includes(result));
  if (missed.length > 0)
    throw new Failure(
      EXIT.missing,
      `${count(missed.length, 'mail')} of ${results.length} left as before`,
      '`spoc held list` shows what waits',
    );
}

export async function outboxList(options: OutboxOptions): Promise<void> {
  const settings = await configured(options.config);
  const state = options.state?.map((word) => oneOf(word, OUTBOX_STATES, 'state'));
  await reading(settings, async ({ read }) => {
    const ticket = options.ticket === undefined ? undefined : await ticketOf(read, options.ticket);
    const rows = await read.outbox({
      state: state ?? OUTBOX_STATES.filter((one) => one !== 'sent' && one !== 'dropped'),
      limit: wholeNumber(options.limit, MOST_ROWS, '--limit'),
      ...(ticket === undefined ? {} : { ticket }),
    });
    const numbers = await numbersOf(
      read,
      rows.flatMap((row) => (row.ticket === undefined ? [] : [row.ticket])),
    );
    const numberOf = (of: TicketId | undefined) => (of === undefined ? undefined : numbers.get(of));
    if (options.json === true) return sayJson(rows.map((row) => outboxShape(row, numberOf(row.ticket))));
    if (rows.length === 0) return say('Nothing waits to be sent.');
    const head = ['id', 'state', 'kind', 'ticket', 'to', 'tries', 'subject and what the relay said'];
    const cells = rows.map((row) => [
      `${row.id}`,
      row.state,
      row.kind,
      numberOf(row.ticket) ?? '–',
      row.recipient,
      `${row.attempts}`,
      row.lastError === undefined ? row.subject : `${row.subject} (${row.lastError})`,
    ]);
    say(table(head, cells, head.length - 1));
  });
}

export async function outboxChange(how: 'release' | 'drop', words: readonly string[], options: Common): Promise<void> {
  const settings = await configured(options.config);
  const which = ids<OutboxId>(words);
  await changing(settings, async ({ operations, running }) => {
    const changed =
      how === 'drop'
        ? await operations.dropOutbox(which)
        : await operations.releaseOutbox(which.length === 0 ? undefined : which);
    if (options.json === true) sayJson({ changed });
    else say(`${count(changed, 'mail')} ${how === 'drop' ? 'dropped' : 'to be sent'}.`);
    if (changed < which.length)
      throw new Failure(
        EXIT.missing,
        `${which.length - changed} of ${which.length} left as before`,
        '`spoc outbox list` shows which there are',
      );
    const wait = how === 'release' && changed > 0 ? notRunning(running, 'mail goes out') : undefined;
    if (wait !== undefined) remark(wait);
  });
}

export async function search(words: readonly string[], options: Common & { readonly limit: string }): Promise<void> {
  await reading(await configured(options.config), async ({ read }) => {
    const hits = await read.search(words.join(' '), wholeNumber(options.limit, 1000, '--limit'));
    if (options.json === true)
      return sayJson(
        hits.map(({ ticket, message, snippet }) => ({
          ...ticketShape(ticket),
          message,
          snippet: snippet.replaceAll(/[\u0002\u0003]/g, ''),
        })),
      );
    if (hits.length === 0) return say('Nothing found.');
    for (const { ticket, snippet } of hits) {
      say(`${colour.bold(ticket.number)}  ${ticket.status}  ${moment(ticket.updatedAt)}  ${plain(ticket.subject)}`);
      say(`    ${marked(snippet)}`);
    }
  });
}

/** The words that were found stand out. */
function marked(snippet: string): string {
  return snippet
    .split('\u0002')
    .map((piece, at) => {
      const [found = '', ...rest] = at === 0 ? ['', piece] : piece.split('\u0003');
      return `${found === '' ? '' : colour.bold(colour.yellow(inline(found)))}${inline(rest.join(''))}`;
    })
    .join('');
}

function inline(text: string): string {
  const start = /^\s/.test(text) ? ' ' : '';
  const end = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  return `${start}${plain(text)}${end}`;
}
