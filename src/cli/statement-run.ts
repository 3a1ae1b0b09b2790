import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { withRegistered } from '../config/registered-levels.ts';
import type { Settings } from '../config/settings.ts';
import { writePdf } from '../delivery/document/pdf.ts';
import { statementCsv, statementPaper } from '../delivery/statement-paper.ts';
import { type Month, monthAfter, monthOf, monthSpan, parseMonth } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { Desk } from '../desk/policy.ts';
import { LOCALES } from '../desk/status.ts';
import type { Statement } from '../desk/time/statement.ts';
import { loadStatement } from '../intake/statements.ts';
import { configured } from './configuration.ts';
import { changing, notRunning, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { desk, deskOrOnly, oneOf } from './given.ts';
import { type ClientEntry, clientOf } from './people-find.ts';
import { preparedRenderer } from './start-run.ts';
import type { StatementOptions } from './statement.ts';
import { plain, remark, say, sayJson, table } from './terminal.ts';

/** Shows, writes or mails the statement of a client. */
export async function statement(word: string, options: StatementOptions): Promise<void> {
  const settings = await configured(options.config);
  if (options.send === true) return send(settings, word, options);
  await reading(settings, async ({ read }) => {
    const client = await clientOf(read, word);
    const home = deskOf(settings, client, options);
    const month = monthGiven(options.month, home);
    const { policy } = withRegistered(settings.policy, await read.serviceLevels());
    const span = monthSpan(zoneOf(home.timeZone), month);
    const found = await loadStatement(read, policy, home, client.id, month, span);
    if (found === undefined)
      throw new Failure(
        EXIT.missing,
        `there was no work for ${client.name} in ${month}`,
        '`spoc ticket time` books it',
      );
    if (options.output !== undefined) return write(settings, options, options.output, home, client, found.statement);
    if (options.json === true) sayJson(found.statement);
    else show(found.statement, home);
  });
}

function deskOf(settings: Settings, client: ClientEntry, options: StatementOptions): Desk {
  const own = client.desk !== undefined && settings.policy.desks.has(client.desk) ? client.desk : undefined;
  const id = options.desk === undefined ? (own ?? deskOrOnly(settings, undefined)) : desk(settings, options.desk);
  const found = settings.policy.desks.get(id);
  if (found === undefined) throw new Failure(EXIT.missing, `there is no desk ${id}`);
  return found;
}

function monthGiven(word: string | undefined, { timeZone }: Desk): Month {
  if (word === undefined) return monthAfter(monthOf(zoneOf(timeZone), new Date()), -1);
  const month = parseMonth(word);
  if (month === undefined) throw new Failure(EXIT.usage, `"${word}" is no month`, 'write it as 2026-11');
  return month;
}

function show({ lines, worked, charged, included, due }: Statement, { timeZone }: Desk): void {
  const day = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone });
  const rows = lines.map((one) => [
    one.number,
    day(one.at),
    `${one.worked} min`,
    `${one.charged} min`,
    one.waits ? 'waits for the client' : '',
    plain([one.subject, one.text].filter((part) => part !== '').join(' – ')),
  ]);
  say(table(['number', 'day', 'worked', 'charged', '', 'work'], rows, 5));
  say(`worked ${worked} min, to be charged ${charged} min, included ${included} min, charged ${due} min`);
}

async function write(
  settings: Settings,
  options: StatementOptions,
  file: string,
  home: Desk,
  client: ClientEntry,
  found: Statement,
): Promise<void> {
  const view = { desk: home, clientName: client.name, statement: found, at: new Date() };
  const end = extname(file).toLowerCase();
  if (end !== '.pdf' && end !== '.csv')
    throw new Failure(EXIT.usage, `the name of ${file} does not tell how it is written`, 'end it in .pdf or .csv');
  const locale =
    options.locale === undefined
      ? (home.correspondence ?? client.locale ?? home.locale)
      : oneOf(options.locale, LOCALES, 'locale');
  const words = preparedRenderer(settings).words({ locale, timeZone: home.timeZone, labels: home.statusLabels });
  await writeFile(file, end === '.csv' ? statementCsv(view) : await writePdf(statementPaper(view, words)));
  if (options.json === true) sayJson({ file });
  else say(`Written: ${file}`);
}

async function send(settings: Settings, word: string, options: StatementOptions): Promise<void> {
  if (options.output !== undefined || options.locale !== undefined)
    throw new Failure(EXIT.usage, '--send mails it in the language of each person', 'leave --output and --locale out');
  const { sent, running } = await changing(settings, async ({ operations, read, running }) => {
    const client = await clientOf(read, word);
    const home = deskOf(settings, client, options);
    const month = monthGiven(options.month, home);
    return { running, sent: await operations.sendStatement({ desk: home.id, client: client.id, month }) };
  });
  if (sent === 0)
    throw new Failure(
      EXIT.missing,
      'nothing was sent: there was no work in the month, or nobody there is responsible for support',
      '`spoc contact add --responsible` says who is',
    );
  if (options.json === true) sayJson({ sent });
  else say(`${sent} mails to be sent.`);
  const waits = notRunning(running, 'they go out');
  if (waits !== undefined && options.json !== true) remark(waits);
}
