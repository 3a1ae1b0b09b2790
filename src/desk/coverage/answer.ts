import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { deskOf, type Policy } from '../policy.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { CoverageRuleId, ProductId, Work } from './rules.ts';
import { recordCoverage, settleCoverage } from './settle.ts';

/** What staff may say of the work on a case: what it is, that the rules decide again, or the client's word, given on the phone. */
export const COVER_WORDS = ['free', 'chargeable', 'refused', 'agreed', 'declined', 'rules'] as const;
export type CoverWord = (typeof COVER_WORDS)[number];

/** What staff do about coverage. */
export type CoverageAct =
  | { readonly kind: 'cover'; readonly to: CoverWord }
  /** By a rule, whether its condition holds or not. */
  | { readonly kind: 'cover'; readonly to: 'rule'; readonly rule: CoverageRuleId }
  | { readonly kind: 'product'; readonly to: ProductId | undefined };

/** Why it cannot be done; undefined when it can. */
export function coverageProblem(
  policy: Policy,
  { ticket }: Pick<TicketFacts, 'ticket'>,
  act: CoverageAct,
): TranscriptResult | undefined {
  const rules = deskOf(policy, ticket.desk).coverage;
  if (rules === undefined) return { kind: 'no-coverage' };
  if (act.kind === 'product') {
    const known = rules.products.some(({ id }) => id === act.to);
    const expected = rules.products.map(({ id }) => id);
    return act.to === undefined || known ? undefined : { kind: 'bad-argument', expected, nearest: undefined };
  }
  if (act.to === 'rule' && !rules.rules.some(({ id }) => id === act.rule)) {
    const expected = rules.rules.map(({ id }) => `#cover ${id}`);
    return { kind: 'bad-argument', expected, nearest: undefined };
  }
  const answers = act.to === 'agreed' || act.to === 'declined';
  return answers && ticket.care.coverage.decided?.work !== 'chargeable' ? { kind: 'not-chargeable' } : undefined;
}

/** Does it. */
export function actOnCoverage(draft: Draft, ticket: TicketDraft, act: CoverageAct, by: Actor): void {
  if (act.kind === 'product') {
    if (ticket.state.care.coverage.product !== act.to) ticket.push({ kind: 'product-set', product: act.to, by });
    return;
  }
  switch (act.to) {
    case 'agreed':
    case 'declined':
      answer(ticket, act.to === 'agreed', by);
      return;
    case 'rules':
      settleCoverage(draft, ticket, { why: 'facts', overrules: true });
      return;
    case 'rule': {
      const rule = deskOf(draft.policy, ticket.state.desk).coverage?.rules.find(({ id }) => id === act.rule);
      if (rule !== undefined)
        recordCoverage(draft, ticket, { work: rule.work, rule, until: undefined, cause: { why: 'agent' }, by });
      return;
    }
    default:
      overrule(draft, ticket, act.to, by);
  }
}

/** Staff decide: the rules leave it so. */
function overrule(draft: Draft, ticket: TicketDraft, work: Work, by: Actor): void {
  recordCoverage(draft, ticket, { work, rule: undefined, until: undefined, cause: { why: 'agent' }, by });
}

/** Takes the client's word on work that costs, where he was asked for it; answers whether he was. */
export function answerCoverage(ticket: TicketDraft, agreed: boolean, by: Actor): boolean {
  const { decided } = ticket.state.care.coverage;
  if (decided?.answer !== 'asked' || isDone(ticket.state.status)) return false;
  answer(ticket, agreed, by);
  return true;
}

function answer(ticket: TicketDraft, agreed: boolean, by: Actor): void {
  const from = ticket.state.care.coverage.decided?.from;
  ticket.push({ kind: 'coverage-answered', agreed, by });
  // A client's mail has taken it off the waiting for him already.
  if (from !== undefined && ticket.state.status === 'pending') ticket.setStatus(from === 'new' ? 'open' : from, by);
}
