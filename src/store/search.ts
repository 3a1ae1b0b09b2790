import { setImmediate } from 'node:timers/promises';
import type { MessageKey, TicketId } from '../desk/ids.ts';
import type { Connection } from './connection.ts';
import type { Queries, SearchHit, TicketRow } from './port.ts';
import { foldedWords } from './search-fold.ts';
import { snippet } from './search-snippet.ts';
import { matching } from './search-words.ts';

/** What of a text is indexed (UTF-16 units); the rest of a monstrous one is not found by its words. */
const INDEXED = 256 * 1024;
/** Words of a query that count. */
const MAX_WORDS = 12;
/** Messages looked at for one hit each of so many tickets. */
const OVERSCAN = 20;
/** Messages that are indexed in one go. */
const AT_ONCE = 10;
/** The high-water mark's name in `counters`: every message up to it is in the index, but for those up to the other, which an earlier version fed. */
const MARK = 'search:indexed';
const OLDER = 'search:older';

interface Text {
  readonly id: MessageKey;
  readonly ticket: TicketId;
  readonly subject: string;
  readonly shown: string;
  readonly names: string | null;
}

const TEXT = `SELECT m.id, m.ticket, m.subject, coalesce(m.shown, m.body) AS shown,
  (SELECT group_concat(a.filename, ' | ') FROM attachments a WHERE a.message = m.id) AS names FROM messages m`;

/**
 * Full-text search: every word must begin a word of the message's subject, shown text or attachment names. Newest first, one hit a ticket, among the
 * newest messages that match; only what is shown is read.
 */
export function searchQueries(
  db: Connection,
  ticketOf: (id: TicketId) => TicketRow | undefined,
): Pick<Queries, 'search'> {
  const queryOf = matching(db);
  const newest = db.raw
    .prepare('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? + 0')
    .pluck();
  const ticketIn = db.raw.prepare('SELECT ticket FROM messages WHERE id = ?').pluck();
  const textOf = db.raw.prepare(`${TEXT} WHERE m.id = ?`);
  return {
    async search(words, limit) {
      const wanted = foldedWords(words.slice(0, 1000)).slice(0, MAX_WORDS);
      if (wanted.length === 0) return [];
      const hits = new Map<TicketId, SearchHit>();
      for (const id of newest.all(queryOf(wanted), limit * OVERSCAN)) {
        const found = ticketIn.get(id) as TicketId | undefined;
        if (found === undefined || hits.has(found)) continue;
        const ticket = ticketOf(found);
        const text = textOf.get(id) as Text | undefined;
        if (ticket !== undefined && text !== undefined)
          hits.set(found, { ticket, message: text.id, snippet: bestSnippet(text, wanted) });
        if (hits.size === limit) break;
      }
      return [...hits.values()];
    },
  };
}

/** From the text; where none of the words is there, from an attachment's name or the subject. */
function bestSnippet({ shown, names, subject }: Text, words: readonly string[]): string {
  const tries = [shown, names ?? '', subject].map((text) => snippet(text, words));
  return tries.find((each) => each.includes('\u0002')) ?? tries[0] ?? '';
}

function indexed(text: string): string {
  return foldedWords(text.slice(0, INDEXED)).join(' ');
}

/**
 * Feeds the index within the open transaction: first messages beyond the high-water mark, then those that an earlier version's index had, the newest
 * of them first. The marks move with the same commit.
 */
export function searchWriter(db: Connection): {
  readonly indexSome: (limit: number) => Promise<number>;
  readonly pending: () => boolean;
  /** Feeds these once more, as far as they were fed already. */
  readonly reindex: (ids: readonly MessageKey[]) => void;
  /** Takes out of the index's files what was replaced. */
  readonly tidy: () => void;
} {
  const { raw } = db;
  const mark = raw.prepare('SELECT n FROM counters WHERE name = ?').pluck();
  const setMark = raw.prepare('INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET n = excluded.n');
  const next = raw.prepare(`${TEXT} WHERE m.id > ? ORDER BY m.id LIMIT ? + 0`);
  // Oldest first within a piece: FTS5 writes its memory out for a row before the last one.
  const between = raw.prepare(`${TEXT} WHERE m.id > ? AND m.id <= ? ORDER BY m.id`);
  const one = raw.prepare(`${TEXT} WHERE m.id = ?`);
  const newest = raw.prepare('SELECT max(id) FROM messages').pluck();
  const insert = raw.prepare('INSERT OR REPLACE INTO search (rowid, subject, shown, attachments) VALUES (?, ?, ?, ?)');
  const marked = (name: string) => Number(mark.get(name) ?? 0);
  const feed = ({ id, subject, shown, names }: Text) =>
    insert.run(id, indexed(subject), indexed(shown), indexed(names ?? ''));
  const feedAll = async (texts: readonly Text[]) => {
    for (const [nth, text] of texts.entries()) {
      if (nth % AT_ONCE === AT_ONCE - 1) await setImmediate(); // others get a word in
      feed(text);
    }
  };
  return {
    reindex: (ids) => {
      const upTo = marked(MARK);
      for (const id of ids) {
        const text = id <= upTo ? (one.get(id) as Text | undefined) : undefined;
        if (text !== undefined) feed(text);
      }
    },
    tidy: () => void raw.exec(`INSERT INTO search (search) VALUES ('optimize')`),
    pending: () => Number(newest.get() ?? 0) > marked(MARK) || marked(OLDER) > 0,
    indexSome: async (limit) => {
      const texts = next.all(marked(MARK), limit) as Text[];
      await feedAll(texts);
      const last = texts.at(-1);
      if (last !== undefined) setMark.run(MARK, last.id);
      const older = last === undefined ? marked(OLDER) : 0;
      if (older === 0) return texts.length;
      const from = Math.max(0, older - limit);
      await feedAll(between.all(from, older) as Text[]);
      setMark.run(OLDER, from);
      return older - from;
    },
  };
}
