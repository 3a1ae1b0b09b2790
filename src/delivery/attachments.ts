import { Readable } from 'node:stream';
import type MailComposer from 'nodemailer/lib/mail-composer';
import type { Blobs } from '../store/blobs.ts';
import type { StoredAttachment } from '../store/port.ts';
import { safeFilename } from './header-text.ts';

/** One attachment, ready for the composer. */
export interface PreparedAttachment {
  readonly eightBit: boolean;
  /** A fresh part each time: its stream is read once. */
  readonly part: () => NonNullable<MailComposer.Options['attachments']>[number];
}

/** RFC 5322 §2.1.1, without the line end. */
const MOST_LINE = 998;

/**
 * Makes parts of the attachments whose bytes are there. A picture that the HTML shows travels beside it (multipart/related); all else is a
 * plain attachment that every reader lists.
 */
export async function prepareAttachments(
  attachments: readonly StoredAttachment[],
  html: string,
  blobs: Pick<Blobs, 'stream'>,
): Promise<readonly PreparedAttachment[]> {
  const prepared: PreparedAttachment[] = [];
  for (const [index, attachment] of attachments.entries()) {
    const { blob } = attachment;
    if (blob === undefined) continue;
    const open = (): Promise<Readable> => blobs.stream(blob);
    const encoding = isMail(attachment) ? await mailEncoding(await open()) : 'base64';
    const contentType = typeOf(attachment, encoding);
    const filename = safeFilename(attachment.filename ?? '') ?? `attachment-${index + 1}${endingOf(contentType)}`;
    const cid = shownBy(html, attachment.contentId);
    prepared.push({
      eightBit: encoding === '8bit',
      part: () => ({
        filename,
        contentType,
        contentTransferEncoding: encoding,
        contentDisposition: cid === undefined ? 'attachment' : 'inline',
        ...(cid === undefined ? {} : { cid }),
        content: Readable.from(lazily(open), { objectMode: false }),
      }),
    });
  }
  return prepared;
}

/** Opened when its turn has come, so that a mail with many attachments holds one file open at a time. */
async function* lazily(open: () => Promise<Readable>): AsyncGenerator<Buffer> {
  yield* await open();
}

function isMail(attachment: StoredAttachment): boolean {
  return /^message\/rfc822$/i.test(attachment.contentType.trim());
}

/**
 * How an attached mail can be carried: RFC 2046 §5.2.1 allows it no base64, so it must be fit for SMTP as it is. One that is not (NUL, lone
 * CR, endless lines) goes as a file of bytes instead, which arrives unharmed.
 */
async function mailEncoding(stream: Readable): Promise<'7bit' | '8bit' | 'base64'> {
  let line = 0;
  let high = false;
  let previous = 0;
  for await (const chunk of stream) {
    for (const byte of chunk as Buffer) {
      if (byte === 0 || (previous === 13 && byte !== 10)) return 'base64';
      line = byte === 10 ? 0 : line + 1;
      if (line > MOST_LINE + 1) return 'base64';
      if (byte > 127) high = true;
      previous = byte;
    }
  }
  if (previous === 13) return 'base64';
  return high ? '8bit' : '7bit';
}

const TOKEN = "[A-Za-z0-9!#$&^_.+'-]{1,80}";
const TYPE = new RegExp(`^(?:application|audio|chemical|font|image|model|text|video|x-${TOKEN})/${TOKEN}$`, 'i');

/** The declared type without parameters; bytes when it is none that can be declared of a lone file. */
function typeOf(attachment: StoredAttachment, encoding: '7bit' | '8bit' | 'base64'): string {
  if (isMail(attachment) && encoding !== 'base64') return 'message/rfc822';
  const type = (attachment.contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return TYPE.test(type) ? type : 'application/octet-stream';
}

function endingOf(type: string): string {
  return type === 'message/rfc822' ? '.eml' : '.bin';
}

/** The content id, when the HTML shows it and it can stand in a header. */
function shownBy(html: string, contentId: string | undefined): string | undefined {
  if (contentId === undefined || !/^[\x21-\x7e]{1,200}$/.test(contentId) || /[<>"\\()]/.test(contentId))
    return undefined;
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`)
    ? contentId
    : undefined;
}
