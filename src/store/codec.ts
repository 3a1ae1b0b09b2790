import { type Care, NO_CARE } from '../desk/care.ts';
import type { TicketEvent } from '../desk/event.ts';
import type { Actor, AgentId, ContactId } from '../desk/ids.ts';

/** How an actor is written in a column: `contact:12`, `agent:marko`, `operator`, `gateway`. */
export function actorText(actor: Actor): string {
  return actor.kind === 'contact' || actor.kind === 'agent' ? `${actor.kind}:${actor.id}` : actor.kind;
}

/** Reads what `actorText` wrote; throws on anything else. */
export function actorOf(text: string): Actor {
  if (text === 'operator' || text === 'gateway') return { kind: text };
  const cut = text.indexOf(':');
  const id = text.slice(cut + 1);
  if (text.startsWith('contact:')) return { kind: 'contact', id: Number(id) as ContactId };
  if (text.startsWith('agent:')) return { kind: 'agent', id: id as AgentId };
  throw new Error(`the database names an actor that cannot be: ${text}`);
}

/** An instant of a column that may be NULL. */
export function dateOf(ms: number | null): Date | undefined {
  return ms === null ? undefined : new Date(ms);
}

/** NULL is undefined. */
export function known<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/** An identity for a look-up column: the empty value is stored as NULL, which matches nothing. */
export function identity<T extends string>(value: T | undefined): T | undefined {
  return value === undefined || value === '' ? undefined : value;
}

/** JSON that this store wrote itself. */
export function parsed<T>(json: string): T {
  return JSON.parse(json) as T;
}

/** Keys of moments in events, and in what they have made of a ticket. */
const EVENT_MOMENTS: readonly string[] = ['due', 'until', 'warn', 'closes'];
const CARE_MOMENTS: readonly string[] = ['at', 'until', 'due', 'warn', 'snoozed'];

/** Reads an event that was written as JSON; the moments that events name are dates again. */
export function eventOf(json: string): TicketEvent {
  return JSON.parse(json, (key, value: unknown) =>
    EVENT_MOMENTS.includes(key) && typeof value === 'string' ? new Date(value) : value,
  ) as TicketEvent;
}

/** Writes a ticket's care, without what is as in every new ticket. */
export function careText(care: Care): string {
  const told = Object.entries(care).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(NO_CARE[key as keyof Care]),
  );
  return JSON.stringify(Object.fromEntries(told));
}

/** Reads what `careText` wrote. */
export function careOf(json: string): Care {
  if (json === '{}') return NO_CARE;
  const told = JSON.parse(json, (key, value: unknown) =>
    CARE_MOMENTS.includes(key) && typeof value === 'string' ? new Date(value) : value,
  ) as Partial<Care> & { readonly escalatedByClient?: readonly string[] };
  return {
    ...NO_CARE,
    ...told,
    escalatedByClient: (told.escalatedByClient ?? []).map((at) => new Date(at)),
    upkeep: { ...NO_CARE.upkeep, ...told.upkeep },
  };
}
