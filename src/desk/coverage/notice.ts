import type { OnTicket } from '../notice.ts';
import type { ToldReason } from './event.ts';
import type { CoverageRuleId, Work } from './rules.ts';

/** What a client is told of the work on his case; it rides in a mail that he gets anyway, else it is one of its own. */
export interface CoverTold {
  readonly work: Work;
  /** Undefined: it is not for this reader. */
  readonly reason: ToldReason | undefined;
  /** Work waits for this moment. */
  readonly until: Date | undefined;
  /** He is asked for his word. */
  readonly asks: boolean;
  /** He was told otherwise before. */
  readonly again: boolean;
}

/** The notices of coverage (SAOP-3 to SAOP-6). */
export type CoverageNotice =
  /** To the requester: what the work on his case is, and why. */
  | (OnTicket & { readonly kind: 'coverage'; readonly cover: CoverTold })
  /** To him who has answered whether he agrees; `unproven`: it is not sure that it was he. */
  | (OnTicket & { readonly kind: 'coverage-answered'; readonly answer: 'agreed' | 'declined' | 'unproven' })
  /** To the agents of a ticket, and to who booked time: the work is something else now. Its replies are notes. */
  | (OnTicket & {
      readonly kind: 'agent-coverage';
      readonly work: Work;
      readonly before: Work;
      readonly rule: CoverageRuleId | undefined;
      readonly reason: ToldReason;
      /** Whether the client is asked now, has agreed, or has not been asked (his case is done, or no mail reaches him). */
      readonly answer: 'asked' | 'agreed' | 'declined' | undefined;
      /** Minutes of work so far. */
      readonly spent: number;
    });
