import { htmlToText } from '../html/to-text.ts';
import { decodeBytes } from './charset.ts';
import { unflow } from './flowed.ts';
import type { Part } from './part.ts';
import type { Note } from './words.ts';

/** Line ends to \n (also CR CR LF and bare CR), no NUL, no byte order mark. */
export function normaliseText(text: string): string {
  let out = text;
  // Twice for CR CR LF: a pattern for any run of CR would be quadratic.
  if (out.includes('\r')) out = out.replaceAll('\r\n', '\n').replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  if (out.includes('\0')) out = out.replaceAll('\0', '');
  return out.charCodeAt(0) === 0xfeff ? out.slice(1) : out;
}

/** The charset an HTML page names in its head, for parts whose Content-Type names none. */
function metaCharset(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 2048);
  return /<meta[^>]{0,200}charset\s{0,4}=\s{0,4}["']?\s{0,4}([\w:.-]{2,40})/i.exec(head)?.[1];
}

function byteOrderMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/** Decodes the bytes of a text part: charset, line ends, format=flowed. */
export function decodeText(part: Part, bytes: Buffer, note: Note): string {
  const html = part.head.contentType === 'text/html';
  const label = byteOrderMark(bytes) ?? part.head.charset ?? (html ? metaCharset(bytes) : undefined);
  const { text, charset, guessed } = decodeBytes(bytes, label);
  if (guessed)
    note(`text decoded as ${charset} (${label === undefined ? 'undeclared' : `declared ${label.slice(0, 40)}`})`);
  const lead =
    part.head.lead === '' ? '' : `${decodeBytes(Buffer.from(part.head.lead, 'latin1'), label).text.trimEnd()}\n\n`;
  const normal = normaliseText(lead + text);
  return part.head.flowed && part.head.contentType === 'text/plain' ? unflow(normal, part.head.delSp) : normal;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isHtml(part: Part): boolean {
  return part.head.contentType === 'text/html';
}

function joined(pieces: readonly string[]): string {
  return pieces.reduce((all, piece) => (all === '' || all.endsWith('\n') ? all + piece : `${all}\n${piece}`), '');
}

/** The two bodies of a mail. */
export interface Bodies {
  readonly text: string;
  readonly textFromHtml: boolean;
  readonly html: string | undefined;
}

/** A piece of a body that came out of something unpacked, or was made from a calendar. */
export interface Extra {
  readonly text: string;
  readonly html: string | undefined;
  /** Before the bodies (an invitation), behind them (signed content), or only when there is no other (winmail.dat). */
  readonly place: 'before' | 'behind' | 'instead';
}

function textOfExtra(extra: Extra): string {
  return extra.text.trim() === '' && extra.html !== undefined ? htmlToText(extra.html) : extra.text;
}

function asHtml(text: string): string {
  return text.trim() === '' ? '' : `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
}

/** Two content types in one part, and HTML inside: what was meant as a multipart shows its HTML as well. */
function hiddenHtml(part: Part, text: string): boolean {
  return part.head.contradictory && /<body[\s>]/i.test(text);
}

/** Joins the chosen parts. An empty text beside an HTML that says something counts as none. */
export function joinBodies(
  textParts: readonly Part[],
  htmlParts: readonly Part[],
  texts: ReadonlyMap<Part, string>,
  extras: readonly Extra[],
): Bodies {
  const said = (part: Part): string => texts.get(part) ?? '';
  const before = extras.filter((extra) => extra.place === 'before');
  const mute = textParts.concat(htmlParts).every((part) => said(part).trim() === '');
  const behind = extras.filter((extra) => extra.place === 'behind' || (extra.place === 'instead' && mute));
  const htmlOf = (extra: Extra): string => extra.html ?? asHtml(extra.text);
  const htmlOfPart = (part: Part): string =>
    isHtml(part) || hiddenHtml(part, said(part)) ? said(part) : asHtml(said(part));
  const anyHtml =
    htmlParts.some((part) => isHtml(part) || hiddenHtml(part, said(part))) ||
    behind.some((extra) => extra.html !== undefined);
  const html = anyHtml
    ? joined([...before.map(htmlOf), ...htmlParts.map(htmlOfPart), ...behind.map(htmlOf)])
    : undefined;
  const plain = textParts.filter((part) => !isHtml(part));
  const fromHtml = plain.every((part) => said(part).trim() === '') && textParts.concat(htmlParts).some(isHtml);
  const chosen = fromHtml ? htmlParts : textParts;
  const main = joined(chosen.map((part) => (isHtml(part) ? htmlToText(said(part)) : said(part))));
  const lead = before.map((extra) => `${extra.text}\n\n`).join('');
  return { text: joined([lead + main, ...behind.map(textOfExtra)]), textFromHtml: fromHtml, html };
}

/** Cuts both bodies to a bound. */
export function boundBodies(bodies: Bodies, max: number, note: Note): Bodies {
  if (bodies.text.length <= max && (bodies.html?.length ?? 0) <= max) return bodies;
  note(`text longer than ${max} characters: cut`);
  return { ...bodies, text: bodies.text.slice(0, max), html: bodies.html?.slice(0, max) };
}
