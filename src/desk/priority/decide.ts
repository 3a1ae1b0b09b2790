import type { Priority } from '../status.ts';
import type { PriorityRules } from './rules.ts';
import type { Suggestion } from './suggest.ts';

/** What was said of a ticket's priority, by whom. */
export interface PrioritySaid {
  /** By an agent or the operator. */
  readonly agent: Priority | undefined;
  /** Chosen by the client (INTERSPACE-2). */
  readonly client: Priority | undefined;
  /** Keys of the rules' impacts and urgencies, from the form. */
  readonly impact: string | undefined;
  readonly urgency: string | undefined;
  readonly suggestion: Suggestion | undefined;
}

/** Why a priority is what it is, for the ticket's history. */
export type PriorityReason =
  | { readonly kind: 'agent' }
  | { readonly kind: 'client' }
  | {
      readonly kind: 'matrix';
      readonly impact: string;
      readonly urgency: string;
      readonly urgencyBy: 'said' | 'suggestion' | 'usual';
    }
  | { readonly kind: 'suggestion'; readonly suggestion: Suggestion }
  | { readonly kind: 'usual' };

/** A priority with its reason, and what would have counted without it, first to last. */
export interface PriorityDecision {
  readonly priority: Priority;
  readonly reason: PriorityReason;
  readonly overruled: readonly { readonly priority: Priority; readonly reason: PriorityReason }[];
}

/** Gives a ticket its priority: the agent's word, then the client's choice, then impact × urgency, then what the mail suggests, then the usual one. */
export function decidePriority(said: PrioritySaid, rules: PriorityRules): PriorityDecision {
  const candidates: { priority: Priority; reason: PriorityReason }[] = [];
  if (said.agent !== undefined) candidates.push({ priority: said.agent, reason: { kind: 'agent' } });
  if (said.client !== undefined && rules.clientChooses)
    candidates.push({ priority: said.client, reason: { kind: 'client' } });
  const matrix = fromMatrix(said, rules);
  if (matrix !== undefined) candidates.push(matrix);
  const { suggestion } = said;
  const suggested = suggestion && own(rules.suggested, suggestion.urgency);
  if (suggestion !== undefined && suggested !== undefined)
    candidates.push({ priority: suggested, reason: { kind: 'suggestion', suggestion } });
  const usual = { priority: rules.usual, reason: { kind: 'usual' } } as const;
  const [first = usual, ...rest] = candidates;
  return { ...first, overruled: first === usual ? [] : [...rest, usual] };
}

function fromMatrix(
  said: PrioritySaid,
  rules: PriorityRules,
): { readonly priority: Priority; readonly reason: PriorityReason } | undefined {
  const urgency = said.urgency ?? said.suggestion?.urgency ?? rules.usualUrgency;
  if (said.impact === undefined || urgency === undefined) return undefined;
  const row = own(rules.matrix, said.impact);
  const priority = row && own(row, urgency);
  if (priority === undefined) return undefined;
  const urgencyBy = said.urgency !== undefined ? 'said' : said.suggestion !== undefined ? 'suggestion' : 'usual';
  return { priority, reason: { kind: 'matrix', impact: said.impact, urgency, urgencyBy } };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
