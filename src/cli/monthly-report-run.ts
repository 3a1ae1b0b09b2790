import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { withRegistered } from '../config/registered-levels.ts';
import { writePdf } from '../delivery/document/pdf.ts';
import { reportCsv, reportPaper, reportTables } from '../delivery/report-paper.ts';
import { type Month, monthAfter, monthOf, parseMonth } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { Desk } from '../desk/policy.ts';
import { deskOf } from '../desk/policy.ts';
import { LOCALES } from '../desk/status.ts';
import { loadReport } from '../intake/reports.ts';
import { configured } from './configuration.ts';
import { reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { deskOrOnly, oneOf } from './given.ts';
import type { ReportOptions } from './monthly-report.ts';
import { clientOf } from './people-find.ts';
import { preparedRenderer } from './start-run.ts';
import { colour, say, sayJson, table } from './terminal.ts';

/** Counts a month and shows it, or writes it into a file. */
export async function monthlyReport(options: ReportOptions): Promise<void> {
  const settings = await configured(options.config);
  const desk = deskOf(settings.policy, deskOrOnly(settings, options.desk));
  const month = monthGiven(options.month, desk);
  const locale = options.locale === undefined ? desk.locale : oneOf(options.locale, LOCALES, 'locale');
  await reading(settings, async ({ read }) => {
    const client = options.client === undefined ? undefined : await clientOf(read, options.client);
    const { policy } = withRegistered(settings.policy, await read.serviceLevels());
    const report = await loadReport(read, policy, desk, client?.id, month);
    if (options.output === undefined && options.json === true) return sayJson(report);
    const words = preparedRenderer(settings).words({ locale, timeZone: desk.timeZone, labels: desk.statusLabels });
    const view = { desk, clientName: client?.name, report, locale, at: new Date() };
    if (options.output !== undefined) return write(options.output, view, words, options);
    say(colour.bold(`${words.say('report.title')}, ${words.plainMonth(month)}`));
    for (const { heading, heads, rows } of reportTables(view, words)) {
      say(`\n${colour.bold(heading)}`);
      say(
        table(
          [...heads],
          rows.map((row) => [...row]),
          0,
        ),
      );
    }
  });
}

function monthGiven(word: string | undefined, { timeZone }: Desk): Month {
  if (word === undefined) return monthAfter(monthOf(zoneOf(timeZone), new Date()), -1);
  const month = parseMonth(word);
  if (month === undefined) throw new Failure(EXIT.usage, `"${word}" is no month`, 'write it as 2026-11');
  return month;
}

async function write(
  file: string,
  view: Parameters<typeof reportPaper>[0],
  words: Parameters<typeof reportPaper>[1],
  options: ReportOptions,
): Promise<void> {
  const end = extname(file).toLowerCase();
  if (end !== '.pdf' && end !== '.csv')
    throw new Failure(EXIT.usage, `the name of ${file} does not tell how it is written`, 'end it in .pdf or .csv');
  await writeFile(file, end === '.csv' ? reportCsv(view) : await writePdf(reportPaper(view, words)));
  if (options.json === true) sayJson({ file });
  else say(`Written: ${file}`);
}
