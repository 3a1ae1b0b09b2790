import type { Settings } from '../config/settings.ts';
import type { RecordedEvent } from '../desk/event.ts';
import type { TicketFacts } from '../desk/facts.ts';
import type { ClientId, TicketId } from '../desk/ids.ts';
import { isDone } from '../desk/status.ts';
import type { MessageRow, Queries, TicketRow } from '../store/port.ts';
import { eventText, type Names, namesIn } from './history.ts';
import type { ContactEntry } from './people-find.ts';
import { eventShape, messageShape, ticketShape } from './shapes.ts';
import { colour, count, lines, moment, plain, say, shortened, table } from './terminal.ts';

/** People of a client whose own tickets are looked for: those that they opened before they were the client's are its history, too. */
const MOST_PEOPLE = 300;
/** Characters of a message that one line of the history shows. */
const MOST_TEXT = 160;

/** One ticket of a client, with all that happened on it. */
interface Episode {
  readonly row: TicketRow;
  readonly facts: TicketFacts;
  readonly messages: readonly MessageRow[];
}

/** The newest tickets of a client at all desks, with all that was said and done on them (CLOUDEMPIERE-7). */
export interface ClientHistory {
  readonly episodes: readonly Episode[];
  /** Older ones are not among them. */
  readonly more: boolean;
}

/** Gathers a client's history across all desks; `before` is the ticket that the last page ended with. */
export async function clientHistory(
  read: Queries,
  client: ClientId,
  contacts: readonly ContactEntry[],
  limit: number,
  before: TicketId | undefined,
): Promise<ClientHistory> {
  const page = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
  const found = new Map((await read.tickets({ client, ...page })).map((row) => [row.id, row]));
  for (const { id } of contacts.slice(0, MOST_PEOPLE))
    for (const row of await read.tickets({ requester: id, ...page })) found.set(row.id, row);
  const rows = [...found.values()].sort((a, b) => b.id - a.id);
  const shown = rows.slice(0, limit);
  const facts = await read.ticketFacts(shown.map(({ id }) => id));
  const episodes: Episode[] = [];
  for (const row of shown) {
    const one = facts.get(row.id);
    if (one !== undefined) episodes.push({ row, facts: one, messages: await read.messages(row.id) });
  }
  return { episodes, more: rows.length > limit };
}

/** The history as --json prints it: the newest ticket first, on each the oldest event first. */
export function historyShape({ episodes, more }: ClientHistory) {
  return {
    tickets: episodes.map(({ row, facts, messages }) => ({
      ...ticketShape(row),
      doneAt: facts.ticket.doneAt?.toISOString() ?? null,
      events: facts.history.map(eventShape),
      messages: messages.map(messageShape),
    })),
    more,
  };
}

/** Prints how it stands at each desk, the tickets, and what happened in order of time, the newest first. */
export async function sayHistory(
  read: Queries,
  settings: Settings,
  { episodes, more }: ClientHistory,
  full: boolean,
): Promise<void> {
  if (episodes.length === 0) return say('\nNo tickets yet.');
  say(`\n${colour.bold('Tickets')}`);
  say(table(HEAD, episodes.map(ticketCells), HEAD.length - 1));
  say(standing(episodes));
  if (more) say(colour.dim(`older ones: --before ${episodes.at(-1)?.row.number}`));
  const events = episodes.flatMap(({ facts }) => facts.history);
  const authors = episodes.flatMap(({ messages }) => messages.map(({ by }) => by));
  const names = await namesIn(read, settings, events, authors);
  say(`\n${colour.bold('History')}`);
  for (const line of episodes.flatMap((one) => happened(one, names, full)).sort((a, b) => b.at - a.at))
    say(`${colour.dim(moment(new Date(line.at)))}  ${line.number}  ${line.text}`);
}

const HEAD = ['number', 'desk', 'status', 'priority', 'opened', 'done', 'assignee', 'from', 'subject'];

function ticketCells({ row, facts }: Episode): readonly string[] {
  const { doneAt } = facts.ticket;
  return [
    row.number,
    row.desk,
    row.status,
    row.priority,
    moment(row.openedAt),
    doneAt === undefined ? '–' : moment(doneAt),
    row.assignee ?? '–',
    row.requester.name || (row.requester.address ?? row.requester.phones[0] ?? ''),
    row.subject,
  ];
}

/** `support: 2 open, 5 done; billing: 1 open`. */
function standing(episodes: readonly Episode[]): string {
  const desks = [...new Set(episodes.map(({ row }) => row.desk))];
  return desks
    .map((desk) => {
      const own = episodes.filter(({ row }) => row.desk === desk);
      const done = own.filter(({ row }) => isDone(row.status)).length;
      return `${desk}: ${own.length - done} open, ${done} done`;
    })
    .join('; ')
    .concat(`; ${count(episodes.length, 'ticket')}`);
}

const ARROW = { inbound: '←', outbound: '→', internal: '✎' } as const;

/** What happened on one ticket; a message stands with its text where its event would stand. */
function happened(
  { row, facts, messages }: Episode,
  names: Names,
  full: boolean,
): readonly { readonly at: number; readonly number: string; readonly text: string }[] {
  const { number } = row;
  const said = messages.map((message) => {
    const text = lines(message.shown).trim();
    const shown = full ? text.replace(/\n/g, '\n    ') : shortened(plain(text.replace(/\s+/g, ' ')), MOST_TEXT);
    const held = message.held ? ' (waits for #send)' : '';
    return {
      at: message.at.getTime(),
      number,
      text: `${ARROW[message.direction]} ${plain(names.actor(message.by))}${held}: ${shown}`,
    };
  });
  const done = facts.history
    .filter(({ event }) => event.kind !== 'message-added' && event.kind !== 'answer-held')
    .map((recorded: RecordedEvent) => {
      const subject = recorded.event.kind === 'opened' ? `: ${facts.subject}` : '';
      return { at: recorded.at.getTime(), number, text: plain(`${eventText(recorded, names)}${subject}`) };
    });
  // The newest first: of what happened at one moment the last comes first.
  return [...done, ...said].reverse();
}
