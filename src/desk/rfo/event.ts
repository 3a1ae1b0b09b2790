import type { Actor, ContactId, MessageKey } from '../ids.ts';

/** Why a client gets no document on an outage: the case is still open; it was no outage of the priorities that have one; who asks is not sure. */
export type RfoRefusal = 'not-resolved' | 'other-case' | 'unproven';

/** What happens to the document on an outage (INTERSPACE-8). */
export type RfoEvent =
  /** The client asked for it: it is due then, and agents are warned before. */
  | { readonly kind: 'rfo-asked'; readonly contact: ContactId; readonly due: Date; readonly warn?: Date }
  | { readonly kind: 'rfo-refused'; readonly contact: ContactId; readonly why: RfoRefusal }
  /** Its agents were warned; or it is late, and the client was told so. `key` is the timer's. */
  | { readonly kind: 'rfo-told'; readonly key: string; readonly step: 'warning' | 'late' }
  /** It is written; the document hangs on the message. */
  | { readonly kind: 'rfo-issued'; readonly message: MessageKey; readonly by: Actor };

/** How far the document on an outage has come. */
export interface RfoCare {
  readonly state: 'asked' | 'issued';
  /** Who asked for it; undefined: nobody did. */
  readonly contact: ContactId | undefined;
  readonly due: Date | undefined;
  readonly warn: Date | undefined;
  /** The newest document. */
  readonly message: MessageKey | undefined;
  /** When it was asked for or issued last. */
  readonly at: Date;
}

/** What an event makes of it. */
export function rfoAfter(care: RfoCare | undefined, event: RfoEvent, at: Date): RfoCare | undefined {
  switch (event.kind) {
    case 'rfo-asked':
      return { state: 'asked', contact: event.contact, due: event.due, warn: event.warn, message: care?.message, at };
    case 'rfo-issued':
      return { state: 'issued', contact: care?.contact, due: care?.due, warn: undefined, message: event.message, at };
    case 'rfo-refused':
    case 'rfo-told':
      return care;
  }
}
