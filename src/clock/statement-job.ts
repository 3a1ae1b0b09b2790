import type { ClientId } from '../desk/ids.ts';
import { LOOKS_BACK, loadStatement, statementNotices } from '../intake/statements.ts';
import { type MonthlyJob, post } from './monthly.ts';

/** Sends each client the statement of the work in the month, one client a piece: a desk that charges or decides coverage does. */
export const STATEMENTS: MonthlyJob = {
  key: 'statement',
  of: ({ billing, coverage }) => billing !== undefined || coverage !== undefined,
  run: async (work) => {
    const { tx, desk, month, from, to, execution, after } = work;
    const last = after === undefined ? undefined : (Number(after) as ClientId);
    // What was booked in earlier months may have come to be charged.
    const within = { desk: desk.id, from: new Date(from.getTime() - LOOKS_BACK), to };
    const [client] = await tx.bookedClients(within, last, 1);
    if (client === undefined) return undefined;
    const found = await loadStatement(tx, execution.policy, desk, client, month, { from, to });
    if (found !== undefined) await post(work, statementNotices(desk, found.client, found.statement));
    return String(client);
  },
};
