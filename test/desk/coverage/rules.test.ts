import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCoverage } from '../../../src/config/compile-coverage.ts';
import { coverage as schema } from '../../../src/config/schema-coverage.ts';
import { productIn } from '../../../src/desk/coverage/products.ts';
import { type CoverageCase, type CoverageRule, ruleFor, WORKS, type Work } from '../../../src/desk/coverage/rules.ts';
import { reachOf } from '../../../src/desk/coverage/search.ts';

/** A case of somebody in good standing, by the portal, within the hours. */
const ORDINARY: CoverageCase = {
  ticket: { channel: 'portal', type: 'request', priority: 'normal', request: '', product: 'payroll' },
  client: { name: 'Kos', number: '5123456000', level: '', obligations: 'settled' },
  contact: { introduction: 'complete', settings: 'complete', starting: false, entered: true },
  time: { spent: 0, free: 15, work: [] },
  hours: { open: true, agreed: false },
  similar: { confirmed: 0 },
  published: { found: 0 },
  mail: { subject: '', text: '' },
};

function compiled(rules: readonly object[], more: object = {}) {
  const read = schema.parse({ rules, ...more });
  const made = compileCoverage(read);
  if (made === undefined) throw new Error('unreachable');
  return made;
}

/** The desk of SAOP, as its own description has it. */
const SAOP = compiled(
  [
    { id: 'obligations', when: 'client.obligations == "unsettled"', work: 'refused' },
    { id: 'not-introduced', when: 'contact.introduction == "none"', work: 'refused' },
    { id: 'outside-hours', when: '!hours.open && !hours.agreed', work: 'refused', waits: true },
    { id: 'not-by-portal', when: 'ticket.channel != "portal"', work: 'chargeable' },
    { id: 'introduction-incomplete', when: 'contact.introduction == "incomplete"', work: 'chargeable' },
    { id: 'settings-incomplete', when: 'contact.settings == "incomplete"', work: 'chargeable' },
    { id: 'long', when: 'time.spent > time.free && !contact.starting', work: 'chargeable' },
    { id: 'legislation', when: 'ticket.request == "legislation"', work: 'chargeable' },
    { id: 'data-correction', when: '"data-correction" in time.work', work: 'chargeable' },
    { id: 'repeated', when: 'similar.confirmed > 0', work: 'chargeable' },
    { id: 'published', work: 'chargeable', by_hand: true },
    { id: 'starting', when: 'contact.starting', work: 'free' },
    { id: 'short-help', when: 'time.spent <= time.free', work: 'free' },
  ],
  { products: { payroll: { sl: ['plače', 'REK'] }, ledger: { sl: ['glavna knjiga'], en: ['ledger'] } } },
);

type Change = { readonly [G in keyof CoverageCase]?: Partial<CoverageCase[G]> };

function caseWith(change: Change): CoverageCase {
  const groups = Object.entries(ORDINARY).map(([group, values]) => [
    group,
    { ...values, ...change[group as keyof CoverageCase] },
  ]);
  return Object.fromEntries(groups) as CoverageCase;
}

describe('what work costs', () => {
  it.each<readonly [string, Change, Work, string | undefined]>([
    ['a short question by the portal', {}, 'free', 'short-help'],
    ['the 15th minute', { time: { spent: 15 } }, 'free', 'short-help'],
    ['the 16th minute', { time: { spent: 16 } }, 'chargeable', 'long'],
    ['an hour for somebody who is starting', { time: { spent: 60 }, contact: { starting: true } }, 'free', 'starting'],
    ['the same question by mail', { ticket: { channel: 'mail' } }, 'chargeable', 'not-by-portal'],
    ['by phone', { ticket: { channel: 'phone' } }, 'chargeable', 'not-by-portal'],
    [
      'somebody starting who writes a mail',
      { ticket: { channel: 'mail' }, contact: { starting: true } },
      'chargeable',
      'not-by-portal',
    ],
    [
      'an unfinished introduction',
      { contact: { introduction: 'incomplete' } },
      'chargeable',
      'introduction-incomplete',
    ],
    ['settings in disorder', { contact: { settings: 'incomplete' } }, 'chargeable', 'settings-incomplete'],
    ['a question of law', { ticket: { request: 'legislation' } }, 'chargeable', 'legislation'],
    [
      'a correction of data, as booked',
      { time: { spent: 5, work: ['data-correction'] } },
      'chargeable',
      'data-correction',
    ],
    ['the same question again', { similar: { confirmed: 1 } }, 'chargeable', 'repeated'],
    ['similar tickets that nobody confirmed', { similar: { confirmed: 0 } }, 'free', 'short-help'],
    ['published answers that nobody confirmed', { published: { found: 3 } }, 'free', 'short-help'],
    ['not introduced to the product', { contact: { introduction: 'none' } }, 'refused', 'not-introduced'],
    [
      'no product is known',
      { ticket: { product: '' }, contact: { introduction: '', settings: '' } },
      'free',
      'short-help',
    ],
    ['unsettled obligations', { client: { obligations: 'unsettled' } }, 'refused', 'obligations'],
    ['obligations of which nothing is known', { client: { obligations: '' } }, 'free', 'short-help'],
    [
      'unsettled obligations, by mail, after 16 minutes',
      { client: { obligations: 'unsettled' }, ticket: { channel: 'mail' }, time: { spent: 16 } },
      'refused',
      'obligations',
    ],
    ['outside of the hours', { hours: { open: false } }, 'refused', 'outside-hours'],
    ['outside of the hours, as agreed', { hours: { open: false, agreed: true } }, 'free', 'short-help'],
    [
      'outside of the hours, and not introduced',
      { hours: { open: false }, contact: { introduction: 'none' } },
      'refused',
      'not-introduced',
    ],
  ])('%s', (_says, change, work, id) => {
    const rule = ruleFor(SAOP.rules, caseWith(change));
    expect([rule?.work ?? SAOP.usual, rule?.id]).toEqual([work, id]);
  });

  const rules = fc.array(fc.record({ work: fc.constantFrom(...WORKS), holds: fc.boolean(), byHand: fc.boolean() }), {
    maxLength: 8,
  });
  const made = (given: readonly { work: Work; holds: boolean; byHand: boolean }[]): readonly CoverageRule[] =>
    given.map(({ work, holds, byHand }, index) => ({
      ...{ id: `r${index}` as CoverageRule['id'], place: index + 1, work, byHand },
      condition: { source: '', holds: () => holds, uses: [] },
      reason: { kind: 'ready', reason: 'usual' },
      ...{ asks: true, waits: false, confidential: false, examples: [] },
    }));

  it('law: of the rules that hold, refused goes before chargeable before free, and the first of a kind before the others', () => {
    fc.assert(
      fc.property(rules, (given) => {
        const all = made(given);
        const holding = all.filter((rule) => !rule.byHand && rule.condition?.holds(ORDINARY));
        const expected = WORKS.flatMap((work) => holding.find((rule) => rule.work === work) ?? [])[0];
        expect(ruleFor(all, ORDINARY)).toBe(expected);
      }),
    );
  });

  it('law: one more rule never makes work cheaper', () => {
    fc.assert(
      fc.property(rules, rules, (before, added) => {
        const worth = (all: readonly CoverageRule[]) => WORKS.indexOf(ruleFor(all, ORDINARY)?.work ?? 'free');
        expect(worth(made([...before, ...added]))).toBeLessThanOrEqual(worth(made(before)));
      }),
    );
  });
});

describe('rules are tried', () => {
  it('each rule of the desk can decide, and an example shows how', () => {
    const found = SAOP.rules.map((rule) => [rule.id, reachOf(rule, SAOP.rules)] as const);
    expect(found.filter(([, { kind }]) => kind !== 'decides').map(([id, { kind }]) => [id, kind])).toEqual([
      ['published', 'by hand'],
    ]);
    expect(Object.fromEntries(found)).toMatchObject({
      'not-by-portal': { example: 'ticket.channel = "mail"' },
      long: { example: expect.stringContaining('time.spent = 16') },
    });
  });

  it.each([
    ['a condition that contradicts itself', ['ticket.channel == "mail" && ticket.channel == "phone"'], 'never holds'],
    ['one behind the same condition', ['time.spent > 5', 'time.spent > 5'], 'never decides'],
    [
      'one that is narrower than one before it',
      ['ticket.channel != "portal"', 'ticket.channel == "mail"'],
      'never decides',
    ],
    ['one that is wider', ['ticket.channel == "mail"', 'ticket.channel != "portal"'], 'decides'],
    ['of another name', ['ticket.channel == "mail"', 'hours.open'], 'decides'],
  ])('%s', (_says, conditions, kind) => {
    const { rules } = compiled(
      conditions.map((when, index) => ({ id: `r${index}`, when, work: 'chargeable', reason: 'usual' })),
    );
    const last = rules.at(-1);
    if (last === undefined) throw new Error('unreachable');
    expect(reachOf(last, rules).kind).toBe(kind);
  });
});

describe('the product of a case', () => {
  it.each([
    ['Obračun PLAČE za oktober', '', 'payroll'],
    ['Vprašanje', 'Pri obrazcu REK-1 dobim napako.', 'payroll'],
    ['Vprašanje', 'Glavna knjiga se ne ujema.', 'ledger'],
    ['Glavna knjiga', 'Plače so pravilne.', 'ledger'],
    ['Vprašanje', 'Plače in glavna knjiga se ne ujemata.', undefined],
    ['Izplačilo', 'Nič od tega.', undefined],
  ])('%s / %s', (subject, text, product) => {
    expect(productIn(SAOP.products, subject, text)).toBe(product);
  });
});
