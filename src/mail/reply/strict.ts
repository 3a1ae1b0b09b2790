import type { Reading, Span } from '../mail.ts';
import { namesMoment } from './dates.ts';
import { comparable, splitLines } from './lines.ts';
import { findMarker } from './marker.ts';
import { KEPT_SIGNATURE } from './parts.ts';
import { textOfSpans, tidy } from './spans.ts';

/** What the segments cannot tell of a reading but the strict text must know. */
export interface Evidence {
  readonly interleaved: boolean;
  /** The header search gave up on a hostile or very long mail. */
  readonly exhausted: boolean;
  /** A bare blockquote was taken for the quote, or kept as text. */
  readonly unclearHtml: boolean;
  /** Reasons of cuts that may be wrong. */
  readonly unsure: readonly string[];
  /** The writer's text goes on below something quoted. */
  readonly resumed: boolean;
  readonly forward: boolean;
  readonly nothingCut: boolean;
}

/** What may go on to a client, with the first reason why it should not go unseen. */
export function strictOf(full: string, spans: readonly Span[], evidence: Evidence): Reading['strict'] {
  const written = spans.filter((span) => span.kind === 'reply' || span.rule === KEPT_SIGNATURE);
  const said = textOfSpans(full, written);
  const text = said.includes('>') ? tidy(said.replace(/^[^\S\n\r]*>.*$\r?\n?/gm, '')) : said;
  if (findMarker(text)) return { text: '', doubt: 'a marker line stands in the reply' };
  return { text, doubt: doubtOf(text, evidence) };
}

function doubtOf(text: string, evidence: Evidence): string | undefined {
  if (text === '') return 'the reply is empty';
  if (evidence.interleaved) return 'the answer is written between the lines of the quote';
  if (evidence.exhausted) return 'the mail is too long to be read closely';
  if (evidence.forward) return 'the mail forwards another';
  const [unsure] = evidence.unsure;
  if (unsure !== undefined) return unsure;
  if (evidence.unclearHtml) return 'the HTML does not say clearly what is quoted';
  if (evidence.resumed) return 'text follows below what is quoted';
  const suspect = splitLines(text).find((line) => looksQuoted(line.body));
  return suspect ? `a line looks like the header of a quote: ${suspect.body.slice(0, 80)}` : undefined;
}

/** In a language or form that no table knows a header still has a colon at its end and an address or a date in it. */
function looksQuoted(body: string): boolean {
  if (body.length > 300) return false;
  if (/^[-_=\u2013\u2014]{3,}.*\p{L}.*[-_=\u2013\u2014]{3,}$/u.test(body)) return true;
  // Most lines of most answers have no colon, and then they are no header.
  if (!body.includes(':') && !body.includes('\uff1a')) return false;
  const ends = /[:：]\s*\**$/.test(body);
  const text = comparable(body);
  if (ends && (body.includes('@') || namesMoment(text))) return true;
  return /^\p{L}[^:：]{0,24}[:：]\s*\S/u.test(text) && /<[^<>\s]+@[^<>\s]+>|\[mailto:/.test(text);
}
