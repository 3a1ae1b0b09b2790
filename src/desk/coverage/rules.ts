import type { CalendarId } from '../calendar/rules.ts';
import type { Channel, Locale, Priority, TicketType } from '../status.ts';

/** What becomes of the work on a case, by precedence: of the rules that hold the first of these decides (SAOP-3 to SAOP-6). */
export const WORKS = ['refused', 'chargeable', 'free'] as const;
export type Work = (typeof WORKS)[number];

/** The name of a rule of coverage in the configuration (`not-by-portal`). */
export type CoverageRuleId = string & { readonly __brand: 'CoverageRuleId' };
/** The name of a product in the configuration (`payroll`). */
export type ProductId = string & { readonly __brand: 'ProductId' };

/** Reasons that Spoc has words for in all its languages (`cover.why.…` of the catalogue), with what the client can do about each. */
export const READY_REASONS = [
  'obligations',
  'not-introduced',
  'outside-hours',
  'not-by-portal',
  'introduction-incomplete',
  'settings-incomplete',
  'published',
  'long',
  'training',
  'legislation',
  'data-correction',
  'remote-access',
  'repeated',
  'other-service',
  'short-help',
  'starting',
  'agent',
  'usual',
] as const;
export type ReadyReason = (typeof READY_REASONS)[number];

/** Why, as a client reads it: ready-made, or in the operator's words by language. */
export type CoverageReason =
  | { readonly kind: 'ready'; readonly reason: ReadyReason }
  | { readonly kind: 'own'; readonly texts: Readonly<Partial<Record<Locale, string>>> };

/** How far somebody was introduced to a product, and whether its settings are in order; empty where no product is known. */
export const INTRODUCTIONS = ['none', 'incomplete', 'complete'] as const;
export const SETTINGS = ['incomplete', 'complete'] as const;
/** Whether a client has settled what it owes; empty where the register does not say. */
export const OBLIGATIONS = ['settled', 'unsettled'] as const;
export type Obligations = (typeof OBLIGATIONS)[number];

/** What the register knows of a person and a product (SAOP-4, SAOP-5). */
export interface Introduction {
  readonly product: ProductId;
  readonly introduction: Exclude<(typeof INTRODUCTIONS)[number], 'none'>;
  readonly settings: (typeof SETTINGS)[number];
  /** When he was introduced, or attended a seminar; undefined: long ago. */
  readonly since: Date | undefined;
}

/** Hours outside of the usual that were agreed with a client beforehand (SAOP-6). */
export interface AgreedHours {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** What a rule may ask about a case; the names of the condition language (CEL). Unknown text is empty. */
export interface CoverageCase {
  readonly ticket: {
    readonly channel: Channel;
    readonly type: TicketType;
    readonly priority: Priority;
    /** Of the desk's catalogue of requests. */
    readonly request: string;
    /** That the case is about. */
    readonly product: string;
  };
  readonly client: {
    readonly name: string;
    readonly number: string;
    readonly level: string;
    readonly obligations: Obligations | '';
  };
  readonly contact: {
    readonly introduction: (typeof INTRODUCTIONS)[number] | '';
    readonly settings: (typeof SETTINGS)[number] | '';
    /** Introduced to the product not long ago (SAOP-4). */
    readonly starting: boolean;
    /** The register vouches for him. */
    readonly entered: boolean;
  };
  readonly time: {
    /** Minutes of work so far. */
    readonly spent: number;
    /** Minutes that cost nothing. */
    readonly free: number;
    /** Requests of the catalogue that work was booked as. */
    readonly work: readonly string[];
  };
  readonly hours: {
    /** The hours have been open since the case came. */
    readonly open: boolean;
    /** Other hours were agreed with the client, and it is one of them. */
    readonly agreed: boolean;
  };
  /** Earlier tickets with the same question, as staff have confirmed (SAOP-5). */
  readonly similar: { readonly confirmed: number };
  /** Published answers that were found for the question: whether one answers it, staff say (SAOP-5). */
  readonly published: { readonly found: number };
  readonly mail: { readonly subject: string; readonly text: string };
}

/** When a rule holds, and the names (`ticket.channel`) that it asks for, with what it compares them with. */
export interface CoverageCondition {
  readonly source: string;
  readonly holds: (of: CoverageCase) => boolean;
  readonly uses: readonly { readonly name: string; readonly values: readonly (string | number | boolean)[] }[];
}

/** One rule. */
export interface CoverageRule {
  readonly id: CoverageRuleId;
  /** From 1, as the configuration lists them. */
  readonly place: number;
  /** As the operator wrote it; undefined always holds. */
  readonly condition: CoverageCondition | undefined;
  readonly work: Work;
  readonly reason: CoverageReason;
  /** Whether a chargeable case waits for the client's word; else he has agreed to the price beforehand. */
  readonly asks: boolean;
  /** Only staff say that it holds: `#cover published`. */
  readonly byHand: boolean;
  /** The work is refused, and not the request: it waits for opening time (SAOP-6). */
  readonly waits: boolean;
  /** Its reason is for proved contacts of the client alone: it asks whether obligations are settled. */
  readonly confidential: boolean;
  /** Cases that the operator gives as examples. */
  readonly examples: readonly string[];
}

/** A product of a desk, and the words by which mails name it. */
export interface Product {
  readonly id: ProductId;
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** How a desk decides what its work costs. */
export interface CoverageRules {
  readonly rules: readonly CoverageRule[];
  /** When no rule holds. */
  readonly usual: Exclude<Work, 'refused'>;
  readonly products: readonly Product[];
  /** So long (milliseconds) after his introduction somebody is starting. */
  readonly startingFor: number;
  /** The hours that are meant, where they are not those of the case. */
  readonly calendar: CalendarId | undefined;
}

/** The rule that decides a case: of those that hold the first with the result that goes before the others; undefined when none holds. */
export function ruleFor(rules: readonly CoverageRule[], of: CoverageCase): CoverageRule | undefined {
  let best: CoverageRule | undefined;
  for (const rule of rules) {
    if (rule.byHand) continue;
    if (best !== undefined && WORKS.indexOf(rule.work) >= WORKS.indexOf(best.work)) continue;
    if (rule.condition === undefined || rule.condition.holds(of)) best = rule;
  }
  return best;
}
