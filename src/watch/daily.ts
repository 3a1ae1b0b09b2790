import type { Logger } from 'pino';
import type { Store } from '../store/port.ts';
import type { Observed } from './observe.ts';
import type { Tell } from './tell.ts';

/** Under this name it is remembered how many mails had been seen, and how many decided, when the day's account was last told. */
const DAILY = 'daily:received';

/** How many mails had been seen, and how many of them decided, when the account was last told. */
export interface Account {
  readonly received: number;
  readonly settled: number;
}

/** How the ledger stands now. */
export function accountOf({ ledger: { received, outcomes } }: Observed): Account {
  return { received, settled: Object.values(outcomes).reduce((sum, n) => sum + n, 0) };
}

/** The account of a day: “312 in, 312 accounted for, 0 held”; what waited the day before and was decided since is accounted for today. */
export function dailyText(seen: Observed, before: Account | undefined): string {
  const { waiting, outcomes } = seen.ledger;
  const { received, settled } = accountOf(seen);
  const balances = received === waiting + settled;
  return [
    `${received - (before?.received ?? 0)} in, ${settled - (before?.settled ?? 0)} accounted for, ${outcomes.held} held`,
    ...(balances ? [] : [`the ledger does NOT add up: ${received} ever seen, ${waiting} waiting, ${settled} decided`]),
    ...(waiting > 0 ? [`${waiting} to be decided`] : []),
    ...(outcomes.quarantined + outcomes.failed > 0
      ? [`${outcomes.quarantined + outcomes.failed} wait for a person`]
      : []),
    ...(seen.outbox.counts.queued > 0 ? [`${seen.outbox.counts.queued} to be sent`] : []),
  ].join(', ');
}

/** What the account of a day works with. */
export interface DayParts {
  readonly store: Store;
  readonly log: Pick<Logger, 'info'>;
  readonly tell: Tell;
  readonly observe: (at: Date) => Promise<Observed>;
}

/** Tells the account of the time since the last one. */
export async function tellDay({ store, log, tell, observe }: DayParts, at: Date): Promise<void> {
  const observed = await observe(at);
  const text = dailyText(observed, accountBefore(await store.read.remembered(DAILY)));
  log.info(text);
  await tell({ kind: 'daily', subject: text, text: `${text}\n`, at });
  const { received, settled } = accountOf(observed);
  await store.write((tx) => tx.remember(DAILY, `${received} ${settled}`));
}

/** As it was remembered; an earlier version remembered the received alone. */
function accountBefore(text: string | undefined): Account | undefined {
  if (text === undefined) return undefined;
  const [received = 0, settled = received] = text.split(' ').map(Number);
  return { received, settled };
}
