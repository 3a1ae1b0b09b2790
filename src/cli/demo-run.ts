import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadSettings } from '../config/load.ts';
import type { MailboxId, Settings } from '../config/settings.ts';
import type { Desk } from '../desk/policy.ts';
import { startGateway } from '../gateway.ts';
import type { EmbeddedStatus } from '../intake/control.ts';
import { acquireLock } from '../store/lock.ts';
import { configured, SHIPPED } from './configuration.ts';
import { reading, runningGateway } from './data.ts';
import { Stage } from './demo-stage.ts';
import { type Cast, CLIENTS, play } from './demo-story.ts';
import { EXIT, Failure } from './exit.ts';
import { preparedRenderer } from './start-run.ts';
import { colour, say } from './terminal.ts';
import type { Common } from './ticket.ts';
import { ticketTable } from './ticket-show.ts';

/** Milliseconds that a gateway of the demo's own may take to end. */
const GRACE = 3_000;
const MOST_TICKETS = 10;

/** A gateway to play on. */
interface Place {
  readonly settings: Settings;
  readonly servers: EmbeddedStatus;
  close(): Promise<void>;
}

/** Plays the story, and shows the tickets that it made. */
export async function demo(options: Common): Promise<void> {
  const running = await placeThatRuns(await configured(options.config));
  if (typeof running === 'string')
    say(colour.dim(`${running}: the story plays on a gateway of its own, which forgets it afterwards.`));
  const place = typeof running === 'string' ? await placeOfOurOwn() : running;
  try {
    const cast = castOf(place.settings, place.servers);
    if (cast === undefined)
      throw new Failure(EXIT.config, 'the configuration that comes with Spoc has no desks for the story');
    const stage = await Stage.open(place.servers);
    try {
      await play(stage, cast);
    } finally {
      await stage.close();
    }
    await reading(place.settings, async ({ read }) => {
      say(`\n${colour.bold('The tickets now')}  (npx spoc ticket list --all)\n`);
      say(ticketTable(await read.tickets({ limit: MOST_TICKETS })));
    });
  } finally {
    await place.close();
  }
}

/** The gateway that runs, or why the story cannot play there. */
async function placeThatRuns(settings: Settings): Promise<Place | string> {
  const status = await runningGateway(settings);
  if (status === undefined) return 'No gateway runs';
  const [servers] = status.embedded;
  if (servers === undefined) return 'The gateway that runs has real mailboxes';
  if (settings.delivery === 'hold') return 'The gateway that runs holds its mail back';
  if (castOf(settings, servers) === undefined)
    return 'The gateway that runs has not the two desks of the story (one in en, one in sr, each with an agent)';
  return { settings, servers, close: async () => undefined };
}

/** A gateway of the shipped configuration, on free ports, in a temporary folder. */
async function placeOfOurOwn(): Promise<Place> {
  const loaded = await loadSettings(SHIPPED, {});
  if (!loaded.ok) throw new Failure(EXIT.config, `${SHIPPED} has been changed and is wrong`, '`spoc check` tells how');
  const data = await mkdtemp(join(tmpdir(), 'spoc-demo-'));
  const remove = () => rm(data, { recursive: true, force: true });
  try {
    const mailboxes = new Map(
      [...loaded.settings.mailboxes].map(([id, box]) => [
        id,
        { ...box, access: { kind: 'embedded', imapPort: 0, smtpPort: 0 } as const },
      ]),
    );
    const settings: Settings = { ...loaded.settings, data, mailboxes, delivery: 'send' };
    const lock = acquireLock(data);
    const log = pino({ level: 'silent' });
    const gateway = await startGateway({
      settings,
      renderer: preparedRenderer(settings),
      log,
      now: () => new Date(),
      random: Math.random,
    });
    const close = async () => {
      await gateway.close(GRACE);
      if (lock.kind === 'lock') lock.release();
      await remove();
    };
    const [servers] = gateway.status().embedded;
    if (servers !== undefined) return { settings, servers, close };
    await close();
    throw new Failure(EXIT.config, `${SHIPPED} has no mailbox`);
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Who plays: a desk in each language with its first agent. */
function castOf({ desks, policy }: Settings, servers: EmbeddedStatus): Cast | undefined {
  const part = (locale: Desk['locale'], client: Cast['en']['client']): Cast['en'] | undefined => {
    const found = [...desks.values()].find(
      ({ desk, mailbox }) => desk.locale === locale && mailbox === (servers.mailbox as MailboxId),
    );
    const [first] = found?.desk.agents ?? [];
    const agents = (found?.desk.agents ?? []).flatMap((id) => policy.agents.get(id) ?? []);
    const agent =
      agents.find((one) => one.locale === locale) ?? (first === undefined ? undefined : policy.agents.get(first));
    if (found === undefined || agent === undefined) return undefined;
    const { name, addresses } = found.desk;
    return { desk: { name, address: addresses[0] }, agent: { name: agent.name, address: agent.addresses[0] }, client };
  };
  const en = part('en', CLIENTS.en);
  const sr = part('sr', CLIENTS.sr);
  const known = (address: string) => servers.people.includes(address);
  if (
    en === undefined ||
    sr === undefined ||
    ![en, sr].every((one) => known(one.agent.address) && known(one.client.address))
  )
    return undefined;
  return { en, sr };
}
