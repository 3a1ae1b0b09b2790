import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../src/desk/facts.ts';
import { accountOf, dailyText, tellDay } from '../../src/watch/daily.ts';
import type { Observed } from '../../src/watch/observe.ts';
import { startDesk } from '../gateway/desk-world.ts';
import { none, seen } from './seen.ts';

const ledger = (more: Partial<Observed['ledger']>): Partial<Observed> => ({ ledger: { ...seen().ledger, ...more } });

describe('the account of a day', () => {
  const outcomes = { ...none(OUTCOMES), opened: 500, added: 400 };
  it('is one line', () => {
    const account = seen(ledger({ received: 900, waiting: 0, outcomes }));
    expect(dailyText(account, { received: 588, settled: 588 })).toBe('312 in, 312 accounted for, 0 held');
    expect(dailyText(account, undefined)).toBe('900 in, 900 accounted for, 0 held');
    expect(dailyText(account, accountOf(account))).toBe('0 in, 0 accounted for, 0 held');
  });
  it('counts what waited the day before, and tells what waits', () => {
    const account = seen(ledger({ received: 903, waiting: 2, outcomes: { ...outcomes, held: 1 } }));
    expect(dailyText(account, { received: 590, settled: 586 })).toBe(
      '313 in, 315 accounted for, 1 held, 2 to be decided',
    );
  });
  it('tells when the ledger does not add up', () => {
    const account = seen(
      ledger({ received: 10, waiting: 2, outcomes: { ...none(OUTCOMES), opened: 6, held: 1, quarantined: 0 } }),
    );
    expect(dailyText(account, undefined)).toBe(
      '10 in, 7 accounted for, 1 held, the ledger does NOT add up: 10 ever seen, 2 waiting, 7 decided, 2 to be decided',
    );
  });
  it('is told of the time since the last, a restart in between or not', async () => {
    const world = await startDesk();
    try {
      const told: string[] = [];
      const parts = {
        store: world.store,
        log: { info: () => undefined },
        tell: async ({ kind, subject }: { readonly kind: string; readonly subject: string }) => {
          told.push(`${kind}: ${subject}`);
          return [];
        },
        observe: async (at: Date) =>
          seen({ at, ledger: { ...seen().ledger, ...(await world.store.read.ledgerCounts()) } }),
      };
      const mail = (name: string, more = {}) => ({
        from: `${name}@client.example`,
        to: 'support@spoc.test',
        text: 'Hello',
        ...more,
      });
      await tellDay(parts, world.clock);
      await world.send(mail('ana'), mail('bojan'), mail('eve', { headers: { 'X-Spam-Flag': 'YES' } }));
      await tellDay(parts, world.clock);
      await world.send(mail('cila'));
      await tellDay(parts, world.clock);
      await tellDay(parts, world.clock);
      expect(told).toEqual([
        'daily: 0 in, 0 accounted for, 0 held',
        'daily: 3 in, 3 accounted for, 1 held',
        'daily: 1 in, 1 accounted for, 1 held',
        'daily: 0 in, 0 accounted for, 1 held',
      ]);
    } finally {
      await world.close();
    }
  });
});
