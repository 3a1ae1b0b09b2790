import type { RfoView } from '../../src/delivery/rfo-paper.ts';
import type { RecordedEvent } from '../../src/desk/event.ts';
import type { DeskId, MessageKey, TicketNumber } from '../../src/desk/ids.ts';
import { fold } from '../../src/desk/ticket.ts';
import { policy, ticketFacts } from '../desk/world.ts';

const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);

/** An outage of a morning, told by its events. */
export function view(changes: Partial<RfoView> = {}): RfoView {
  const facts = ticketFacts();
  const [opened] = facts.history;
  if (opened === undefined) throw new Error('a ticket has a first event');
  const by = { kind: 'agent', id: 'marko' } as const as never;
  const events: readonly (readonly [string, RecordedEvent['event']])[] = [
    ['08:05', { kind: 'status-changed', from: 'new', to: 'open', by }],
    ['08:10', { kind: 'priority-changed', from: 'normal', to: 'urgent', by }],
    ['08:20', { kind: 'message-added', message: 7 as MessageKey, direction: 'outbound', by, authenticity: 'proved' }],
    ['09:00', { kind: 'escalated', matrix: 'noc' as never, level: 1, why: 'age', key: undefined, by }],
    ['11:30', { kind: 'status-changed', from: 'open', to: 'resolved', by }],
  ];
  const history = [
    opened,
    ...events.map(([time, event], nth) => ({ ticket: opened.ticket, version: nth + 2, at: at(time), event })),
  ];
  const rules = policy();
  const desk = rules.desks.get('ebanking' as DeskId);
  if (desk === undefined) throw new Error('there is such a desk');
  return {
    desk: { ...desk, name: 'Podrška e-bankarstva' },
    policy: rules,
    facts: {
      ...facts,
      subject: 'Ne radi prijava',
      ticket: { ...fold(history), number: 'EB-1042' as TicketNumber },
      history,
      facts: { start: { kind: 'given', value: '2026-11-20T07:40:00.000Z', explicit: true, recognised: true } },
      service: {
        id: 'SVC-1' as never,
        client: 7 as never,
        name: 'Internet Novi Sad',
        circuits: [],
        level: undefined,
        matrix: undefined,
      },
    },
    text: {
      cause: 'Presečen je optički kabl na pravcu Beograd – Novi Sad.',
      timeline: undefined,
      prevention: '- Drugi put kroz drugu zgradu\n- Nadzor prigušenja na oba pravca',
    },
    locale: 'sr',
    at: new Date('2026-11-24T13:00:00Z'),
    ...changes,
  };
}
