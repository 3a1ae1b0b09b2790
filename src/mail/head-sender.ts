/** Bytes of a mail's head that are looked at. */
const MOST_HEAD = 64 * 1024;

/** Bounded, so that a long word without an @ costs no more than its length. */
const BARE = /([^\s<>"(),;:]{1,64}@[^\s<>"(),;:]{1,255})/;

/**
 * The address that the first From field of raw mail names, lower case, without reading the mail: a hint for a fair order of work, no word on who sent it.
 * Undefined when none is found at once.
 */
export function headSender(raw: Buffer): string | undefined {
  const head = raw.subarray(0, MOST_HEAD).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  const field = /(?:^|\n)from[ \t]*:((?:[^\n]|\n[ \t])*)/i.exec(head.slice(0, end))?.[1];
  if (field === undefined) return undefined;
  const found = /<([^<>\s]{3,254})>/.exec(field)?.[1] ?? BARE.exec(field)?.[1];
  return found?.toLowerCase();
}
