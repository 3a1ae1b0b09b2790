import MailComposer from 'nodemailer/lib/mail-composer';

/**
 * The whole of a mail that has no attachments, at once. nodemailer makes the header fields and chooses the encodings; putting the parts together is ours,
 * since its streams cost several times the rest of composing a short mail.
 */
export function plainMail(options: MailComposer.Options): Buffer {
  const root = new MailComposer(options).compile();
  const head = root.buildHeaders();
  const pieces: Buffer[] = [Buffer.from(`${head}\r\n`)];
  for (const node of root.childNodes) {
    const fields = node.buildHeaders();
    const text = typeof node.content === 'string' ? node.content : '';
    pieces.push(
      Buffer.from(`\r\n--${String(root.boundary)}\r\n${fields}\r\n\r\n`),
      encoded(text, node.getTransferEncoding()),
    );
  }
  pieces.push(Buffer.from(`\r\n--${String(root.boundary)}--\r\n`));
  return Buffer.concat(pieces);
}

function encoded(text: string, encoding: string | false): Buffer {
  if (encoding === 'quoted-printable') return quotedPrintable(Buffer.from(text));
  if (encoding === 'base64') return Buffer.from(Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'));
  return Buffer.from(text);
}

const [TAB, LF, CR, BLANK, EQUALS, TILDE] = [9, 10, 13, 32, 61, 126];
const HEX = Buffer.from('0123456789ABCDEF');
/** RFC 2045 §6.7 (5): 76 with the soft line break. */
const MOST_LINE = 75;

/** RFC 2045 §6.7, of text with CRLF line ends; no character is split between lines, which readers of old would not put together again. */
export function quotedPrintable(bytes: Buffer): Buffer {
  // A byte takes three, and a line of 75 as short as 64 characters gets a soft break of three more.
  const out = Buffer.allocUnsafe(bytes.length * 3 + Math.ceil(bytes.length / 20) * 3 + 3);
  let at = 0;
  let column = 0;
  for (let from = 0; from < bytes.length; from++) {
    const byte = bytes[from] ?? 0;
    if (byte === CR || byte === LF) {
      out[at++] = byte;
      column = 0;
      continue;
    }
    const next = bytes[from + 1];
    const blank = byte === BLANK || byte === TAB;
    const literal = blank
      ? next !== undefined && next !== CR && next !== LF
      : byte > BLANK && byte <= TILDE && byte !== EQUALS;
    const room = literal ? 1 : 3 * sequence(byte);
    if (column + room > MOST_LINE) {
      out[at++] = EQUALS;
      out[at++] = CR;
      out[at++] = LF;
      column = 0;
    }
    if (literal) out[at++] = byte;
    else {
      out[at++] = EQUALS;
      out[at++] = HEX[byte >> 4] ?? 0;
      out[at++] = HEX[byte & 15] ?? 0;
    }
    column += literal ? 1 : 3;
  }
  return out.subarray(0, at);
}

/** Bytes of the UTF-8 character that begins with this one; 1 for those that do not begin one. */
function sequence(byte: number): number {
  if (byte < 0xc0) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}
