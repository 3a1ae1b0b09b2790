import { expect, it } from 'vitest';
import { done, isFull, newLane, takeNext } from '../../src/delivery/lane.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import type { OutboxId, TicketId } from '../../src/desk/ids.ts';
import type { OutboxRow } from '../../src/store/port.ts';
import { address, outgoing } from './outgoing.ts';

const transport: Transport = {
  name: 'relay',
  connections: 3,
  send: () => Promise.reject(new Error('not used')),
  verify: () => Promise.reject(new Error('not used')),
  close: () => undefined,
};

function row(id: number, recipient: string, ticket: number | undefined): OutboxRow {
  const mail = outgoing({ recipient: address(recipient), ticket: ticket as TicketId | undefined });
  const now = new Date(0);
  const state = {
    state: 'sending',
    attempts: 1,
    mayBeSent: false,
    handed: false,
    nextTry: now,
    createdAt: now,
  } as const;
  return { ...mail, ...state, id: id as OutboxId, lastError: undefined, sentAt: undefined };
}

it('keeps the order of mails to one person about one ticket, and lets others pass', () => {
  const lane = newLane(transport, 10);
  const [first, second] = [row(1, 'ana@client.example', 7), row(2, 'Ana@client.example', 7)];
  lane.ready.push(first, second, row(3, 'ana@client.example', 8), row(4, 'petar@client.example', 7));
  expect(takeNext(lane)?.id).toBe(1);
  expect(takeNext(lane)?.id).toBe(3);
  expect(takeNext(lane)?.id).toBe(4);
  expect(takeNext(lane)).toBeUndefined();
  done(lane, first);
  expect(takeNext(lane)?.id).toBe(2);
});

it('does not make mails of no ticket wait for each other', () => {
  const lane = newLane(transport, 10);
  lane.ready.push(row(1, 'ana@client.example', undefined), row(2, 'ana@client.example', undefined));
  expect([takeNext(lane)?.id, takeNext(lane)?.id]).toEqual([1, 2]);
});

it('is as wide as the relay and the operator allow, and full when that many wait', () => {
  expect([newLane(transport, 10).width, newLane(transport, 2).width]).toEqual([3, 2]);
  const lane = newLane(transport, 2);
  lane.ready.push(row(1, 'a@b.example', 1));
  expect(isFull(lane, new Date(0))).toBe(false);
  lane.ready.push(row(2, 'b@b.example', 1));
  expect(isFull(lane, new Date(0))).toBe(true);
});
