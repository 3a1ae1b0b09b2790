import type { Actor } from '../ids.ts';
import type { Locale, Status } from '../status.ts';
import type { CoverageRuleId, ProductId, ReadyReason, Work } from './rules.ts';

/** Why a client is told what he is told: a ready-made reason, or the operator's words as they were then, in the client's language. */
export type ToldReason =
  | { readonly kind: 'ready'; readonly reason: ReadyReason; readonly locale: Locale; readonly minutes?: number }
  | { readonly kind: 'own'; readonly text: string; readonly locale: Locale };

/** What called for a decision. */
export type CoverageWhy = 'opened' | 'time' | 'facts' | 'hours' | 'agent' | 'registers';

/** What a ticket's history says of its coverage (SAOP-3 to SAOP-6). */
export type CoverageEvent =
  | {
      readonly kind: 'coverage-decided';
      readonly work: Work;
      /** Undefined: no rule holds, or staff decided. */
      readonly rule: CoverageRuleId | undefined;
      readonly reason: ToldReason;
      readonly why: CoverageWhy;
      /** Work waits for this moment: the next opening. */
      readonly until?: Date;
      /** The client is asked whether he agrees. */
      readonly asks?: true;
      /** He has agreed beforehand: the rule does not ask. */
      readonly agreed?: true;
      /** The status to go on with, once it need not wait for the client any more. */
      readonly from?: Status;
      /** Of the timer that called for it. */
      readonly key?: string;
      readonly by: Actor;
    }
  /** The client's word on work that costs. */
  | { readonly kind: 'coverage-answered'; readonly agreed: boolean; readonly by: Actor }
  /** The product that the case is about. */
  | { readonly kind: 'product-set'; readonly product: ProductId | undefined; readonly by: Actor };
