import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionCompiler } from '../../src/config/condition.ts';

interface Given {
  readonly mail: { readonly subject: string; readonly text: string };
  readonly case: {
    readonly minutes: number;
    readonly remote: boolean;
    readonly words: readonly string[];
    readonly kind: string;
  };
  readonly form: Readonly<Record<string, string>>;
}

const compiler = conditionCompiler<Given>(
  {
    mail: { subject: 'string', text: 'string' },
    case: { minutes: 'int', remote: 'bool', words: 'list', kind: ['short', 'long'] },
    form: { impact: 'string', 'service-id': 'string' },
    nothing: {},
  },
  { nothing: 'there is nothing of it' },
);

const GIVEN: Given = {
  mail: { subject: 'Molim FAKTÚRU za decembar', text: 'Không' },
  case: { minutes: 20, remote: true, words: ['a', 'b'], kind: 'long' },
  form: { impact: 'lost' },
};

function holds(source: string, given: Given = GIVEN): boolean {
  const compiled = compiler.compile(source);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem));
  return compiled.condition.holds(given);
}

describe('a condition', () => {
  test.each([
    ['mail.subject.has("faktur")', true],
    ['mail.subject.has("aktur")', false],
    ['mail.subject.has("ФАКТУРУ")', true],
    ['mail.subject.has("za  decembar")', true],
    ['mail.subject.has("")', false],
    ['mail.subject.has(["račun", "faktura", "fakturu"])', true],
    ['mail.subject.is("molim fakturu za DECEMBAR")', true],
    ['mail.subject.is("molim")', false],
    ['mail.subject.contains("aktur")', false],
    ['mail.subject.contains("FAKTÚRU")', true],
    ['mail.subject.startsWith("Molim") && !mail.subject.endsWith("x")', true],
    ['case.minutes > 15 && case.remote', true],
    ['case.minutes <= 15 || case.kind == "short"', false],
    ['case.kind in ["short", "long"]', true],
    ['"b" in case.words', true],
    ['mail.subject.size() > 100 ? case.remote : case.minutes == 20', true],
    ['form.impact == "lost" && form["service-id"] == ""', true],
  ])('%s is %s', (source, expected) => expect(holds(source)).toBe(expected));

  test.each([
    ['', 0, /is empty/],
    ['mail.subject ==', 15, /ends too soon/],
    ['mail.subject = "x"', 13, /cannot be read/],
    ['mail.subject', 0, /says a text, not yes or no/],
    ['mail', 0, /`mail` is a group of names.*`mail\.subject`, `mail\.text`/],
    ['mial.subject == ""', 0, /there is no `mial`.*did you mean `mail`/],
    ['nothing.x == ""', 0, /there is no `nothing`.*there is nothing of it/],
    ['mail.subject.has("a") && mail.texd == ""', 30, /no `mail\.texd`.*did you mean `mail\.text`/],
    ['form["impakt"] == ""', 5, /no `form\.impakt`.*did you mean `form\.impact`/],
    ['mail.subject.hass("a")', 13, /no function `hass`.*did you mean `has`/],
    ['mail.subject.has()', 0, /given 0 values.*takes 1/],
    ['mail.subject.has(1)', 0, /string\.has\(int\) does not fit/],
    ['mail.subject == 1', 0, /string == int does not fit/],
    ['mail.subject.matches("(a+)+$")', 13, /no function `matches`/],
    ['has(form.impact)', 0, /`has\(…\)` cannot be used.*form\.x != ""/],
    ['int(mail.subject) == 1', 0, /`int\(…\)` cannot be used/],
    ['case.minutes / 0 == 1', 0, /`\/` cannot be used/],
    ['[1, 2][5] == 1', 0, /cannot be asked for/],
    ['case.kind == "lnog"', 13, /never "lnog".*did you mean "long"/],
    ['case.kind in ["short", "x"]', 23, /never "x".*one of short, long/],
    ['[mail.subject] == ["a"]', 0, /something else than constants/],
    [`mail.subject == "${'x'.repeat(3000)}"`, 0, /has 30\d\d characters.*at most 2000/],
    [`${'!'.repeat(900)}case.remote`, 0, /cannot be read/],
  ])('that cannot stand is told with its place: %s', (source, at, expected) => {
    const compiled = compiler.compile(source);
    expect(compiled.ok).toBe(false);
    if (compiled.ok) return;
    expect(`${compiled.problem.message} – ${compiled.problem.hint}`).toMatch(expected);
    if (at > 0) expect(compiled.problem.at).toBe(at);
  });

  test('that names nothing is known to hold always or never', () => {
    const constant = (source: string) => {
      const compiled = compiler.compile(source);
      return compiled.ok ? compiled.constant : 'broken';
    };
    expect([constant('true'), constant('"a" == "b"'), constant('case.remote')]).toEqual([true, false, undefined]);
  });

  test('never fails, whatever it is asked about (law)', () => {
    const atom = fc.constantFrom(
      'mail.subject.has("a")',
      'mail.text.is(mail.subject)',
      'mail.subject.size() > case.minutes',
      'case.remote',
      '"x" in case.words',
      'case.kind == "short"',
      'form.impact < form["service-id"]',
      'mail.text.contains("\\n")',
    );
    const source = fc.letrec<{ readonly node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc
          .tuple(tie('node'), fc.constantFrom('&&', '||', '==', '!='), tie('node'))
          .map(([a, op, b]) => `(${a}) ${op} (${b})`),
        tie('node').map((a) => `!(${a})`),
        fc.tuple(tie('node'), tie('node'), tie('node')).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
      ),
    })).node;
    // Also what the types forbid: a value that is not there at all.
    const given = fc.anything({ maxDepth: 2 });
    fc.assert(
      fc.property(source, fc.string({ unit: 'binary' }), given, (text, subject, odd) => {
        const compiled = compiler.compile(text);
        if (!compiled.ok) return;
        const both = [{ ...GIVEN, mail: { subject, text: subject } }, { mail: { subject: odd } } as unknown as Given];
        for (const one of both) expect(typeof compiled.condition.holds(one)).toBe('boolean');
      }),
      { numRuns: 100 },
    );
  });
});
