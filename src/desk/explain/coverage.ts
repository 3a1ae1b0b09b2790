import type { CoverageRule, CoverageRules } from '../coverage/rules.ts';
import { reachOf } from '../coverage/search.ts';

/** A rule of coverage as it is explained. */
export interface CoverageRuleAnswer extends Pick<CoverageRule, 'id' | 'place' | 'work' | 'asks' | 'waits' | 'byHand'> {
  readonly condition: string | undefined;
  /** A case that it decides, found by trying; undefined where none is needed, or was found. */
  readonly sample: string | undefined;
  /** What the operator gives as examples. */
  readonly examples: readonly string[];
}

export interface CoverageAnswer {
  readonly rules: readonly CoverageRuleAnswer[];
  readonly usual: CoverageRules['usual'];
  readonly products: readonly string[];
}

/** The rules of a desk in their order, each with an example. */
export function coverageAnswer(coverage: CoverageRules | undefined): CoverageAnswer | undefined {
  if (coverage === undefined) return undefined;
  const { rules, usual, products } = coverage;
  return {
    rules: rules.map((rule) => {
      const { id, place, work, asks, waits, byHand, condition, examples } = rule;
      const reach = reachOf(rule, rules);
      const sample = reach.kind === 'decides' ? reach.example : undefined;
      return { id, place, work, asks, waits, byHand, condition: condition?.source, sample, examples };
    }),
    usual,
    products: products.map(({ id }) => id),
  };
}
