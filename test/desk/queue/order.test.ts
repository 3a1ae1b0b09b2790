import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeskId, TicketId } from '../../../src/desk/ids.ts';
import {
  placeOf,
  pointsSum,
  type QueueWeights,
  queueOrder,
  queuePoints,
  type Waiting,
} from '../../../src/desk/queue/order.ts';
import { CHANNELS, PRIORITIES } from '../../../src/desk/status.ts';
import { NOW, QUEUE } from '../world.ts';

const HOUR = 3_600_000;
const hours = (n: number) => new Date(NOW.getTime() + n * HOUR);
const one = (ticket: number, more: Partial<Waiting> = {}): Waiting => ({
  ticket: ticket as TicketId,
  desk: 'podpora' as DeskId,
  channel: 'mail',
  priority: 'normal',
  openedAt: hours(-1),
  due: undefined,
  missed: false,
  deferredUntil: undefined,
  ...more,
});
const order = (weights: QueueWeights, ...all: readonly Waiting[]) =>
  queueOrder(all, weights, NOW).map(({ ticket }) => ticket);

describe('the waiting list (SAOP-2)', () => {
  const portalFirst: QueueWeights = { ...QUEUE, channel: { portal: 40, phone: 0, mail: 0 } };

  it('takes what came through the portal before mail and phone of the same priority', () => {
    const list = [one(1, { openedAt: hours(-9) }), one(2, { channel: 'phone', openedAt: hours(-8) })];
    expect(order(portalFirst, ...list, one(3, { channel: 'portal', openedAt: hours(-1) }))).toEqual([3, 1, 2]);
  });

  it('but not before what is urgent, nor before what has waited for long', () => {
    const portal = one(3, { channel: 'portal' });
    expect(order(portalFirst, portal, one(1, { priority: 'urgent' }), one(2, { openedAt: hours(-60) }))).toEqual([
      1, 2, 3,
    ]);
  });

  it('brings up what nears its promised time, and keeps up what has missed it', () => {
    const list = [one(1, { openedAt: hours(-9) }), one(2, { due: hours(1) }), one(3, { missed: true })];
    expect(order(QUEUE, ...list, one(4, { due: hours(5) }))).toEqual([3, 2, 1, 4]);
    expect(queuePoints(one(2, { due: hours(1) }), QUEUE, NOW)).toEqual({ channel: 0, priority: 0, age: 1, target: 75 });
  });

  it('has no place for what was deferred, until its day comes', () => {
    const deferred = one(1, { deferredUntil: hours(10) });
    expect(placeOf(deferred.ticket, [deferred, one(2)], QUEUE, NOW)).toBeUndefined();
    expect(placeOf(2 as TicketId, [deferred, one(2)], QUEUE, NOW)).toEqual({ place: 1, of: 1 });
    expect(placeOf(deferred.ticket, [deferred, one(2)], QUEUE, hours(10))).toMatchObject({ of: 2 });
  });

  const waiting = fc
    .array(
      fc.record({
        channel: fc.constantFrom(...CHANNELS),
        priority: fc.constantFrom(...PRIORITIES),
        openedAt: fc.integer({ min: -500, max: 0 }).map(hours),
        due: fc.option(fc.integer({ min: -20, max: 20 }).map(hours), { nil: undefined }),
        missed: fc.boolean(),
        deferredUntil: fc.option(fc.integer({ min: -20, max: 20 }).map(hours), { nil: undefined }),
      }),
      { maxLength: 30 },
    )
    .map((list) => list.map((more, index) => one(index + 1, more)));

  it('is one order, whatever order it is read in: places are 1 to n, each once', () => {
    fc.assert(
      fc.property(waiting, fc.integer(), (list, seed) => {
        const mixed = [...list].sort((a, b) => ((a.ticket * 7919 + seed) % 31) - ((b.ticket * 7919 + seed) % 31));
        expect(queueOrder(mixed, portalFirst, NOW)).toEqual(queueOrder(list, portalFirst, NOW));
        const places = list.flatMap(({ ticket }) => placeOf(ticket, list, portalFirst, NOW)?.place ?? []);
        expect(places.sort((a, b) => a - b)).toEqual(queueOrder(list, portalFirst, NOW).map((_, index) => index + 1));
      }),
    );
  });

  it('never lets a case fall behind one that is like it but came later', () => {
    fc.assert(
      fc.property(waiting, fc.integer({ min: 1, max: 100 }), (list, more) => {
        for (const early of list) {
          const late = { ...early, ticket: 1000 as TicketId, openedAt: hours(more) };
          const [a, b] = [
            placeOf(early.ticket, [...list, late], QUEUE, NOW),
            placeOf(late.ticket, [...list, late], QUEUE, NOW),
          ];
          if (a !== undefined && b !== undefined) expect(a.place).toBeLessThan(b.place);
        }
      }),
    );
  });

  it('has more points the longer a case waits', () => {
    fc.assert(
      fc.property(waiting, fc.integer({ min: 0, max: 300 }), (list, later) => {
        for (const each of list)
          expect(pointsSum(queuePoints(each, QUEUE, hours(later)))).toBeGreaterThanOrEqual(
            pointsSum(queuePoints(each, QUEUE, NOW)),
          );
      }),
    );
  });
});
