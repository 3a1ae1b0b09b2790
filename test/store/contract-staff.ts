import { describe, expect, test } from 'vitest';
import type { Absence } from '../../src/desk/absence/absence.ts';
import type { AgentId } from '../../src/desk/ids.ts';
import type { NewStore } from './contract.ts';
import { contactRecord, decision, later, NOW, openTicket } from './make.ts';

const MARKO = 'marko' as AgentId;
const JELENA = 'jelena' as AgentId;
const DAY = 86_400_000;

const away = (agent: AgentId, from: number, to: number, more: Partial<Absence> = {}): Absence => ({
  agent,
  from: later(from * DAY),
  to: later(to * DAY),
  deputy: undefined,
  source: 'command',
  ...more,
});

export function staffContract(fresh: NewStore): void {
  describe('staff', () => {
    const spans = (absences: readonly Absence[]) =>
      absences.map(({ agent, from, to, deputy, source }) => [
        agent,
        (from.getTime() - NOW.getTime()) / DAY,
        (to.getTime() - NOW.getTime()) / DAY,
        deputy,
        source,
      ]);

    test('an absence comes back whole until it has ended, the first to end first', async () => {
      const { store, reopen } = await fresh();
      const absences = [away(MARKO, 5, 9, { deputy: JELENA, source: 'table' }), away(JELENA, -1, 2)];
      await store.write((tx) => tx.apply(decision({ absences }), new Map(), NOW));
      const again = await reopen();
      expect(await again.read.absences(NOW)).toEqual([absences[1], absences[0]]);
      expect(await again.read.absences(later(2 * DAY - 1))).toHaveLength(2);
      expect(await again.read.absences(later(2 * DAY))).toEqual([absences[0]]);
    });

    test('a later one takes the place of what it overlaps of the same agent; the rest stays as it was', async () => {
      const { store } = await fresh();
      const apply = (absences: readonly Absence[]) =>
        store.write((tx) => tx.apply(decision({ absences }), new Map(), NOW));
      await apply([away(MARKO, 0, 10, { deputy: JELENA }), away(JELENA, 3, 4)]);
      await apply([away(MARKO, 3, 5, { source: 'out-of-office' })]);
      expect(spans(await store.read.absences(NOW))).toEqual([
        ['marko', 0, 3, 'jelena', 'command'],
        ['jelena', 3, 4, undefined, 'command'],
        ['marko', 3, 5, undefined, 'out-of-office'],
        ['marko', 5, 10, 'jelena', 'command'],
      ]);
      await apply([away(MARKO, -1, 11)]);
      expect(spans(await store.read.absences(NOW))).toEqual([
        ['jelena', 3, 4, undefined, 'command'],
        ['marko', -1, 11, undefined, 'command'],
      ]);
      // Those that only touch leave each other alone.
      await apply([away(MARKO, 11, 12)]);
      expect(await store.read.absences(NOW)).toHaveLength(3);
    });

    test('a time in which an agent is there is cut out of his absences alone, before new ones are entered', async () => {
      const { store } = await fresh();
      await store.write((tx) =>
        tx.apply(decision({ absences: [away(MARKO, 0, 4), away(MARKO, 6, 9), away(JELENA, 0, 9)] }), new Map(), NOW),
      );
      const back = [{ agent: MARKO, from: later(2 * DAY), to: later(7 * DAY) }];
      await store.write((tx) => tx.apply(decision({ back, absences: [away(MARKO, 3, 4)] }), new Map(), NOW));
      const marko = (await store.read.absences(NOW)).filter(({ agent }) => agent === MARKO);
      expect(spans(marko).map(([, from, to]) => [from, to])).toEqual([
        [0, 2],
        [3, 4],
        [7, 9],
      ]);
      expect(spans(await store.read.absences(NOW)).filter(([agent]) => agent === JELENA)).toHaveLength(1);
    });

    test('the workload counts tickets that are not done, by assignee', async () => {
      const { store } = await fresh();
      const gateway = { kind: 'gateway' } as const;
      await store.write(async (tx) => {
        const ana = await tx.putContact(contactRecord('ana@example.com'));
        for (const [nth, to] of [MARKO, MARKO, JELENA, undefined].entries()) {
          const { ticket } = await openTicket(tx, ana);
          if (to === undefined) continue;
          const done = nth === 1 ? [{ kind: 'status-changed', from: 'new', to: 'resolved', by: gateway } as const] : [];
          const events = [{ kind: 'assigned', to, by: gateway } as const, ...done];
          const expected = (await tx.ticketFacts([ticket])).get(ticket)?.ticket.version ?? 0;
          const changes = [{ ticket, expected, events, subject: undefined, formerNumber: undefined }];
          await tx.apply(decision({ changes }), new Map(), NOW);
        }
      });
      expect([...(await store.read.workload())].sort()).toEqual([
        [JELENA, 1],
        [MARKO, 1],
      ]);
    });

    test('whose turn it was is remembered by rule, the last one of a decision counting', async () => {
      const { store, reopen } = await fresh();
      const turn = (key: string, agent: AgentId) => ({ key, agent });
      await store.write((tx) => tx.apply(decision({ turns: [turn('a', MARKO), turn('b', MARKO)] }), new Map(), NOW));
      await store.write((tx) => tx.apply(decision({ turns: [turn('a', MARKO), turn('a', JELENA)] }), new Map(), NOW));
      const again = await reopen();
      expect(await again.read.turns(['a', 'b', 'c'])).toEqual(
        new Map([
          ['a', JELENA],
          ['b', MARKO],
        ]),
      );
      expect(await again.read.turns([])).toEqual(new Map());
    });
  });
}
