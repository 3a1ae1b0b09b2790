import { composeNotices } from '../delivery/compose.ts';
import type { HeldMail } from '../desk/notice.ts';
import type { Execution } from '../intake/execute.ts';
import type { LedgerRow, Store } from '../store/port.ts';

/** Mails that one notice lists; the others are counted, and listed in the next. */
const LISTED = 30;

/**
 * Tells the operator of mail that has come to wait for him, collected: at most one notice in the time that he said. Answers when to look
 * again; undefined: when something has happened.
 */
export async function tellOperator(store: Store, execution: Execution, at: Date): Promise<Date | undefined> {
  const { operator } = execution.policy;
  if (operator === undefined || (await store.read.forOperator(1)).count === 0) return undefined;
  const last = await store.read.lastTold();
  if (last !== undefined && at.getTime() - last.getTime() < operator.every)
    return new Date(last.getTime() + operator.every);
  return store.write(async (tx) => {
    const { mails, count } = await tx.forOperator(LISTED);
    if (mails.length === 0) return undefined;
    const more = count - mails.length;
    const { desk, every } = operator;
    const notice = { kind: 'operator-held', to: { kind: 'operator' }, desk, mails: mails.map(shown), more } as const;
    const [mail] = await composeNotices(tx, [notice], execution.composer, at);
    if (mail === undefined) return undefined;
    const id = await tx.enqueue(mail, execution.delivery === 'hold' ? 'hold' : 'queued', at);
    await tx.told(
      mails.map((row) => row.id),
      id,
    );
    return more > 0 ? new Date(at.getTime() + every) : undefined;
  });
}

function shown({ id, outcome, arrivedAt, from, subject, reasons }: LedgerRow): HeldMail {
  return {
    id,
    outcome: outcome === 'quarantined' ? 'quarantined' : 'held',
    at: arrivedAt,
    sender: from,
    subject,
    reasons,
  };
}
