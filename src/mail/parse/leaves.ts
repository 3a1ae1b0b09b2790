import type { Readable } from 'node:stream';
import type { ParsedMail, Report } from '../mail.ts';
import { calendarSummary } from './calendar.ts';
import { decodeBytes } from './charset.ts';
import { type AttachmentMeta, type Keeper, metaOf } from './collect.ts';
import { firstField, readHead } from './head.ts';
import { sizeText } from './limits.ts';
import type { Part } from './part.ts';
import { mayReport, REPORT_BYTES, ReportParts } from './report.ts';
import { openCms } from './smime.ts';
import { type Extra, normaliseText } from './text.ts';
import { openTnef } from './tnef.ts';
import { decodeHeader, type Note } from './words.ts';

/** What is larger is not unpacked but stays an attachment. */
const UNPACK_BYTES = 32 * 1024 * 1024;
const CALENDAR_BYTES = 256 * 1024;

type Special = 'tnef' | 'cms' | 'calendar' | 'mail' | 'report' | undefined;

function specialOf({ head, parent }: Part): Special {
  const name = head.filename?.toLowerCase() ?? '';
  switch (head.contentType) {
    case 'application/ms-tnef':
    case 'application/vnd.ms-tnef':
      return 'tnef';
    case 'application/pkcs7-mime':
    case 'application/x-pkcs7-mime':
      return 'cms';
    case 'text/calendar':
    case 'application/ics':
      return 'calendar';
    case 'message/rfc822':
    case 'message/global':
      return 'mail';
  }
  if (name === 'winmail.dat') return 'tnef';
  if (name.endsWith('.p7m') && head.contentType === 'application/octet-stream' && parent === undefined) return 'cms';
  return mayReport(head.contentType) ? 'report' : undefined;
}

/** Reads at most `max` bytes ahead of a stream; `rest` hands out everything, what was read first included. */
async function readAhead(
  content: Readable,
  max: number,
): Promise<{ readonly bytes: Buffer; readonly whole: boolean; rest(): AsyncIterable<Buffer> }> {
  const iterator: AsyncIterator<Buffer> = content[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let length = 0;
  let whole = false;
  while (length <= max && !whole) {
    const next = await iterator.next();
    if (next.done) whole = true;
    else {
      chunks.push(next.value);
      length += next.value.length;
    }
  }
  async function* rest(): AsyncGenerator<Buffer, void, undefined> {
    yield* chunks.splice(0);
    for (let next = await iterator.next(); !whole && !next.done; next = await iterator.next()) yield next.value;
  }
  return { bytes: Buffer.concat(chunks), whole, rest };
}

/** A name for an attached mail that has none: its subject, without what file systems refuse. */
function nameOfMail(bytes: Buffer): string {
  const block = bytes.toString('latin1', 0, 64 * 1024);
  const end = /\r?\n\r?\n/.exec(block)?.index;
  const subject = decodeHeader(
    firstField(readHead(end === undefined ? block : block.slice(0, end), 500).fields, 'subject') ?? '',
  );
  const plain = subject
    .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
    .replace(/[. ]+$/, '');
  return `${plain === '' ? 'message' : plain}.eml`;
}

/** Parses a mail found inside a mail; undefined when it lies too deep. */
export type ParseInner = (bytes: Buffer) => Promise<ParsedMail | undefined>;

/** Takes the leaves that are no body text: keeps them, and unpacks those that hold something to read. */
export class Leaves {
  readonly extras: Extra[] = [];
  #innerReport: Report | undefined;
  readonly #reports = new ReportParts();
  readonly #keeper: Keeper;
  readonly #inner: ParseInner;
  readonly #note: Note;

  constructor(keeper: Keeper, inner: ParseInner, note: Note) {
    this.#keeper = keeper;
    this.#inner = inner;
    this.#note = note;
  }

  /** Takes one leaf; reads it to its end. */
  async take(part: Part, content: Readable): Promise<void> {
    const meta = metaOf(part);
    const special = specialOf(part);
    if (part.parent?.head.contentType === 'multipart/encrypted')
      this.#note('encrypted (PGP/MIME): left attached, not readable here');
    if (special === undefined) return this.#keeper.keepStream(meta, content);
    const ahead = await readAhead(
      content,
      special === 'tnef' || special === 'cms' ? UNPACK_BYTES : Math.max(CALENDAR_BYTES, REPORT_BYTES),
    );
    if (ahead.whole && (await this.#unpack(special, part, ahead.bytes))) return;
    const named =
      special === 'mail' && meta.filename === undefined ? { ...meta, filename: nameOfMail(ahead.bytes) } : meta;
    if (special === 'mail' || special === 'report') this.#reports.add(part, ahead.bytes.subarray(0, REPORT_BYTES));
    if (special === 'calendar') this.#invite(part, ahead.bytes);
    await this.#keeper.keepStream(named, ahead.rest());
  }

  /** Takes the preamble of a multipart for the text of a mail that has no other: some bounces are written so. */
  fallback(preamble: Buffer): void {
    const text = normaliseText(decodeBytes(preamble, undefined).text).trim();
    if (text === '' || (text.length < 400 && /multi-?part|\bMIME\b/i.test(text))) return;
    this.#note('text taken from before the first part');
    this.extras.push({ text, html: undefined, place: 'instead' });
  }

  /** The report the mail is, its own or that of the signed mail inside. */
  report(root: Part): Report | undefined {
    return this.#reports.report(root) ?? this.#innerReport;
  }

  /** Unpacks what is only wrapping; answers whether its contents stand for it now. */
  async #unpack(special: Special, part: Part, bytes: Buffer): Promise<boolean> {
    if (special === 'tnef') return this.#unpackTnef(bytes);
    return special === 'cms' ? this.#unpackCms(part, bytes) : false;
  }

  async #unpackTnef(bytes: Buffer): Promise<boolean> {
    const tnef = openTnef(bytes);
    if (!tnef || (tnef.files.length === 0 && tnef.text === undefined && tnef.html === undefined)) {
      this.#note('winmail.dat could not be unpacked: left attached');
      return false;
    }
    this.#note(`winmail.dat (${sizeText(bytes.length)}) unpacked`);
    for (const file of tnef.files) {
      const meta: AttachmentMeta = {
        filename: file.filename?.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').slice(0, 255),
        contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType ?? '')
          ? (file.contentType ?? '').toLowerCase()
          : 'application/octet-stream',
        contentId: file.contentId?.replace(/^<|>$/g, ''),
        inline: file.contentId !== undefined,
      };
      await this.#keeper.keep(meta, Buffer.from(file.bytes));
    }
    if (tnef.text !== undefined || tnef.html !== undefined) {
      this.extras.push({
        text: normaliseText(tnef.text ?? ''),
        html: tnef.html && normaliseText(tnef.html),
        place: 'instead',
      });
    }
    return true;
  }

  async #unpackCms(part: Part, bytes: Buffer): Promise<boolean> {
    const cms = openCms(bytes);
    if (cms.kind === 'encrypted' || part.head.params.get('smime-type')?.toLowerCase() === 'enveloped-data') {
      this.#note('encrypted (S/MIME): left attached, not readable here');
      return false;
    }
    const inner = cms.kind === 'signed' ? await this.#inner(cms.content) : undefined;
    if (!inner) {
      this.#note('S/MIME part could not be opened: left attached');
      return false;
    }
    this.#note('S/MIME signed content shown; its signature is not checked');
    for (const remark of inner.remarks) this.#note(`inside: ${remark}`);
    this.#keeper.kept.push(...inner.attachments);
    this.extras.push({ text: inner.text, html: inner.html, place: 'behind' });
    this.#innerReport ??= inner.report;
    return true;
  }

  #invite(part: Part, bytes: Buffer): void {
    const text = normaliseText(decodeBytes(bytes, part.head.charset ?? 'utf-8').text);
    const summary = calendarSummary(text);
    if (summary === undefined || this.extras.some((extra) => extra.text === summary)) return;
    this.#note('calendar invitation summarised in the text');
    this.extras.push({ text: summary, html: undefined, place: 'before' });
  }
}
