import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { DeskId } from '../../desk/ids.ts';
import type { PublishedAnswer } from '../../desk/similar/published.ts';
import { readPublished, signatureOf } from './read.ts';

/** What the desks have published, read anew when it was changed. */
export interface PublishedAnswers {
  of(desk: DeskId): Promise<readonly PublishedAnswer[]>;
}

/** Milliseconds between two looks at the files. */
const LOOK_EVERY = 10_000;

interface Kept {
  readonly lookedAt: number;
  readonly signature: string;
  readonly answers: readonly PublishedAnswer[];
}

/** Reads published answers when they are first asked for, and again when a file was changed, added or taken away; what cannot be read is logged once. */
export function createAnswers(settings: Settings, log: Pick<Logger, 'warn'>, now: () => Date): PublishedAnswers {
  const kept = new Map<DeskId, Kept>();
  return {
    async of(desk) {
      const places = settings.desks.get(desk)?.answers;
      if (places === undefined) return [];
      const before = kept.get(desk);
      const at = now().getTime();
      if (before !== undefined && Math.abs(at - before.lookedAt) < LOOK_EVERY) return before.answers;
      const signature = await signatureOf(places);
      if (before?.signature === signature) {
        kept.set(desk, { ...before, lookedAt: at });
        return before.answers;
      }
      const { answers, problems } = await readPublished(places);
      for (const problem of problems) log.warn({ desk }, problem);
      kept.set(desk, { lookedAt: at, signature, answers });
      return answers;
    },
  };
}

/** Nothing is published. */
export const NO_ANSWERS: PublishedAnswers = { of: async () => [] };
