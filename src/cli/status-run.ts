import { TROUBLE_WORDS } from '../store/trouble.ts';
import { configured } from './configuration.ts';
import { runningGateway } from './data.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { colour, lines, moment, say, sayJson } from './terminal.ts';
import type { Common } from './ticket.ts';

/** States of a mailbox in which no mail comes out of it. */
const AWAY: ReadonlySet<string> = new Set(['disconnected', 'refused', 'closed']);

/** Asks the gateway how it is. */
export async function status(options: Common): Promise<ExitCode> {
  const settings = await configured(options.config);
  const running = await runningGateway(settings);
  if (running === undefined)
    throw new Failure(EXIT.unavailable, `no gateway runs on ${settings.data}`, 'npx spoc start');
  const { pid, startedAt, disk, mailboxes } = running;
  const deaf = mailboxes.length > 0 && mailboxes.every(({ state }) => AWAY.has(state));
  const well = disk.state === 'fine' && !deaf;
  if (options.json === true)
    sayJson({ ok: well, ...running, embedded: running.embedded.map(({ mailbox }) => mailbox) });
  else {
    say(`process ${pid} since ${moment(new Date(startedAt))}`);
    if (disk.state !== 'fine') say(colour.red(`no mail is taken in: ${TROUBLE_WORDS[disk.state]}`));
    for (const { id, state, error } of mailboxes)
      say(`${id}  ${AWAY.has(state) ? colour.red(state) : state}${error ? `  ${lines(error)}` : ''}`);
  }
  return well ? EXIT.ok : EXIT.wrong;
}
