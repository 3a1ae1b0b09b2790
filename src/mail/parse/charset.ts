import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { guessCharset } from './guess.ts';

/** Decoded text with the charset that was used; `guessed` when the mail did not say it, or said it wrongly. */
export interface Decoded {
  readonly text: string;
  readonly charset: string;
  readonly guessed: boolean;
}

/**
 * Labels of the wild → a superset decoder. What is not here goes to the WHATWG labels (which already read
 * iso-8859-1 as windows-1252, euc-kr as cp949, shift_jis as windows-31j), then to iconv-lite.
 */
const SUPERSETS: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  'x-gbk': 'gb18030',
  'ks_c_5601-1987': 'euc-kr',
  ks_c_5601: 'euc-kr',
  ksc5601: 'euc-kr',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  'eucjp-ms': 'euc-jp',
  cp51932: 'euc-jp',
  big5hkscs: 'big5',
  'big5-hkscs': 'big5',
  cp950: 'big5',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  latin1: 'windows-1252',
  latin2: 'iso-8859-2',
  win1250: 'windows-1250',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  'x-ansi': 'windows-1252',
  'x-mac-ce': 'maccenteuro',
  'x-mac-centraleurroman': 'maccenteuro',
  utf: 'utf-8',
  utf8mb4: 'utf-8',
  'utf-8-mac': 'utf-8',
  unicode: 'utf-16le',
};

/** Labels that say nothing: what they cover has to be guessed. */
const NO_LABEL =
  /^(?:|us-?ascii|ascii|ansi_x3\.4-1968|iso646-us|646|unknown|unknown-8bit|x-unknown|8bit|7bit|default|none|x-user-defined|_autodetect.*|\?+|0)$/;

/** Single-byte Latin sets that senders name by habit while the bytes are UTF-8. */
const HABITUAL = /^(?:windows-125\d|iso-8859-\d+)$/;

/** What European mail holds beyond ASCII; used to believe UTF-8 against a declared single-byte charset. */
const PLAUSIBLE =
  /^(?:[\x00-\x7f\xa0-\u024f\u02c6-\u02dd\u0370-\u045f\u0490\u0491\u2000-\u206f\u20a0-\u20bf\u2100-\u2193\u2500-\u27bf\ufeff]|\ufe0f|[\u{1f000}-\u{1faff}])*$/u;

const decoders = new Map<string, TextDecoder | undefined>();

function textDecoder(label: string): TextDecoder | undefined {
  if (decoders.has(label)) return decoders.get(label);
  let decoder: TextDecoder | undefined;
  try {
    decoder = new TextDecoder(label);
  } catch (cause) {
    // RangeError: the label is none of WHATWG's. Anything else is a bug.
    if (!(cause instanceof RangeError)) throw cause;
  }
  // Hostile mail may name any number of charsets; the cache stays small.
  if (decoders.size < 256) decoders.set(label, decoder);
  return decoder;
}

function canonical(label: string | undefined): string {
  const plain = (label ?? '')
    .slice(0, 64)
    .toLowerCase()
    .replace(/["'\s]/g, '')
    .replace(/^cs(?=iso|utf|big|shift|euc|ks|gb)/, '')
    .replace(/_(?=\d)/g, '-')
    .replace(/^utf_?(?=\d)/, 'utf-')
    .replace(/^(?:win|windows-?|cp|ms-?|x-cp)-?(125\d)$/, 'windows-$1')
    .replace(/^(?:iso-?)?8859[-_]?(\d+)(?::\d+)?(?:-[a-z]+)?$/, 'iso-8859-$1');
  const known = SUPERSETS[plain] ?? SUPERSETS[(label ?? '').toLowerCase()];
  return typeof known === 'string' ? known : plain;
}

function hasHighByte(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return true;
  return false;
}

/** SO/SI and HZ shifts (RFC 1557, RFC 1843): TextDecoder refuses both, so their bytes are turned into the EUC form. */
function decodeShifted(bytes: Uint8Array, euc: string, hz: boolean): string {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let shifted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    const next = bytes[i + 1] ?? 0;
    if (!hz && (byte === 0x0e || byte === 0x0f)) shifted = byte === 0x0e;
    else if (!hz && byte === 0x1b && next === 0x24) i += 3;
    else if (hz && byte === 0x7e && (next === 0x7b || next === 0x7d || next === 0x7e || next === 0x0a)) {
      i++;
      if (next === 0x7e) out[length++] = 0x7e;
      else if (next !== 0x0a) shifted = next === 0x7b;
    } else {
      if (byte === 0x0a) shifted = false;
      out[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte;
    }
  }
  return new TextDecoder(euc).decode(out.subarray(0, length));
}

function decodeAs(bytes: Uint8Array, charset: string): string | undefined {
  if (charset === 'iso-2022-kr') return decodeShifted(bytes, 'euc-kr', false);
  if (charset === 'iso-2022-cn') return decodeShifted(bytes, 'gb18030', false);
  if (charset === 'hz-gb-2312' || charset === 'hz') return decodeShifted(bytes, 'gb18030', true);
  const decoder = textDecoder(charset);
  if (decoder) return decoder.decode(bytes);
  return iconv.encodingExists(charset) ? iconv.decode(Buffer.from(bytes), charset) : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How many bytes of the text are no UTF-8, as U+FFFD that were not written so. */
function brokenCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0 && count < 10_000; at = text.indexOf('\ufffd', at + 1)) count++;
  return count;
}

/** Undeclared bytes: a charset a neighbour of theirs declared, else what the letters say. */
function guess(bytes: Uint8Array, hint: string | undefined): Decoded {
  const hinted = canonical(hint);
  if (hint !== undefined && hinted !== 'utf-8' && !NO_LABEL.test(hinted)) {
    const text = decodeAs(bytes, hinted);
    if (text !== undefined && !/[\ufffd\x80-\x9f]/.test(text)) return { text, charset: hinted, guessed: true };
  }
  const charset = guessCharset(bytes);
  return { text: decodeAs(bytes, charset) ?? asBuffer(bytes).toString('latin1'), charset, guessed: true };
}

/**
 * Decodes bytes by the charset a mail declares. A wrong or missing label is corrected: valid UTF-8 is read as such,
 * other 8-bit text is guessed. `hint` is a charset declared nearby (the body's, for a header). Never throws.
 */
export function decodeBytes(bytes: Uint8Array, label: string | undefined, hint?: string): Decoded {
  const charset = canonical(label);
  const buffer = asBuffer(bytes);
  const silent = NO_LABEL.test(charset);
  if (silent || charset === 'utf-8') {
    // Raw iso-2022-jp is 7-bit and announces itself by its escapes.
    if (silent && buffer.includes('\x1b$B'))
      return { text: decodeAs(bytes, 'iso-2022-jp') ?? '', charset: 'iso-2022-jp', guessed: true };
    if (isUtf8(buffer))
      return { text: buffer.toString('utf8'), charset: 'utf-8', guessed: silent && hasHighByte(buffer) };
    const text = buffer.toString('utf8');
    // A few broken sequences in much good UTF-8 are damage; otherwise the label is wrong.
    const multibyte = text.length < buffer.length ? (buffer.length - text.length) / 2 : 0;
    const broken = brokenCount(text);
    if (multibyte > broken * 8) return { text, charset: 'utf-8', guessed: false };
    if (!silent && broken <= 1 && isUtf8(buffer.subarray(0, -3))) return { text, charset: 'utf-8', guessed: false };
    return guess(bytes, hint);
  }
  if (HABITUAL.test(charset) && hasHighByte(buffer) && isUtf8(buffer)) {
    const text = buffer.toString('utf8');
    if (PLAUSIBLE.test(text)) return { text, charset: 'utf-8', guessed: true };
  }
  const text = decodeAs(bytes, charset);
  if (text !== undefined) return { text, charset, guessed: false };
  return isUtf8(buffer) ? { text: buffer.toString('utf8'), charset: 'utf-8', guessed: true } : guess(bytes, hint);
}
