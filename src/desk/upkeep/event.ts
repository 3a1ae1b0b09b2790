import type { Actor } from '../ids.ts';

/** What staff keep on a case for themselves, and what comes of it by itself. */
export type UpkeepEvent =
  /** Tags are ids of labels, one word each, in lower case. */
  | {
      readonly kind: 'tags-changed';
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly by: Actor;
    }
  /** The agents' own date, whatever is promised; undefined: there is none any more. */
  | { readonly kind: 'due-set'; readonly due: Date | undefined; readonly by: Actor }
  /** Its agents were told that the own date nears, or has come. `key` is the timer's. */
  | { readonly kind: 'due-told'; readonly key: string; readonly step: 'near' | 'past'; readonly due: Date }
  /** It is on hold until then. */
  | { readonly kind: 'snoozed'; readonly until: Date; readonly by: Actor }
  /** The moment came (`key` is the timer's), or somebody wrote or took it up before. */
  | { readonly kind: 'snooze-ended'; readonly key: string | undefined; readonly by: Actor }
  /** It is no case at all. `sender`: further mail of its requester is dealt with as the desk says. */
  | { readonly kind: 'spam-marked'; readonly sender: boolean; readonly by: Actor }
  /** It is a case after all. */
  | { readonly kind: 'spam-unmarked'; readonly by: Actor }
  /** The client was reminded that his word is waited for, for the `nth` time (from 1); it closes then, if nothing comes. */
  | { readonly kind: 'client-reminded'; readonly key: string; readonly nth: number; readonly closes: Date | undefined }
  /** He was silent for so long that the case was closed. */
  | { readonly kind: 'closed-silent'; readonly key: string };
