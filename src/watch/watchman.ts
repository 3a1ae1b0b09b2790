import type { Logger } from 'pino';
import type { WatchSettings } from '../config/settings.ts';
import type { Store } from '../store/port.ts';
import { type Alarm, alarmsOf } from './alarms.ts';
import type { Observed } from './observe.ts';
import type { Tell } from './tell.ts';

/** How often the gateway is looked at (milliseconds). */
export const LOOK_EVERY = 60_000;
/** Under this name it is remembered which alarms were told, and when. */
const TOLD = 'alarms:told';
/** Alarms of which that is remembered: what is told beyond them is told again after a restart. */
const MOST_REMEMBERED = 20;

/** What looking at the gateway works with. */
export interface WatchmanParts {
  readonly settings: WatchSettings;
  readonly store: Store;
  readonly observe: (at: Date) => Promise<Observed>;
  /** Since when canaries have been missing, by mailbox. */
  readonly missing: (at: Date) => ReadonlyMap<string, Date>;
  readonly tell: Tell;
  readonly log: Logger;
}

/** Looks again and again. */
export interface Watchman {
  /** Tells what has gone wrong since the last look, again after a while, and what is right again. Answers what is wrong. */
  look(at: Date): Promise<readonly Alarm[]>;
}

/** What was told is remembered in the store, so that a restart tells nothing twice; where the store takes nothing, in memory alone. */
export function createWatchman(parts: WatchmanParts): Watchman {
  const { settings, store, tell, log } = parts;
  let told: ReadonlyMap<string, number> | undefined;
  return {
    async look(at) {
      const before = told ?? (await remembered(store));
      const alarms = alarmsOf(await parts.observe(at), settings, parts.missing(at));
      const next = new Map<string, number>();
      for (const { key, what, next: step } of alarms) {
        const when = before.get(key);
        if (when !== undefined && at.getTime() - when < settings.alerts.repeat) {
          next.set(key, when);
          continue;
        }
        log.error({ alarm: key }, what);
        const failed = await tell({ kind: 'alarm', subject: what, text: `${what}\n\nWhat to do: ${step}\n`, at });
        // Whom nobody could reach is told at the next look.
        if (failed.length === 0) next.set(key, at.getTime());
      }
      for (const key of before.keys()) {
        if (alarms.some((alarm) => alarm.key === key)) continue;
        log.info({ alarm: key }, 'right again');
        const text = `What was told of ${key} is right again.\n`;
        await tell({ kind: 'cleared', subject: `right again: ${key}`, text, at });
      }
      told = next;
      if (textOf(before) !== textOf(next)) await keep(store, textOf(next), log);
      return alarms;
    },
  };
}

async function remembered(store: Store): Promise<ReadonlyMap<string, number>> {
  const parts = ((await store.read.remembered(TOLD)) ?? '').split(' ').filter((part) => part !== '');
  return new Map(
    parts.map((part) => {
      const cut = part.lastIndexOf('=');
      return [part.slice(0, cut), Number(part.slice(cut + 1))] as const;
    }),
  );
}

function textOf(told: ReadonlyMap<string, number>): string {
  return [...told]
    .slice(0, MOST_REMEMBERED)
    .map(([key, at]) => `${key}=${at}`)
    .join(' ');
}

async function keep(store: Store, text: string, log: Pick<Logger, 'warn'>): Promise<void> {
  try {
    await store.write((tx) => tx.remember(TOLD, text));
  } catch (error) {
    log.warn({ err: error }, 'what was told could not be remembered; a restart may tell it again');
  }
}
