import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problemText } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { heldSince } from '../delivery/breaker.ts';
import { showProblem } from '../delivery/render/problem.ts';
import { createRenderer } from '../delivery/render/renderer.ts';
import type { DiskStatus, GatewayStatus } from '../intake/control.ts';
import { SPOOL_FOLDERS } from '../intake/spool.ts';
import type { Queries } from '../store/port.ts';
import { TROUBLE_WORDS } from '../store/trouble.ts';
import { checkedConfiguration } from './checked.ts';
import { configurationFile, placed, TEMPLATES } from './configuration.ts';
import { type Reading, reading, runningGateway } from './data.ts';
import type { DoctorOptions } from './doctor.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { colour, count, lines, moment, say, sayJson } from './terminal.ts';

/** `waits`: nothing is wrong, but a person has something to do. */
export interface Found {
  readonly level: 'fine' | 'waits' | 'wrong';
  readonly what: string;
  readonly next: string | undefined;
}

/** Mail that waits, or should have been sent, longer than this is stuck (milliseconds). */
const STUCK = 15 * 60_000;
/** Free bytes under which a disk is called full. */
const LITTLE_ROOM = 500 * 1024 * 1024;
/** Alarms of the gateway about what only it can see; all else is looked at here. */
const RAISED = /^(?:login|expiry|canary):|^(?:quiet|timers)$/;
/** Rows that are looked at of what waits. */
const LOOK = 500;

const fine = (what: string): Found => ({ level: 'fine', what, next: undefined });
const waits = (what: string, next: string): Found => ({ level: 'waits', what, next });
const wrong = (what: string, next: string): Found => ({ level: 'wrong', what, next });

/** Looks at everything and tells what is wrong, each with the next step. */
export async function doctor(options: DoctorOptions): Promise<ExitCode> {
  const found = await examineAll(options, new Date());
  const ok = found.every(({ level }) => level !== 'wrong');
  if (options.json === true) sayJson({ ok, findings: found.map((one) => ({ ...one, next: one.next ?? null })) });
  else {
    const mark = { fine: colour.green('ok   '), waits: colour.yellow('waits'), wrong: colour.red('wrong') };
    for (const { level, what, next } of found) {
      say(`${mark[level]}  ${lines(what)}`);
      if (next !== undefined) say(colour.dim(`       ${lines(next)}`));
    }
  }
  return ok ? EXIT.ok : EXIT.wrong;
}

async function examineAll(options: DoctorOptions, now: Date): Promise<readonly Found[]> {
  const { loaded, problems, registers } = await checkedConfiguration(configurationFile(options.config));
  const told = [
    ...problems.map((one) => configuration(one, 'correct the configuration')),
    ...registers.map((one) => configuration(one, 'correct the register, or the configuration')),
  ];
  if (!loaded.ok) return told;
  const settings = placed(loaded.settings);
  const running = await runningGateway(settings);
  const found = [
    ...told,
    fine(`the configuration ${settings.file}`),
    ...templates(settings),
    ...gateway(settings, running),
    ...(await room(settings)),
  ];
  if (!existsSync(join(settings.data, 'spoc.db')))
    return [...found, waits(`nothing is remembered yet in ${settings.data}`, 'start the gateway: npx spoc start')];
  return [...found, ...(await reading(settings, (open) => remembered(open, settings, running, options, now)))];
}

function configuration(problem: Problem, step: string): Found {
  const what = problemText({ ...problem, hint: undefined });
  const next = [step, problem.hint].filter((part) => part !== undefined).join(': ');
  return problem.severity === 'error' ? wrong(what, next) : waits(what, problem.hint ?? 'look whether it is meant so');
}

function templates(settings: Settings): readonly Found[] {
  const problems = createRenderer({ builtIn: TEMPLATES, own: settings.templates }).prepare();
  if (problems.length === 0) return [fine('the templates')];
  return problems.map((problem) => wrong(showProblem(problem), 'correct the template'));
}

function gateway(settings: Settings, running: GatewayStatus | undefined): readonly Found[] {
  if (running === undefined) return [waits(`no gateway runs on ${settings.data}`, 'npx spoc start')];
  return [
    fine(`the gateway runs (process ${running.pid}) since ${moment(new Date(running.startedAt))}`),
    ...disk(running.disk),
    ...running.mailboxes.map(({ id, state, error }) =>
      error === undefined || error === null
        ? fine(`mailbox ${id}: ${state}`)
        : wrong(`mailbox ${id}: ${state}, ${error}`, '`spoc check --connect` tells what the server says'),
    ),
    ...running.alarms.filter(({ key }) => RAISED.test(key)).map(({ what, next }) => wrong(what, next)),
  ];
}

function disk({ state, since, error }: DiskStatus): readonly Found[] {
  if (state === 'fine') return [];
  const from = since === undefined ? '' : ` since ${moment(new Date(since))}`;
  return [
    wrong(
      `no mail is taken in${from}: ${TROUBLE_WORDS[state]} (${error ?? ''})`,
      state === 'full' ? 'make room: the gateway goes on by itself' : 'look at the disk: the gateway goes on by itself',
    ),
  ];
}

async function room({ data }: Settings): Promise<readonly Found[]> {
  const found: Found[] = [];
  if (existsSync(data)) {
    const { bavail, bsize } = await statfs(data);
    if (bavail * bsize < LITTLE_ROOM)
      found.push(
        wrong(
          `${Math.round((bavail * bsize) / 1024 / 1024)} MB are free on the disk of ${data}`,
          'make room: without it no mail can be taken',
        ),
      );
  }
  const bad = join(data, 'spool-in', SPOOL_FOLDERS.bad);
  const left = existsSync(bad) ? (await readdir(bad)).length : 0;
  if (left > 0)
    found.push(
      wrong(
        `${count(left, 'file')} in the spool could not be read as mail`,
        `look into ${bad}; what is mail goes in again by \`spoc deliver\``,
      ),
    );
  return found;
}

async function remembered(
  { read, examine }: Reading,
  settings: Settings,
  running: GatewayStatus | undefined,
  options: DoctorOptions,
  now: Date,
): Promise<readonly Found[]> {
  return [
    ...(await ledgerOf(read, running, now)),
    ...(await outboxOf(read, settings, running, now)),
    ...(options.quick === true ? [] : examined(await examine())),
  ];
}

function examined(said: readonly string[]): readonly Found[] {
  if (said.length === 0) return [fine('the store: database, references, counters, blobs')];
  return said.map((what) =>
    wrong(what, 'stop the gateway, keep a copy of the data folder, and restore the last good backup'),
  );
}

/** The conservation law (DESIGN §3), and what waits. */
async function ledgerOf(read: Queries, running: GatewayStatus | undefined, now: Date): Promise<readonly Found[]> {
  const { received, waiting, outcomes } = await read.ledgerCounts();
  const settled = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  const law = `received ${received} = waiting ${waiting} + settled ${settled}`;
  const found: Found[] = [
    received === waiting + settled
      ? fine(law)
      : wrong(`the ledger does not add up: ${law}`, 'keep a copy of the data folder and report it: a mail may be lost'),
  ];
  if (waiting > 0) {
    const rows = await read.ledgerRows({ waiting: true, limit: LOOK });
    const failing = rows.filter(({ lastError }) => lastError !== undefined);
    const old = rows.filter(({ seenAt }) => now.getTime() - seenAt.getTime() > STUCK);
    const [first] = failing;
    if (first !== undefined)
      found.push(
        wrong(
          `${count(failing.length, 'mail')} failed and will be tried again, mail ${first.id}: ${first.lastError ?? ''}`,
          `spoc explain ${first.id}`,
        ),
      );
    else if (running === undefined)
      found.push(waits(`${count(waiting, 'mail')} to be decided`, 'start the gateway: npx spoc start'));
    else if (old.length > 0)
      found.push(
        wrong(
          `${count(old.length, 'mail')} not decided for more than 15 minutes`,
          '`spoc ledger --waiting` shows them; look into the log of the gateway',
        ),
      );
  }
  if (outcomes.quarantined > 0)
    found.push(
      wrong(
        `${count(outcomes.quarantined, 'mail')} quarantined: the gateway could not deal with them`,
        '`spoc held list` tells why; `spoc held release ID` tries once more',
      ),
    );
  if (outcomes.failed > 0)
    found.push(
      wrong(`${count(outcomes.failed, 'mail')} failed`, '`spoc ledger --outcome failed`, then `spoc held release ID`'),
    );
  if (outcomes.held > 0) found.push(waits(`${count(outcomes.held, 'mail')} held for a person`, '`spoc held list`'));
  return found;
}

async function outboxOf(
  read: Queries,
  settings: Settings,
  running: GatewayStatus | undefined,
  now: Date,
): Promise<readonly Found[]> {
  const counts = await read.outboxCounts();
  const found: Found[] = [];
  const since = await heldSince(read);
  if (since !== undefined)
    found.push(
      wrong(
        `automatic mail is held since ${moment(since)}: there was more of it than limits.automatic_per_minute`,
        '`spoc outbox list --state hold` shows it; drop what should not go out, then `spoc outbox release`',
      ),
    );
  if (counts.failed > 0)
    found.push(
      wrong(
        `${count(counts.failed, 'mail')} could not be sent`,
        '`spoc outbox list --state failed` tells why; release or drop them',
      ),
    );
  if (counts.uncertain > 0)
    found.push(
      wrong(
        `${count(counts.uncertain, 'mail')} may or may not have been sent`,
        '`spoc outbox list --state uncertain`: ask the recipient, then release or drop them',
      ),
    );
  if (counts.hold > 0)
    found.push(
      waits(
        `${count(counts.hold, 'mail')} on hold${settings.delivery === 'hold' ? ', as the configuration says' : ''}`,
        '`spoc outbox release` sends them',
      ),
    );
  if (counts.queued > 0 && running === undefined)
    found.push(waits(`${count(counts.queued, 'mail')} to be sent`, 'start the gateway: npx spoc start'));
  else if (counts.queued > 0) {
    const rows = await read.outbox({ state: ['queued'], limit: LOOK });
    const stuck = rows.filter(
      ({ nextTry, lastError }) => lastError !== undefined || now.getTime() - nextTry.getTime() > STUCK,
    );
    const [first] = stuck;
    if (first !== undefined)
      found.push(
        wrong(
          `${count(stuck.length, 'mail')} stuck in the outbox, mail ${first.id}: ${first.lastError ?? 'not tried in time'}`,
          '`spoc check --connect` tries the relay',
        ),
      );
  }
  return found.length > 0 ? found : [fine('the outbox')];
}
