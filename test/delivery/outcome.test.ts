import { describe, expect, it } from 'vitest';
import { type Judged, outcomeOf } from '../../src/delivery/outcome.ts';
import type { OutboxId } from '../../src/desk/ids.ts';
import type { OutboxRow } from '../../src/store/port.ts';
import { outgoing } from './outgoing.ts';

const now = new Date('2026-03-02T10:00:00Z');

function row(attempts: number, mayBeSent = false): OutboxRow {
  const state = { state: 'sending', attempts, mayBeSent, handed: false, nextTry: now, createdAt: now } as const;
  return { ...outgoing(), ...state, id: 1 as OutboxId, lastError: undefined, sentAt: undefined };
}

function at(ms: number): Date {
  return new Date(now.getTime() + ms);
}

const later: Judged = { kind: 'again', text: '450 later', slow: false };
const lost: Judged = { kind: 'uncertain', text: 'closed' };

describe('what a verdict means for its row', () => {
  it.each<[string, OutboxRow, Judged, object]>([
    ['put off once', row(1), later, { kind: 'again', at: at(60_000) }],
    ['put off five times', row(5), later, { kind: 'again', at: at(960_000) }],
    [
      'put off for days',
      row(200),
      later,
      { kind: 'undelivered', why: { state: 'failed', status: undefined, text: 'given up after 200 tries: 450 later' } },
    ],
    ['the relay is away', row(200), { kind: 'trouble', text: 'x', until: at(5_000) }, { kind: 'again', at: at(5_000) }],
    ['in doubt', row(1), lost, { kind: 'doubt', at: at(60_000) }],
    ['in doubt after many tries', row(150), lost, { kind: 'doubt', at: at(60_000) }],
    [
      'in doubt again',
      row(2, true),
      lost,
      { kind: 'undelivered', why: { state: 'uncertain', status: undefined, text: 'closed' } },
    ],
    [
      'refused',
      row(1),
      { kind: 'failed', text: '550 5.1.1 no', status: '5.1.1' },
      { kind: 'undelivered', why: { state: 'failed', status: '5.1.1', text: '550 5.1.1 no' } },
    ],
  ])('%s', (_, of, verdict, expected) => {
    expect(outcomeOf(of, verdict, now, 0)).toMatchObject(expected);
  });
});
