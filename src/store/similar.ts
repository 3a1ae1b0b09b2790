import type { ClientId, ContactId, MessageKey, TicketId, TicketNumber } from '../desk/ids.ts';
import { STATUSES } from '../desk/status.ts';
import type { Connection } from './connection.ts';
import type { PeopleLookup } from './people.ts';
import type { EarlierText, Queries } from './port.ts';
import { matching } from './search-words.ts';

/** The newest tickets of one contact or client and status that are looked at, and all together. */
const NEWEST = 15;
const MOST = 60;
/**
 * Words of a text that are looked up, the longest, and those of them that count, the rarest; messages that one of them and that all of these may lead to:
 * words that stand everywhere say nothing.
 */
const MOST_ASKED = 16;
const MOST_WORDS = 8;
const MOST_OF_WORD = 250;
const MOST_MESSAGES = 1_000;
/** Letters of a word that the index is asked for. */
const SHORTEST = 4;
/** Words that are known to lead to more: they need not be looked up again. */
const MOST_COMMON = 20_000;
/** Characters of a ticket's first message that are compared. */
const MOST_TEXT = 2_000;

interface Row {
  readonly id: TicketId;
  readonly number: TicketNumber;
  readonly client: ClientId | null;
  readonly requester: ContactId;
  readonly subject: string;
  readonly text: string | null;
}

/** What is asked to find the same question again (SAOP-5). */
export function similarQueries({ raw }: Pick<Connection, 'raw'>, people: PeopleLookup): Pick<Queries, 'earlierLike'> {
  const newest = 'AND status = ? ORDER BY id DESC LIMIT ? + 0';
  const ofContact = raw.prepare(`SELECT id FROM tickets WHERE requester = ? ${newest}`).pluck();
  const ofClient = raw.prepare(`SELECT id FROM tickets WHERE client = ? ${newest}`).pluck();
  const queryOf = matching({ raw });
  const messagesWith = raw
    .prepare('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? + 0')
    .pluck();
  const ticketIn = raw.prepare(
    'SELECT t.id, t.requester, t.client FROM messages m JOIN tickets t ON t.id = m.ticket WHERE m.id = ?',
  );
  const row = raw.prepare(
    `SELECT id, number, client, requester, subject, (SELECT substr(coalesce(shown, body), 1, ${MOST_TEXT}) FROM messages
       WHERE ticket = tickets.id AND direction = 'inbound' AND held = 0 ORDER BY id LIMIT 1) AS text
     FROM tickets WHERE id = ?`,
  );

  const common = new Set<string>();

  /** The messages in which the rarest words of a text stand, as long as these lead to few; those with the most and rarest words first. */
  function sharing(words: readonly string[]): readonly MessageKey[] {
    const asked = [...new Set(words.filter((word) => word.length >= SHORTEST && !common.has(word)))];
    // Long words are rare ones, more often than not.
    const found = asked
      .sort((a, b) => b.length - a.length)
      .slice(0, MOST_ASKED)
      .flatMap((word) => {
        const messages = messagesWith.all(queryOf([word]), MOST_OF_WORD + 1) as MessageKey[];
        if (messages.length <= MOST_OF_WORD) return messages.length === 0 ? [] : [messages];
        if (common.size >= MOST_COMMON) common.clear();
        common.add(word);
        return [];
      })
      .sort((a, b) => a.length - b.length)
      .slice(0, MOST_WORDS);
    const weights = new Map<MessageKey, number>();
    let left = MOST_MESSAGES;
    for (const messages of found) {
      left -= messages.length;
      if (left < 0) break;
      for (const id of messages) weights.set(id, (weights.get(id) ?? 0) + Math.log(1 + MOST_OF_WORD / messages.length));
    }
    return [...weights].sort(([a, one], [b, other]) => other - one || b - a).map(([id]) => id);
  }

  return {
    async earlierLike({ contacts, clients }, words) {
      const late = new Set<TicketId>();
      let more = false;
      for (const status of STATUSES)
        for (const [query, ids] of [
          [ofContact, contacts],
          [ofClient, clients],
        ] as const)
          for (const id of ids) {
            const newestOf = query.all(id, status, NEWEST) as TicketId[];
            for (const one of newestOf) late.add(one);
            more ||= newestOf.length === NEWEST;
          }
      const ids = new Set<TicketId>();
      // Who has few tickets has them all among the newest.
      if (more || late.size > MOST)
        for (const message of sharing(words())) {
          const one = ticketIn.get(message) as Pick<Row, 'id' | 'requester' | 'client'> | undefined;
          if (one === undefined) continue;
          if (!contacts.includes(one.requester) && (one.client === null || !clients.includes(one.client))) continue;
          ids.add(one.id);
          if (ids.size === MOST) break;
        }
      // Half of the room at least is for the newest: the index may not have them yet.
      const found = [...ids].slice(0, MOST / 2);
      const all = new Set([...found, ...[...late].sort((a, b) => b - a), ...ids]);
      return [...all].slice(0, MOST).flatMap((id): readonly EarlierText[] => {
        const one = row.get(id) as Row | undefined;
        if (one === undefined) return [];
        const { number, client, requester, subject, text } = one;
        const whole = `${subject}\n${text ?? ''}`;
        return [{ ticket: id, number, client: client ?? undefined, requester: people.contact(requester), text: whole }];
      });
    },
  };
}
