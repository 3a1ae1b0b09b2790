import type { MessageId } from '../mail/mail.ts';

/** Controls, line and paragraph separators: nothing of these may reach a header. */
const BREAKS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
/** Characters that mean nothing to anybody (Unicode §23.7). */
const NOTHING = /[\ufdd0-\ufdef\ufffe\uffff]/g;
/** Marks that turn text around (Unicode UAX #9), with which `gpj.exe` is shown as `exe.jpg`. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text as a header may carry it: one line, well-formed, at most `most` characters. What looks like an encoded word is broken, since a reader
 * would decode it (RFC 2047 §7) although nobody here encoded it.
 */
export function headerText(text: string, most: number): string {
  const line = wellFormed(text.slice(0, 4 * most))
    .replace(BREAKS, ' ')
    .replace(BIDI, '')
    .replace(NOTHING, '')
    .replaceAll('=?', '= ?')
    .trim();
  return firstCharacters(line, most);
}

/** Names that Windows takes for devices, whatever their ending. */
const DEVICE =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?=\.|$)/i;
/** What file systems take of a name (bytes), less room for what a program adds to it. */
const MOST_BYTES = 200;

/** A file name that names no folder and no device, and hides no ending. */
export function safeFilename(name: string, most = 150): string | undefined {
  const flat = headerText(name, 1_000)
    .replace(/\p{Cf}/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(DEVICE, '$&_');
  if (flat === '') return undefined;
  const dot = flat.lastIndexOf('.');
  const ending = dot > 0 && flat.length - dot <= 12 ? flat.slice(dot) : '';
  const stem = ending === '' ? flat : flat.slice(0, dot);
  let kept = firstCharacters(stem, most - ending.length);
  while (Buffer.byteLength(kept) > MOST_BYTES - Buffer.byteLength(ending)) kept = [...kept].slice(0, -1).join('');
  return kept + ending;
}

/** An addr-spec that can stand in a header: ASCII local part (RFC 6531 is not everywhere), no blank, no special. */
export function headerAddress(address: string): string | undefined {
  return /^[\x21-\x7e]{1,64}@[^\s@\x00-\x1f\x7f]{1,190}$/.test(address) && !/[<>()[\],;:"\\]/.test(address)
    ? address
    : undefined;
}

/** A msg-id with its brackets, when it is one that every server can carry. */
export function headerId(id: MessageId | string): string | undefined {
  return /^[\x21-\x7e]{1,250}$/.test(id) && !/[<>,;"\\()]/.test(id) ? `<${id}>` : undefined;
}

function firstCharacters(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, Math.max(most, 0)).join('');
}

function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
