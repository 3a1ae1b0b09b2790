import type { CoverageRule } from '../desk/coverage/rules.ts';
import { reachOf } from '../desk/coverage/search.ts';
import { compileRule, coverageConditions, reasonOf } from './compile-coverage.ts';
import type { Document, Key } from './document.ts';
import { NAME, NAME_EXPECTED } from './fields.ts';
import { suggestion } from './nearest.ts';
import type { Report } from './report.ts';
import type { DeskInput } from './schema.ts';
import type { CoverageInput, CoverageRuleInput } from './schema-coverage.ts';
import type { Parts } from './shape.ts';

/** Checks what desks say of what work costs: rules that cannot be read, contradict each other or can never decide. */
export function checkCoverage(parts: Parts, document: Document, report: Report): void {
  for (const [id, desk] of parts.desks) {
    const path = ['desks', id, 'coverage'];
    if (desk?.coverage === undefined || report.broken(path)) continue;
    const { coverage } = desk;
    const { calendar } = coverage;
    if (calendar !== undefined && !parts.calendars.has(calendar))
      report.error(
        document,
        [...path, 'calendar'],
        `there is no calendar "${calendar}"`,
        suggestion(calendar, [...parts.calendars.keys()]),
      );
    for (const product of Object.keys(coverage.products))
      if (!NAME.test(product))
        report.keyError(document, [...path, 'products', product], 'cannot be a name', `expected ${NAME_EXPECTED}`);
    checkRules(desk, coverage, [...path, 'rules'], document, report);
  }
}

function checkRules(
  { locale }: DeskInput,
  coverage: CoverageInput,
  path: readonly Key[],
  document: Document,
  report: Report,
): void {
  const conditions = coverageConditions(coverage);
  const seen = new Map<string, number>();
  const readable: (CoverageRule | undefined)[] = coverage.rules.map((rule, index) => {
    const at = [...path, index];
    const before = seen.get(rule.id);
    if (before !== undefined) report.error(document, [...at, 'id'], `rule ${before + 1} is called ${rule.id} too`);
    seen.set(rule.id, before ?? index);
    checkWords(rule, locale, at, document, report);
    if (rule.when !== undefined) {
      const compiled = conditions.compile(rule.when);
      if (!compiled.ok) {
        const { at: character, message, hint } = compiled.problem;
        report.textError(document, [...at, 'when'], character, message, hint);
        return undefined;
      }
      if (compiled.constant === false) {
        report.error(
          document,
          [...at, 'when'],
          'this condition never holds',
          'take the rule out, or ask for something',
        );
        return undefined;
      }
    }
    return reasonOf(rule) === undefined ? undefined : compileRule(rule, index + 1, conditions);
  });
  const rules = readable.flatMap((rule) => rule ?? []);
  for (const rule of rules) checkReach(rule, rules, [...path, rule.place - 1], document, report);
}

function checkWords(
  rule: CoverageRuleInput,
  locale: DeskInput['locale'],
  at: readonly Key[],
  document: Document,
  report: Report,
): void {
  const reason = reasonOf(rule);
  if (reason === undefined)
    report.missing(document, at, 'says no reason', 'name a ready-made one, or give texts: `reason: { en: … }`');
  const known = locale === 'sr-Cyrl' ? ['sr-Cyrl', 'sr'] : [locale];
  if (reason?.kind === 'own' && !known.some((one) => Object.hasOwn(reason.texts, one)))
    report.warning(
      document,
      [...at, 'reason'],
      `has no text in ${locale}, the language of the desk`,
      `add \`${locale}: …\``,
    );
  if (rule.by_hand && rule.when !== undefined)
    report.error(document, [...at, 'when'], 'only staff say that this rule holds', 'leave `when` or `by_hand` out');
  if (rule.waits && rule.work !== 'refused')
    report.error(document, [...at, 'waits'], 'only refused work waits for opening time', 'say `work: refused`');
  if (!rule.ask && rule.work !== 'chargeable')
    report.error(document, [...at, 'ask'], 'only for chargeable work the client is asked', 'leave it out');
}

function checkReach(
  rule: CoverageRule,
  rules: readonly CoverageRule[],
  at: readonly Key[],
  document: Document,
  report: Report,
): void {
  const reach = reachOf(rule, rules);
  if (reach.kind === 'never holds')
    report.error(document, [...at, 'when'], 'this condition can never be met', 'its parts contradict each other');
  if (reach.kind !== 'never decides') return;
  const names = reach.before.map(({ id, work }) => `${id} (${work})`).join(', ');
  const hint =
    'of rules that hold refused goes before chargeable, that before free, and the first of a kind before the others';
  report.error(document, at, `this rule never decides: whenever it holds, so does ${names}`, hint);
}
