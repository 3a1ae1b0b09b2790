import type { MessageKey } from '../ids.ts';
import type { OnTicket } from '../notice.ts';
import type { RfoRefusal } from './event.ts';

/** What a client hears when he asks for the document on an outage; `late` comes by itself when it is not there in time. */
export type RfoAnswer = 'promised' | 'late' | RfoRefusal;

/** The mails about the document on an outage (INTERSPACE-8). */
export type RfoNotice =
  /** To him who asked. */
  | (OnTicket & { readonly kind: 'rfo-answered'; readonly answer: RfoAnswer; readonly due: Date | undefined })
  /** To the client: the document travels along. */
  | (OnTicket & { readonly kind: 'rfo'; readonly message: MessageKey })
  /** To agents: it is asked for, or due; with what is known of the outage to write it from, for staff alone: a reply without `#rfo` is a note. `message` undefined is the client's newest. */
  | (OnTicket & {
      readonly kind: 'agent-rfo';
      readonly step: 'asked' | 'warning' | 'late';
      readonly due: Date;
      readonly message: MessageKey | undefined;
    });
