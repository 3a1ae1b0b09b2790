import { firstField, type RawField, type RawHead } from './head.ts';
import { readStructured } from './params.ts';
import type { TransferEncoding } from './transfer.ts';
import type { Note } from './words.ts';
import { decodeHeader } from './words.ts';

/** What the headers of one MIME part say. */
export interface PartHead {
  readonly fields: readonly RawField[];
  /** Lower case, always `type/subtype`. */
  readonly contentType: string;
  /** `attachment`, `inline`, another word, or empty. */
  readonly disposition: string;
  readonly filename: string | undefined;
  readonly contentId: string | undefined;
  readonly encoding: TransferEncoding;
  readonly charset: string | undefined;
  /** RFC 3676; `delSp` only counts when flowed. */
  readonly flowed: boolean;
  readonly delSp: boolean;
  /** latin1; undefined for what is no multipart. */
  readonly boundary: string | undefined;
  /** Text (latin1) that stands in the header block without an empty line before it; it belongs to the body. */
  readonly lead: string;
  /** Whether the part names several content types. */
  readonly contradictory: boolean;
  /** Content-Type parameters such as `smime-type`, `method`, `report-type`. */
  readonly params: ReadonlyMap<string, string>;
}

/** One node of the MIME tree. */
export interface Part {
  readonly head: PartHead;
  readonly parent: Part | undefined;
  /** Position among its siblings. */
  readonly index: number;
  readonly depth: number;
  readonly children: Part[];
}

function encodingOf(raw: string | undefined): TransferEncoding {
  const text = (raw ?? '').trim().toLowerCase().replace(/["']/g, '');
  if (/^base-?64/.test(text)) return 'base64';
  if (/^(?:quoted[-_ ]?printable|qp\b)/.test(text)) return 'quoted-printable';
  return /^(?:x-)?uue?(?:ncode)?\b/.test(text) ? 'uuencode' : 'none';
}

/** What stands in for a missing or unreadable Content-Type (RFC 2045 §5.2, RFC 2046 §5.1.5). */
function typeOf(value: string, parentType: string | undefined, disposition: string, hasName: boolean): string {
  if (/^[^\s/;,]+\/[^\s/;,]+$/.test(value)) return value;
  if (value === 'html') return 'text/html';
  if (value === 'text' || value === 'plain') return 'text/plain';
  if (parentType === 'multipart/digest' && value === '') return 'message/rfc822';
  return disposition === 'attachment' || hasName ? 'application/octet-stream' : 'text/plain';
}

/** A file name as it was sent, without controls and without the marks that turn the direction of writing around. */
function fileName(name: string | undefined): string | undefined {
  const clean = name
    ?.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '')
    .trim()
    .slice(0, 255);
  return clean === '' ? undefined : clean;
}

/** Reads the header fields of a part. */
export function readPartHead({ fields, rest }: RawHead, parentType: string | undefined, note: Note): PartHead {
  // In a part (RFC 2045 allows one only) the last counts: gateways and list software put their own above the sender's.
  const types = fields.filter((field) => field.name === 'content-type');
  const type = readStructured((parentType === undefined ? types[0] : types.at(-1))?.raw ?? '', note);
  const disposition = readStructured(firstField(fields, 'content-disposition') ?? '', note);
  const filename = fileName(
    disposition.params.get('filename') ??
      disposition.params.get('name') ??
      type.params.get('name') ??
      type.params.get('filename'),
  );
  const contentType = typeOf(type.value, parentType, disposition.value, filename !== undefined);
  const id = decodeHeader(firstField(fields, 'content-id') ?? '')
    .trim()
    .slice(0, 500)
    .replace(/^<+|>+$/g, '')
    .trim();
  return {
    fields,
    contentType,
    disposition: disposition.value,
    filename,
    contentId: id === '' ? undefined : id.slice(0, 500),
    encoding: encodingOf(firstField(fields, 'content-transfer-encoding')),
    charset: type.params.get('charset'),
    flowed: type.params.get('format')?.toLowerCase().trim() === 'flowed',
    delSp: type.params.get('delsp')?.toLowerCase().trim() === 'yes',
    boundary: contentType.startsWith('multipart/') ? type.boundary : undefined,
    lead: rest,
    contradictory: types.length > 1,
    params: type.params,
  };
}

function isText(part: Part): boolean {
  return part.head.contentType === 'text/plain' || part.head.contentType === 'text/html';
}

/**
 * Whether a leaf is a piece of the body, by the rule of JMAP (RFC 8621 §4.1.4): text or HTML, not marked as an
 * attachment; in a multipart/related only its root; with a file name only as the first part.
 */
export function isBody(part: Part): boolean {
  if (!isText(part) || part.head.disposition === 'attachment') return false;
  if (part.index === 0 || !part.parent) return true;
  if (part.head.filename !== undefined) return false;
  if (part.parent.head.contentType !== 'multipart/related') return true;
  // Some mailers put the image before the HTML: then the first text is the root.
  return !part.parent.children
    .slice(0, part.index)
    .some((other) => isText(other) || other.head.contentType.startsWith('multipart/'));
}

/** The parts of the body as text and as HTML, in order (RFC 8621 §4.1.4). */
export interface BodyParts {
  readonly text: readonly Part[];
  readonly html: readonly Part[];
}

/** Chooses among alternatives what makes up the text body and what the HTML body; `strays` are text whatever they claim. */
export function bodyParts(root: Part, strays: ReadonlySet<Part>): BodyParts {
  const text: Part[] = [];
  const html: Part[] = [];
  walk([root], { type: '', alternative: false, strays }, text, html);
  return { text, html };
}

interface Place {
  readonly type: string;
  readonly alternative: boolean;
  readonly strays: ReadonlySet<Part>;
}

function walk(parts: readonly Part[], place: Place, text: Part[] | undefined, html: Part[] | undefined): void {
  const { type, alternative, strays } = place;
  const textBefore = text?.length ?? -1;
  const htmlBefore = html?.length ?? -1;
  let textHere = text;
  let htmlHere = html;
  for (const part of parts) {
    const own = part.head.contentType;
    const inside = { type: own, alternative: alternative || own === 'multipart/alternative', strays };
    if (part.children.length > 0) walk(part.children, inside, textHere, htmlHere);
    else if (!isBody(part) && !strays.has(part)) continue;
    else if (type === 'multipart/alternative') (own === 'text/html' ? htmlHere : textHere)?.push(part);
    else {
      if (alternative && own === 'text/plain') htmlHere = undefined;
      if (alternative && own === 'text/html') textHere = undefined;
      textHere?.push(part);
      htmlHere?.push(part);
    }
  }
  if (type !== 'multipart/alternative' || !text || !html) return;
  if (text.length === textBefore && html.length !== htmlBefore) text.push(...html.slice(htmlBefore));
  else if (html.length === htmlBefore && text.length !== textBefore) html.push(...text.slice(textBefore));
}
