import { type Month, monthAfter, monthOf, parseMonth } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { Desk } from '../desk/policy.ts';
import { recurringNotice, recurringSpan } from '../desk/problem/decide.ts';
import { loadIncidents } from '../intake/load-recurring.ts';
import { configured } from './configuration.ts';
import { changing, notRunning, reading } from './data.ts';
import type { RecurringOptions } from './defect.ts';
import { EXIT, Failure } from './exit.ts';
import { deskOrOnly } from './given.ts';
import { count, remark, say, sayJson, table } from './terminal.ts';

/** Numbers of tickets that a row shows. */
const MOST_NUMBERS = 8;

/** The list of incidents that recur: shown, or mailed to who answers for problems (INTERSPACE-7). */
export async function recurringIncidents(options: RecurringOptions): Promise<void> {
  const settings = await configured(options.config);
  const id = deskOrOnly(settings, options.desk);
  const desk = settings.policy.desks.get(id);
  if (desk?.problems === undefined)
    throw new Failure(
      EXIT.refused,
      `the desk ${id} looks after no problems`,
      'say `problems: { manager: NAME }` for it',
    );
  const month = monthFor(options.month, desk);
  if (options.send === true) {
    const done = await changing(settings, async ({ operations, running }) => ({
      running,
      result: await operations.execute({ kind: 'recurring', desk: id, by: { kind: 'operator' }, month }),
    }));
    if (done.result.kind === 'refused') throw new Failure(EXIT.refused, done.result.why);
    if (options.json === true) sayJson({ month, sent: desk.problems.manager });
    else say(`The list of ${month} goes to ${desk.problems.manager}.`);
    const waits = notRunning(done.running, 'it is sent');
    if (waits !== undefined && options.json !== true) remark(waits);
    return;
  }
  await reading(settings, async ({ read }) => {
    const span = recurringSpan(desk, month);
    const incidents = span === undefined ? [] : await loadIncidents(read, desk, span);
    const notice = recurringNotice(desk, month, incidents);
    if (notice === undefined) return;
    const { groups, from, until, atLeast } = notice;
    if (options.json === true)
      return sayJson({
        month,
        from: from.toISOString(),
        until: until.toISOString(),
        atLeast,
        incidents: incidents.length,
        groups: groups.map(({ by, name, incidents: all }) => ({
          by,
          name,
          incidents: all.map(({ number, problem, openedAt }) => ({
            number,
            openedAt: openedAt.toISOString(),
            problem: problem ?? null,
          })),
        })),
      });
    say(
      `${count(incidents.length, 'incident')} from ${from.toISOString().slice(0, 10)} to ${until.toISOString().slice(0, 10)}.`,
    );
    if (groups.length === 0) return say(`None had ${atLeast} of the same circuit, service or client.`);
    say(
      table(
        ['by', 'name', 'incidents', 'problems', 'numbers'],
        groups.map(({ by, name, incidents: all }) => [
          by,
          name,
          String(all.length),
          [...new Set(all.flatMap(({ problem }) => problem ?? []))].join(', ') || '–',
          all
            .slice(-MOST_NUMBERS)
            .map(({ number }) => number)
            .join(', '),
        ]),
        4,
      ),
    );
  });
}

/** The month that is named, or the one that ended last. Throws a `Failure` when it is none. */
function monthFor(text: string | undefined, { timeZone }: Desk): Month {
  if (text === undefined) return monthAfter(monthOf(zoneOf(timeZone), new Date()), -1);
  const month = parseMonth(text);
  if (month === undefined) throw new Failure(EXIT.usage, `${text} is no month`, 'write it as 2026-11');
  return month;
}
