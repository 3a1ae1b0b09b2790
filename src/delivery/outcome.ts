import type { MessageId } from '../mail/mail.ts';
import type { OutboxRow, Tx } from '../store/port.ts';
import { nextTry } from './backoff.ts';
import type { DeliveryLog } from './log.ts';
import type { Verdict } from './verdict.ts';

/** Why a person must know of a mail. `status` is the RFC 3463 code, when the relay said one. */
export interface Undelivered {
  /** `failed`: it has not arrived. `uncertain`: it may have. */
  readonly state: 'failed' | 'uncertain';
  readonly status: string | undefined;
  readonly text: string;
}

/** What is to be recorded of a try. */
export type Outcome =
  | { readonly kind: 'sent'; readonly row: OutboxRow; readonly response: string; readonly alias: MessageId | undefined }
  | { readonly kind: 'again'; readonly row: OutboxRow; readonly text: string; readonly at: Date }
  /** In doubt for the first time: tried once more with the same Message-ID. */
  | { readonly kind: 'doubt'; readonly row: OutboxRow; readonly text: string; readonly at: Date }
  | { readonly kind: 'undelivered'; readonly row: OutboxRow; readonly why: Undelivered };

/** A verdict on a row; trouble of the relay says when it is asked again. */
export type Judged =
  | Exclude<Verdict, { kind: 'trouble' }>
  | { readonly kind: 'trouble'; readonly text: string; readonly until: Date };

/** What a verdict means for its row. */
export function outcomeOf(row: OutboxRow, verdict: Judged, now: Date, random: number): Outcome {
  switch (verdict.kind) {
    case 'sent':
      return { ...verdict, row };
    case 'trouble':
      return { kind: 'again', row, text: verdict.text, at: verdict.until };
    case 'failed':
      return { kind: 'undelivered', row, why: { state: 'failed', status: verdict.status, text: verdict.text } };
    case 'again': {
      const at = nextTry(row.attempts, now, random);
      if (at !== undefined) return { kind: 'again', row, text: verdict.text, at };
      const text = `given up after ${row.attempts} tries: ${verdict.text}`;
      return { kind: 'undelivered', row, why: { state: 'failed', status: undefined, text } };
    }
    case 'uncertain': {
      const at = row.mayBeSent ? undefined : nextTry(1, now, random);
      if (at !== undefined) return { kind: 'doubt', row, text: verdict.text, at };
      return { kind: 'undelivered', row, why: { state: 'uncertain', status: undefined, text: verdict.text } };
    }
  }
}

/** Tells the gateway of a mail that a person must know of, within the transaction that records it. */
export type Tell = (tx: Tx, row: OutboxRow, why: Undelivered) => Promise<void>;

/** A teller whose failure undoes its own writes alone: what came of a mail is recorded whatever happens to the notice about it. */
export function safely(tell: Tell | undefined, log: DeliveryLog): Tell {
  return async (tx, row, why) => {
    if (tell === undefined) return;
    try {
      await tx.savepoint((inner) => tell(inner, row, why));
    } catch (error) {
      log.error({ err: error, outbox: row.id }, 'nobody could be told of an undelivered mail');
    }
  };
}

/** Writes an outcome down. */
export async function record(tx: Tx, outcome: Outcome, at: Date, tell: Tell): Promise<void> {
  const { row } = outcome;
  switch (outcome.kind) {
    case 'sent':
      return tx.sent(row.id, outcome.response, outcome.alias, at);
    case 'again':
      return tx.deferred(row.id, outcome.text, outcome.at);
    case 'doubt':
      return tx.uncertain(row.id, outcome.text, outcome.at);
    case 'undelivered': {
      const { why } = outcome;
      if (why.state === 'failed') await tx.failed(row.id, why.text, at);
      else await tx.uncertain(row.id, why.text, undefined);
      return tell(tx, row, why);
    }
  }
}

/**
 * After a crash: what was claimed is tried again; what had been handed over is in doubt, and of what was in doubt already a person is told.
 */
export async function recover(tx: Tx, at: Date, tell: Tell): Promise<number> {
  const onTheWay = await tx.outbox({ state: ['sending'], limit: 1_000 });
  const count = await tx.recoverSending(at);
  const text = 'the gateway stopped twice while this mail was being sent';
  for (const row of onTheWay)
    if (row.handed && row.mayBeSent) await tell(tx, row, { state: 'uncertain', status: undefined, text });
  return count;
}
