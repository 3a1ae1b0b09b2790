import type { Contact } from '../desk/facts.ts';
import type { ClientId, DeskId, TicketId } from '../desk/ids.ts';
import { NOTHING_SIMILAR, type SimilarFacts } from '../desk/similar/facts.ts';
import { type Prepared, prepare } from '../desk/similar/rank.ts';
import { termsOf } from '../desk/similar/terms.ts';
import type { Queries } from '../store/port.ts';
import type { PublishedAnswers } from './published/answers.ts';

/** What a ticket that is about to be opened may be like: earlier ones of whoever asks, or of their clients, and what the desk has published. */
export async function loadSimilar(
  store: Queries,
  published: PublishedAnswers,
  asks: {
    readonly desk: DeskId;
    readonly people: readonly (Contact | undefined)[];
    readonly client?: ClientId | undefined;
    readonly text: string;
  },
): Promise<SimilarFacts> {
  const people = asks.people.flatMap((one) => one ?? []).slice(0, MOST_PEOPLE);
  const clients = [...new Set([asks.client, ...people.map(({ client }) => client)].flatMap((id) => id ?? []))];
  const answers = await published.of(asks.desk);
  if (people.length + clients.length === 0) return answers.length === 0 ? NOTHING_SIMILAR : { earlier: [], answers };
  const words = () => termsOf(asks.text).map(({ stem }) => stem);
  const earlier = await store.earlierLike({ contacts: people.map(({ id }) => id), clients }, words);
  return { earlier: earlier.map(({ text, ...one }) => ({ ...one, words: prepared(one.ticket, text) })), answers };
}

/** People whose number a caller may have. */
const MOST_PEOPLE = 10;
/** Tickets whose words are remembered: who asks often is compared with the same ones again and again. */
const MOST_PREPARED = 300;
const known = new Map<TicketId, { readonly text: string; readonly words: Prepared }>();

/** The words of a ticket, made ready once as long as its text stays as it was; those asked for last stay. */
function prepared(ticket: TicketId, text: string): Prepared {
  const before = known.get(ticket);
  const one = before?.text === text ? before : { text, words: prepare(text) };
  known.delete(ticket);
  known.set(ticket, one);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_PREPARED) break;
    known.delete(oldest);
  }
  return one.words;
}
