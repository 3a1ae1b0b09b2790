import type { Readable, Transform, TransformCallback } from 'node:stream';
import { MailParser } from 'mailparser';
import type { PartHead } from './part.ts';

/** What mailparser asks of a node's headers; they carry our own reading of them. */
export interface Headers {
  readonly lines: readonly [];
  getList(): readonly PartHead[];
}

/** What is used of mailsplit's MimeNode. */
export interface MimeNode {
  readonly type: 'node';
  readonly parentNode: MimeNode | false;
  contentType: string | false;
  multipart: string | false;
  encoding: string | false;
  headers: Headers | false;
  partNr: readonly unknown[] | false;
  _boundary: Buffer | false;
  _parentBoundary: Buffer | false;
  _parentBoundaryOwner: MimeNode | false;
  _headersLines: Buffer[];
  _headerlen: number;
  parseHeaders: () => void;
  addHeaderChunk: (line: Buffer | false) => void;
  getDecoder: () => Transform;
}

/** `data` is what stands between parts, and all of a multipart that is no part. */
export type Chunk = MimeNode | { readonly type: 'data' | 'body'; readonly node: MimeNode; readonly value?: Buffer };

/** What is used of mailsplit's MessageSplitter. */
export interface Splitter {
  read: () => Chunk | null;
  push: (chunk: Chunk) => boolean;
  write: (bytes: Buffer) => boolean;
  once: (event: 'drain', listener: () => void) => unknown;
  _transform: (chunk: Buffer, encoding: BufferEncoding, callback: TransformCallback) => void;
  /** 1 within a head, 2 below it. */
  readonly state: 1 | 2;
  /** The pending line: what came of a line before its end did, behind the line end before it. */
  readonly lineChunks: readonly Buffer[];
  takePendingLine: () => Buffer | false;
  appendPendingLine: (bytes: Buffer) => void;
  /** The pending line goes on one that was too long to be a delimiter. */
  pendingLineTruncated: boolean;
  node: MimeNode;
  inEpilogue: boolean;
  nodeCounter: number;
  newNode: (parent: MimeNode | false | undefined) => void;
  checkBoundary: (line: Buffer) => 1 | 2 | 3 | 4 | false;
  checkHeadSize: () => null;
}

/** What is used of MailParser's inside. */
export interface Internals extends Transform {
  readonly splitter: Splitter;
  textTypes: readonly string[];
  tree: false;
  curnode: false;
  reading: boolean;
  hasFailed: boolean;
  endReceived: boolean;
  endStream: () => void;
  readData: () => void;
  processHeaders: (list: readonly PartHead[]) => Map<string, PartHead>;
  getTextContent: () => { readonly type: 'text' };
  processChunk: (chunk: Chunk, done: (error?: Error) => void) => void;
}

/** What the parser emits: each leaf as an attachment, and at the end its text, which is unused. */
export interface Emitted {
  readonly type: 'attachment' | 'text';
  readonly content: Readable;
  readonly headers: ReadonlyMap<string, PartHead>;
  release(): void;
}

/** A MailParser that only takes mails apart: no links, no HTML made, attached mails left whole, no bounds of its own. */
export function createMailParser(): Internals {
  const options = {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    maxHeadSize: Number.MAX_SAFE_INTEGER,
    maxChildNodes: Number.MAX_SAFE_INTEGER,
    // Of each attachment, and not used: the least that it costs (processors have instructions for it).
    checksumAlgo: 'sha1',
  };
  return new MailParser(options) as unknown as Internals;
}
