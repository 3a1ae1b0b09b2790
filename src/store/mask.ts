import { createHash } from 'node:crypto';
import type { MessageId } from '../mail/mail.ts';

/** Stands for one character that was taken out: texts keep their length, and with it the spans that were found in them. */
const MARK = '•';

/** A text with marks where certain words were. */
export type Mask = (text: string) => string;

/** Words shorter than this stand for too much else to be taken out. */
const SHORTEST = 3;

/** Takes addresses and names out of texts, in any case and whatever stands around them but letters; longer ones first. */
export function maskOf(words: readonly string[]): Mask {
  const wanted = [...new Set(words.map((word) => word.trim()).filter((word) => word.length >= SHORTEST))];
  if (wanted.length === 0) return (text) => text;
  const sorted = wanted.sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${sorted.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(pattern, (found) => MARK.repeat(found.length));
}

/** The same for HTML: between the tags all of it, within them only addresses, which stand in links. */
export function htmlMaskOf(words: readonly string[]): Mask {
  const all = maskOf(words);
  const addresses = maskOf(words.filter((word) => word.includes('@')));
  return (html) => html.replace(/<[^>]*>|[^<]+/g, (part) => (part.startsWith('<') ? addresses(part) : all(part)));
}

/** The words of a person's name, and the whole of it. */
export function nameWords(name: string): readonly string[] {
  return [name, ...name.split(/[\s,."'()]+/)];
}

/** A Message-ID that is only to be recognised, not to be read. */
export function hashedId(id: string): MessageId {
  return `forgotten-${createHash('sha256').update(id).digest('hex')}` as MessageId;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
