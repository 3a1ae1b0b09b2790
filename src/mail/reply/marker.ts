/** Columns that a marker line may fill, so that no client wraps it. */
const MAX_COLUMNS = 59;

const DASH = '[-\\u2010-\\u2015\\u2212\\ufe63\\uff0d]';
/** What may have come between the parts of a marker: spaces of any kind, a wrap, quote marks, bold. */
const GAP = '[\\s\\u200b-\\u200f\\u2060\\ufeff>|*_\\\\]{0,40}';
const HASHES = /[#\uff03]\\?[#\uff03]/gu;
const OPENED = new RegExp(`^${GAP}${DASH}{1,2}${GAP}`, 'u');
const CLOSED = new RegExp(`${GAP}${DASH}{1,2}${GAP}$`, 'u');
const MAX_TOKEN = 240;
const ISSUED = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,30}[A-Za-z0-9])?$/;

/** Where a marker stands in a text. */
export interface FoundMarker {
  /** Of its first hash. */
  readonly start: number;
  readonly end: number;
  /** The token as it was issued; undefined for the marker of another system ("##- Please type your reply above this line -##"). */
  readonly token: string | undefined;
}

/**
 * The one line below which nothing goes on to a client: `##- EB-1042 -## Odgovorite iznad ove linije`. `token` is
 * ASCII (letters, digits, `-`, `.`); the localised text is cut so that the line stays under 60 columns.
 */
export function markerLine(token: string, localisedText: string): string {
  if (!ISSUED.test(token)) throw new Error(`marker token must be ASCII letters, digits, "-" and ".": ${token}`);
  const text = localisedText.replace(/[\s#]+/g, ' ').trim();
  const line = `##- ${token} -## ${text}`;
  return [...line].slice(0, MAX_COLUMNS).join('').trimEnd();
}

/** The first marker line of a text: behind quote marks at any depth, wrapped, with its dashes or spaces "corrected". */
export function findMarker(text: string): FoundMarker | undefined {
  for (const opening of text.matchAll(HASHES)) {
    const from = opening.index + opening[0].length;
    const rest = text.slice(from, from + MAX_TOKEN);
    const opened = OPENED.exec(rest)?.[0].length;
    if (opened === undefined) continue;
    const closing = rest.search(/[#\uff03]\\?[#\uff03]/u);
    const inner = closing < 0 ? '' : rest.slice(opened, closing);
    const closed = CLOSED.exec(inner);
    if (!closed || closed.index === 0) continue;
    const token = inner.slice(0, closed.index).replace(new RegExp(DASH, 'gu'), '-').replace(/\s+/g, ' ').trim();
    return { start: opening.index, end: from + closing + 2, token: ISSUED.test(token) ? token : undefined };
  }
  return undefined;
}
