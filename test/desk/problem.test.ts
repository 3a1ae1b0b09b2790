import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientId, ServiceId, TicketId, TicketNumber } from '../../src/desk/ids.ts';
import { type IncidentSeen, recurring } from '../../src/desk/problem/recurring.ts';

const incident = (ticket: number, more: Partial<IncidentSeen> = {}): IncidentSeen => ({
  ticket: ticket as TicketId,
  number: `ISP-${ticket}` as TicketNumber,
  subject: 'Down',
  openedAt: new Date(Date.UTC(2026, 10, ticket)),
  status: 'resolved',
  client: { id: 1 as ClientId, name: 'Adria' },
  service: { id: 'SVC-1' as ServiceId, name: 'Transit' },
  circuit: undefined,
  problem: undefined,
  ...more,
});
const told = (incidents: readonly IncidentSeen[], atLeast = 3) =>
  recurring(incidents, { atLeast }).map(({ by, name, incidents: all }) => `${by} ${name}: ${all.length}`);

describe('incidents that recur (INTERSPACE-7)', () => {
  it('are told by circuit, service and client, those with the most first', () => {
    const other = { service: { id: 'SVC-2' as ServiceId, name: 'MPLS' } };
    const all = [
      ...[1, 2, 3].map((nth) => incident(nth, { circuit: nth === 2 ? 'icr-1' : 'ICR-1' })),
      ...[4, 5].map((nth) => incident(nth)),
      incident(6, other),
      ...[7, 8].map((nth) => incident(nth, { client: { id: 2 as ClientId, name: 'Balkan' }, service: undefined })),
    ];
    expect(told(all)).toEqual(['client Adria: 6', 'service SVC-1 Transit: 5', 'circuit ICR-1: 3']);
  });

  it('that are all of one circuit are not told again as those of its service and client', () => {
    const all = [1, 2, 3].map((nth) => incident(nth, { circuit: 'ICR-1' }));
    expect(told(all)).toEqual(['circuit ICR-1: 3']);
    expect(told([...all, incident(4)])).toEqual(['service SVC-1 Transit: 4', 'circuit ICR-1: 3']);
  });

  it('are none below the number that recurs, nor without anything in common', () => {
    expect(told([1, 2].map((nth) => incident(nth)))).toEqual([]);
    expect(told([1, 2, 3].map((nth) => incident(nth, { client: undefined, service: undefined })))).toEqual([]);
  });

  it('hold whatever happens: no group is too small, tells an incident twice, or misses one of its own', () => {
    const some = fc.array(
      fc.record({ ticket: fc.nat(40), client: fc.nat(3), service: fc.nat(4), circuit: fc.option(fc.nat(3)) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), (rows, atLeast) => {
        const all = [...new Map(rows.map((row) => [row.ticket, row])).values()].map(
          ({ ticket, client, service, circuit }) =>
            incident(ticket, {
              client: { id: client as ClientId, name: `C${client}` },
              service: { id: `S${service}` as ServiceId, name: '' },
              circuit: circuit === null ? undefined : `K${circuit}`,
            }),
        );
        for (const group of recurring(all, { atLeast })) {
          const tickets = group.incidents.map(({ ticket }) => ticket);
          expect(tickets.length).toBeGreaterThanOrEqual(atLeast);
          expect(new Set(tickets).size).toBe(tickets.length);
          const own = all.filter(({ client, service, circuit }) =>
            group.by === 'client'
              ? client?.name === group.name
              : group.by === 'service'
                ? service?.id === group.name
                : circuit === group.name,
          );
          expect(tickets.toSorted()).toEqual(own.map(({ ticket }) => ticket).toSorted());
        }
      }),
    );
  });
});
