import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../src/desk/event.ts';
import { OUTCOMES } from '../../src/desk/facts.ts';
import type { AgentId, ContactId, DeskId, LedgerId, MessageKey, TicketId, TicketNumber } from '../../src/desk/ids.ts';
import { PRIORITIES, STATUSES, TICKET_TYPES } from '../../src/desk/status.ts';
import { fold } from '../../src/desk/ticket.ts';
import type { Store, Tx } from '../../src/store/port.ts';
import { foldedWords } from '../../src/store/search-fold.ts';
import { snippet } from '../../src/store/search-snippet.ts';
import { body, contactRecord, decision, imap, keep, later, lawDifference, NOW, openTicket, prefixOf } from './make.ts';
import { temporaryStores } from './temporary.ts';

const { bench } = temporaryStores();
const agents = fc.constantFrom('marko', 'jana').map((id) => id as AgentId);
const contact = fc.integer({ min: 1, max: 3 }).map((id) => id as ContactId);
const by = fc.oneof(
  agents.map((id) => ({ kind: 'agent', id }) as const),
  contact.map((id) => ({ kind: 'contact', id }) as const),
  fc.constantFrom({ kind: 'operator' } as const, { kind: 'gateway' } as const),
);
const message = fc.integer({ min: 1, max: 6 }).map((id) => id as MessageKey);
const status = fc.constantFrom(...STATUSES);
const priority = fc.constantFrom(...PRIORITIES);
const type = fc.constantFrom(...TICKET_TYPES);

/** Any event that may follow the opening. */
const event: fc.Arbitrary<TicketEvent> = fc.oneof(
  fc.record({ kind: fc.constant('status-changed' as const), from: status, to: status, by }),
  fc.record({ kind: fc.constant('assigned' as const), to: fc.option(agents, { nil: undefined }), by }),
  fc.record({ kind: fc.constant('priority-changed' as const), from: priority, to: priority, by }),
  fc.record({ kind: fc.constant('type-changed' as const), from: type, to: type, by }),
  fc.record({ kind: fc.constant('watcher-added' as const), contact, by }),
  fc.record({ kind: fc.constant('watcher-removed' as const), contact, by }),
  fc.record({ kind: fc.constant('watcher-proposed' as const), contact, by }),
  fc.record({
    kind: fc.constant('message-added' as const),
    message,
    direction: fc.constantFrom('inbound' as const, 'outbound' as const, 'internal' as const),
    by,
    authenticity: fc.constantFrom('claimed' as const, 'proved' as const),
  }),
  fc.record({
    kind: fc.constant('answer-held' as const),
    message,
    why: fc.constantFrom('doubtful' as const, 'empty' as const),
    by,
  }),
  fc.record({ kind: fc.constant('answer-released' as const), message, by }),
);

/** A ticket moves to a desk under a number that nobody had. */
async function moved(tx: Tx, ticket: TicketId): Promise<TicketEvent> {
  const facts = (await tx.ticketFacts([ticket])).get(ticket);
  const to = (facts?.ticket.desk === 'banking' ? 'ebanking' : 'banking') as DeskId;
  const from = facts?.ticket.desk ?? to;
  const oldNumber = facts?.ticket.number ?? ('' as TicketNumber);
  return { kind: 'moved', from, to, oldNumber, newNumber: tx.ids(prefixOf).number(to), by: { kind: 'operator' } };
}

async function threeContacts(store: Store): Promise<void> {
  await store.write(async (tx) => {
    for (const name of ['ana', 'eva', 'ivo']) await tx.putContact(contactRecord(`${name}@example.com`));
  });
}

describe('laws', () => {
  test("a ticket's row is the fold of its events, after any history in any portions", async () => {
    const { store } = await bench();
    await threeContacts(store);
    const portions = fc.array(
      fc.array(fc.oneof({ weight: 12, arbitrary: event }, { weight: 1, arbitrary: fc.constant('move' as const) }), {
        maxLength: 5,
      }),
      {
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(portions, async (history) => {
        const { ticket } = await store.write((tx) => openTicket(tx, 1 as ContactId));
        let version = 2;
        for (const [index, portion] of history.entries()) {
          await store.write(async (tx) => {
            const events: TicketEvent[] = [];
            for (const each of portion) {
              if (each !== 'move') events.push(each);
              else if (!events.some(({ kind }) => kind === 'moved')) events.push(await moved(tx, ticket));
            }
            const change = { ticket, expected: version, events, subject: undefined, formerNumber: undefined };
            await tx.apply(decision({ changes: [change] }), new Map(), later(index * 1000));
            version += events.length;
          });
        }
        const facts = (await store.read.ticketFacts([ticket])).get(ticket);
        const events = await store.read.events(ticket);
        const folded = fold(events);
        expect(facts?.ticket).toEqual(folded);
        expect(facts?.held.map((each) => each.message)).toEqual(folded.heldAnswers);
        expect(facts?.watchers.map((each) => each.id)).toEqual(folded.watchers);
        const numbers = events.flatMap(({ event: each }) =>
          each.kind === 'opened' ? [each.number] : each.kind === 'moved' ? [each.newNumber] : [],
        );
        expect((await store.read.numbered(numbers)).map((each) => each.ticket)).toEqual(numbers.map(() => ticket));
      }),
      { numRuns: 60 },
    );
    expect(await store.examine()).toEqual([]);
  });

  test('received = waiting + sum of outcomes, after any steps and any that failed', async () => {
    const { store } = await bench();
    const outcome = fc.constantFrom(...OUTCOMES);
    const uid = fc.integer({ min: 1, max: 12 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('keep' as const), uid }),
      fc.record({ kind: fc.constant('settle' as const), uid, outcome }),
      fc.record({ kind: fc.constant('requeue' as const), uid }),
      fc.record({ kind: fc.constant('retry' as const), uid }),
    );
    const group = fc.record({ steps: fc.array(step, { maxLength: 8 }), fails: fc.boolean(), nested: fc.boolean() });
    let uidValidity = 0n;
    await fc.assert(
      fc.asyncProperty(fc.array(group, { maxLength: 6 }), async (groups) => {
        uidValidity++;
        const model = new Map<number, string>();
        const before = await store.read.ledgerCounts();
        for (const { steps, fails, nested } of groups) {
          const draft = new Map(model);
          const ids = new Map<number, LedgerId>();
          const work = async (tx: Tx) => {
            for (const each of steps) {
              // A mail that was never kept is met by keeping it.
              const kept = await keep(tx, imap(each.uid, { uidValidity }));
              ids.set(each.uid, kept.id);
              if (!draft.has(each.uid)) draft.set(each.uid, 'waiting');
              if (each.kind === 'settle') {
                await tx.settle(kept.id, each.outcome, undefined, [], { kind: 'gateway' }, NOW);
                draft.set(each.uid, each.outcome);
              } else if (each.kind === 'requeue') {
                await tx.requeue(kept.id, { kind: 'operator' }, 'again', NOW);
                draft.set(each.uid, 'waiting');
              } else if (each.kind === 'retry') await tx.retryLater(kept.id, 'error', NOW);
            }
            if (fails) throw new Error('failed');
          };
          const done = store.write((tx) => (nested ? tx.savepoint(work) : work(tx)));
          if (fails) await expect(done).rejects.toThrow('failed');
          else {
            await done;
            for (const [key, value] of draft) model.set(key, value);
          }
        }
        const after = await store.read.ledgerCounts();
        const tally = (name: string) => [...model.values()].filter((value) => value === name).length;
        expect(await lawDifference(store)).toBe(0);
        expect(after.received - before.received).toBe(model.size);
        expect(after.waiting - before.waiting).toBe(tally('waiting'));
        for (const each of OUTCOMES) expect(after.outcomes[each] - before.outcomes[each]).toBe(tally(each));
      }),
      { numRuns: 60 },
    );
    expect(await store.examine()).toEqual([]);
  });

  test('no mailbox is passed over, none gets more than its turn, and in each the oldest comes first', async () => {
    const { store } = await bench();
    const mail = fc.record({ mailbox: fc.constantFrom('a', 'b', 'c', 'd', 'e'), arrived: fc.nat(50) });
    const arrivals = fc.array(fc.array(mail, { maxLength: 12 }), { maxLength: 8 });
    let uid = 0;
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 7 }), async (rounds, limit) => {
        const waiting = new Map<LedgerId, { readonly mailbox: string; readonly arrived: number }>();
        /** Batches since the mailbox had its turn, or had nothing that waited. */
        const passedOver = new Map<string, number>();
        let served: string | undefined;
        for (const each of [...rounds, ...Array<[]>(100).fill([])]) {
          await store.write(async (tx) => {
            for (const { mailbox, arrived } of each) {
              const { id } = await keep(tx, imap(++uid, { mailbox }), 'x', { arrivedAt: later(arrived) });
              waiting.set(id, { mailbox, arrived });
            }
          });
          const mailboxes = new Set([...waiting.values()].map(({ mailbox }) => mailbox));
          const batch = await store.read.waiting(NOW, limit, 1e6, served);
          served = batch.at(-1)?.source.mailbox ?? served;
          expect(batch).toHaveLength(Math.min(limit, waiting.size));
          const taken = new Map([...mailboxes].map((mailbox) => [mailbox, 0]));
          for (const { id, source, arrivedAt } of batch) {
            const first = [...waiting]
              .filter(([, { mailbox }]) => mailbox === source.mailbox)
              .toSorted(([a, one], [b, other]) => one.arrived - other.arrived || a - b)[0];
            expect([id, arrivedAt]).toEqual([first?.[0], later(first?.[1].arrived ?? -1)]);
            waiting.delete(id);
            taken.set(source.mailbox, (taken.get(source.mailbox) ?? 0) + 1);
          }
          const most = Math.max(0, ...taken.values());
          for (const { mailbox } of waiting.values()) expect(taken.get(mailbox)).toBeGreaterThanOrEqual(most - 1);
          for (const mailbox of mailboxes) {
            const times = (taken.get(mailbox) ?? 0) > 0 ? 0 : (passedOver.get(mailbox) ?? 0) + 1;
            expect(times).toBeLessThan(Math.ceil(5 / limit));
            passedOver.set(mailbox, times);
          }
          await store.write(async (tx) => {
            for (const { id } of batch) await tx.settle(id, 'spam', undefined, [], { kind: 'gateway' }, NOW);
          });
          if (waiting.size === 0 && each.length === 0) break;
        }
        expect(waiting.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('each message is on exactly one ticket, whatever is split off and moved back', async () => {
    const { store } = await bench();
    await threeContacts(store);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ message: fc.nat(5), to: fc.nat(2) }), { maxLength: 12 }), async (moves) => {
        const opened = await store.write(async (tx) => {
          const made = [];
          for (const id of [1, 2, 3] as ContactId[]) made.push(await openTicket(tx, id));
          return made;
        });
        const tickets = opened.map((each) => each.ticket);
        const keys = opened.map((each) => each.message);
        const place = new Map(opened.map((each) => [each.message, each.ticket]));
        for (const move of moves) {
          const key = keys[move.message % keys.length];
          const ticket = tickets[move.to];
          if (key === undefined || ticket === undefined) continue;
          await store.write((tx) => tx.apply(decision({ moves: [{ message: key, ticket }] }), new Map(), NOW));
          place.set(key, ticket);
        }
        const found = [];
        for (const ticket of tickets)
          for (const row of await store.read.messages(ticket)) found.push([row.key, ticket] as const);
        expect(found.sort(([a], [b]) => a - b)).toEqual([...place]);
      }),
      { numRuns: 30 },
    );
  });

  test('equal bytes are one blob, whichever way and order they come', async () => {
    const { store } = await bench();
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.integer({ min: 0, max: 3 }).map((fill) => Buffer.alloc(70_000, fill)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(content, fc.boolean()), { maxLength: 8 }), async (puts) => {
        const seen = new Map<string, string>();
        for (const [bytes, within] of puts) {
          const hash = within ? await store.write((tx) => tx.putBlob(bytes)) : (await store.blobs.put(bytes)).hash;
          const earlier = seen.get(bytes.toString('hex'));
          if (earlier !== undefined) expect(hash).toBe(earlier);
          seen.set(bytes.toString('hex'), hash);
          expect((await store.blobs.get(hash)).equals(bytes)).toBe(true);
        }
        expect(new Set(seen.values()).size).toBe(seen.size);
      }),
      { numRuns: 40 },
    );
  });

  test('whatever is typed is no syntax error, and every word of a text finds it', async () => {
    const { store } = await bench();
    await threeContacts(store);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { ticket } = await store.write((tx) =>
          openTicket(tx, 1 as ContactId, { text, body: body({ full: text, subject: '' }) }),
        );
        await store.indexSome(100);
        const hits = await store.read.search(text, 5);
        if (foldedWords(text).length > 0) expect(hits.map((hit) => hit.ticket.id)).toContain(ticket);
        else expect(hits).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('a snippet of any text is short, and marks in pairs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
        (text, words) => {
          const made = snippet(text, words);
          expect(made.replace(/\u0002[^\u0002\u0003]*\u0003/g, '')).not.toMatch(/[\u0002\u0003]/);
          expect(made.length).toBeLessThanOrEqual(text.length + 2 + 2 * 24);
        },
      ),
    );
  });
});
