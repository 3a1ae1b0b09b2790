import { decodeBytes } from './charset.ts';

/*
 * Outlook's winmail.dat ([MS-OXTNEF]). The node-tnef package is not used: it replaces String.prototype.replaceAll for
 * the whole process, logs to standard output, and copies the rest of the file for every attribute (quadratic time).
 */

/** A file that was packed into a winmail.dat. */
export interface TnefFile {
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly contentId: string | undefined;
  readonly bytes: Buffer;
}

/** What a winmail.dat holds. */
export interface Tnef {
  readonly files: readonly TnefFile[];
  readonly text: string | undefined;
  readonly html: string | undefined;
}

const SIGNATURE = 0x223e9f78;
const MAX_ATTRIBUTES = 10_000;
const MAX_PROPERTIES = 2_000;
/** Messages embedded in messages. */
const MAX_DEPTH = 3;

const ATT_BODY = 0x800c;
const ATT_TITLE = 0x8010;
const ATT_DATA = 0x800f;
const ATT_REND_DATA = 0x9002;
const ATT_MAPI_PROPS = 0x9003;
const ATT_ATTACHMENT = 0x9005;
const ATT_CODEPAGE = 0x9007;

const PR_BODY = 0x1000;
const PR_BODY_HTML = 0x1013;
const PR_DISPLAY_NAME = 0x3001;
const PR_ATTACH_DATA = 0x3701;
const PR_ATTACH_FILENAME = 0x3704;
const PR_ATTACH_LONG_FILENAME = 0x3707;
const PR_ATTACH_MIME_TAG = 0x370e;
const PR_ATTACH_CONTENT_ID = 0x3712;
const PR_INTERNET_CPID = 0x3fde;

const TYPE_STRING = 0x001e;
const TYPE_UNICODE = 0x001f;
const TYPE_OBJECT = 0x000d;
const TYPE_BINARY = 0x0102;

/** Sizes of fixed property types ([MS-OXCDATA] §2.11.1), padded to 4 bytes. */
const FIXED: Readonly<Record<number, number>> = {
  0: 0,
  1: 0,
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

interface Property {
  readonly type: number;
  readonly bytes: Buffer;
}

function padded(length: number): number {
  return length + ((4 - (length % 4)) % 4);
}

/** Reads MAPI properties by id, up to the first that does not fit. */
function properties(data: Buffer): ReadonlyMap<number, Property> {
  const found = new Map<number, Property>();
  const fits = (at: number, length: number): boolean => length >= 0 && at + length <= data.length;
  if (data.length < 4) return found;
  const count = Math.min(data.readUInt32LE(0), MAX_PROPERTIES);
  let at = 4;
  for (let i = 0; i < count && fits(at, 4); i++) {
    const type = data.readUInt16LE(at) & ~0x1000;
    const multiple = (data.readUInt16LE(at) & 0x1000) !== 0;
    const id = data.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      if (!fits(at, 24)) break;
      const named = data.readUInt32LE(at + 16);
      const length = data.readUInt32LE(at + 20);
      at += named === 1 ? 24 + padded(length) : 24;
    }
    const size = FIXED[type];
    let values = 1;
    if (multiple || size === undefined) {
      if (!fits(at, 4)) break;
      values = data.readUInt32LE(at);
      at += 4;
    }
    for (let n = 0; n < values && fits(at, 0); n++) {
      let length = size ?? 0;
      if (size === undefined) {
        if (!fits(at, 4)) return found;
        length = data.readUInt32LE(at);
        at += 4;
      }
      if (!fits(at, length)) return found;
      if (n === 0) found.set(id, { type, bytes: data.subarray(at, at + length) });
      at += padded(length);
      // Values without length would repeat as often as the sender says.
      if (length === 0 && size !== undefined) break;
    }
  }
  return found;
}

function textOf(property: Property | undefined, charset: string): string | undefined {
  if (!property) return undefined;
  const { type, bytes } = property;
  if (type !== TYPE_STRING && type !== TYPE_UNICODE && type !== TYPE_BINARY) return undefined;
  const text = decodeBytes(bytes, type === TYPE_UNICODE ? 'utf-16le' : charset).text.replace(/\0.*$/s, '');
  return text === '' ? undefined : text;
}

interface Open {
  title: string | undefined;
  data: Buffer | undefined;
  properties: ReadonlyMap<number, Property>;
}

/** Unpacks a winmail.dat; undefined when it is none. What is cut off or broken inside is left out. Linear. */
export function openTnef(bytes: Buffer, depth = 0): Tnef | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const files: Open[] = [];
  let own: ReadonlyMap<number, Property> = new Map();
  let body: Buffer | undefined;
  let charset = 'windows-1252';
  let at = 6;
  for (let n = 0; n < MAX_ATTRIBUTES && at + 9 <= bytes.length; n++) {
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    if (data.length < length) break;
    at += 9 + length + 2;
    const file = files.at(-1);
    if (id === ATT_REND_DATA) files.push({ title: undefined, data: undefined, properties: new Map() });
    else if (id === ATT_TITLE && file) file.title = decodeBytes(data, charset).text.replace(/\0.*$/s, '');
    else if (id === ATT_DATA && file) file.data = data;
    else if (id === ATT_ATTACHMENT && file) file.properties = properties(data);
    else if (id === ATT_MAPI_PROPS) own = properties(data);
    else if (id === ATT_BODY) body = data;
    else if (id === ATT_CODEPAGE && length >= 4) charset = `windows-${data.readUInt32LE(0)}`;
  }
  const cpid = own.get(PR_INTERNET_CPID)?.bytes;
  const codepage = cpid && cpid.length >= 4 ? cpid.readUInt32LE(0) : undefined;
  const web = codepage === 65001 ? 'utf-8' : codepage === undefined ? charset : `cp${codepage}`;
  return {
    files: files.flatMap((file) => unpack(file, charset, depth)),
    text: textOf(own.get(PR_BODY), charset) ?? (body && decodeBytes(body, charset).text.replace(/\0.*$/s, '')),
    html: textOf(own.get(PR_BODY_HTML), web),
  };
}

function unpack(file: Open, charset: string, depth: number): readonly TnefFile[] {
  const text = (id: number): string | undefined => textOf(file.properties.get(id), charset);
  const packed = file.properties.get(PR_ATTACH_DATA);
  if (packed?.type === TYPE_OBJECT) {
    // An embedded message: the interface id (16 bytes), then a TNEF of its own.
    const inner = depth < MAX_DEPTH ? openTnef(packed.bytes.subarray(16), depth + 1) : undefined;
    if (inner) return inner.files;
  }
  const bytes = file.data ?? packed?.bytes;
  if (!bytes) return [];
  return [
    {
      filename: text(PR_ATTACH_LONG_FILENAME) ?? text(PR_ATTACH_FILENAME) ?? file.title ?? text(PR_DISPLAY_NAME),
      contentType: text(PR_ATTACH_MIME_TAG),
      contentId: text(PR_ATTACH_CONTENT_ID),
      bytes,
    },
  ];
}
