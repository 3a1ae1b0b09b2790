import { describe, expect, it } from 'vitest';
import type { WatchSettings } from '../../src/config/settings.ts';
import { WATCH_UNSAID } from '../../src/config/watch.ts';
import { OUTCOMES } from '../../src/desk/facts.ts';
import { alarmsOf } from '../../src/watch/alarms.ts';
import { createMetrics } from '../../src/watch/metrics.ts';
import type { Observed } from '../../src/watch/observe.ts';
import { ago, BOX, none, seen } from './seen.ts';

const SETTINGS: WatchSettings = {
  listen: undefined,
  alerts: { mail: undefined, webhook: undefined, command: undefined, repeat: WATCH_UNSAID.alerts.repeat },
  quietFor: WATCH_UNSAID.quiet_for,
  canary: undefined,
  daily: undefined,
};
const ledger = (more: Partial<Observed['ledger']>): Partial<Observed> => ({ ledger: { ...seen().ledger, ...more } });

describe('what an operator is told of', () => {
  const cases: readonly (readonly [string, Partial<Observed>, readonly string[]])[] = [
    ['nothing when all is well', {}, []],
    ['no mailbox that was lost a moment ago', { mailboxes: [{ ...BOX, state: 'disconnected', since: ago(1) }] }, []],
    ['a mailbox that is away', { mailboxes: [{ ...BOX, state: 'disconnected', since: ago(6) }] }, ['mailbox:box']],
    ['a login that is refused', { mailboxes: [{ ...BOX, state: 'refused', since: ago(6) }] }, ['mailbox:box']],
    [
      'a login that is about to expire, while it still works',
      { mailboxes: [{ ...BOX, login: { error: 'consent was withdrawn', until: ago(-30) } }] },
      ['login:box'],
    ],
    ['a secret that ends in two weeks', { mailboxes: [{ ...BOX, secret: ago(-13 * 24 * 60) }] }, ['expiry:box']],
    ['a secret that has ended', { mailboxes: [{ ...BOX, secret: ago(24 * 60) }] }, ['expiry:box']],
    ['no secret that ends in two months', { mailboxes: [{ ...BOX, secret: ago(-60 * 24 * 60) }] }, []],
    ['silence', ledger({ newest: ago(24 * 60 + 1) }), ['quiet']],
    [
      'silence since the start, when no mail ever came',
      { ...ledger({ newest: undefined }), startedAt: ago(1_500) },
      ['quiet'],
    ],
    ['no silence right after the start', { ...ledger({ newest: undefined }), startedAt: ago(1) }, []],
    ['mail that is not decided', ledger({ waiting: 1, oldestWaiting: ago(16) }), ['waiting']],
    ['mail that is not sent', { outbox: { ...seen().outbox, oldest: ago(16) } }, ['outbox']],
    ['quarantine', ledger({ outcomes: { ...none(OUTCOMES), quarantined: 2 } }), ['quarantine']],
    ['the breaker', { breaker: ago(1) }, ['breaker']],
    ['timers that are late', { lateTimer: ago(6) }, ['timers']],
    ['a disk with little room', { disk: { freeBytes: 1e8, totalBytes: 1e9 } }, ['disk']],
    ['a large disk with little room', { disk: { freeBytes: 1e10, totalBytes: 1e12 } }, ['disk']],
    ['a disk that takes nothing', { store: { kind: 'full', since: ago(1), error: 'ENOSPC' } }, ['store']],
  ];
  it.each(cases)('%s', (_name, more, keys) => {
    expect(alarmsOf(seen(more), SETTINGS, new Map()).map(({ key }) => key)).toEqual(keys);
  });

  it('a canary that has not come back', () => {
    const [alarm] = alarmsOf(seen(), SETTINGS, new Map([['box', ago(10)]]));
    expect(alarm?.key).toBe('canary:box');
    expect(alarm?.what).toContain('08:50 UTC');
  });
});

describe('what is measured of logins', () => {
  it('is how long tokens and secrets are good, and whether one cannot be renewed', async () => {
    const metrics = createMetrics();
    try {
      const login = { error: 'the endpoint is away', until: ago(-4) };
      const box = { ...BOX, token: ago(-55), secret: ago(-24 * 60) };
      const shown = async (mailbox: typeof box) => await metrics.text(seen({ mailboxes: [mailbox] }));
      const well = await shown(box);
      expect(well).toContain('spoc_token_expires_seconds{mailbox="box"} 3300');
      expect(well).toContain('spoc_secret_expires_seconds{mailbox="box"} 86400');
      expect(well).not.toContain('spoc_login_expires_seconds{');
      expect(await shown({ ...box, login } as never)).toContain('spoc_login_expires_seconds{mailbox="box"} 240');
      expect(await shown(BOX as never)).not.toMatch(/^spoc_(?:token|secret|login)_expires_seconds\{/m);
    } finally {
      metrics.close();
    }
  });
});
