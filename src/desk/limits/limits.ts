/** How long a subject and a specification may be at a desk, in characters (SOFTECH-4). */
export interface TextLimits {
  readonly subject: number | undefined;
  readonly text: number | undefined;
}

/** No limits. */
export const NO_LIMITS: TextLimits = { subject: undefined, text: undefined };

/** What a desk shows of a writing, and what is kept whole beside it. */
export interface Limited {
  readonly subject: string;
  readonly text: string;
  /** The whole of it; undefined when nothing was too long. */
  readonly whole: string | undefined;
}

/** Cuts a subject and a text to what the desk allows, between words; the whole is kept. */
export function limited(limits: TextLimits, subject: string, text: string): Limited {
  const shortSubject = cut(subject, limits.subject);
  const shortText = cut(text, limits.text);
  if (shortSubject === subject && shortText === text) return { subject, text, whole: undefined };
  return { subject: shortSubject, text: shortText, whole: shortSubject === subject ? text : `${subject}\n\n${text}` };
}

function cut(text: string, most: number | undefined): string {
  // A text of fewer units has fewer characters.
  if (most === undefined || text.length <= most) return text;
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const short = characters.slice(0, most - 1).join('');
  const between = short.replace(/\s+\S*$/u, '');
  // One word that is longer than half of it is cut within.
  return `${between.length * 2 > short.length ? between : short}…`;
}
