import type { Connection } from './connection.ts';

/** Letters of the beginnings that the index keeps beside whole words (migration `search-beginnings`). */
const SHORTEST_KEPT = 2;
const LONGEST_KEPT = 3;
/** Words that one longer beginning stands for, and together in one query: each costs a walk of its own. */
const MOST_FORMS = 64;
const MOST_TOGETHER = 128;
const LEAST_FORMS = 12;

/** Makes the index's query for mails that have a word with each of these beginnings. */
export type Matching = (beginnings: readonly string[]) => string;

/**
 * What a query of words costs does not grow with the mails that they stand in: FTS5 walks whole words and the beginnings that it keeps newest first and
 * stops, while it would gather all mails of any other beginning before it answers. A longer beginning is therefore asked for as the words that
 * begin with it: itself, then those that go on with letters, then the rest, up to a bound. A single letter is only a word.
 */
export function matching({ raw }: Pick<Connection, 'raw'>): Matching {
  const next = raw.prepare('SELECT term FROM search_words WHERE term >= ? AND term < ? LIMIT 1').pluck();

  function formsOf(beginning: string, most: number): readonly string[] {
    const forms = [beginning];
    for (const [start, end] of [
      [`${beginning}a`, `${beginning}${LAST}`],
      [`${beginning}${FIRST}`, `${beginning}a`],
    ] as const)
      for (let from = start; forms.length < most; ) {
        const found = next.get(from, end) as string | undefined;
        if (found === undefined) break;
        forms.push(found);
        from = found + FIRST;
      }
    return forms;
  }

  return (beginnings) => {
    const most = Math.min(MOST_FORMS, Math.max(LEAST_FORMS, Math.floor(MOST_TOGETHER / beginnings.length)));
    return beginnings
      .map((beginning) => {
        const letters = [...beginning].length;
        if (letters < SHORTEST_KEPT) return quoted(beginning);
        if (letters <= LONGEST_KEPT) return `${quoted(beginning)}*`;
        return `(${formsOf(beginning, most).map(quoted).join(' OR ')})`;
      })
      .join(' AND ');
  };
}

/** Before and after whatever a word may go on with. */
const FIRST = '\u0001';
const LAST = '\u{10ffff}';

/** Quoted, a word is a word: nothing that a person types is FTS5 syntax. */
function quoted(word: string): string {
  return `"${word}"`;
}
