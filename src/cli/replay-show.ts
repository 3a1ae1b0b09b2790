import type { ReplayReport, StoppedMail } from '../clock/replay/report.ts';
import { colour, count, moment, table } from './terminal.ts';
import { spanText } from './time-text.ts';

/** Stopped mails that are shown; --json has more. */
const SHOWN = 20;

/** The report as people read it. */
export function reportLines(report: ReplayReport): readonly string[] {
  const { span, mails, tickets } = report;
  if (span === undefined) return ['No mail: nothing to replay.'];
  const { joined, opened, unplaced } = mails.agents;
  return [
    `${count(mails.all, 'mail')} from ${moment(span.first)} to ${moment(span.last)}; timers ran until ${moment(span.end)}.`,
    ...counted('Mails', mails.outcomes),
    '',
    `Of agents: ${joined} joined a ticket, ${opened} opened one, ${unplaced} could not be placed.`,
    ...counted('Tickets by desk', tickets.byDesk),
    ...counted('… by status at the end', tickets.byStatus),
    ...counted('… by priority', tickets.byPriority),
    ...counted('… by type', tickets.byType),
    ...counted('Notices (none was sent)', report.notices),
    ...counted('Assignments', report.assignments),
    ...counted('Escalations', report.escalations),
    ...counted('Escalations refused to clients', report.escalationsRefused),
    ...targetLines(report.targets),
    ...stoppedLines(mails.stopped),
  ];
}

/** A table of what was counted, under the names of its parts. */
function counted(
  title: string,
  rows: readonly (Readonly<Record<string, string | number>> & { readonly count: number })[],
): readonly string[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'count');
  return list(
    title,
    ['count', ...names],
    rows.map((row) => [row.count, ...names.map((name) => row[name] ?? '')]),
  );
}

function list(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  return rows.length === 0
    ? []
    : [
        '',
        colour.bold(title),
        table(
          head,
          rows.map((row) => row.map(String)),
        ),
      ];
}

function targetLines(targets: ReplayReport['targets']): readonly string[] {
  const rows = targets.map(({ level, priority, target, met, missed, open, median }) => {
    return [level, priority, target, met, missed, open, median === undefined ? '' : spanText(median)];
  });
  return list('Times promised', ['level', 'priority', 'target', 'met', 'missed', 'open', 'median'], rows);
}

function stoppedLines(stopped: readonly StoppedMail[]): readonly string[] {
  const rows = stopped
    .slice(0, SHOWN)
    .map(({ at, outcome, from, subject, reasons }) => [moment(at), outcome, from, subject, reasons.at(-1) ?? '']);
  const more =
    stopped.length > SHOWN ? [`… and ${stopped.length - SHOWN} more; --json and --verbose tell of them.`] : [];
  return [...list('Mail that was not dealt with', ['when', 'outcome', 'from', 'subject', 'why'], rows), ...more];
}
