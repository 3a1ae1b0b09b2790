import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, type DeskWorld, startDesk } from './desk-world.ts';
import type { Sending } from './world.ts';

/** Conversations of several people; what each mail answers is named by its Message-ID. */
const PEOPLE = ['ana@a.example', 'boris@b.example', 'cila@c.example'] as const;
const START = new Date('2026-11-23T09:00:00Z');

interface Line {
  readonly conversation: number;
  readonly mail: Sending;
}

/** `count` mails of one person's conversation: the first opens, each later one answers the one before. */
function conversation(index: number, person: string, count: number): Line[] {
  return Array.from({ length: count }, (_, at) => ({
    conversation: index,
    mail: {
      from: person,
      to: 'support@spoc.test',
      subject: at === 0 ? `Case ${index}` : `Re: Case ${index}`,
      text: `Mail ${at} of case ${index}`,
      messageId: `<c${index}-${at}@mail.example>`,
      ...(at === 0 ? {} : { headers: { 'In-Reply-To': `<c${index}-${at - 1}@mail.example>` } }),
    },
  }));
}

const conversations = fc
  .array(fc.record({ person: fc.constantFrom(...PEOPLE), count: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => list.map(({ person, count }, index) => conversation(index, person, count)));

/** Any interleaving that keeps each conversation's order, with some mails repeated at any later place. */
const streams = fc
  .tuple(conversations, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), fc.array(fc.nat(), { maxLength: 6 }))
  .map(([lists, choices, repeats]) => {
    const queues = lists.map((list) => [...list]);
    const stream: Line[] = [];
    for (const choice of choices) {
      const open = queues.filter((queue) => queue.length > 0);
      const next = open[choice % Math.max(open.length, 1)]?.shift();
      if (next !== undefined) stream.push(next);
    }
    for (const queue of queues) stream.push(...queue);
    for (const repeat of repeats) {
      const from = repeat % stream.length;
      const line = stream[from];
      if (line !== undefined) stream.splice(from + 1 + (repeat % (stream.length - from)), 0, line);
    }
    return stream;
  });

async function partition(
  stream: readonly Line[],
  batch: number,
): Promise<{ readonly world: DeskWorld; readonly tickets: ReadonlyMap<string, number> }> {
  const world = await startDesk();
  const tickets = new Map<string, number>();
  for (let at = 0; at < stream.length; at += batch) {
    const lines = stream.slice(at, at + batch);
    const rows = await world.send(...(await Promise.all(lines.map(({ mail }) => compose(mail, START)))));
    for (const [index, row] of rows.entries()) {
      const id = lines[index]?.mail.messageId ?? '';
      if (row.outcome !== 'duplicate' && row.ticket !== undefined) tickets.set(id, row.ticket);
    }
  }
  return { world, tickets };
}

describe('laws of the whole gateway', () => {
  it('gives each conversation one ticket, however its mails are repeated, interleaved and batched', async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.integer({ min: 1, max: 5 }), async (stream, batch) => {
        const { world, tickets } = await partition(stream, batch);
        try {
          const of = new Map<number, Set<number>>();
          for (const { conversation: index, mail } of stream) {
            const ticket = tickets.get(mail.messageId ?? '');
            expect(ticket, mail.messageId).toBeDefined();
            of.set(index, new Set([...(of.get(index) ?? []), ticket ?? -1]));
          }
          expect([...of.values()].every((set) => set.size === 1)).toBe(true);
          expect(new Set([...of.values()].flatMap((set) => [...set])).size).toBe(of.size);

          const counts = await world.store.read.ledgerCounts();
          const settled = Object.values(counts.outcomes).reduce((sum, count) => sum + count, 0);
          expect(counts.received).toBe(stream.length);
          expect(counts.waiting + settled).toBe(counts.received);

          const onTickets = await Promise.all(
            [...new Set(tickets.values())].map((ticket) => world.store.read.messages(ticket as never)),
          );
          const keys = onTickets.flat().map((message) => message.key);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.length).toBe(new Set(stream.map(({ mail }) => mail.messageId)).size);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
    );
  }, 120_000);

  it('sends nobody what he may not see: notes, other tickets, addresses of staff', async () => {
    const world = await startDesk();
    try {
      const steps = fc.array(
        fc.record({
          who: fc.constantFrom('ana', 'eve', 'emma', 'marko'),
          kind: fc.constantFrom('text', 'note', 'command', 'number'),
        }),
        { minLength: 3, maxLength: 12 },
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          world.clear();
          world.clock = new Date(world.clock.getTime() + 86_400_000);
          const secret = `SECRET${++round}`;
          const own = `ANASCASE${round}`;
          await world.send({
            from: 'ana@client.example',
            to: 'support@spoc.test',
            subject: `Case ${round}`,
            text: own,
          });
          const number = /\[(SUP-\d+)\]/.exec(world.last('ana@client.example').subject ?? '')?.[0] ?? '';
          for (const { who, kind } of list) {
            if (who === 'ana')
              await world.send({
                from: 'ana@client.example',
                replyTo: world.last('ana@client.example'),
                text: `${own} more`,
              });
            if (who === 'eve')
              await world.send({
                from: 'eve@evil.example',
                to: 'support@spoc.test',
                subject: kind === 'number' ? `Re: ${number}` : 'Hi',
                text: '#note open up',
              });
            if (who === 'emma' || who === 'marko') {
              const text = { text: 'An answer.', note: `#note\n${secret}`, command: '#priority high', number: '#open' }[
                kind
              ];
              await world.send({ from: `${who}@staff.test`, replyTo: world.last(`${who}@staff.test`), text });
            }
          }
          const toClients = ['ana@client.example', 'eve@evil.example'].flatMap((address) =>
            world.inbox(address).map((mail) => mail.raw.toString()),
          );
          expect(toClients.join('\n')).not.toMatch(new RegExp(`${secret}|(?:emma|marko)@staff`));
          expect(
            world
              .inbox('eve@evil.example')
              .map((mail) => mail.raw.toString())
              .join('\n'),
          ).not.toContain(own);
        }),
        { numRuns: 15, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
      );
    } finally {
      await world.close();
    }
  }, 120_000);
});
