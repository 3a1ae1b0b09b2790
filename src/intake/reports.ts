import { type Month, type MonthSpan, monthSpan } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { Client } from '../desk/facts.ts';
import type { ClientId } from '../desk/ids.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { ReportNotice } from '../desk/report/notice.ts';
import { type CountedCase, type Report, reportOf } from '../desk/report/report.ts';
import type { ReportKind } from '../desk/report/rules.ts';
import { type Agreed, agreedAt } from '../desk/sla/contract.ts';
import { calendarOfDesk } from '../desk/sla/promises.ts';
import type { Queries } from '../store/port.ts';

/** Tickets whose histories are read at once, and that one report counts at the most. */
const PAGE = 500;
const MOST_CASES = 50_000;

/** The month of a desk, or of one client there. */
export async function loadReport(
  read: Queries,
  policy: Policy,
  desk: Desk,
  client: ClientId | undefined,
  month: Month,
  span: MonthSpan = monthSpan(zoneOf(desk.timeZone), month),
): Promise<Report> {
  const cases: CountedCase[] = [];
  const tickets = await read.reportTickets({ desk: desk.id, client, ...span, limit: MOST_CASES });
  for (let from = 0; from < tickets.length; from += PAGE)
    cases.push(...(await read.countedCases(tickets.slice(from, from + PAGE))));
  return reportOf(cases, month, span, calendarOfDesk(policy, desk.id));
}

/** What a client gets: as the service level says that he has at a moment, else the desk (CLOUDEMPIERE-1). */
export function reportKindOf(policy: Policy, desk: Desk, client: Agreed, at: Date): ReportKind {
  const level = agreedAt(policy, desk.id, client, at).level ?? policy.sla.desks.get(desk.id)?.level;
  const own = level === undefined ? undefined : policy.sla.levels.get(level)?.report;
  return own ?? desk.report?.clients ?? 'none';
}

/** The mails with a desk's report: to its managers. */
export function deskReportNotices(desk: Desk, report: Report): readonly ReportNotice[] {
  return (desk.report?.managers ?? []).map((id) => ({
    kind: 'report',
    to: { kind: 'agent', id },
    desk: desk.id,
    clientName: undefined,
    report,
    full: true,
  }));
}

/** The mails with a client's report: to the persons who are responsible for support there. */
export function clientReportNotices(
  desk: Desk,
  client: Client,
  report: Report,
  kind: ReportKind,
): readonly ReportNotice[] {
  if (kind === 'none') return [];
  return client.responsible
    .filter(({ address, undeliverable }) => address !== undefined && !undeliverable)
    .map(({ id }) => ({
      kind: 'report',
      to: { kind: 'contact', id },
      desk: desk.id,
      clientName: client.name,
      report,
      full: kind === 'full',
    }));
}
