import type { ClientId, ContactId, TicketId, TicketNumber } from '../desk/ids.ts';
import type { EarlierTicket } from '../desk/similar/facts.ts';
import { STATUSES } from '../desk/status.ts';
import { type Connection, list } from './connection.ts';
import type { PeopleLookup } from './people.ts';
import type { Queries } from './port.ts';

/** The newest tickets of one contact or client and status that are looked at, and all together. */
const NEWEST = 15;
const MOST = 60;
/** Words that are looked up in the index, and messages that they may lead to: words that stand everywhere say nothing. */
const MOST_WORDS = 8;
const MOST_MESSAGES = 3_000;
/** Letters of a word that the index is asked for. */
const SHORTEST = 4;
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
export function similarQueries({ raw }: Connection, people: PeopleLookup): Pick<Queries, 'earlierLike'> {
  const newest = 'AND status = ? ORDER BY id DESC LIMIT ? + 0';
  const ofContact = raw.prepare(`SELECT id FROM tickets WHERE requester = ? ${newest}`).pluck();
  const ofClient = raw.prepare(`SELECT id FROM tickets WHERE client = ? ${newest}`).pluck();
  const frequency = raw.prepare('SELECT sum(doc) FROM search_words WHERE term >= ? AND term < ?').pluck();
  const sharing = raw
    .prepare(
      `SELECT m.ticket FROM search CROSS JOIN messages m ON m.id = search.rowid CROSS JOIN tickets t ON t.id = m.ticket
       WHERE search MATCH @query AND (t.requester IN (SELECT value FROM json_each(@contacts)) OR
         t.client IN (SELECT value FROM json_each(@clients)))
       ORDER BY search.rank LIMIT @limit + 0`,
    )
    .pluck();
  const row = raw.prepare(
    `SELECT id, number, client, requester, subject, (SELECT substr(coalesce(shown, body), 1, ${MOST_TEXT}) FROM messages
       WHERE ticket = tickets.id AND direction = 'inbound' AND held = 0 ORDER BY id LIMIT 1) AS text
     FROM tickets WHERE id = ?`,
  );

  /** The rarest words of a text that the index knows, as long as they lead to few messages. */
  function rarest(words: readonly string[]): readonly string[] {
    const counted = [...new Set(words.filter((word) => word.length >= SHORTEST))].slice(0, 60).map((word) => ({
      word,
      count: Number(frequency.get(word, `${word}\u{10ffff}`) ?? 0),
    }));
    let left = MOST_MESSAGES;
    return counted
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.count - b.count)
      .slice(0, MOST_WORDS)
      .filter(({ count }) => {
        left -= count;
        return left >= 0;
      })
      .map(({ word }) => word);
  }

  return {
    async earlierLike({ contacts, clients }, words) {
      const ids = new Set<TicketId>();
      const wanted = rarest(words);
      if (wanted.length > 0) {
        const query = wanted.map((word) => `"${word}"*`).join(' OR ');
        const who = { contacts: list(contacts), clients: list(clients) };
        for (const id of sharing.all({ query, ...who, limit: MOST })) ids.add(id as TicketId);
      }
      const late = new Set<TicketId>();
      for (const status of STATUSES) {
        for (const id of contacts) for (const found of ofContact.all(id, status, NEWEST)) late.add(found as TicketId);
        for (const id of clients) for (const found of ofClient.all(id, status, NEWEST)) late.add(found as TicketId);
      }
      // Half of the room at least is for the newest: the index may not have them yet.
      const found = [...ids].slice(0, MOST / 2);
      const all = new Set([...found, ...[...late].sort((a, b) => b - a), ...ids]);
      return [...all].slice(0, MOST).flatMap((id): readonly EarlierTicket[] => {
        const one = row.get(id) as Row | undefined;
        if (one === undefined) return [];
        const { number, client, requester, subject, text } = one;
        const whole = `${subject}\n${text ?? ''}`;
        return [{ ticket: id, number, client: client ?? undefined, requester: people.contact(requester), text: whole }];
      });
    },
  };
}
