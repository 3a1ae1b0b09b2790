import type { Readable, Transform } from 'node:stream';
import type { ParsedMail } from '../mail.ts';
import { type AttachmentSink, type Budget, Keeper } from './collect.ts';
import { readFields } from './fields.ts';
import { readHead } from './head.ts';
import { Leaves } from './leaves.ts';
import { type ParseLimits, withDefaults } from './limits.ts';
import { bodyParts, type Part, readPartHead } from './part.ts';
import { repairedParser } from './repair.ts';
import { openBuffer, openStream } from './source.ts';
import { boundBodies, decodeText, joinBodies } from './text.ts';
import { decodeTransfer } from './transfer.ts';

const MAX_REMARKS = 50;
/** Signed mails inside signed mails. */
const MAX_LEVEL = 3;

/** Collects remarks: each once, and not more than a person reads. */
class Remarks {
  readonly #said = new Set<string>();
  readonly note = (what: string): void => {
    if (this.#said.size < MAX_REMARKS) this.#said.add(what.slice(0, 200));
  };
  get list(): readonly string[] {
    return [...this.#said];
  }
}

/**
 * Parses a mail. Hostile input never makes it throw and never passes a bound: what could be read is there and a remark
 * says what is not. It rejects only when the source stream or the sink fails.
 */
export async function parseMail(
  source: Readable | Buffer,
  limits: Partial<ParseLimits> = {},
  sink?: AttachmentSink,
): Promise<ParsedMail> {
  const bounds = withDefaults(limits);
  return parseLevel(source, bounds, sink, 0, { bytes: bounds.attachmentBytesTotal, count: bounds.attachments });
}

async function parseLevel(
  source: Readable | Buffer,
  limits: ParseLimits,
  sink: AttachmentSink | undefined,
  level: number,
  budget: Budget,
): Promise<ParsedMail> {
  const remarks = new Remarks();
  const { note } = remarks;
  const opened = Buffer.isBuffer(source) ? openBuffer(source, limits, note) : await openStream(source, limits, note);
  const head = readHead(opened.head, limits.headerCount);
  if (head.cut) note(`more than ${limits.headerCount} headers: the others were left out`);
  const keeper = new Keeper(limits, sink, budget, note);
  const inner = async (bytes: Buffer): Promise<ParsedMail | undefined> =>
    level < MAX_LEVEL ? parseLevel(bytes, limits, sink, level + 1, budget) : undefined;
  const leaves = new Leaves(keeper, inner, note);
  const texts = new Map<Part, string>();
  let textBytes = limits.textLength * 4;
  let chain: Promise<void> = Promise.resolve();
  let failure: { readonly cause: unknown } | undefined;
  const fail = (cause: unknown): void => {
    failure ??= { cause };
  };

  const rootHead = readPartHead({ ...head, rest: '' }, undefined, note);
  const parser = repairedParser(rootHead, limits, note, {
    body: (part, raw, cut) => {
      try {
        const bytes = decodeTransfer(raw, part.head.encoding);
        if (cut || bytes.length > textBytes) note(`text longer than ${limits.textLength} characters: cut`);
        texts.set(part, decodeText(part, bytes.subarray(0, textBytes), note));
        textBytes = Math.max(0, textBytes - bytes.length);
      } catch (cause) {
        // Thrown on from here it would end the process instead of this parse.
        fail(cause);
      }
    },
    leaf: (leaf) => {
      chain = chain
        .then(() => leaves.take(leaf.part, leaf.content))
        .catch((cause: unknown) => {
          fail(cause);
          leaf.content.resume();
        });
      void chain.then(leaf.release);
    },
  });
  const ended = new Promise<void>((resolve) => {
    parser.input.once('end', resolve);
    // What mailparser cannot go on with; what it read until then is kept.
    parser.input.once('error', (error: Error) => {
      note(`parser: ${error.message}`);
      resolve();
    });
  });
  const leadBytes = head.rest === '' ? [] : [Buffer.from(`${head.rest}\n\n`, 'latin1')];
  await feed(parser.input, leadBytes);
  await feed(parser.input, opened.body);
  parser.input.end();
  await ended;
  await chain;
  if (failure) throw failure.cause;
  const strays = parser.strays();
  for (const { part, bytes } of strays) texts.set(part, decodeText(part, bytes, note));

  if ([...texts.values()].every((text) => text.trim() === '')) leaves.fallback(parser.preamble());

  const chosen = bodyParts(parser.root, new Set(strays.map(({ part }) => part)));
  const bodies = boundBodies(joinBodies(chosen.text, chosen.html, texts, leaves.extras), limits.textLength, note);
  if (bodies.text.includes('-----BEGIN PGP MESSAGE-----')) note('encrypted (inline PGP): not readable here');
  const hint =
    [...texts.keys()].map((part) => part.head.charset).find((charset) => charset !== undefined) ?? rootHead.charset;
  const fields = readFields(head.fields, limits.addresses, hint, note);
  return { ...fields, ...bodies, attachments: keeper.kept, report: leaves.report(parser.root), remarks: remarks.list };
}

async function feed(input: Transform, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) {
    if (input.destroyed) return;
    if (!input.write(chunk)) await room(input);
  }
}

/** Waits until the parser takes more, or is gone. */
function room(input: Transform): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      input.off('drain', go);
      input.off('close', go);
      resolve();
    };
    input.once('drain', go);
    input.once('close', go);
  });
}
