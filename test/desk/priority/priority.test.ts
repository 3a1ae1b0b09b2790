import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePriority, type PrioritySaid } from '../../../src/desk/priority/decide.ts';
import {
  type PriorityRules,
  priorityFaults,
  URGENT_WORDS,
  type UrgencyWords,
} from '../../../src/desk/priority/rules.ts';
import { importanceOf, suggestUrgency } from '../../../src/desk/priority/suggest.ts';
import { PRIORITIES } from '../../../src/desk/status.ts';
import { cpuMs } from '../../mail/cpu.ts';

const WORDS: readonly UrgencyWords[] = [
  { urgency: 'high', words: URGENT_WORDS, importance: ['high'] },
  {
    urgency: 'low',
    words: { en: ['when you have time', 'no rush'], sr: ['kad stignete'], cs: ['nespěchá'] },
    importance: ['low'],
  },
];

/** INTERSPACE-6. */
const RULES: PriorityRules = {
  impacts: [
    { key: 'service-affecting', words: { en: ['Service affecting'] } },
    { key: 'degradation', words: { en: ['Degradation'] } },
    { key: 'non-service-affecting', words: { en: ['Non service affecting'] } },
  ],
  urgencies: [
    { key: 'high', words: { en: ['High'] } },
    { key: 'medium', words: { en: ['Medium'] } },
    { key: 'low', words: { en: ['Low'] } },
  ],
  matrix: {
    'service-affecting': { high: 'urgent', medium: 'urgent', low: 'high' },
    degradation: { high: 'high', medium: 'high', low: 'normal' },
    'non-service-affecting': { high: 'normal', medium: 'low', low: 'low' },
  },
  usualUrgency: 'medium',
  suggested: { high: 'high', low: 'low' },
  clientChooses: true,
  usual: 'normal',
};

describe('words that suggest an urgency', () => {
  it.each<readonly [string, string, string | undefined]>([
    ['URGENT: link down', '', 'high'],
    ['Internet', 'Molim hitno da pogledate.', 'high'],
    ['Internet', 'Ово је хитно!', 'high'],
    ['Hitna intervencija', '', 'high'],
    ['Nujno: tiskalnik', '', 'high'],
    ['Tiskalnik', 'Prosim, rešite čim prej.', 'high'],
    ['Naliehavé', '', 'high'],
    ['Server', 'Prosím súrne riešiť, čo najskôr.', 'high'],
    ['Urgentní požadavek', '', 'high'],
    ['Server', 'Opravdu to spěchá.', 'high'],
    ['Итно', '', 'high'],
    ['Сервер', 'Ве молам веднаш погледнете.', 'high'],
    ['Internet', 'Please help ASAP', 'high'],
    ['Internet', 'Nema interneta, hitno!', 'high'],
    ['Internet', 'Nemamo internet hitno popravite', 'high'],
    ['Internet', 'This is not urgent.', undefined],
    ['Internet', 'It is not very urgent', undefined],
    ['Internet', "It isn't urgent", undefined],
    ['Not urgent: new mailbox', '', undefined],
    ['Non-urgent: new mailbox', '', undefined],
    ['Nothing urgent', '', undefined],
    ['Internet', 'Nije hitno.', undefined],
    ['Internet', 'Nije toliko hitno, kad stignete', 'low'],
    ['Internet', 'Hitno nije, ali javite.', undefined],
    ['Internet', 'Ако је хитно зваћу.', undefined],
    ['Internet', 'Ni nujno.', undefined],
    ['Internet', 'To ni zelo nujno', undefined],
    ['Internet', 'Nie je to naliehavé.', undefined],
    ['Internet', 'Není to urgentní.', undefined],
    ['Internet', 'Nespěchá to.', 'low'],
    ['Internet', 'Не е итно.', undefined],
    ['Internet', 'If urgent, call me', undefined],
    ['Internet', 'Nije hitno za Beograd. Za Niš je hitno.', 'high'],
    ['Insurgents', 'detergent nujnost', undefined],
  ])('%j, %j: %s', (subject, text, expected) => {
    expect(suggestUrgency(subject, text, undefined, WORDS)?.urgency).toBe(expected);
  });

  it('takes the mark of a mail program where the words are silent', () => {
    expect(suggestUrgency('x', 'y', 'high', WORDS)).toEqual({
      urgency: 'high',
      by: { kind: 'importance', value: 'high' },
    });
    expect(suggestUrgency('x', 'nije hitno', 'high', WORDS)).toBeUndefined();
    expect(suggestUrgency('x', 'y', 'normal', WORDS)).toBeUndefined();
    expect(suggestUrgency('x', 'hitno', 'low', WORDS)?.urgency).toBe('high');
  });

  it.each([
    ['High', 'high'],
    ['1 (Highest)', 'high'],
    ['2', 'high'],
    ['3 (Normal)', 'normal'],
    ['5 (Lowest)', 'low'],
    ['non-urgent', 'low'],
    ['urgent', 'high'],
    ['12', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads the importance %j as %j', (header, expected) => {
    expect(importanceOf(header)).toBe(expected);
  });

  it('reads a hostile megabyte within its bound', () => {
    const since = process.cpuUsage();
    for (const piece of ['ni tako ', 'not ', 'hitno nije ', 'as soon as ', 'a'])
      suggestUrgency(piece, piece.repeat(200_000), 'x'.repeat(1e6), WORDS);
    expect(cpuMs(since)).toBeLessThan(2_000);
  });
});

const NOTHING: PrioritySaid = {
  agent: undefined,
  client: undefined,
  impact: undefined,
  urgency: undefined,
  suggestion: undefined,
};
const SUGGESTED = { urgency: 'high', by: { kind: 'word', word: 'hitno', where: 'text' } } as const;

describe('a priority (INTERSPACE-6, CLOUDEMPIERE-6)', () => {
  it.each<readonly [string, Partial<PrioritySaid>, string, string]>([
    ['nothing said', {}, 'normal', 'usual'],
    ['a suggestion alone', { suggestion: SUGGESTED }, 'high', 'suggestion'],
    ['impact alone, with the usual urgency', { impact: 'degradation' }, 'high', 'matrix'],
    ['impact and a suggestion', { impact: 'non-service-affecting', suggestion: SUGGESTED }, 'normal', 'matrix'],
    [
      'impact and urgency, over a suggestion',
      { impact: 'degradation', urgency: 'low', suggestion: SUGGESTED },
      'normal',
      'matrix',
    ],
    [
      "the client's choice over the matrix",
      { client: 'low', impact: 'service-affecting', urgency: 'high' },
      'low',
      'client',
    ],
    ["the agent's word over all", { agent: 'urgent', client: 'low', impact: 'degradation' }, 'urgent', 'agent'],
    ['an impact that is none', { impact: 'constructor', suggestion: SUGGESTED }, 'high', 'suggestion'],
  ])('%s', (_, said, priority, reason) => {
    const decision = decidePriority({ ...NOTHING, ...said }, RULES);
    expect([decision.priority, decision.reason.kind]).toEqual([priority, reason]);
  });

  it('records what it came from and what it overruled', () => {
    const decision = decidePriority({ ...NOTHING, agent: 'low', impact: 'degradation', suggestion: SUGGESTED }, RULES);
    expect(decision).toEqual({
      priority: 'low',
      reason: { kind: 'agent' },
      overruled: [
        {
          priority: 'high',
          reason: { kind: 'matrix', impact: 'degradation', urgency: 'high', urgencyBy: 'suggestion' },
        },
        { priority: 'high', reason: { kind: 'suggestion', suggestion: SUGGESTED } },
        { priority: 'normal', reason: { kind: 'usual' } },
      ],
    });
  });

  it('does not let the client choose where the desk does not', () => {
    expect(decidePriority({ ...NOTHING, client: 'urgent' }, { ...RULES, clientChooses: false }).priority).toBe(
      'normal',
    );
  });

  it('always gives one of the priorities, and the agent always has the last word', () => {
    const some = <T extends string>(...all: readonly T[]) => fc.constantFrom(undefined, ...all);
    fc.assert(
      fc.property(
        fc.record({
          agent: some(...PRIORITIES),
          client: some(...PRIORITIES),
          impact: some('service-affecting', 'degradation', 'what', '__proto__'),
          urgency: some('high', 'low', 'toString'),
          suggestion: fc.constantFrom(undefined, SUGGESTED),
        }),
        (said) => {
          const { priority } = decidePriority(said, RULES);
          expect(PRIORITIES).toContain(priority);
          if (said.agent !== undefined) expect(priority).toBe(said.agent);
        },
      ),
    );
  });

  it('tells the faults of a matrix', () => {
    expect(priorityFaults(RULES)).toEqual([]);
    const { degradation: _, ...matrix } = RULES.matrix;
    expect(priorityFaults({ ...RULES, matrix: { ...matrix, worse: { soon: 'low' } }, usualUrgency: 'soon' })).toEqual([
      'matrix: no priority for degradation × high',
      'matrix: no priority for degradation × medium',
      'matrix: no priority for degradation × low',
      'matrix: worse is no impact',
      'matrix: worse has soon, which is no urgency',
      'usual urgency soon is no urgency',
    ]);
  });
});
