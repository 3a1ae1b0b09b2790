import { Readable } from 'node:stream';

/** A mail is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Reads a mail that is handed in: all of it as a buffer when it has at most `small` bytes, else a stream of all of it. More than `most` bytes fail
 * with `TooLarge`, at once or in the stream. The source is not destroyed then, so that a server can let the rest run off and answer.
 */
export async function smallOrStream(source: Readable, small: number, most: number): Promise<Buffer | Readable> {
  const chunks = source.iterator({ destroyOnReturn: false });
  const head: Buffer[] = [];
  let size = 0;
  for (;;) {
    const next = await chunks.next();
    if (next.done) return Buffer.concat(head);
    const chunk = bytesOf(next.value);
    size += chunk.length;
    if (size > most) throw new TooLarge(`the mail has more than ${most} bytes`);
    head.push(chunk);
    if (size > small) return Readable.from(whole(head, chunks, size, most), { objectMode: false });
  }
}

async function* whole(
  head: readonly Buffer[],
  rest: AsyncIterable<unknown>,
  read: number,
  most: number,
): AsyncGenerator<Buffer> {
  yield* head;
  let size = read;
  for await (const value of rest) {
    const chunk = bytesOf(value);
    size += chunk.length;
    if (size > most) throw new TooLarge(`the mail has more than ${most} bytes`);
    yield chunk;
  }
}

function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError('a mail must be read as bytes');
}
