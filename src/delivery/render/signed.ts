import { fold } from '../../mail/fold.ts';
import type { MessageView } from './view.ts';

/** Lines at the end of a text in which its writer may have signed: a name, and what he does beneath it. */
const LAST_LINES = 3;

/**
 * The name to set beneath what an agent says. None where the desk stands for him, since it signs anyway, nor where he signed himself, by his name or a
 * part of it.
 */
export function nameBeneath(message: MessageView | undefined, desk: string): string {
  if (message === undefined || message.authorName === desk) return '';
  const name = new Set(wordsOf(message.authorName));
  const last = message.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-LAST_LINES);
  const signed = last.some((line) => {
    const words = wordsOf(line);
    return words.length > 0 && words.every((word) => name.has(word));
  });
  return signed ? '' : message.authorName;
}

function wordsOf(text: string): readonly string[] {
  return (text.slice(0, 200).match(/\p{L}+/gu) ?? []).map(fold);
}
