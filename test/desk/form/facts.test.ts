import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askFor } from '../../../src/desk/form/ask.ts';
import { complete, type Facts, mergeAnswers, missing } from '../../../src/desk/form/facts.ts';
import { recognise, registersOf } from '../../../src/desk/form/recognise.ts';
import type { ClientId } from '../../../src/desk/ids.ts';
import { readForm } from '../../../src/mail/form/read.ts';
import type { FormContext, FormReading, How } from '../../../src/mail/form/rules.ts';
import { context, FAULT } from '../../mail/form/forms.ts';

const read = (text: string, more: Partial<FormContext> = {}): FormReading =>
  readForm(text, undefined, FAULT, context(more));
const merged = (...mails: readonly string[]): Facts =>
  mails.reduce((facts: Facts, mail) => mergeAnswers(facts, read(mail)).facts, {});
const value = (facts: Facts, key: string): string | undefined => {
  const fact = facts[key];
  return fact?.kind === 'given' ? fact.value : fact?.kind;
};

describe('the facts of a ticket (INTERSPACE-5)', () => {
  it('narrows the question with each partial answer until nothing is missing', () => {
    let facts: Facts = {};
    const keys = () =>
      missing(FAULT, facts)
        .filter((one) => one.need === 'required')
        .map((one) => one.key);
    expect(keys()).toEqual(['service', 'start', 'description', 'impact']);
    facts = mergeAnswers(facts, read('Hello, our link SVC-10042 does not carry anything.')).facts;
    expect(keys()).toEqual(['start', 'impact']);
    facts = mergeAnswers(facts, read('jutros u 8:30')).facts;
    expect(keys()).toEqual(['impact']);
    expect(complete(FAULT, facts)).toBe(false);
    facts = mergeAnswers(facts, read('Impact: outage\nCircuit ID: n/a')).facts;
    expect(keys()).toEqual([]);
    expect(complete(FAULT, facts)).toBe(true);
    expect(missing(FAULT, facts).map((one) => one.key)).toEqual(['persistence', 'logs', 'ip', 'duration']);
    expect(askFor(FAULT, facts, 'en')).toBeUndefined();
  });

  it.each<readonly [string, readonly string[], string, string | undefined]>([
    ['a later label replaces', ['Service ID: SVC-10042', 'Service ID: SVC-20077'], 'service', 'SVC-20077'],
    ['a later sentence does not', ['Service ID: SVC-10042', 'It is like last year on SVC-20077.'], 'service', 'SVC-10042'],
    ['nor does it replace a sentence', ['Our link SVC-10042 does not work', 'SVC-20077 was it last year.'], 'service', 'SVC-10042'],
    ['a sentence fills a gap', ['Impact: outage', 'It is SVC-20077.'], 'service', 'SVC-20077'],
    ['an unknown service gives way to a known one said in a sentence', ['Service ID: ABC-1', 'sorry, SVC-10042'], 'service', 'SVC-10042'],
    ['a contradiction stays until it is resolved', ['Service ID: SVC-10042\nService ID: SVC-20077', 'Impact: outage'], 'service', 'disputed'],
    ['a label resolves it', ['Service ID: SVC-10042\nService ID: SVC-20077', 'Service ID: SVC-10042'], 'service', 'SVC-10042'],
    ['a contradiction takes the place of an answer', ['Impact: outage', 'Impact: outage\nImpact: degraded'], 'impact', 'disputed'],
    ['what cannot be read takes the place of nothing', ['Impact: outage', 'Impact: pretty bad'], 'impact', 'service-affecting'],
    ['what could not be read gives way', ['Start time: a while ago', 'since 10:00'], 'start', '2026-11-23T09:00:00Z'],
    ['not applicable replaces', ['IP address: 192.0.2.1', 'IP address: n/a'], 'ip', 'none'],
    ['not applicable for what is required is no answer', ['Service ID: n/a'], 'service', undefined],
    ['the first description stays', ['Our link does not work at all.', 'Here are the facts that you asked for.\nImpact: outage'], 'description', 'Our link does not work at all.'],
  ])('%s', (_, mails, key, expected) => {
    expect(value(merged(...mails), key)).toBe(expected);
  }); // biome-ignore format: a table reads best in rows

  it('takes no quoted row for a new answer', () => {
    const first = mergeAnswers({}, read('Service ID: SVC-10042')).facts;
    const { facts, changes } = mergeAnswers(first, read('Thanks\n> Service ID: SVC-20077', { quoted: true }));
    expect(value(facts, 'service')).toBe('SVC-10042');
    expect(changes).toEqual([]);
  });

  it('tells each change', () => {
    const { changes } = mergeAnswers({}, read('Impact: outage'));
    expect(changes).toEqual([
      {
        key: 'impact',
        from: undefined,
        to: { kind: 'given', value: 'service-affecting', explicit: true, recognised: true },
      },
    ]);
  });
});

const hows = fc.constantFrom<How>(
  { kind: 'label', label: 'x', typo: false, quoted: false },
  { kind: 'label', label: 'x', typo: false, quoted: true },
  { kind: 'prose' },
  { kind: 'pattern' },
  { kind: 'number', number: 1 },
);
const place = { source: 'text', start: 0, end: 0 } as const;
const findings = (key: string) =>
  fc.record({
    key: fc.constant(key),
    value: fc.constantFrom('a', 'b', 'c'),
    place: fc.constant(place),
    how: hows,
    recognised: fc.boolean(),
  });
const readings = fc
  .tuple(
    ...FAULT.fields.map(({ key }) =>
      fc.oneof(
        fc.constant({}),
        findings(key).map((one) => ({ findings: [one] })),
        fc.array(findings(key), { minLength: 2, maxLength: 3 }).map((all) => ({ conflicts: [{ key, findings: all }] })),
        fc.constant({ declined: [{ key, place }] }),
        fc.constant({ unreadable: [{ key, place }] }),
      ),
    ),
  )
  .map(
    (all: readonly Partial<FormReading>[]): FormReading => ({
      findings: all.flatMap((one) => one.findings ?? []),
      conflicts: all.flatMap((one) => one.conflicts ?? []),
      declined: all.flatMap((one) => one.declined ?? []),
      unreadable: all.flatMap((one) => one.unreadable ?? []),
      tables: '',
    }),
  );

describe('merging answers', () => {
  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 3 }), readings, (before, reading) => {
        const earlier = before.reduce((facts: Facts, one) => mergeAnswers(facts, one).facts, {});
        const once = mergeAnswers(earlier, reading).facts;
        const again = mergeAnswers(once, reading);
        expect(again.facts).toEqual(once);
        expect(again.changes).toEqual([]);
      }),
    );
  });

  it('invents nothing: every value came out of some reading', () => {
    fc.assert(
      fc.property(fc.array(readings, { minLength: 1, maxLength: 4 }), (all) => {
        const facts = all.reduce((earlier: Facts, one) => mergeAnswers(earlier, one).facts, {});
        for (const [key, fact] of Object.entries(facts)) {
          const said = all.flatMap((one) => [
            ...one.findings,
            ...one.conflicts.flatMap((conflict) => conflict.findings),
          ]);
          const values = fact.kind === 'given' ? [fact.value] : fact.kind === 'disputed' ? fact.values : [];
          for (const value of values) expect(said.some((one) => one.key === key && one.value === value)).toBe(true);
        }
      }),
    );
  });

  it('loses no field: what was said of once stays said', () => {
    fc.assert(
      fc.property(readings, readings, (first, second) => {
        const once = mergeAnswers({}, first).facts;
        expect(Object.keys(mergeAnswers(once, second).facts)).toEqual(expect.arrayContaining(Object.keys(once)));
      }),
    );
  });
});

describe('what is asked for', () => {
  it('is a form in the language of the client, required rows first, numbered through', () => {
    const facts = merged('Service ID: ABC-1\nImpact: outage\nImpact: degraded');
    const ask = askFor(FAULT, facts, 'sl');
    expect(ask?.required.map((row) => [row.number, row.key, row.label, row.why, row.said])).toEqual([
      [1, 'service', 'ID storitve', 'not-recognised', ['ABC-1']],
      [2, 'start', 'Čas začetka', 'missing', []],
      [3, 'description', 'Opis težave', 'missing', []],
      [4, 'impact', 'Vpliv', 'disputed', ['service-affecting', 'degradation']],
    ]);
    expect(ask?.required[3]?.options).toEqual(['Vpliva na storitev', 'Poslabšanje', 'Ne vpliva na storitev']);
    expect(ask?.ifApplicable.map((row) => row.number)).toEqual([5, 6, 7, 8, 9]);
    expect(ask?.keys).toEqual([
      'service',
      'start',
      'description',
      'impact',
      'circuit',
      'persistence',
      'logs',
      'ip',
      'duration',
    ]);
  });

  it('falls back to English, and to Serbian Latin for its Cyrillic', () => {
    const labels = (locale: 'sr-Cyrl' | 'mk') => askFor(FAULT, {}, locale)?.ifApplicable.map((row) => row.label);
    expect(labels('sr-Cyrl')?.[0]).toBe('ID kola');
    expect(labels('mk')?.slice(1, 3)).toEqual(['Intermittent or permanent', 'Test results']);
  });

  it.each(['en', 'sr', 'sr-Cyrl', 'sl', 'sk', 'cs', 'mk'] as const)(
    'is understood when it is filled in (%s)',
    (locale) => {
      const ask = askFor(FAULT, {}, locale);
      const answers: Readonly<Record<string, string>> = {
        service: 'SVC-10042',
        start: '23.11. 10:00',
        description: 'Dole.',
      };
      const text = (ask?.required ?? [])
        .map((row) => `> ${row.number}. ${row.label}: ${row.options[1] ?? answers[row.key] ?? ''}`)
        .join('\n');
      const { facts } = mergeAnswers({}, read(`Evo.\n${text}`, { quoted: true }));
      expect(complete(FAULT, facts)).toBe(true);
      const unfilled = (ask?.required ?? []).map(
        (row) => `${row.label}${row.options.length > 0 ? ` (${row.options.join(' / ')})` : ''}: ____`,
      );
      expect(Object.keys(mergeAnswers({}, read(unfilled.join('\n'))).facts)).toEqual([]);
    },
  );
});

describe('identifiers of the register', () => {
  const [ours, theirs] = [1 as ClientId, 2 as ClientId];
  const find = (written: string) =>
    ({ 'svc-1': { id: 'SVC-1', client: ours }, 'svc-2': { id: 'SVC-2', client: theirs } })[written.toLowerCase()];

  it('recognises its own only', () => {
    expect(recognise('svc-1', ours, find)).toEqual({ kind: 'recognised', id: 'SVC-1' });
    expect(recognise('svc-1', undefined, find)).toEqual({ kind: 'not-recognised' });
  });

  it('answers for an unknown one and for that of another client the same, all the way to what is asked', () => {
    expect(recognise('svc-2', ours, find)).toBe(recognise('svc-3', ours, find));
    const lookUp = registersOf(ours, (_, written) => find(written));
    const askAfter = (id: string) => {
      const { facts } = mergeAnswers({}, read(`Service ID: ${id}`, { lookUp }));
      return JSON.stringify(askFor(FAULT, facts, 'en')).replaceAll(id, 'ID');
    };
    expect(askAfter('SVC-2')).toBe(askAfter('SVC-3'));
    expect(read('see svc-2', { lookUp }).findings).toEqual(read('see svc-3', { lookUp }).findings);
  });
});
