import type { AgentId } from '../ids.ts';
import type { Channel, Priority, TicketType, Tier } from '../status.ts';

/** What a rule of assignment may ask about a case; the names of the condition language (CEL). Unknown text is empty. */
export interface AssignmentCase {
  readonly mail: {
    readonly subject: string;
    readonly text: string;
    readonly from: string;
    readonly domain: string;
    readonly to: string;
  };
  readonly ticket: {
    readonly type: TicketType;
    readonly priority: Priority;
    readonly channel: Channel;
    readonly tier: Tier;
    /** Of the desk's catalogue. */
    readonly request: string;
  };
  readonly client: { readonly name: string; readonly number: string; readonly level: string };
  readonly service: { readonly id: string; readonly name: string; readonly level: string };
  /** The settled facts of the form by field. */
  readonly form: Readonly<Record<string, string>>;
}

/** Who gets it: one agent, or one of several, in turn or whoever has least to do. */
export type AssignTo =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'round-robin' | 'least-loaded'; readonly agents: readonly AgentId[] };

/** One rule: the first whose condition holds and that has somebody present decides. */
export interface AssignmentRule {
  /** From 1, as the configuration lists them; 0 is the rule of a request type. */
  readonly place: number;
  /** Under which turns are remembered: `desk/rule name`. */
  readonly key: string;
  /** As the operator wrote it; undefined always holds. */
  readonly condition: { readonly source: string; readonly holds: (of: AssignmentCase) => boolean } | undefined;
  readonly to: AssignTo;
  /** Also says which level of solvers it goes to. */
  readonly tier: Tier | undefined;
}
