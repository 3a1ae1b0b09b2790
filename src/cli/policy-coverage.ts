import type { CoverageAnswer, CoverageRuleAnswer } from '../desk/explain/coverage.ts';

/** The rules of coverage, one line each with an example. */
export function coverageLines(answer: CoverageAnswer | undefined): readonly string[] {
  if (answer === undefined) return ['no rules: nothing is decided about what work costs'];
  return [
    ...answer.rules.map(ruleLine),
    `no rule holds → ${answer.usual}; of those that hold refused goes before chargeable, and that before free`,
    ...(answer.products.length === 0 ? [] : [`products: ${answer.products.join(', ')}`]),
  ];
}

function ruleLine({ id, place, work, asks, waits, byHand, condition, sample, examples }: CoverageRuleAnswer): string {
  const when = byHand ? `by hand alone (#cover ${id})` : condition === undefined ? 'always' : `when ${condition}`;
  const how = waits
    ? `${work} till opening time`
    : work === 'chargeable' && !asks
      ? `${work}, agreed beforehand`
      : work;
  const shown = [...(sample === undefined ? [] : [sample]), ...examples];
  return `${place} ${id} ${when} → ${how}${shown.length === 0 ? '' : `; for example ${shown.join('; ')}`}`;
}
