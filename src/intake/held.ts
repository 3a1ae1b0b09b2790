import type { ActCommand } from '../desk/command.ts';
import type { HeldAct } from '../desk/facts.ts';
import type { LedgerId, MessageKey, TicketId } from '../desk/ids.ts';
import type { LedgerRow, Queries, Tx } from '../store/port.ts';
import { type Execution, execute, OPERATOR } from './execute.ts';

/** What became of each mail that a person decided about. */
export interface HeldResult {
  readonly id: LedgerId;
  readonly result: 'released' | 'sent' | 'dropped' | 'unknown' | 'not-held' | 'refused';
  /** Why an answer cannot be sent now. */
  readonly why?: string;
}

/** The outcomes that a person can still change. */
const CHANGEABLE = ['held', 'refused', 'quarantined', 'spam', 'failed', 'automatic', 'auto-reply', 'loop'] as const;

/** Whether a person can still decide about a mail. */
export function isChangeable({ outcome, removed }: LedgerRow): boolean {
  return removed === undefined && outcome !== undefined && (CHANGEABLE as readonly string[]).includes(outcome);
}

/**
 * What the operator decides about a mail that waits, be it at the terminal or by mail (`how`): release it (an answer that waited is sent, other
 * mail is decided once more, past the checks that held it), or drop it.
 */
export async function decideHeld(
  tx: Tx,
  { mail: id, act }: HeldAct,
  how: string,
  execution: Execution,
  at: Date,
): Promise<HeldResult> {
  const row = await tx.ledgerRow(id);
  if (row === undefined) return { id, result: 'unknown' };
  if (!isChangeable(row)) return { id, result: 'not-held' };
  const answer = await answerOf(tx, row);
  if (act !== 'release') {
    if (answer?.waits) await execute(tx, onAnswer(answer, 'discard'), execution, at);
    else {
      const as = act === 'spam' ? 'spam' : 'refused';
      await tx.settle(id, as, row.ticket, [`dropped by the operator${how} as ${as}`], OPERATOR, at);
    }
    return { id, result: 'dropped' };
  }
  if (answer?.waits) {
    const { refusal } = await execute(tx, onAnswer(answer, 'send'), execution, at);
    if (refusal === undefined) return { id, result: 'sent' };
    return (await isStillHeld(tx, answer)) ? { id, result: 'refused', why: refusal } : { id, result: 'not-held' };
  }
  if (answer !== undefined) return { id, result: 'not-held' }; // it is on its ticket, and would be there twice
  await tx.requeue(id, OPERATOR, `released by the operator${how}`, at);
  return { id, result: 'released' };
}

/** What a mail became on its ticket. */
interface OnTicket {
  readonly ticket: TicketId;
  readonly message: MessageKey;
  /** It is an answer that has not been sent. */
  readonly waits: boolean;
}

async function answerOf(store: Queries, { id, ticket }: LedgerRow): Promise<OnTicket | undefined> {
  if (ticket === undefined) return undefined;
  const row = (await store.messages(ticket)).find((message) => message.ledger === id);
  return row && { ticket, message: row.key, waits: row.held };
}

/** Whether a person may still send it: one that was dropped stays on the ticket, unsent for good. */
async function isStillHeld(store: Queries, { ticket, message }: OnTicket): Promise<boolean> {
  const facts = (await store.ticketFacts([ticket])).get(ticket);
  return facts?.held.some((held) => held.message === message) === true;
}

function onAnswer({ ticket, message }: OnTicket, kind: 'send' | 'discard'): ActCommand {
  return { kind: 'act', ticket, by: OPERATOR, acts: [{ kind, message }], text: undefined, visibility: 'client' };
}
