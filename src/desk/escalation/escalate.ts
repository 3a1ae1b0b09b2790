import { clientAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { EscalationRefusal, TicketEvent } from '../event.ts';
import type { Contact } from '../facts.ts';
import type { Actor, AgentId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import type { Policy } from '../policy.ts';
import type { Promised } from '../sla/promises.ts';
import { isDone } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { EscalationMatrix } from './matrix.ts';
import { levelIn, matrixOf } from './steps.ts';

/** A case that goes up to a level of its matrix, and why. */
export interface Rise {
  readonly matrix: EscalationMatrix;
  /** From 1. */
  readonly level: number;
  readonly why: Extract<TicketEvent, { kind: 'escalated' }>['why'];
  /** The timer that did it. */
  readonly key: string | undefined;
  readonly by: Actor;
}

/** The matrix of a ticket that is being decided on. */
export function matrixOfDraft(
  policy: Policy,
  { state: ticket, client, service }: TicketDraft,
): EscalationMatrix | undefined {
  return matrixOf(policy, { ticket, client, service });
}

/**
 * Takes a case up: the people of the new level are told with its history so far, the client which level has it (INTERSPACE-10, INTERSPACE-11).
 * `besides`: somebody on the ticket who asked for it.
 */
export function escalate(draft: Draft, ticket: TicketDraft, rise: Rise, besides: readonly Contact[] = []): void {
  const { matrix, level, why, key, by } = rise;
  ticket.push({ kind: 'escalated', matrix: matrix.id, level, why, key, by });
  const { id: on, desk } = ticket.state;
  const reached = matrix.levels[level - 1];
  if (reached === undefined) return;
  const to = { matrix: matrix.id, level, name: reached.name, why } as const;
  for (const id of new Set(reached.agents))
    draft.tell({ kind: 'agent-escalated', to: { kind: 'agent', id }, desk, ticket: on, changes: [], rise: to, by });
  for (const contact of new Set([...clientAudience(ticket), ...besides]))
    draft.tell({
      kind: 'escalated',
      to: { kind: 'contact', id: contact.id },
      desk,
      ticket: on,
      changes: [],
      rise: to,
      asked: why === 'client',
      answers: by.kind === 'contact' && by.id === contact.id,
    });
}

/** Why a client's wish for escalation is not followed now; undefined when it is (INTERSPACE-11, with limits against abuse). */
export function refusalOf(
  matrix: EscalationMatrix | undefined,
  { state: ticket }: TicketDraft,
  now: Date,
): EscalationRefusal | undefined {
  if (matrix === undefined || matrix.clientAtMost === 0) return 'no-matrix';
  if (levelIn(matrix, ticket) >= matrix.levels.length) return 'highest';
  const { escalatedByClient } = ticket.care;
  if (escalatedByClient.length >= matrix.clientAtMost) return 'too-often';
  const last = escalatedByClient.at(-1);
  return last !== undefined && now.getTime() - last.getTime() < matrix.clientEvery ? 'too-soon' : undefined;
}

/** Why an agent's `#escalate` cannot be followed, with what he could say instead; undefined when it can. */
export function escalationProblem(
  policy: Policy,
  on: Omit<Promised, 'history'>,
  level: number | undefined,
): Extract<TranscriptResult, { kind: 'no-escalation' | 'bad-argument' }> | undefined {
  const matrix = matrixOf(policy, on);
  if (isDone(on.ticket.status)) return { kind: 'no-escalation', why: 'done' };
  if (matrix === undefined) return { kind: 'no-escalation', why: 'no-matrix' };
  const current = levelIn(matrix, on.ticket);
  if (current >= matrix.levels.length) return { kind: 'no-escalation', why: 'highest' };
  if (level === undefined || (level > current && level <= matrix.levels.length)) return undefined;
  const expected = matrix.levels.map((_, index) => index + 1).filter((one) => one > current);
  return { kind: 'bad-argument', expected: expected.map((one) => `#escalate ${one}`), nearest: undefined };
}

/** An agent takes a case up one level, or to the one he names. */
export function escalateByAgent(draft: Draft, ticket: TicketDraft, named: number | undefined, by: Actor): void {
  const matrix = matrixOfDraft(draft.policy, ticket);
  if (matrix === undefined) return;
  const level = named ?? levelIn(matrix, ticket.state) + 1;
  escalate(draft, ticket, { matrix, level, why: 'agent', key: undefined, by });
}

/** The agents who know of a case by the levels of its matrix that it has gone up to: they take part in it as staff do. */
export function managersOf(policy: Policy, on: Omit<Promised, 'history'>): readonly AgentId[] {
  const matrix = matrixOf(policy, on);
  if (matrix === undefined) return [];
  return matrix.levels.slice(0, levelIn(matrix, on.ticket)).flatMap(({ agents }) => agents);
}
