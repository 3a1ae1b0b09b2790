import { PassThrough, type Readable, type Transform } from 'node:stream';
import { findBoundary } from './boundary.ts';
import { readHead } from './head.ts';
import { createMailParser, type Emitted, type MimeNode } from './internals.ts';
import type { ParseLimits } from './limits.ts';
import { isBody, type Part, type PartHead, readPartHead } from './part.ts';
import { takeRuns } from './runs.ts';
import { base64Decoder, quotedPrintableDecoder, UuDecoder } from './transfer.ts';
import type { Note } from './words.ts';

/*
 * The one place where mailparser (3.9.31, exact: this leans on its inside) is repaired. It keeps what it does well:
 * the streaming state machine, backpressure of parts. Repaired are, each with a test of the same name:
 *
 * - headers      its reader takes the last of duplicates, loses 8-bit bytes and RFC 2231 pieces → our own (`head`, `params`)
 * - boundaries   blanks behind a boundary hide it; an outer boundary is missed while an inner multipart is open;
 *                a multipart that names no boundary loses its content
 * - no parts     a multipart whose boundary never comes loses its text, and so does one that says it before its first part
 * - no blank     a part that starts without an empty line loses its first lines (`PartHead.lead`), or all of it
 * - leaves       text parts are decoded with the declared charset only → every leaf comes out as bytes, decoding is ours
 * - transfer     quoted-printable is held whole and takes quadratic time on blanks; uuencode is not decoded; base64 is slow
 * - lines        each line of a long attachment is cut out and asked whether it is a delimiter (`runs`)
 * - copies       all that comes in is copied once or twice to make larger pieces of it: ours have a size already
 * - pace         it yields to the event loop after each chunk, which takes longer than the parsing
 * - bounds       over its limits it fails and drops what was already read → parts, depth and heads are cut instead
 */

/** Gets the leaves of the MIME tree in order. */
export interface Handlers {
  /** A piece of the body, still in its transfer encoding; `cut` when it was longer than `maxBody`. */
  body(part: Part, raw: Buffer, cut: boolean): void;
  /** Everything else. */
  leaf(leaf: Leaf): void;
}

/** A leaf of the MIME tree with its decoded bytes; `release` lets the parser go on. */
export interface Leaf {
  readonly part: Part;
  readonly content: Readable;
  release(): void;
}

/** The parser, repaired: write the body (what follows the mail's head) into `input`. */
export interface RepairedParser {
  readonly input: Transform;
  readonly root: Part;
  /** Bodies that came where mailparser sees none: text of a multipart without parts, parts without an empty line. */
  strays(): readonly { readonly part: Part; readonly bytes: Buffer }[];
  /** What stands before the first part of the mail: usually a line for old mail programs. */
  preamble(): Buffer;
}

/** Encoded text is at most three times (quoted-printable) and a character at most four bytes long. */
const BYTES_PER_CHARACTER = 12;
const LF = Buffer.from('\n');
/** More of a multipart's preamble than this is never a mail's text. */
const PREAMBLE_BYTES = 1 << 20;
const TO_END = { type: 'text' } as const;

/** Builds the repaired parser for a mail whose head was read already. */
export function repairedParser(
  rootHead: PartHead,
  limits: ParseLimits,
  note: Note,
  handlers: Handlers,
): RepairedParser {
  const parser = createMailParser();
  const { splitter } = parser;
  const maxBody = limits.textLength * BYTES_PER_CHARACTER;
  const parts = new Map<MimeNode, Part>();
  const byHead = new Map<PartHead, Part>();
  const preambles = new Map<Part, Buffer[]>();
  let preambleBytes = 0;
  /** Multiparts of which a part was handled; the splitter itself runs ahead. */
  const begun = new Set<Part>();
  const unclosed: Part[] = [];
  /** The part that is one too many: it takes in the rest of the mail, and is dropped. */
  let surplus: MimeNode | undefined;

  const register = (node: MimeNode, head: PartHead): Part => {
    const parent = node.parentNode ? parts.get(node.parentNode) : undefined;
    const part: Part = {
      head,
      parent,
      index: parent?.children.length ?? 0,
      depth: (parent?.depth ?? -1) + 1,
      children: [],
    };
    parent?.children.push(part);
    parts.set(node, part);
    byHead.set(head, part);
    return part;
  };

  /** Replaces what a node understands of its own headers (repair "headers"). */
  const adopt = (node: MimeNode, given: PartHead | undefined): void => {
    node.addHeaderChunk = (line) => {
      if (!line || given) return;
      if (node._headerlen + line.length > limits.headerBytes)
        return note(`a part's header is longer than ${limits.headerBytes} bytes: cut`);
      node._headersLines.push(line);
      node._headerlen += line.length;
    };
    node.parseHeaders = () => {
      if (node.headers) return;
      const parent = node.parentNode ? parts.get(node.parentNode) : undefined;
      const block = Buffer.concat(node._headersLines).toString('latin1');
      const head = given ?? readPartHead(readHead(block, limits.headerCount), parent?.head.contentType, note);
      const part = register(node, head);
      const tooDeep = head.contentType.startsWith('multipart/') && part.depth >= limits.depth;
      if (tooDeep) note(`parts nested deeper than ${limits.depth}: kept as one attachment`);
      node.headers = { lines: [], getList: () => [head] };
      node.contentType = tooDeep ? 'application/octet-stream' : head.contentType;
      node.multipart = node.contentType.startsWith('multipart/') ? node.contentType.slice(10) : false;
      node._boundary = node.multipart && head.boundary ? Buffer.from(head.boundary, 'latin1') : false;
      node.partNr = [];
    };
    // Repair "transfer".
    node.getDecoder = () => {
      switch (parts.get(node)?.head.encoding) {
        case 'base64':
          return base64Decoder();
        case 'quoted-printable':
          return quotedPrintableDecoder();
        case 'uuencode':
          return new UuDecoder();
        default:
          return new PassThrough();
      }
    };
  };

  adopt(splitter.node, rootHead);
  splitter.node.parseHeaders();
  const root = parts.get(splitter.node);
  if (!root) throw new Error('mailsplit gave its root node no headers: its version does not fit this repair');

  const newNode = splitter.newNode.bind(splitter);
  splitter.newNode = (parent) => {
    newNode(parent);
    if (splitter.nodeCounter > limits.parts) surplus = splitter.node;
    if (surplus) note(`more than ${limits.parts} parts: the rest was not read`);
    adopt(splitter.node, undefined);
  };
  splitter.checkHeadSize = () => null;
  takeRuns(splitter);

  // Repair "no blank": mailsplit forgets a part that a boundary ends within its head.
  splitter.checkBoundary = (line) => {
    const { node } = splitter;
    const found = surplus ? false : findBoundary(splitter, line, note);
    if (found !== false && !node.headers && node._headerlen > 0) {
      node.parseHeaders();
      const part = parts.get(node);
      if (part && part.head.lead !== '') unclosed.push(part);
    }
    return found;
  };

  // Repair "leaves": nothing is text to mailparser, each leaf is handed out as bytes.
  parser.textTypes = [];
  parser.processHeaders = ([head]) => (head ? new Map([['head', head]]) : new Map());
  parser.getTextContent = () => TO_END;

  let open: { readonly part: Part; readonly chunks: Buffer[]; bytes: number } | undefined;
  const closeBody = (): void => {
    if (!open) return;
    const { part, chunks, bytes } = open;
    open = undefined;
    const [only] = chunks;
    const raw = chunks.length === 1 && only ? only : Buffer.concat(chunks);
    handlers.body(part, raw.subarray(0, maxBody), bytes > maxBody);
  };
  // Repair "no parts".
  const keepPreamble = (node: MimeNode, value: Buffer | undefined): void => {
    const part = parts.get(node);
    if (!part || !value || begun.has(part) || preambleBytes > PREAMBLE_BYTES) return;
    const chunks = preambles.get(part) ?? [];
    chunks.push(value);
    preambles.set(part, chunks);
    preambleBytes += value.length;
  };
  const processChunk = parser.processChunk.bind(parser);
  parser.processChunk = (chunk, done) => {
    if (chunk.type === 'node') {
      closeBody();
      const own = parts.get(chunk);
      if (own?.parent) begun.add(own.parent);
      if (!own || chunk.multipart) return done();
      if (chunk === surplus) {
        parser.curnode = false;
        return done();
      }
      if (isBody(own)) {
        open = { part: own, chunks: [], bytes: 0 };
        return done();
      }
      // Its tree would grow with the mail; ours is enough.
      parser.tree = false;
      parser.curnode = false;
    } else if (open) {
      if (chunk.type === 'data') closeBody();
      else if (chunk.value) {
        if (open.bytes < maxBody) open.chunks.push(chunk.value);
        open.bytes += chunk.value.length;
      }
      return done();
    } else if (chunk.type === 'data' && chunk.node.multipart) keepPreamble(chunk.node, chunk.value);
    processChunk(chunk, done);
  };

  // Repair "copies".
  parser._transform = (chunk: Buffer, _encoding, done) => {
    if (splitter.write(chunk)) done();
    else splitter.once('drain', () => done());
  };

  // Repair "pace": one turn of the event loop for each chunk costs more than the work itself.
  parser.readData = () => {
    if (parser.hasFailed) return;
    parser.reading = true;
    for (let chunk = splitter.read(); chunk !== null; chunk = splitter.read()) {
      const step = { done: false, waiting: false };
      parser.processChunk(chunk, () => {
        step.done = true;
        if (step.waiting) parser.readData();
      });
      if (!step.done) {
        step.waiting = true;
        return;
      }
    }
    parser.reading = false;
    if (parser.endReceived) parser.endStream();
  };

  parser.on('data', (emitted: Emitted) => {
    if (emitted.type !== 'attachment') return;
    const head = emitted.headers.get('head');
    const part = head && byHead.get(head);
    const { content } = emitted;
    const release = (): void => emitted.release();
    if (part) handlers.leaf({ part, content, release });
    else {
      content.resume();
      release();
    }
  });
  parser.write(LF);
  return {
    input: parser,
    root,
    strays: () => {
      closeBody();
      const childless = [...preambles].filter(([part]) => part.children.length === 0);
      return [
        ...unclosed.map((part) => ({ part, bytes: Buffer.alloc(0) })),
        ...childless.map(([part, chunks]) => ({ part, bytes: Buffer.concat(chunks) })),
      ];
    },
    preamble: () => Buffer.concat(preambles.get(root) ?? []),
  };
}
