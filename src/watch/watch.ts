import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { MailboxId, Settings } from '../config/settings.ts';
import type { MailboxTokens } from '../config/tokens.ts';
import type { Execution } from '../intake/execute.ts';
import { startLoop } from '../intake/loop.ts';
import type { Decided } from '../intake/pipeline.ts';
import type { WaysIn } from '../intake/ways-in.ts';
import type { Store } from '../store/port.ts';
import type { StoreHealth } from '../store/watch.ts';
import type { Alarm } from './alarms.ts';
import { CANARY_FIELD, createCanaries } from './canary.ts';
import { tellDay } from './daily.ts';
import type { Metrics } from './metrics.ts';
import { type ObservedParts, observe } from './observe.ts';
import { serveWatch, type WatchServer } from './serve.ts';
import { createTell } from './tell.ts';
import { createWatchman, LOOK_EVERY } from './watchman.ts';

/** What watching a gateway works with. */
export interface WatchParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly health: () => StoreHealth;
  readonly waysIn: Pick<WaysIn, 'status'>;
  readonly tokens: (mailbox: MailboxId) => MailboxTokens;
  readonly execution: Execution;
  readonly metrics: Metrics;
  readonly token: () => string;
  readonly startedAt: Date;
  readonly log: Logger;
  readonly now: () => Date;
  /** Mail was put into the outbox. */
  readonly onQueued: () => void;
}

/** The gateway, watched. */
export interface Watch {
  readonly server: WatchServer | undefined;
  /** A mail was decided. */
  decided(mail: Decided): void;
  /** What was wrong at the last look. */
  alarms(): readonly Alarm[];
  close(): Promise<void>;
}

/** Begins to watch: answers from outside, looks every minute, sends canaries, tells the day's account. */
export async function startWatch(parts: WatchParts): Promise<Watch> {
  const { settings, store, metrics, log, now, execution, token } = parts;
  const { watch } = settings;
  const seen: ObservedParts = { ...parts, read: store.read };
  const tell = createTell(watch.alerts, log);
  const canaries =
    watch.canary && createCanaries(watch.canary, { settings, store, token, delivery: execution.delivery });
  const server = watch.listen && (await serveWatch(watch.listen, () => observe(seen, now()), metrics));

  const watchman = createWatchman({
    settings: watch,
    store,
    observe: (at) => observe(seen, at),
    missing: (at) => canaries?.missing(at) ?? new Map(),
    tell,
    log,
  });
  let alarms: readonly Alarm[] = [];
  const looking = startLoop(
    'watch',
    async () => {
      const at = now();
      alarms = await watchman.look(at);
      return new Date(at.getTime() + LOOK_EVERY);
    },
    log,
    now,
  );
  const singing =
    canaries &&
    startLoop(
      'canary',
      async () => {
        const at = now();
        await canaries.send(at);
        parts.onQueued();
        return new Date(at.getTime() + (watch.canary?.every ?? LOOK_EVERY));
      },
      log,
      now,
    );
  const daily =
    watch.daily === undefined
      ? undefined
      : schedule(cronOf(watch.daily), () => tellDay({ store, log, tell, observe: (at) => observe(seen, at) }, now()), {
          name: 'daily',
          noOverlap: true,
        });

  return {
    server,
    alarms: () => alarms,
    decided: ({ outcome, arrivedAt, at, messageId, headers }) => {
      metrics.decided(outcome, at.getTime() - arrivedAt.getTime());
      const took = messageId === undefined ? undefined : canaries?.back(messageId, fieldOf(headers, CANARY_FIELD), at);
      if (took !== undefined) metrics.canary(took);
    },
    close: async () => {
      await daily?.destroy();
      await singing?.close();
      await looking.close();
      await server?.close();
      metrics.close();
    },
  };
}

/** `07:05` as node-cron writes it. */
function cronOf(time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute ?? 0} ${hour ?? 0} * * *`;
}

function fieldOf(headers: Decided['headers'], name: string): string | undefined {
  return headers.find((header) => header.name === name.toLowerCase())?.value;
}
