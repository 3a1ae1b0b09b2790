import { type PhoneCountry, type PhoneNumber, readPhoneNumber } from '../../mail/form/phone-number.ts';

/** A call that an agent recorded by mail (SAGA-5, SOFTECH-10, CLOUDEMPIERE-5). */
export interface RecordedCall {
  /** Undefined when the caller's number was withheld. */
  readonly number: PhoneNumber | undefined;
  /** The number, or the word that it was withheld, as the agent wrote it. */
  readonly written: string;
  /** What he said; it may begin with who he is. */
  readonly notes: string;
  /** What he was told, where a line says so; undefined: nothing that answers him. */
  readonly answer: string | undefined;
}

const MAX_NOTES = 50_000;
const MAX_NUMBER = 60;
const CALL = /^\s*#?\s?(?:call|poziv|klic|hovor|volanie|volání|повик)(?:[ \t]+(?:from|od|z|iz|од))?[ \t:]+/iu;
const WITHHELD =
  /^(?:unknown|withheld|hidden|anonymous|nepoznat|skriven|neznan|skrit|neznáme|skryté|neznámé|непознат|скриен)(?:\p{L}{0,3})(?!\p{L})/iu;
/** The word at the head of a line, with a colon or alone, behind which stands what the caller was told. */
const ANSWERED =
  /(?:^|\n)[ \t]*(?:answered|answer|odgovoreno|odgovor|odgovorjeno|zodpovedané|odpoveď|zodpovězeno|odpověď|одговорено|одговор)[ \t]*(?::[ \t]*|(?=\n|$))/iu;
const NUMBER =
  /^\+?(?:(?![ {2}][-–][ {2}])[\d ()./\-–\u00a0\u2011]){4,40}(?<=\d)(?:[ ,;(]{0,3}(?:ext|x|lok|lokal|int|kl|klapka|linka|лок)\.?:? ?\d{1,7}\)?)?/iu;

/**
 * Reads `call +381 64 123 45 67` at the head of an agent's mail: the number, and as notes what stands behind it on the line and below. Undefined when
 * the text does not begin so; "call me back" is no call.
 */
export function readCall(text: string, country: PhoneCountry): RecordedCall | undefined {
  const body = text.replace(/^\s+/, '');
  const lineEnd = body.indexOf('\n');
  const line = (lineEnd < 0 ? body : body.slice(0, lineEnd)).slice(0, 10_000);
  const below = lineEnd < 0 ? '' : body.slice(lineEnd + 1);
  const head = CALL.exec(line);
  if (head === null) return undefined;
  const rest = line.slice(head[0].length);
  const said = WITHHELD.exec(rest);
  const found = said === null ? numberAtHead(rest, country) : { number: undefined, length: said[0].length };
  if (found === undefined) return undefined;
  const behind = rest
    .slice(found.length)
    .replace(/^[\s,;:.–—-]+/, '')
    .trim();
  const whole = [behind, below.trim()]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, MAX_NOTES);
  return { number: found.number, written: rest.slice(0, found.length).trim(), ...halves(whole) };
}

/** What was said, and behind the word for it what was answered. */
function halves(text: string): Pick<RecordedCall, 'notes' | 'answer'> {
  const split = ANSWERED.exec(text);
  if (split === null) return { notes: text, answer: undefined };
  const answer = text.slice(split.index + split[0].length).trim();
  return { notes: text.slice(0, split.index).trim(), answer: answer === '' ? undefined : answer };
}

/** The longest head of the line that is a number: "064 123 45 67 2 servera ne rade" has digits that are none of it. */
function numberAtHead(
  rest: string,
  country: PhoneCountry,
): { readonly number: PhoneNumber; readonly length: number } | undefined {
  let written = NUMBER.exec(rest.slice(0, MAX_NUMBER))?.[0] ?? '';
  while (written.length > 4) {
    const number = readPhoneNumber(written.trim(), country);
    if (number !== undefined) return { number, length: written.length };
    const cut = written.search(/[ (./-][^ (./-]*$/);
    if (cut <= 0) return undefined;
    written = written.slice(0, cut);
  }
  return undefined;
}
