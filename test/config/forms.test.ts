import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForm, fieldsOf } from '../../src/config/compile-form.ts';
import { safePattern } from '../../src/config/pattern.ts';
import { READY_FIELDS, READY_FORMS } from '../../src/config/ready-fields.ts';
import type { DeskId } from '../../src/desk/ids.ts';
import { labelClashes } from '../../src/mail/form/labels.ts';
import { problemsOf, settingsOf } from './helpers.ts';

const SIX = ['en', 'sr', 'sl', 'sk', 'cs', 'mk'];
const BASE = `\
mailboxes: { main: { embedded: {}, address: support@example.com } }
agents: { ana: { name: Ana, address: ana@example.com } }
`;
const desk = (more: string, forms = '') =>
  `${BASE}desks:\n  noc:\n    { name: NOC, address: support@example.com, prefix: NOC, time_zone: UTC, agents: [ana], ${more} }\n${forms}`;
const nocOf = async (text: string) => {
  const found = (await settingsOf(text)).settings.policy.desks.get('noc' as DeskId);
  if (found === undefined) throw new Error('no desk');
  return found;
};

describe('the ready-made fields', () => {
  it.each([...READY_FIELDS.values()])('$key has its labels and answers in six languages', (field) => {
    expect(Object.keys(field.labels)).toEqual(SIX);
    if (field.kind === 'choice') for (const { words } of field.options) expect(Object.keys(words)).toEqual(SIX);
  });

  it.each(Object.keys(READY_FORMS))('%s can be used by its name alone', (name) => {
    const form = compileForm(name, {});
    expect(form.fields.map(({ key }) => key)).toEqual(READY_FORMS[name as keyof typeof READY_FORMS]);
  });

  it('can stand in one form together', () => {
    const fault = fieldsOf({ ready: [...READY_FORMS.fault, 'duration', 'urgency', 'priority'], fields: {} });
    expect(labelClashes(fault)).toEqual([]);
  });
});

describe('a form', () => {
  it('is used by one word (INTERSPACE-5)', async () => {
    const { form } = await nocOf(desk('form: { use: fault }'));
    expect(form).toMatchObject({ id: 'fault', type: 'incident', clockWaits: false, askAtMost: 3 });
    expect(form).toMatchObject({ service: 'service', impact: 'impact', urgency: undefined, priority: undefined });
  });

  it('changes ready-made fields, and has fields of its own behind them', async () => {
    const forms = String.raw`
forms:
  outage:
    ready: [service, impact, priority]
    fields:
      service: { patterns: ['SVC-\d{4,6}'], labels: { en: Line, sr: [Linija, Broj linije] } }
      impact: { options: { service-affecting: { en: Everything is down }, degradation: {} } }
      contract: { kind: text, need: if-applicable, labels: { en: Contract } }
`;
    const { form } = await nocOf(
      desk('form: { use: outage, ask_at_most: 1, clock_waits: true, type: problem }', forms),
    );
    expect(form?.rules.fields.map(({ key }) => key)).toEqual(['service', 'impact', 'priority', 'contract']);
    expect(form).toMatchObject({ clockWaits: true, askAtMost: 1, type: 'problem', priority: 'priority' });
    const [service, impact] = form?.rules.fields ?? [];
    expect(service?.labels.sr?.slice(0, 2)).toEqual(['Linija', 'Broj linije']);
    expect(service?.labels.sr).toContain('ID usluge');
    expect(service).toMatchObject({ register: 'services', patterns: [/SVC-\d{4,6}/iu] });
    expect(impact?.kind === 'choice' && impact.options.map(({ key, words }) => [key, words.en?.[0]])).toEqual([
      ['service-affecting', 'Everything is down'],
      ['degradation', 'Degradation'],
    ]);
  });

  const form = (fields: string) => desk('form: { use: own }', `forms:\n  own:\n    fields:\n${fields}`);
  it.each<readonly [string, string, string]>([
    ['that is not there', desk('form: { use: falt }'), 'desks.noc.form.use: there is no form "falt" – did you mean "fault"?'],
    ['of unknown ready-made fields', desk('form: { use: own }', 'forms: { own: { ready: [servise] } }'), 'forms.own.ready[0]: there is no ready-made field "servise" – did you mean "service"?'],
    ['of an unknown ready-made form', desk('form: { use: own }', 'forms: { own: { ready: falt } }'), 'forms.own.ready: there is no ready-made form "falt" – did you mean "fault"?'],
    ['without fields', desk('form: { use: own }', 'forms: { own: {} }'), 'forms.own: has no fields – say `ready: fault`, or name some under `fields:`'],
    ['with a field that nobody knows', form('      servce: {}'), 'forms.own.fields.servce: is no ready-made field and has no kind – say `kind:`, or did you mean "service"?'],
    ['with a field without labels', form('      room: { kind: text }'), 'forms.own.fields.room: has no labels – say `labels: { en: … }`'],
    ['with one label for two fields', form('      service: {}\n      line: { kind: text, labels: { sr: [Linija, "Id Usluge"] } }'), 'spoc.yaml:10:7 forms.own.fields.line: the label "Id Usluge" names both service and line – a label names one field, in all languages together'],
    ['with a choice of nothing', form('      room: { kind: choice, labels: { en: Room } }'), 'forms.own.fields.room: is a choice of fewer than two options'],
    ['with an option without words', form('      room: { kind: choice, labels: { en: Room }, options: { a: { en: A }, b: {} } }'), 'forms.own.fields.room.options.b: has no words'],
    ['with what its kind does not have', form('      ip: { patterns: [a] }'), 'forms.own.fields.ip.patterns: a field of kind ip has no patterns – kind: identifier'],
    ['with what is no pattern', form('      service: { patterns: ["SVC-(", A] }'), 'forms.own.fields.service.patterns[0]: "SVC-(" cannot be used – expected a regular expression'],
    ['with a pattern that never ends', form("      service: { patterns: ['(a+)+b'] }"), "spoc.yaml:9:29 forms.own.fields.service.patterns[0]: \"(a+)+b\" cannot be used – expected a pattern that is quick"],
    ['whose service is no identifier', desk('form: { use: fault, service: start }'), 'desks.noc.form.service: the field start is of kind moment – expected identifier'],
    ['whose impact is not there', desk('form: { use: fault, impact: impct }'), 'desks.noc.form.impact: the form fault has no field "impct" – did you mean "impact"?'],
    ['whose priorities are none', desk('form: { use: fault, priority: impact }'), 'desks.noc.form.priority: the option service-affecting of impact is no priority'],
  ])('%s is told with its place', async (_, text, expected) => {
    expect((await problemsOf(text)).join('\n')).toContain(expected);
  }); // biome-ignore format: a table reads best in rows
});

describe('priorities and deferral', () => {
  const row = '{ high: urgent, medium: high, low: normal }';
  const matrix = `matrix: { service-affecting: ${row}, degradation: ${row}, non-service-affecting: { high: normal, medium: low, low: low } }`;

  it('take their levels from the form, and the words of urgency in all languages (INTERSPACE-6)', async () => {
    const { priorities, deferral } = await nocOf(
      desk(
        `form: { use: fault }, priorities: { ${matrix}, usual_urgency: medium, suggested: { high: high } }, deferral: { impacts: [non-service-affecting] }`,
      ),
    );
    expect(priorities?.rules.impacts.map(({ key }) => key)).toEqual([
      'service-affecting',
      'degradation',
      'non-service-affecting',
    ]);
    expect(priorities?.rules).toMatchObject({ usualUrgency: 'medium', clientChooses: true, usual: 'normal' });
    expect(priorities?.words).toMatchObject([{ urgency: 'high', importance: ['high'] }]);
    expect(Object.keys(priorities?.words[0]?.words ?? {})).toEqual(SIX);
    expect(deferral).toEqual({ impacts: ['non-service-affecting'], calendar: undefined });
  });

  it('take levels and words of the desk’s own (CLOUDEMPIERE-6)', async () => {
    const { priorities } = await nocOf(
      desk(`priorities: { impacts: { firma: { sk: Celá firma, en: Whole company }, osoba: { sk: Jedna osoba } }, urgencies: { stoji: { sk: Práca stojí }, pocka: { sk: Počká } },
        matrix: { firma: { stoji: urgent, pocka: high }, osoba: { stoji: high, pocka: low } }, words: { stoji: { sk: [súrne, horí] } }, importance: { low: pocka } }`),
    );
    expect(priorities?.rules.impacts[0]).toEqual({
      key: 'firma',
      words: { sk: ['Celá firma'], en: ['Whole company'] },
    });
    expect(priorities?.words).toEqual([
      { urgency: 'stoji', words: { sk: ['súrne', 'horí'] }, importance: [] },
      { urgency: 'pocka', words: {}, importance: ['low'] },
    ]);
  });

  it.each<readonly [string, string, string]>([
    ['a gap in the matrix', `form: { use: fault }, priorities: { matrix: { service-affecting: ${row}, degradation: ${row} } }`, 'desks.noc.priorities: matrix: no priority for non-service-affecting × high'],
    ['an impact that is none', `form: { use: fault }, priorities: { ${matrix.replace('degradation:', 'degradatoin:')} }`, 'desks.noc.priorities: matrix: degradatoin is no impact'],
    ['a usual urgency that is none', `form: { use: fault }, priorities: { ${matrix}, usual_urgency: soon }`, 'usual urgency soon is no urgency'],
    ['words for an urgency that is none', `form: { use: fault }, priorities: { ${matrix}, words: { soon: { en: soon } } }`, 'desks.noc.priorities.words.soon: soon is no urgency'],
    ['impacts that the form does not know', 'form: { use: fault }, priorities: { impacts: { all: { en: All } }, matrix: { all: { high: high, medium: high, low: low } } }', "the form's field impact has service-affecting, degradation, non-service-affecting, which is no impact here"],
    ['deferral without an impact', 'deferral: { impacts: [none] }', 'desks.noc.deferral: needs a form that asks for the impact'],
    ['deferral of an impact that is none', 'form: { use: fault }, deferral: { impacts: [none-service-affecting] }', 'there is no impact "none-service-affecting" – did you mean "non-service-affecting"?'],
  ])('%s is told', async (_, more, expected) => {
    expect((await problemsOf(desk(more))).join('\n')).toContain(expected);
  }); // biome-ignore format: a table reads best in rows
});

describe('a pattern', () => {
  it.each(['SVC-\\d{4,6}', '[A-Z]{2,4}-?\\d{3,8}', '(?:SVC|CIR)\\d+', '\\p{L}{3}\\d{4}', 'a\\/b', '[\\]a]+', '\\d+-\\d+', '(A|B)?\\d{5}'])('%s is taken', (source) => {
    expect(safePattern(source)).toMatchObject({ ok: true });
  }); // biome-ignore format: a short list

  it.each(['(a+)+', '(a|a)*b', '(a*)*', '\\d+\\d+\\d+x', '(?:a{1,30}){1,30}b', '(a?){40}a{40}', '(.*)\\1', '(?=a)a', '(?<n>a)', 'x'.repeat(201), '[', '*'])('%s is refused', (source) => {
    expect(safePattern(source)).toMatchObject({ ok: false });
  }); // biome-ignore format: a short list

  it('that is taken is tried on any word of 64 units within a few milliseconds', () => {
    const piece = fc.constantFrom('a', '\\d', '[ab]', '.', '(?:ab|a)', '(a|b|ab)', '-', '\\w');
    const times = fc.constantFrom('', '+', '*', '?', '{1,8}', '{2}', '{3,}', '+?');
    const simple = fc.array(
      fc.tuple(piece, times).map((two) => two.join('')),
      { minLength: 1, maxLength: 5 },
    );
    const nested = fc
      .tuple(
        simple.map((all) => `(?:${all.join('')})`),
        times,
      )
      .map((two) => two.join(''));
    const source = fc.array(
      fc.oneof(
        simple.map((all) => all.join('')),
        nested,
      ),
      { minLength: 1, maxLength: 3 },
    );
    const word = fc.constantFrom(`${'a'.repeat(63)}!`, `${'ab'.repeat(31)}!`, '1'.repeat(64), `${'a1-'.repeat(21)}!`);
    fc.assert(
      fc.property(
        source.map((all) => all.join('')),
        word,
        (written, text) => {
          const safe = safePattern(written);
          if (!safe.ok) return;
          const whole = new RegExp(`^(?:${safe.pattern.source})$`, safe.pattern.flags);
          // Another process may hold one try up, not three.
          const tries = [1, 2, 3].map(() => {
            const begun = performance.now();
            whole.test(text);
            return performance.now() - begun;
          });
          expect(Math.min(...tries)).toBeLessThan(50);
        },
      ),
      { numRuns: 500 },
    );
  });
});
