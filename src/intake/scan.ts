import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { ScanSettings } from '../config/settings.ts';

/** What a scanner says of a mail. */
export type Scanned =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly name: string }
  /** It was not looked at, and the configuration lets such mail pass. */
  | { readonly kind: 'passed'; readonly why: string }
  /** It cannot be looked at, and the configuration does not let it pass. */
  | { readonly kind: 'refused'; readonly why: string };

/** Looks for malware in whole mails, archives and all: the scanner unpacks, we do not. */
export interface Scanner {
  /** Rejects when the scanner does not answer and mail is to wait for it (`on_error: hold`): it is tried again later. */
  scan(raw: () => Promise<Buffer | Readable>, size: number): Promise<Scanned>;
}

/** Conversations with the scanner at once. */
const SLOTS = 4;
const CHUNK = 64 * 1024;
/** Of an answer: clamd says one line. */
const MOST_ANSWER = 4_096;

/** A scanner that speaks clamd's INSTREAM over TCP or a Unix socket. */
export function createScanner(settings: ScanSettings): Scanner {
  const waiting: (() => void)[] = [];
  let free = SLOTS;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async scan(raw, size) {
      if (size > settings.max) return cannot(settings, `it is larger than what is scanned (${settings.max} bytes)`);
      await enter();
      try {
        return read(await ask(settings, await raw()));
      } catch (error) {
        const why = whyNot(error);
        if (settings.onError === 'pass') return { kind: 'passed', why: `the scanner did not answer: ${why}` };
        throw new Error(`the scanner did not answer: ${why}`, { cause: error });
      } finally {
        leave();
      }
    },
  };
}

/** A connection that breaks while we write is how clamd refuses what is too long for it; its word is often lost on the way. */
function whyNot(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /EPIPE|ECONNRESET/.test(message) ? `${message} (is the mail larger than StreamMaxLength of clamd?)` : message;
}

function cannot({ onError }: ScanSettings, why: string): Scanned {
  return onError === 'pass' ? { kind: 'passed', why } : { kind: 'refused', why };
}

/** Reads `stream: OK`, `stream: NAME FOUND`; anything else is thrown. */
function read(answer: string): Scanned {
  const said = answer.replace(/[\0\r\n]+$/, '');
  if (/^stream: OK$/.test(said)) return { kind: 'clean' };
  const name = /^stream: (.{1,200}) FOUND$/.exec(said)?.[1];
  if (name !== undefined) return { kind: 'infected', name };
  throw new Error(said === '' ? 'it ended without a word' : said.slice(0, 200));
}

/** One conversation; the answer may come, and the connection end, before all was sent. */
async function ask({ server, timeout }: ScanSettings, raw: Buffer | Readable): Promise<string> {
  const socket = server.kind === 'socket' ? connect(server.path) : connect(server.port, server.host);
  const answered = answerOf(socket, timeout);
  const sent = send(socket, raw).catch((error: unknown) => {
    // clamd closes while we write when a mail is too long for it; what it said counts.
    if (raw instanceof Readable && raw.errored !== null) socket.destroy(raw.errored);
    else if (socket.errored === null && !socket.destroyed) socket.destroy(error instanceof Error ? error : undefined);
  });
  try {
    return await answered;
  } finally {
    socket.destroy();
    if (raw instanceof Readable) raw.destroy();
    await sent;
  }
}

function answerOf(socket: Socket, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      if (answer.length < MOST_ANSWER) answer += text;
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      // A broken pipe after an answer is no loss.
      if (answer === '') reject(error);
      else resolve(answer);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

async function send(socket: Socket, raw: Buffer | Readable): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'));
  const pieces = Buffer.isBuffer(raw) ? [raw] : raw;
  for await (const piece of pieces) {
    const bytes = piece as Buffer;
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      await write(socket, Buffer.concat([length, chunk]));
    }
  }
  await write(socket, Buffer.alloc(4));
}

function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
