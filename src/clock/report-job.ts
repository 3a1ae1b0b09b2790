import type { ClientId } from '../desk/ids.ts';
import { clientReportNotices, deskReportNotices, loadReport, reportKindOf } from '../intake/reports.ts';
import { type MonthlyJob, type MonthlyWork, post } from './monthly.ts';

/** Clients that one piece looks at, to find the next who gets a report. */
const CLIENTS = 50;

/** Sends managers the report of their desk, then clients theirs as their service levels say, one client a piece (CLOUDEMPIERE-1). */
export const REPORTS: MonthlyJob = {
  key: 'report',
  of: (desk) => desk.report !== undefined,
  run: async (work) => (work.after === undefined ? ofDesk(work) : nextClient(work, Number(work.after) as ClientId)),
};

async function ofDesk(work: MonthlyWork): Promise<string> {
  const { tx, desk, month, from, to, execution } = work;
  if ((desk.report?.managers.length ?? 0) > 0) {
    const report = await loadReport(tx, execution.policy, desk, undefined, month, { from, to });
    await post(work, deskReportNotices(desk, report));
  }
  return '0';
}

async function nextClient(work: MonthlyWork, after: ClientId): Promise<string | undefined> {
  const { tx, desk, month, from, to, execution } = work;
  const page = await tx.clients(CLIENTS, after);
  for (const { id } of page) {
    const client = await tx.client(id);
    if (client === undefined || client.responsible.length === 0) continue;
    const kind = reportKindOf(execution.policy, desk, client, new Date(to.getTime() - 1));
    if (kind === 'none') continue;
    const report = await loadReport(tx, execution.policy, desk, id, month, { from, to });
    // Of a client who had nothing here there is nothing to say.
    if (report.cases.length === 0) continue;
    await post(work, clientReportNotices(desk, client, report, kind));
    return String(id);
  }
  return page.length < CLIENTS ? undefined : String(page.at(-1)?.id);
}
