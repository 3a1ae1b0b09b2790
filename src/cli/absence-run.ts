import type { Settings } from '../config/settings.ts';
import type { Absence, Presence } from '../desk/absence/absence.ts';
import { type Days, readDays } from '../desk/absence/days.ts';
import { colleaguesOf } from '../desk/absence/verbs.ts';
import { agentCalled } from '../desk/called.ts';
import type { AgentId } from '../desk/ids.ts';
import { OPERATOR } from '../intake/execute.ts';
import { nearest } from '../mail/commands.ts';
import type { AbsenceOptions } from './absence.ts';
import { readAbsences, zoneOfAgent } from './absence-table.ts';
import { configured } from './configuration.ts';
import { changing, reading } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { tableText } from './table-text.ts';
import { count, remark, say, sayJson, table } from './terminal.ts';
import type { Common } from './ticket.ts';

/** Far enough: nothing is entered beyond. */
const EVER = new Date('2199-12-31T00:00:00Z');

function absenceShape({ agent, from, to, deputy, source }: Absence) {
  return { agent, from: from.toISOString(), to: to.toISOString(), deputy: deputy ?? null, source };
}

/** First and last day in the agent's time zone; with the time of day where it does not begin or end at midnight. */
function spanOf({ agent, from, to }: Absence, settings: Settings): readonly [from: string, to: string] {
  const timeZone = zoneOfAgent(agent, settings.policy);
  const text = (at: Date) => at.toLocaleString('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const [begins, ends] = [text(from), text(to)];
  const last = ends.endsWith(' 00:00') ? text(new Date(to.getTime() - 1)).slice(0, 10) : ends;
  return [begins.replace(/ 00:00$/, ''), last];
}

export async function listAbsences(options: Common): Promise<void> {
  const settings = await configured(options.config);
  await reading(settings, async ({ read }) => {
    const absences = [...(await read.absences(new Date()))].sort((a, b) => a.from.getTime() - b.from.getTime());
    if (options.json === true) return sayJson(absences.map(absenceShape));
    if (absences.length === 0) return say('Nobody is away. `spoc absence add` and `#away` in a mail enter absences.');
    const rows = absences.map((one) => [one.agent, ...spanOf(one, settings), one.deputy ?? '–', one.source]);
    say(table(['agent', 'from', 'until', 'deputy', 'known by'], rows, 4));
  });
}

export async function addAbsence(who: string, written: string, options: AbsenceOptions): Promise<void> {
  const settings = await configured(options.config);
  const agent = agentNamed(who, [...settings.policy.agents.keys()], settings);
  const { first, to } = daysNamed(written, agent, settings);
  const deputy =
    options.deputy === undefined
      ? undefined
      : agentNamed(options.deputy, colleaguesOf(agent, settings.policy), settings);
  const absence: Absence = { agent, from: first, to, deputy, source: 'command' };
  await enter(settings, [absence], []);
  if (options.json === true) return sayJson(absenceShape(absence));
  const [from, until] = spanOf(absence, settings);
  say(`${agent} is away from ${from} until ${until}${deputy === undefined ? '' : `, deputy ${deputy}`}.`);
}

export async function removeAbsences(who: string, written: string | undefined, options: Common): Promise<void> {
  const settings = await configured(options.config);
  const agent = agentNamed(who, [...settings.policy.agents.keys()], settings);
  const days = written === undefined ? undefined : daysNamed(written, agent, settings);
  const presence: Presence = { agent, from: days?.first ?? new Date(), to: days?.to ?? EVER };
  await enter(settings, [], [presence]);
  say(`${agent} is there ${written === undefined ? 'from now on' : `on ${written}`}.`);
}

/** Enters a table whole; a wrong row is told with its line, and nothing is entered. */
export async function importAbsences(file: string, options: AbsenceOptions): Promise<void> {
  const settings = await configured(options.config);
  const read = readAbsences(await tableText(file), settings.policy, new Date());
  if (read.kind === 'wrong') {
    if (options.json === true) sayJson({ problems: read.problems });
    else for (const { line, why } of read.problems) remark(`${file}:${line}: ${why}`);
    const rows = count(new Set(read.problems.map(({ line }) => line)).size, 'row');
    const next = 'correct the lines above and import again';
    throw new Failure(EXIT.data, `${rows} of ${file} cannot be entered; nothing was changed`, next);
  }
  const dryRun = options.dryRun === true;
  if (!dryRun) await enter(settings, read.absences, []);
  if (options.json === true) return sayJson({ dryRun, entered: read.absences.map(absenceShape) });
  for (const one of read.absences) {
    const [from, until] = spanOf(one, settings);
    say(`${one.agent}: ${from} – ${until}${one.deputy === undefined ? '' : `, deputy ${one.deputy}`}`);
  }
  const what = count(read.absences.length, 'absence');
  say(dryRun ? `${what} would be entered; nothing was changed.` : `${what} entered.`);
}

async function enter(settings: Settings, absences: readonly Absence[], back: readonly Presence[]): Promise<void> {
  if (absences.length + back.length === 0) return;
  const command = { kind: 'absence', by: OPERATOR, absences, back } as const;
  const result = await changing(settings, ({ operations }) => operations.execute(command));
  if (result.kind === 'refused') throw new Failure(EXIT.data, result.why);
}

function agentNamed(word: string, among: readonly AgentId[], { policy }: Settings): AgentId {
  const found = agentCalled(word, among, policy);
  if (found !== undefined) return found;
  const near = nearest(word, among);
  const hint =
    near === undefined ? `one of: ${among.join(', ')}` : `did you mean "${near}"? One of: ${among.join(', ')}`;
  throw new Failure(EXIT.usage, `there is no agent "${word}"`, hint);
}

function daysNamed(written: string, agent: AgentId, { policy }: Settings): Days {
  const days = readDays(written, { now: new Date(), timeZone: zoneOfAgent(agent, policy) });
  if (days !== undefined) return days;
  const hint =
    'write 2026-12-20..2026-12-31, 2026-12-24, today or "until 2026-12-31": days to come, at most a year of them';
  throw new Failure(EXIT.usage, `"${written}" cannot be understood as days`, hint);
}
