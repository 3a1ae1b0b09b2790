/** What a CMS structure (RFC 5652) holds, as far as a reader without keys can tell. */
export type Cms =
  | { readonly kind: 'signed'; readonly content: Buffer }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' };

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const ENVELOPED = new Set(['1.2.840.113549.1.7.3', '1.2.840.113549.1.9.16.1.23']);

/** Nesting of constructed octet strings that real signers produce is 1 or 2. */
const MAX_DEPTH = 8;

interface Element {
  readonly tag: number;
  readonly from: number;
  /** End of the content; for indefinite lengths the end of what contains it. */
  readonly to: number;
  readonly indefinite: boolean;
}

/** Reads tag and length at `at` (X.690, BER: long and indefinite forms); undefined when it does not fit into `end`. */
function elementAt(bytes: Buffer, at: number, end: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > end || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80)
    return at + 2 + first <= end ? { tag, from: at + 2, to: at + 2 + first, indefinite: false } : undefined;
  if (first === 0x80) return { tag, from: at + 2, to: end, indefinite: true };
  const count = first & 0x7f;
  if (count > 4 || at + 2 + count > end) return undefined;
  const from = at + 2 + count;
  const length = bytes.readUIntBE(at + 2, count);
  // A cut-off mail still shows what came.
  return { tag, from, to: Math.min(end, from + length), indefinite: false };
}

/** The index behind an element; walks its children when its length is indefinite. */
function behind(bytes: Buffer, element: Element, depth: number): number {
  if (!element.indefinite) return element.to;
  let at = element.from;
  while (at < element.to && depth < MAX_DEPTH * 2) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at + 2;
    const child = elementAt(bytes, at, element.to);
    if (!child) break;
    at = behind(bytes, child, depth + 1);
  }
  return element.to;
}

function oid(bytes: Buffer, element: Element): string {
  const parts: number[] = [];
  let value = 0;
  for (let at = element.from; at < element.to && parts.length < 20; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else parts.push(value);
    value = 0;
  }
  return parts.join('.');
}

/** Gathers the pieces of an octet string, which signers that stream split up (constructed form). */
function octets(bytes: Buffer, element: Element, depth: number, pieces: Buffer[]): void {
  if (element.tag === 0x04) pieces.push(bytes.subarray(element.from, element.to));
  if (element.tag !== 0x24 || depth > MAX_DEPTH) return;
  for (let at = element.from; at < element.to; ) {
    const child = elementAt(bytes, at, element.to);
    if (!child || (child.tag === 0 && child.from === child.to)) break;
    octets(bytes, child, depth + 1, pieces);
    at = behind(bytes, child, 0);
  }
}

/** The children of an element, at most `max`. */
function children(bytes: Buffer, parent: Element, max: number): readonly Element[] {
  const found: Element[] = [];
  for (let at = parent.from; at < parent.to && found.length < max; ) {
    const child = elementAt(bytes, at, parent.to);
    if (!child || (child.tag === 0 && child.from === child.to)) break;
    found.push(child);
    at = behind(bytes, child, 0);
  }
  return found;
}

/** Takes the content out of an opaque-signed S/MIME part (RFC 8551 §3.5.2). The signature is not checked here. */
export function openCms(bytes: Buffer): Cms {
  const outer = elementAt(bytes, 0, bytes.length);
  if (outer?.tag !== 0x30) return { kind: 'unreadable' };
  const [type, wrapped] = children(bytes, outer, 2);
  if (type?.tag !== 0x06) return { kind: 'unreadable' };
  const name = oid(bytes, type);
  if (ENVELOPED.has(name)) return { kind: 'encrypted' };
  const signed = wrapped && name === SIGNED_DATA ? children(bytes, wrapped, 1)[0] : undefined;
  const encapsulated = signed && children(bytes, signed, 3)[2];
  const explicit = encapsulated && children(bytes, encapsulated, 2)[1];
  const content = explicit && children(bytes, explicit, 1)[0];
  // Without content it is a detached signature.
  if (!content) return { kind: 'unreadable' };
  const pieces: Buffer[] = [];
  octets(bytes, content, 0, pieces);
  return { kind: 'signed', content: Buffer.concat(pieces) };
}
