import { fold } from '../../mail/fold.ts';
import { nameKey } from '../called.ts';
import type { Product, ProductId } from './rules.ts';

/** Characters of a text in which products are looked for. */
const MOST_TEXT = 20_000;

/** The product that a case is about, by the words of its subject, else of its text; undefined when they name none, or several. */
export function productIn(products: readonly Product[], subject: string, text: string): ProductId | undefined {
  for (const where of [subject, text.slice(0, MOST_TEXT)]) {
    const folded = fold(where).replace(/\s+/g, ' ');
    const named = products.filter(({ words }) =>
      Object.values(words)
        .flat()
        .some((word) => mentions(folded, word)),
    );
    if (named.length > 0) return named.length === 1 ? named[0]?.id : undefined;
  }
  return undefined;
}

/** Whether a word begins in a folded text so: endings differ, `plača` is found in “obračun plače”. */
function mentions(text: string, word: string): boolean {
  const wanted = fold(word).replace(/\s+/g, ' ').trim();
  if (wanted === '') return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  return false;
}

/** The product that somebody calls so, by its name in the configuration or one of its words. */
export function productCalled(products: readonly Product[], word: string): Product | undefined {
  const key = nameKey(word);
  return (
    products.find(({ id }) => id === key) ??
    products.find(({ words }) =>
      Object.values(words)
        .flat()
        .some((one) => nameKey(one) === key),
    )
  );
}
