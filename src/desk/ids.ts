/** Identifiers of what the desk deals with; numbers of the store, words of the configuration. Handed in, never made here. */
export type TicketId = number & { readonly __brand: 'TicketId' };
/** `EB-1042`: the desk's prefix and a sequential number (SAGA-7, INTERSPACE-3, SOFTECH-5). */
export type TicketNumber = string & { readonly __brand: 'TicketNumber' };
/** A message on a ticket. */
export type MessageKey = number & { readonly __brand: 'MessageKey' };
export type ContactId = number & { readonly __brand: 'ContactId' };
export type ClientId = number & { readonly __brand: 'ClientId' };
/** One row of the mail ledger. */
export type LedgerId = number & { readonly __brand: 'LedgerId' };
/** One outgoing mail. */
export type OutboxId = number & { readonly __brand: 'OutboxId' };
/** The desk's name in the configuration (`ebanking`). */
export type DeskId = string & { readonly __brand: 'DeskId' };
/** The agent's name in the configuration (`marko`). */
export type AgentId = string & { readonly __brand: 'AgentId' };

/** A service as its register names it (`SRV-100234`, INTERSPACE-5), in its proper form. */
export type ServiceId = string & { readonly __brand: 'ServiceId' };
/** An escalation matrix's name in the configuration (`noc`). */
export type MatrixId = string & { readonly __brand: 'MatrixId' };
/** A form's name in the configuration (`incident`). */
export type FormId = string & { readonly __brand: 'FormId' };
/** A request type's name in the catalogue of a desk (`express`, SOFTECH-3). */
export type RequestTypeId = string & { readonly __brand: 'RequestTypeId' };
/** An on-call rota's name in the configuration (`night`). */
export type RotaId = string & { readonly __brand: 'RotaId' };

/** Makes the ids of new things; the store hands it in, so that the core stays pure. */
export interface Ids {
  readonly ticket: () => TicketId;
  readonly message: () => MessageKey;
  readonly contact: () => ContactId;
  readonly client: () => ClientId;
  /** The next number of a desk: each call takes one. */
  readonly number: (desk: DeskId) => TicketNumber;
  /** A secret that nobody can guess: small letters and digits, at least 120 bits. */
  readonly secret: () => string;
}

/** Who did something. */
export type Actor =
  | { readonly kind: 'contact'; readonly id: ContactId }
  | { readonly kind: 'agent'; readonly id: AgentId }
  /** The person at the terminal. */
  | { readonly kind: 'operator' }
  /** By itself: a rule or a timer. */
  | { readonly kind: 'gateway' };
