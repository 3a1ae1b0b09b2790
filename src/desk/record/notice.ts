import type { DeskId, TicketId } from '../ids.ts';
import type { Recipient } from '../notice.ts';
import type { QueuePlace } from '../queue/order.ts';
import type { Sees } from './sees.ts';

/** A request in the record, and where it stands on the waiting list. */
export interface RecordEntry {
  readonly ticket: TicketId;
  readonly place: QueuePlace | undefined;
}

interface Base {
  readonly to: Recipient;
  readonly desk: DeskId;
}

export type RecordNotice =
  /** To whoever asked: the list of the requests that he may see, the newest first (SAOP-1). */
  | (Base & {
      readonly kind: 'record';
      readonly sees: Sees;
      readonly open: readonly RecordEntry[];
      readonly done: readonly RecordEntry[];
      /** How many more there are of each. */
      readonly more: { readonly open: number; readonly done: number };
    })
  /** To whoever asked: the history of requests, by the numbers as he wrote them; without an entry there is none, or none that he may see. */
  | (Base & {
      readonly kind: 'record-case';
      readonly cases: readonly { readonly number: string; readonly entry: RecordEntry | undefined }[];
    });
