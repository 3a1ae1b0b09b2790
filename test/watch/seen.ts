import type { MailboxId } from '../../src/config/settings.ts';
import { OUTCOMES } from '../../src/desk/facts.ts';
import { OUTBOX_STATES } from '../../src/store/port.ts';
import type { Observed } from '../../src/watch/observe.ts';

export const AT = new Date('2026-11-23T09:00:00Z');
export const ago = (minutes: number) => new Date(AT.getTime() - minutes * 60_000);
export const none = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
export const BOX = {
  id: 'box' as MailboxId,
  state: 'listening',
  since: ago(600),
  error: undefined,
  login: undefined,
  token: undefined,
  secret: undefined,
};

/** A gateway that stands well, but for what is said. */
export function seen(more: Partial<Observed> = {}): Observed {
  return {
    at: AT,
    startedAt: ago(6_000),
    mailboxes: [BOX],
    ledger: { received: 0, waiting: 0, outcomes: none(OUTCOMES), newest: ago(1), oldestWaiting: undefined },
    outbox: { counts: none(OUTBOX_STATES), oldest: undefined },
    breaker: undefined,
    lateTimer: undefined,
    store: { kind: 'fine' },
    disk: { freeBytes: 1e11, totalBytes: 2e11 },
    ...more,
  };
}
