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
 * Labels of the wild → the superset that holds what senders really write, in iconv-lite's names. Node's own
 * TextDecoder is used for iso-2022-jp alone: it reads windows-1252 as latin1 and euc-kr without its cp949 part.
 */
const SUPERSETS: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  'gb-2312-80': 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  'x-gbk': 'gb18030',
  'ks_c_5601-1987': 'cp949',
  'ks-c-5601-1987': 'cp949',
  'ks_c-5601-1987': 'cp949',
  'ks_c-5601': 'cp949',
  ksc5601: 'cp949',
  'euc-kr': 'cp949',
  euckr: 'cp949',
  uhc: 'cp949',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  shift_jis: 'cp932',
  'shift-jis': 'cp932',
  sjis: 'cp932',
  'x-sjis': 'cp932',
  'windows-31j': 'cp932',
  'eucjp-ms': 'euc-jp',
  cp51932: 'euc-jp',
  'x-euc-jp': 'euc-jp',
  big5: 'big5hkscs',
  'big5-hkscs': 'big5hkscs',
  cp950: 'big5hkscs',
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  latin1: 'windows-1252',
  latin2: 'iso-8859-2',
  ansi: 'windows-1252',
  'x-ansi': 'windows-1252',
  'x-mac-ce': 'maccenteuro',
  'x-mac-centraleurroman': 'maccenteuro',
  'x-mac-cyrillic': 'maccyrillic',
  macintosh: 'macintosh',
  'x-mac-roman': 'macroman',
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

/** What European mail does not hold; without it UTF-8 is believed against a declared single-byte charset. */
const IMPLAUSIBLE =
  /[^\x00-\x7f\xa0-\u024f\u02c6-\u02dd\u0370-\u045f\u0490\u0491\u2000-\u206f\u20a0-\u20bf\u2100-\u2193\u2500-\u27bf\ufeff\u{1f000}-\u{1faff}]/u;

const ISO_2022_JP = new TextDecoder('iso-2022-jp');

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
  return Object.hasOwn(SUPERSETS, plain) ? (SUPERSETS[plain] ?? plain) : plain;
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
  return iconv.decode(out.subarray(0, length), euc);
}

function decodeAs(bytes: Uint8Array, charset: string): string | undefined {
  if (charset === 'iso-2022-kr') return decodeShifted(bytes, 'cp949', false);
  if (charset === 'iso-2022-cn') return decodeShifted(bytes, 'gb18030', false);
  if (charset === 'hz-gb-2312' || charset === 'hz') return decodeShifted(bytes, 'gb18030', true);
  if (charset === 'iso-2022-jp') return ISO_2022_JP.decode(bytes);
  return iconv.encodingExists(charset) ? iconv.decode(asBuffer(bytes), charset) : undefined;
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
    if (!IMPLAUSIBLE.test(text.replaceAll('\ufe0f', ''))) return { text, charset: 'utf-8', guessed: true };
  }
  // Windows programs call their windows-1250 iso-8859-2; the bytes that differ are controls there, and never meant.
  if (charset === 'iso-8859-2' && buffer.some((byte) => byte >= 0x80 && byte < 0xa0)) {
    return { text: iconv.decode(buffer, 'windows-1250'), charset: 'windows-1250', guessed: true };
  }
  const text = decodeAs(bytes, charset);
  if (text !== undefined) return { text, charset, guessed: false };
  return isUtf8(buffer) ? { text: buffer.toString('utf8'), charset: 'utf-8', guessed: true } : guess(bytes, hint);
}
