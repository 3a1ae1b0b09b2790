import type { DeskId, MessageKey, TicketId } from '../ids.ts';
import type { Recipient, StatusChange } from '../notice.ts';

interface OnTicket {
  readonly to: Recipient;
  readonly desk: DeskId;
  readonly ticket: TicketId;
  readonly changes: readonly StatusChange[];
}

/** Mails that come of what staff keep on their cases. */
export type UpkeepNotice =
  /** To the requester of a case that went into another: where it goes on. It is on that other one, so that his reply lands there. */
  | (OnTicket & { readonly kind: 'merged'; readonly number: string })
  /** To the requester, who is silent though his word is waited for; `message` is our last to him, `closes` when the case closes without it. */
  | (OnTicket & {
      readonly kind: 'reminder';
      readonly message: MessageKey | undefined;
      readonly closes: Date | undefined;
    })
  /**
   * To agents: their own date nears or has come (`due`), what was put off is back, another case (`number`) was merged into theirs, or a client is silent
   * whom no mail reaches.
   */
  | (OnTicket & {
      readonly kind: 'agent-reminded';
      readonly why: 'due-near' | 'due' | 'snooze' | 'merged' | 'silent';
      readonly number: string | undefined;
      readonly due: Date | undefined;
    });
