/*
 * Everything that people wrote passes here before it meets our words: no line breaks where one line is meant (so that no header can be
 * injected), no characters that turn the direction of the text around, none of the noncharacters that `document.ts` marks inline parts with.
 */

/** The most of a subject, name or label that is shown, in characters. */
const LINE = 300;
const SUBJECT = 200;

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const CONTROLS = /[^\P{Cc}\t\n]/gu;
/** Marks, embeddings, overrides and isolates of the bidirectional algorithm, the byte order mark, noncharacters. */
const HIDDEN = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\uffff]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** A name, a subject, a file name: one line, bounded. */
export function line(text: string, most = LINE): string {
  const head = text.slice(0, most * 4);
  return bounded(wellFormed(head).replace(BREAKS, ' ').replace(/ {2,}/g, ' ').trim(), most);
}

/** The Subject of a mail: one line of at most 200 characters. */
export function subjectLine(text: string): string {
  return line(text, SUBJECT);
}

/** A text with its lines; the blank lines around it are dropped, its blanks are kept. */
export function lines(text: string): string {
  const ends = wellFormed(text)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(CONTROLS, '');
  return dropBlankEdges(ends);
}

/** The beginning of a text, cut at the end of a line or word; `cut` says whether anything was left off. */
export function beginning(text: string, most: number): { readonly text: string; readonly cut: boolean } {
  if (text.length <= most) return { text, cut: false };
  const head = text.slice(0, most);
  const lineEnd = head.lastIndexOf('\n');
  const end = lineEnd > most * 0.7 ? lineEnd : head.lastIndexOf(' ');
  return { text: wellFormed(head.slice(0, end > most * 0.7 ? end : most)).trimEnd(), cut: true };
}

function wellFormed(text: string): string {
  return text.replace(HIDDEN, '').replace(LONE_SURROGATE, '\ufffd');
}

function bounded(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

function dropBlankEdges(text: string): string {
  const all = text.split('\n').map((one) => one.trimEnd());
  const first = all.findIndex((one) => one !== '');
  if (first === -1) return '';
  const last = all.findLastIndex((one) => one !== '');
  return all.slice(first, last + 1).join('\n');
}
