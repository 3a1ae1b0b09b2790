import type { Attachment } from '../mail.ts';
import { type ParseLimits, sizeText } from './limits.ts';
import type { Part } from './part.ts';
import type { Note } from './words.ts';

/** What is known of an attachment before its bytes come. */
export interface AttachmentMeta {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly contentId: string | undefined;
  readonly inline: boolean;
}

/**
 * Where attachments go instead of into memory. It reads `chunks` to the end and answers a reference, which becomes
 * `Attachment.ref`, or the bytes themselves (small ones, say), which become `Attachment.content`. When an attachment passes a bound, reading `chunks` throws `TooLarge`: clean up and let it through.
 * Any other failure of the sink makes the whole parse fail.
 */
export type AttachmentSink = (meta: AttachmentMeta, chunks: AsyncIterable<Uint8Array>) => Promise<string | Buffer>;

/** Thrown into a sink that reads an attachment over a bound; the message is the reason for a person. */
export class TooLarge extends Error {}

/** Bytes that are left for attachments, shared by a mail and the mails unpacked from it. */
export interface Budget {
  bytes: number;
  count: number;
}

/** Keeps attachments within bounds: in memory, or through the sink. */
export class Keeper {
  readonly kept: Attachment[] = [];
  readonly #limits: ParseLimits;
  readonly #sink: AttachmentSink | undefined;
  readonly #budget: Budget;
  readonly #note: Note;

  constructor(limits: ParseLimits, sink: AttachmentSink | undefined, budget: Budget, note: Note) {
    this.#limits = limits;
    this.#sink = sink;
    this.#budget = budget;
    this.#note = note;
  }

  /** Keeps bytes that are in memory already (unpacked ones). */
  async keep(meta: AttachmentMeta, bytes: Buffer): Promise<void> {
    if (!this.#admit()) return;
    const reason = this.#refusal(bytes.length);
    if (reason !== undefined) return this.#list(meta, bytes.length, undefined, reason);
    this.#budget.bytes -= bytes.length;
    if (!this.#sink) return this.#list(meta, bytes.length, bytes, undefined);
    this.#list(meta, bytes.length, await this.#sink(meta, once(bytes)), undefined);
  }

  /** Keeps what streams in; reads `content` to its end in any case. */
  async keepStream(meta: AttachmentMeta, content: AsyncIterable<Buffer>): Promise<void> {
    const admitted = this.#admit();
    if (!admitted) return drain(content);
    if (!this.#sink) return this.#gather(meta, content);
    let size = 0;
    let reason: string | undefined;
    const refusal = (bytes: number): string | undefined => this.#refusal(bytes);
    const iterator = content[Symbol.asyncIterator]();
    async function* guarded(): AsyncGenerator<Uint8Array, void, undefined> {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        size += next.value.length;
        reason = refusal(size);
        if (reason !== undefined) throw new TooLarge(reason);
        yield next.value;
      }
    }
    let kept: string | Buffer | undefined;
    try {
      kept = await this.#sink(meta, guarded());
    } catch (cause) {
      if (reason === undefined) throw cause;
    }
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) size += next.value.length;
    if (reason === undefined) this.#budget.bytes -= size;
    this.#list(meta, size, reason === undefined ? kept : undefined, reason);
  }

  async #gather(meta: AttachmentMeta, content: AsyncIterable<Buffer>): Promise<void> {
    let chunks: Buffer[] = [];
    let size = 0;
    let reason: string | undefined;
    for await (const chunk of content) {
      size += chunk.length;
      reason ??= this.#refusal(size);
      if (reason === undefined) chunks.push(chunk);
      else chunks = [];
    }
    if (reason === undefined) this.#budget.bytes -= size;
    this.#list(meta, size, reason === undefined ? Buffer.concat(chunks) : undefined, reason);
  }

  #admit(): boolean {
    this.#budget.count -= 1;
    if (this.#budget.count >= 0) return true;
    this.#note(`more than ${this.#limits.attachments} attachments: the others were left out`);
    return false;
  }

  #refusal(size: number): string | undefined {
    if (size > this.#limits.attachmentBytes) return `larger than ${sizeText(this.#limits.attachmentBytes)}`;
    return size > this.#budget.bytes
      ? `attachments together larger than ${sizeText(this.#limits.attachmentBytesTotal)}`
      : undefined;
  }

  #list(meta: AttachmentMeta, size: number, kept: string | Buffer | undefined, leftOut: string | undefined): void {
    const place = typeof kept === 'string' ? { content: undefined, ref: kept } : { content: kept, ref: undefined };
    this.kept.push({ ...meta, size, ...place, leftOut });
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of content) void chunk;
}

/** What a part says of itself as an attachment. */
export function metaOf(part: Part): AttachmentMeta {
  const { filename, contentType, contentId, disposition } = part.head;
  const related = part.parent?.head.contentType === 'multipart/related' && contentId !== undefined;
  return { filename, contentType, contentId, inline: disposition === 'inline' || (disposition === '' && related) };
}
