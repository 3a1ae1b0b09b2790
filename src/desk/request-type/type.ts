import type { WordsByLocale } from '../../mail/form/rules.ts';
import type { AssignmentRule } from '../assignment/rules.ts';
import type { RequestTypeId } from '../ids.ts';
import type { DeskForm } from '../policy.ts';
import type { ServiceLevelId } from '../sla/policy.ts';
import type { Priority, TicketType } from '../status.ts';

/** The field of every form of a desk with a catalogue by which a client names the type of his request. */
export const REQUEST_TYPE_FIELD = 'request-type';

/** What a type costs on top of the work (`express`, SOFTECH-3). */
export type Surcharge =
  | { readonly kind: 'percent'; readonly percent: number }
  /** In hundredths of the currency (ISO 4217). */
  | { readonly kind: 'amount'; readonly hundredths: number; readonly currency: string };

/** One entry of a desk's catalogue. */
export interface RequestType {
  readonly id: RequestTypeId;
  /** The first of a language is shown; a client may choose it by any of them. */
  readonly words: WordsByLocale;
  readonly ticketType: TicketType;
  /** What is asked of the client; undefined: what the desk asks for. */
  readonly form: DeskForm | undefined;
  /** The priority when nothing says another; undefined: the desk's. */
  readonly priority: Priority | undefined;
  /** Tried before the desk's rules of assignment. */
  readonly assignment: AssignmentRule | undefined;
  /** What the agent has to go through, by language. */
  readonly checklist: WordsByLocale;
  /** Its own targets, before those of service, client and desk. */
  readonly level: ServiceLevelId | undefined;
  readonly surcharge: Surcharge | undefined;
  /** Whether work waits for an agreement on price and deadline (SOFTECH-8); undefined: as the desk has it. */
  readonly agreement: boolean | undefined;
  /** Mail to this address of the desk is of this type; lower case. */
  readonly address: string | undefined;
}

/** The catalogue of a desk (SOFTECH-3). */
export interface RequestTypes {
  readonly types: readonly RequestType[];
  /** What a request is when nothing says another. */
  readonly usual: RequestTypeId | undefined;
  /** The desk's own form, with the field for the type. */
  readonly form: DeskForm;
  /** The desk's usual priority. */
  readonly priority: Priority;
}
