import type { Readable } from 'node:stream';
import { type CommandLine, readCommands } from '../mail/commands.ts';
import { fingerprint } from '../mail/fingerprint.ts';
import { type Forwarded, readForward } from '../mail/forward.ts';
import { type SanitiseOptions, sanitiseHtml } from '../mail/html/sanitise.ts';
import { classify } from '../mail/kind/classify.ts';
import type { Classification, ParsedMail, Reading } from '../mail/mail.ts';
import type { AttachmentSink } from '../mail/parse/collect.ts';
import type { ParseLimits } from '../mail/parse/limits.ts';
import { parseMail } from '../mail/parse/parse-mail.ts';
import { strangePictures } from '../mail/reply/pictures.ts';
import { readReply } from '../mail/reply/read.ts';
import { detectTypes } from './detect-type.ts';

/** All that is read out of one mail, before anything is looked up: plain data, made in a worker. */
export interface Understood {
  readonly mail: ParsedMail;
  readonly reading: Reading;
  readonly classification: Classification;
  /** Leading command lines of the strict reply, and the rest of it. */
  readonly commands: readonly CommandLine[];
  readonly body: string;
  readonly forwarded: Forwarded | undefined;
  /** What each attachment is by its content; undefined where that is not known. */
  readonly detected: readonly (string | undefined)[];
  /** Safe to show; images from elsewhere are `REMOTE_IMAGE`, those of the mail keep their `cid:`. */
  readonly html: string | undefined;
  /** Content-IDs of pictures that stand in the signature or the quote: no part of an answer. */
  readonly strangePictures: ReadonlySet<string>;
  readonly fingerprint: string;
}

/** Stands where a remote image was; whoever shows the mail says it in the reader's language. */
export const REMOTE_IMAGE = '\u27e6remote image\u27e7';

const SAFE: SanitiseOptions = {
  cid: (contentId) => `cid:${contentId}`,
  remoteImages: 'placeholder',
  placeholderText: REMOTE_IMAGE,
};

/** A mail of this many bytes at the most is looked into when it came as an attachment of a forward. */
const MAX_ATTACHED = 2_000_000;

/** Reads a mail: parse, visible reply, kind, command lines, forward. Bounded by `limits`; throws only when the source or sink fails. */
export async function understand(
  source: Readable | Buffer,
  limits: Partial<ParseLimits> = {},
  sink?: AttachmentSink,
): Promise<Understood> {
  const mail = await parseMail(source, limits, sink);
  const reading = readReply(bodyOf(mail));
  const { commands, body } = readCommands(reading.strict.text);
  return {
    mail,
    reading,
    classification: classify(mail),
    commands,
    body,
    html: mail.html === undefined ? undefined : sanitiseHtml(mail.html, SAFE),
    strangePictures: picturesOf(mail),
    forwarded: readForward(reading, mail.subject) ?? (await attachedForward(mail, limits)),
    detected: await detectTypes(mail.attachments),
    fingerprint: fingerprint(mail),
  };
}

function picturesOf({ html, attachments }: ParsedMail): ReadonlySet<string> {
  const pictured = attachments.some((one) => one.contentId !== undefined);
  return html === undefined || !pictured ? new Set() : strangePictures(html);
}

/** What the reader reads: the text as sent, and the HTML. */
export function bodyOf(mail: ParsedMail): { text?: string; html?: string } {
  return {
    ...(mail.textFromHtml ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
  };
}

/** A mail forwarded as an attachment: the only one, and nothing else came with it. */
async function attachedForward(mail: ParsedMail, limits: Partial<ParseLimits>): Promise<Forwarded | undefined> {
  const attached = mail.attachments.filter((one) => one.contentType === 'message/rfc822');
  const [only] = attached;
  if (attached.length !== 1 || mail.report !== undefined || only?.content === undefined || only.size > MAX_ATTACHED)
    return undefined;
  const inner = await parseMail(only.content, limits);
  const [from] = inner.from;
  return from === undefined ? undefined : { from, subject: inner.subject, text: readReply(bodyOf(inner)).full };
}
