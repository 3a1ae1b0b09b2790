import type { TicketEvent } from '../../src/desk/event.ts';
import type { TicketFacts } from '../../src/desk/facts.ts';
import type { DeskWorld } from './desk-world.ts';
import type { Received } from './world.ts';

export const ANA = 'Ana Novak <ana@client.test>';
export const EMMA = 'Emma Clark <emma@staff.test>';
export const MARKO = 'Marko Petrović <marko@staff.test>';
export const OLGA = 'Olga Boss <olga@staff.test>';
export const DESK = 'support@spoc.test';

/** A desk that promises a first answer and an end, with a matrix of managers and levels of solvers. */
export function configuration(
  more: { readonly calendar?: string; readonly levels?: string; readonly matrix?: string } = {},
): string {
  return `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: ${DESK}
    default_desk: support
agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr, level: L2 }
  luka: { name: Luka Lukić, address: luka@staff.test, locale: sr, level: L3 }
  olga: { name: Olga Boss, address: olga@staff.test, locale: en, level: manager }
  ivan: { name: Ivan Chief, address: ivan@staff.test, locale: en, level: manager }
desks:
  support:
    name: Support
    address: ${DESK}
    prefix: SUP
    locale: en
    time_zone: Europe/Belgrade
    agents: [emma, marko, luka]
    signature: Your support team
    calendar: office
    service_level: gold
    escalation: managers
calendars:
  office: { hours: "${more.calendar ?? '24/7'}", time_zone: Europe/Belgrade, holidays: [RS] }
service_levels:
  gold:
    name: Gold
    tell_client: true
    warn_at: [0.5]
    targets: ${more.levels ?? '{ all: { first_response: 4h, resolution: 24h } }'}
escalations:
  managers:
    name: Managers
    client_every: 1h
    client_at_most: 2
    levels:
${more.matrix ?? '      - { name: Shift manager, agents: [olga], after: 2h }\n      - { name: Director, agents: [ivan], after: 6h }'}
dns: 'off'
log: { level: warn }
`;
}

/** A matrix that a case goes up by hand alone. */
export const BY_HAND = '      - { name: Shift manager, agents: [olga] }\n      - { name: Director, agents: [ivan] }';

export async function ticketOf(world: DeskWorld, number = 'SUP-1001'): Promise<TicketFacts> {
  const id = await world.store.read.ticketByNumber(number);
  const facts = id && (await world.store.read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Error(`there is no ticket ${number}`);
  return facts;
}

export async function eventsOf<K extends TicketEvent['kind']>(
  world: DeskWorld,
  kind: K,
): Promise<readonly Extract<TicketEvent, { readonly kind: K }>[]> {
  const { history } = await ticketOf(world);
  return history.flatMap(({ event }) =>
    event.kind === kind ? [event as Extract<TicketEvent, { readonly kind: K }>] : [],
  );
}

/** What a mail says, its spaces made plain. */
export function words({ subject, text }: Received): string {
  return `${subject}\n${text}`.replaceAll(/\s+/g, ' ');
}

/** When each step of the ticket is due, by the key without the ticket's number, in the time of Belgrade. */
export async function dueOf(world: DeskWorld): Promise<Readonly<Record<string, string>>> {
  const timers = await world.store.read.timersOf((await ticketOf(world)).ticket.id);
  return Object.fromEntries(
    timers.map(({ key, due }) => [
      key.split('/').slice(1).join('/'),
      due.toLocaleString('sv-SE', { timeZone: 'Europe/Belgrade' }).slice(0, 16),
    ]),
  );
}
