/*
 * A pattern of an operator's is tried on every word of every mail that could be an identifier. So that none can hold the gateway up, the
 * number of ways in which it can be tried is reckoned from how it is written, and one that has too many is refused.
 */

/** Units of a word that a pattern is tried on (`identifier.ts` looks at no longer ones). */
const WORD = 64;
/** Ways in which a word may be tried: some 50 µs. */
const MOST_WAYS = 5_000;
const LONGEST = 200;

export type SafePattern =
  | { readonly ok: true; readonly pattern: RegExp }
  | { readonly ok: false; readonly why: string };

const no = (why: string): SafePattern => ({ ok: false, why });

/** Compiles a pattern, without regard to case, if it is one and surely quick. */
export function safePattern(source: string): SafePattern {
  if (source.length > LONGEST) return no(`a pattern of at most ${LONGEST} characters`);
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'iu');
  } catch {
    return no('a regular expression such as SVC-\\d{4,6}');
  }
  const ways = new Ways(source).whole();
  if (ways === undefined) return no('no look-around, no back-reference and no named group');
  if (ways > MOST_WAYS)
    return no('a pattern that is quick to try: write {1,8} in the place of + and *, and repeat no group that varies');
  return { ok: true, pattern };
}

/** Reads a pattern that is known to be well-formed and reckons an upper bound of the ways to try it. */
class Ways {
  private at = 0;
  private refused = false;

  constructor(private readonly source: string) {}

  /** Undefined when it holds something that this does not reckon with. */
  whole(): number | undefined {
    const ways = this.alternatives();
    return this.refused ? undefined : ways;
  }

  private alternatives(): number {
    let sum = this.sequence();
    while (this.source[this.at] === '|') {
      this.at++;
      sum += this.sequence();
    }
    return sum;
  }

  private sequence(): number {
    let ways = 1;
    while (this.at < this.source.length && !/[|)]/.test(this.source[this.at] ?? '')) {
      const one = this.atom();
      const { least, most } = this.repeated();
      ways *= (most - least + 1) * one ** Math.max(1, most);
      if (this.refused) return ways;
    }
    return ways;
  }

  private atom(): number {
    const sign = this.source[this.at++];
    if (sign === '\\') {
      const escaped = this.source[this.at++] ?? '';
      if (/[1-9k]/.test(escaped)) this.refused = true;
      if (/[pPu]/.test(escaped) && this.source[this.at] === '{') this.at = this.source.indexOf('}', this.at) + 1;
    } else if (sign === '[') this.skipClass();
    else if (sign === '(') {
      if (this.source[this.at] === '?') {
        if (this.source[this.at + 1] === ':') this.at += 2;
        else this.refused = true;
      }
      const inner = this.refused ? 1 : this.alternatives();
      this.at++;
      return inner;
    }
    return 1;
  }

  private skipClass(): void {
    for (; this.at < this.source.length && this.source[this.at] !== ']'; this.at++)
      if (this.source[this.at] === '\\') this.at++;
    this.at++;
  }

  private repeated(): { readonly least: number; readonly most: number } {
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.source.slice(this.at));
    if (found === null) return { least: 1, most: 1 };
    this.at += found[0].length;
    const [sign, least, comma, most] = [found[0][0], found[1], found[2], found[3]];
    if (sign !== '{') return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : WORD };
    const from = Math.min(Number(least), WORD);
    if (comma === undefined) return { least: from, most: from };
    return { least: from, most: most === '' ? WORD : Math.min(Math.max(Number(most), from), WORD) };
  }
}
