import { chosen } from '../form/take.ts';
import type { Actor, RequestTypeId } from '../ids.ts';
import type { Desk } from '../policy.ts';
import { usualPriority } from '../priority/settle.ts';
import { isDone, type Priority, type TicketType } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { requestTypeOf, type TypeChoice } from './choose.ts';
import type { RequestTypeWhy } from './event.ts';
import { REQUEST_TYPE_FIELD } from './type.ts';

/** The desk as it deals with a request of a type: what it asks, and the priority that it begins with (SOFTECH-3). */
export function typedDesk(desk: Desk, id: RequestTypeId | undefined): Desk {
  const { requestTypes, priorities } = desk;
  if (requestTypes === undefined) return desk;
  const type = requestTypeOf(desk, id);
  const usual = type?.priority ?? requestTypes.priority;
  return {
    ...desk,
    form: type?.form ?? requestTypes.form,
    priorities: priorities && { ...priorities, rules: { ...priorities.rules, usual } },
  };
}

/** What a request begins as, by the type that it opens with. */
export function beginning(
  desk: Desk,
  choice: TypeChoice | undefined,
): { readonly type: TicketType; readonly priority: Priority } {
  return {
    type: choice?.type.ticketType ?? desk.form?.type ?? 'request',
    priority: choice?.type.priority ?? usualPriority(desk),
  };
}

/** Puts the type of a new request on record. */
export function beginType(ticket: TicketDraft, choice: TypeChoice | undefined, by: Actor): void {
  if (choice === undefined) return;
  const { type, why } = choice;
  const actor: Actor = why === 'usual' ? { kind: 'gateway' } : by;
  ticket.push({ kind: 'request-type-set', from: ticket.state.care.requestType, to: type.id, why, by: actor });
}

/**
 * Gives a ticket another type of the catalogue, with the sort of case and the priority that go with it. A priority that somebody chose stays. Answers
 * whether anything changed.
 */
export function setRequestType(
  ticket: TicketDraft,
  desk: Desk,
  id: RequestTypeId | undefined,
  why: RequestTypeWhy,
  by: Actor,
): boolean {
  const { care, type: sort, priority } = ticket.state;
  if (care.requestType === id) return false;
  const before = requestTypeOf(desk, care.requestType);
  ticket.push({ kind: 'request-type-set', from: care.requestType, to: id, why, by });
  const type = requestTypeOf(desk, id);
  if (type === undefined) return true;
  if (sort !== type.ticketType) ticket.push({ kind: 'type-changed', from: sort, to: type.ticketType, by });
  // With rules of priority they decide, from the type's own as the usual one.
  const usual = desk.requestTypes?.priority ?? priority;
  const to = type.priority ?? usual;
  if (desk.priorities === undefined && priority === (before?.priority ?? usual) && to !== priority)
    ticket.push({ kind: 'priority-changed', from: priority, to, by: { kind: 'gateway' } });
  return true;
}

/** Follows what the client has just stated of the type in the form; what staff said stays. Answers whether the type is another now. */
export function followStated(ticket: TicketDraft, desk: Desk, keys: readonly string[], by: Actor): boolean {
  if (desk.requestTypes === undefined || !keys.includes(REQUEST_TYPE_FIELD)) return false;
  const type = requestTypeOf(desk, chosen(ticket.facts, REQUEST_TYPE_FIELD) as RequestTypeId | undefined);
  if (type === undefined) return false;
  return followClient(ticket, desk, { type, why: 'stated' }, by);
}

/** Takes the client's later choice of a type, unless staff have said one or the case is done. */
export function followClient(ticket: TicketDraft, desk: Desk, { type, why }: TypeChoice, by: Actor): boolean {
  const last = ticket.wholeHistory.findLast(({ event }) => event.kind === 'request-type-set')?.event;
  const fixed = last?.kind === 'request-type-set' && last.why === 'staff';
  return !fixed && !isDone(ticket.state.status) && setRequestType(ticket, desk, type.id, why, by);
}

/** At another desk the type is one of its own: of the same name, else its usual one. */
export function typeAtDesk(ticket: TicketDraft, desk: Desk): void {
  const { requestType } = ticket.state.care;
  const to = requestTypeOf(desk, requestType)?.id ?? desk.requestTypes?.usual;
  setRequestType(ticket, desk, to, 'usual', { kind: 'gateway' });
}
