import type { EmailAddress } from '../../mail/mail.ts';
import type { MessageKey } from '../ids.ts';

/** What staff do to keep their cases in order. */
export type UpkeepAct =
  /** Everything of the case with that number comes here; `sure`: though its requester is somebody else. */
  | { readonly kind: 'merge'; readonly number: string; readonly sure: boolean }
  /**
   * A message of a client goes to a case of its own, with those that he wrote before it, `count` together; undefined `message` is the newest of a client.
   */
  | { readonly kind: 'split'; readonly message: MessageKey | undefined; readonly count: number }
  /** The two belong together, for the agents' eyes. */
  | { readonly kind: 'link'; readonly number: string }
  | { readonly kind: 'unwatch'; readonly address: EmailAddress }
  | { readonly kind: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'due'; readonly at: Date | undefined }
  | { readonly kind: 'snooze'; readonly until: Date }
  | { readonly kind: 'spam' };
