import { type Near, near, sorted, type Term, termsOf } from './terms.ts';

/** A text made ready to be compared, as often as one likes. */
export interface Prepared extends Asked {
  readonly near: Near;
}

/** The words of a text that others are compared with. */
interface Asked {
  readonly terms: readonly Term[];
}

/** Something that a text may be like. */
export interface Candidate<T> {
  readonly of: T;
  readonly words: Prepared;
}

/** A candidate with how like it is: from 0 (nothing shared) to 1 (the same words). */
export interface Likeness<T> {
  readonly of: T;
  readonly score: number;
}

/** From here on two texts are said to be alike: tried on real questions, see the tests. */
export const ALIKE = 0.3;

/** Makes a text ready. */
export function prepare(text: string): Prepared {
  const terms = termsOf(text);
  return { terms, near: sorted(terms) };
}

/**
 * Ranks candidates by how like a text they are, the likest first, those that share nothing left out. A word that few candidates have weighs more than
 * one that most have (inverse document frequency among them); forms of a word count as it, as far as they are near.
 */
export function rank<T>(text: string, candidates: readonly Candidate<T>[]): readonly Likeness<T>[] {
  if (candidates.length === 0) return [];
  const asked: Asked = { terms: termsOf(text) };
  const weigh = weights([asked, ...candidates.map(({ words }) => words)]);
  const size = norm(asked, weigh);
  return best(
    candidates.map(({ of, words }) => ({ of, score: cosine(shared(asked, words, weigh), size, norm(words, weigh)) })),
  );
}

/** Something with a title, and a text that is longer than any question. */
export interface Titled<T> {
  readonly of: T;
  readonly title: Prepared;
  readonly words: Prepared;
}

/**
 * Ranks articles by how far they answer a question: half by how like it their title is, half by how much of the question stands in them. A long
 * text has many words that nobody asked for; they do not count against it.
 */
export function rankArticles<T>(text: string, articles: readonly Titled<T>[]): readonly Likeness<T>[] {
  if (articles.length === 0) return [];
  const asked: Asked = { terms: termsOf(text) };
  const weigh = weights([asked, ...articles.map(({ words }) => words)]);
  const size = norm(asked, weigh);
  return best(
    articles.map(({ of, title, words }) => {
      const named = cosine(shared(asked, title, weigh), size, norm(title, weigh));
      const covered = size === 0 ? 0 : Math.min(1, shared(asked, words, weigh) / size ** 2);
      return { of, score: named === 0 ? 0 : (named + covered) / 2 };
    }),
  );
}

type Weigh = (term: Term) => number;

/** What each stem weighs: more the fewer texts have it. */
function weights(texts: readonly Asked[]): Weigh {
  const having = new Map<string, number>();
  for (const { terms } of texts) for (const { stem } of terms) having.set(stem, (having.get(stem) ?? 0) + 1);
  return ({ stem }) => Math.log(1 + texts.length / (having.get(stem) ?? 1));
}

/** The weight that the words asked for have in common with others. */
function shared(asked: Asked, own: Prepared, weigh: Weigh): number {
  let sum = 0;
  for (const term of asked.terms) {
    const found = near(term, own.near);
    if (found !== undefined) sum += found.nearness * weigh(term) * weigh(found.term);
  }
  return sum;
}

function norm({ terms }: Asked, weigh: Weigh): number {
  return Math.sqrt(terms.reduce((sum, term) => sum + weigh(term) ** 2, 0));
}

function cosine(sum: number, size: number, other: number): number {
  return size === 0 || other === 0 ? 0 : Math.min(1, sum / (size * other));
}

/** The likest first; those that come first stay first among equals. */
function best<T>(all: readonly Likeness<T>[]): readonly Likeness<T>[] {
  return all.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}
