import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Absence } from '../../src/desk/absence/absence.ts';
import { assignByRules, choose } from '../../src/desk/assignment/assign.ts';
import { relieve } from '../../src/desk/assignment/relieve.ts';
import type { AssignmentRule, AssignTo } from '../../src/desk/assignment/rules.ts';
import { staffAudience } from '../../src/desk/audience.ts';
import { Draft } from '../../src/desk/draft.ts';
import { NOTHING_AROUND, type Surroundings } from '../../src/desk/facts.ts';
import type { AgentId } from '../../src/desk/ids.ts';
import type { Policy } from '../../src/desk/policy.ts';
import { ids, JELENA, MARKO, NOW, policy, ticketFacts } from './world.ts';

const AGENTS = ['a', 'b', 'c', 'd', 'e'] as readonly string[] as readonly AgentId[];

function rule(place: number, to: AssignTo, more: Partial<AssignmentRule> = {}): AssignmentRule {
  return { place, key: `rule ${place}`, condition: undefined, to, tier: undefined, ...more };
}

/** The policy of the world with these rules at its desk, where all of `AGENTS` work; `deputies` by agent. */
function ruled(rules: readonly AssignmentRule[], deputies: Readonly<Record<string, AgentId>> = {}): Policy {
  const base = policy({ assignment: rules, agents: [...AGENTS, MARKO, JELENA] });
  const model = base.agents.get(MARKO);
  if (model === undefined) throw new Error('no model');
  const agents = [...AGENTS, MARKO, JELENA].map((id) => [id, { ...model, id, deputy: deputies[id] }] as const);
  return { ...base, agents: new Map(agents) };
}

function away(agent: AgentId, deputy?: AgentId): Absence {
  return {
    agent,
    from: new Date(NOW.getTime() - 1000),
    to: new Date(NOW.getTime() + 1000),
    deputy,
    source: 'command',
  };
}

const drafted = (rules: Policy, around: Partial<Surroundings> = {}, assignee?: AgentId) => {
  const draft = new Draft(rules, NOW, ids(), { ...NOTHING_AROUND, ...around });
  return { draft, ticket: draft.ticket(ticketFacts({ assignee })) };
};

describe('rules of assignment', () => {
  test('the first that holds and has somebody decides; the reason is in the history, the ticket stays on the waiting list', () => {
    const never = { source: 'never', holds: () => false };
    const rules = ruled([
      rule(1, { kind: 'agent', agent: MARKO }, { condition: never }),
      rule(2, { kind: 'agent', agent: MARKO }),
      rule(3, { kind: 'round-robin', agents: [JELENA] }, { tier: 'L2' }),
    ]);
    const { draft, ticket } = drafted(rules, { absences: [away(MARKO)] });
    expect(assignByRules(draft, ticket)?.rule.place).toBe(3);
    expect(ticket.events).toEqual([
      { kind: 'tier-changed', from: 'L1', to: 'L2', by: { kind: 'gateway' } },
      { kind: 'assigned', to: JELENA, by: { kind: 'gateway' }, why: { kind: 'rule', rule: 3 } },
    ]);
    expect(ticket.state.status).toBe('new');
    expect(draft.turns).toEqual([{ key: 'rule 3', agent: JELENA }]);
  });

  test('are asked about the mail, its client and the ticket', () => {
    const asked: unknown[] = [];
    const condition = { source: 'look', holds: (of: unknown) => asked.push(of) > 1 };
    const { draft, ticket } = drafted(ruled([rule(1, { kind: 'agent', agent: MARKO }, { condition })]));
    expect(choose(draft, ticket)).toBeUndefined();
    expect(asked).toEqual([
      {
        mail: {
          subject: 'Ne radi',
          text: 'Ne radi prijava.',
          from: 'ana@banka.example',
          domain: 'banka.example',
          to: '',
        },
        ticket: { type: 'request', priority: 'normal', channel: 'mail', tier: 'L1', request: '' },
        client: { name: 'Banka', number: '20123456', level: '' },
        service: { id: '', name: '', level: '' },
        form: {},
      },
    ]);
  });

  test('least loaded: whoever has least, the next in turn among equals', () => {
    const rules = ruled([rule(1, { kind: 'least-loaded', agents: AGENTS })]);
    const workload = new Map(AGENTS.map((id, at) => [id, [3, 1, 1, 2, 1][at] ?? 0]));
    const next = (last: string | undefined) => {
      const turns = new Map(last === undefined ? [] : [['rule 1', last as AgentId] as const]);
      const { draft, ticket } = drafted(rules, { workload, turns });
      return choose(draft, ticket)?.agent;
    };
    expect([undefined, 'b', 'c', 'e'].map(next)).toEqual(['b', 'c', 'e', 'b']);
  });
});

const absent = fc.subarray([...AGENTS]);
const kind = fc.constantFrom('round-robin' as const, 'least-loaded' as const);

describe('laws of assignment', () => {
  test('in turn is fair: while everybody is there, counts differ by at most one', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...AGENTS], { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        (agents, many) => {
          const rules = ruled([rule(1, { kind: 'round-robin', agents })]);
          const counts = new Map(agents.map((agent) => [agent, 0]));
          let turns: Surroundings['turns'] = new Map();
          for (let nth = 0; nth < many; nth++) {
            const { draft, ticket } = drafted(rules, { turns });
            const agent = assignByRules(draft, ticket)?.agent;
            if (agent === undefined) throw new Error('nobody was chosen');
            counts.set(agent, (counts.get(agent) ?? 0) + 1);
            turns = new Map(draft.turns.map((turn) => [turn.key, turn.agent]));
          }
          const all = [...counts.values()];
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('nobody who is away is ever chosen or told while somebody is there, and the same question has the same answer', () => {
    fc.assert(
      fc.property(absent, absent, kind, fc.option(fc.constantFrom(...AGENTS)), (gone, listed, way, last) => {
        const agents = listed.length === 0 ? AGENTS : listed;
        const rules = ruled([rule(1, { kind: way, agents })]);
        const turns = new Map(last === null ? [] : [['rule 1', last] as const]);
        const around = { absences: gone.map((one) => away(one)), turns };
        const once = drafted(rules, around);
        const choice = assignByRules(once.draft, once.ticket)?.agent;
        const again = drafted(rules, around);
        expect(choose(again.draft, again.ticket)?.agent).toBe(choice);
        if (choice === undefined) expect(agents.every((one) => gone.includes(one))).toBe(true);
        else expect(gone).not.toContain(choice);
        for (const one of staffAudience(once.draft, once.ticket)) expect(gone).not.toContain(one);
      }),
    );
  });

  test('a ticket of somebody away goes to somebody who is there or to the queue, whatever circle the deputies make', () => {
    const deputy = fc.constantFrom(...AGENTS);
    fc.assert(
      fc.property(absent, fc.dictionary(fc.constantFrom(...AGENTS), deputy), deputy, (gone, deputies, assignee) => {
        const rules = ruled([rule(1, { kind: 'round-robin', agents: AGENTS.slice(0, 2) })], deputies);
        const { draft, ticket } = drafted(rules, { absences: gone.map((one) => away(one)) }, assignee);
        const relief = relieve(draft, ticket);
        expect(relief === undefined).toBe(!gone.includes(assignee));
        if (relief === undefined) return;
        expect(ticket.state.assignee === undefined).toBe(relief.kind === 'queue');
        if (ticket.state.assignee !== undefined) expect(gone).not.toContain(ticket.state.assignee);
        expect(staffAudience(draft, ticket).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a ticket of somebody away', () => {
  test('goes to the deputy of the absence before the usual one, and along the chain', () => {
    const [a, b, c, d] = AGENTS as readonly [AgentId, AgentId, AgentId, AgentId];
    const to = (absences: readonly Absence[]) => {
      const { draft, ticket } = drafted(ruled([], { a: b, b: c }), { absences }, a);
      return [relieve(draft, ticket)?.kind, ticket.state.assignee];
    };
    expect(to([away(a)])).toEqual(['deputy', b]);
    expect(to([away(a, d)])).toEqual(['deputy', d]);
    expect(to([away(a), away(b)])).toEqual(['deputy', c]);
    expect(to([away(a), away(b, d)])).toEqual(['deputy', d]);
    expect(to([away(a), away(b), away(c)])).toEqual(['queue', undefined]);
    expect(to([])).toEqual([undefined, a]);
  });
});
