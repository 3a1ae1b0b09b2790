import type { Contact, TicketFacts } from '../desk/facts.ts';
import type { DeskId } from '../desk/ids.ts';
import type { Needs } from '../desk/needs.ts';
import type { Waiting } from '../desk/queue/order.ts';
import { MOST_LISTED, type RecordFacts } from '../desk/record/facts.ts';
import type { Queries } from '../store/port.ts';

/** What a question for the record rests on: the tickets of whoever asks, or those that have the numbers, and the waiting lists that they are on. */
export async function loadRecord(
  store: Queries,
  reader: Contact,
  { numbers }: NonNullable<Needs['record']>,
): Promise<RecordFacts> {
  const named = await store.numbered([...numbers.values()]);
  const listed =
    numbers.size > 0
      ? { tickets: [], counts: { open: 0, done: 0 } }
      : await store.recordOf(reader, { open: MOST_LISTED.open, done: MOST_LISTED.done });
  const facts = await store.ticketFacts([...listed.tickets, ...named.map(({ ticket }) => ticket)]);
  const numbered = new Map<string, TicketFacts>();
  for (const [written, number] of numbers) {
    const id = named.find((one) => one.number === number)?.ticket;
    const found = id === undefined ? undefined : facts.get(id);
    if (found !== undefined) numbered.set(written, found);
  }
  const queues = new Map<DeskId, readonly Waiting[]>();
  for (const { ticket } of facts.values())
    if (ticket.status === 'new' && !queues.has(ticket.desk))
      queues.set(ticket.desk, await store.waitingList(ticket.desk));
  return { tickets: listed.tickets.flatMap((id) => facts.get(id) ?? []), counts: listed.counts, numbered, queues };
}
