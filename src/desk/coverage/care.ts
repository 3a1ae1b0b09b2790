import type { Status } from '../status.ts';
import type { CoverageEvent, ToldReason } from './event.ts';
import type { CoverageRuleId, ProductId, Work } from './rules.ts';

/** What the work on a ticket is, and how far the client's word on it has come. */
export interface Cover {
  readonly work: Work;
  readonly rule: CoverageRuleId | undefined;
  readonly reason: ToldReason;
  /** Work waits for this moment. */
  readonly until: Date | undefined;
  /** Staff decided: rules do not change it. */
  readonly byStaff: boolean;
  /** Of work that costs. */
  readonly answer: 'asked' | 'agreed' | 'declined' | undefined;
  /** The status to go on with, once it need not wait for the client. */
  readonly from: Status | undefined;
  /** The ticket's version with the event that asked. */
  readonly asked: number;
}

/** What is known of a ticket's coverage. */
export interface CareCoverage {
  readonly decided: Cover | undefined;
  readonly product: ProductId | undefined;
}

/** Nothing was decided. */
export const NO_COVERAGE: CareCoverage = { decided: undefined, product: undefined };

/** What an event makes of it; `version` is the event's. */
export function coverageAfter(coverage: CareCoverage, event: CoverageEvent, version: number): CareCoverage {
  const { decided } = coverage;
  switch (event.kind) {
    case 'coverage-decided': {
      const { work, rule, reason, until, why, asks, agreed, from } = event;
      // Who has agreed to pay is not asked again because another rule says the same.
      const same = decided?.work === work && work === 'chargeable';
      return {
        ...coverage,
        decided: {
          work,
          rule,
          reason,
          until,
          byStaff: why === 'agent',
          answer: asks ? 'asked' : agreed ? 'agreed' : same ? decided.answer : undefined,
          from: from ?? (same ? decided.from : undefined),
          asked: asks ? version : same ? decided.asked : 0,
        },
      };
    }
    case 'coverage-answered':
      return {
        ...coverage,
        decided: decided && { ...decided, answer: event.agreed ? 'agreed' : 'declined', from: undefined },
      };
    case 'product-set':
      return { ...coverage, product: event.product };
  }
}
