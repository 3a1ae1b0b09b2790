import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Automation } from '../desk/notice.ts';
import type { MessageId } from '../mail/mail.ts';
import type { Blobs } from '../store/blobs.ts';
import type { OutgoingMail } from '../store/port.ts';
import { prepareAttachments } from './attachments.ts';
import { headerAddress, headerId, headerText } from './header-text.ts';
import { plainMail } from './plain-mail.ts';

/** A mail ready for the wire. */
export interface ComposedMail {
  /** Whether its bytes go beyond ASCII. */
  readonly eightBit: boolean;
  /** The whole mail with CRLF line ends: the same bytes at every call and after every restart. */
  readonly open: () => Readable | Buffer;
}

/** Of a display name and of the subject, in characters. */
const MOST_NAME = 150;
const MOST_SUBJECT = 500;
/** Addresses in To or Cc, and ids in References. */
const MOST_ADDRESSES = 100;
const MOST_REFERENCES = 20;

/**
 * Composes the MIME of an outgoing mail: multipart/alternative of text and HTML, with inline images and attachments streamed from their
 * blobs. Everything is fixed by the mail itself (boundaries come from its Message-ID), so a repeat is the same mail. Throws when a blob is
 * missing.
 */
export async function composeMime(mail: OutgoingMail, blobs: Pick<Blobs, 'stream'>): Promise<ComposedMail> {
  const attachments = await prepareAttachments(mail.attachments, mail.html, blobs);
  const to = people(mail.to);
  const options: MailComposer.Options = {
    messageId: `<${mail.messageId}>`,
    date: mail.date,
    from: people([mail.from]),
    // A mail to nobody in particular still needs a destination field that old relays accept (RFC 5322 §3.4).
    to: to.length > 0 ? to : 'undisclosed-recipients:;',
    cc: people(mail.cc),
    replyTo: mail.replyTo === undefined ? [] : people([{ name: '', address: mail.replyTo }]),
    subject: headerText(mail.subject, MOST_SUBJECT),
    ...threading(mail.inReplyTo, mail.references),
    // Never empty: an attachment must not become the body.
    text: bodyText(mail.text) || '\r\n',
    html: bodyText(mail.html),
    headers: [...furtherHeaders(mail.headers), ...automationHeaders(mail.automation)],
    disableFileAccess: true,
    disableUrlAccess: true,
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32),
    // "=_" occurs in no quoted-printable and no base64 text (RFC 2045 §6.7).
    boundaryPrefix: '=_spoc',
    // All that is composed here has CRLF already; an attached mail may not.
    ...(attachments.length === 0 ? {} : { newline: 'windows' }),
  };
  if (attachments.length === 0) {
    const bytes = plainMail(options);
    return { eightBit: false, open: () => bytes };
  }
  return {
    eightBit: attachments.some((attachment) => attachment.eightBit),
    open: () =>
      new MailComposer({ ...options, attachments: attachments.map((attachment) => attachment.part()) })
        .compile()
        .createReadStream(),
  };
}

/** RFC 3834 §5, and Exchange's own word for it; a person's words carry neither. */
function automationHeaders(automation: Automation): readonly { readonly key: string; readonly value: string }[] {
  if (automation === 'person') return [];
  return [
    { key: 'Auto-Submitted', value: automation === 'answer' ? 'auto-replied' : 'auto-generated' },
    { key: 'X-Auto-Response-Suppress', value: 'All' },
  ];
}

/** Fields that are made here, or by those who carry the mail; further headers may not name them. */
const OURS = new Set([
  ...['from', 'sender', 'to', 'cc', 'bcc', 'reply-to', 'date', 'message-id', 'in-reply-to', 'references', 'subject'],
  ...['mime-version', 'auto-submitted', 'x-auto-response-suppress', 'precedence'],
  ...['return-path', 'received', 'delivered-to', 'dkim-signature', 'authentication-results'],
]);

function furtherHeaders(headers: OutgoingMail['headers']): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(headers)
    .filter(
      ([name]) => /^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(name) && !/^(?:content-(?!language$)|resent-|arc-)/i.test(name),
    )
    .filter(([name]) => !OURS.has(name.toLowerCase()))
    .map(([key, value]) => ({ key, value: headerText(value, MOST_SUBJECT) }))
    .filter(({ value }) => value !== '');
}

function people(list: OutgoingMail['to']): { name: string; address: string }[] {
  return list.slice(0, MOST_ADDRESSES).flatMap(({ name, address }) => {
    const spec = headerAddress(address);
    return spec === undefined ? [] : [{ name: headerText(name, MOST_NAME), address: spec }];
  });
}

/** In-Reply-To and References; of a long thread the first and the newest (RFC 5322 §3.6.4 lets one shorten it so). */
function threading(
  inReplyTo: MessageId | undefined,
  references: readonly MessageId[],
): Pick<MailComposer.Options, 'inReplyTo' | 'references'> {
  const parent = inReplyTo === undefined ? undefined : headerId(inReplyTo);
  const all = [...new Set(references.flatMap((id) => headerId(id) ?? []))].filter((id) => id !== parent);
  if (parent !== undefined) all.push(parent);
  const kept = all.length > MOST_REFERENCES ? [...all.slice(0, 1), ...all.slice(1 - MOST_REFERENCES)] : all;
  return {
    ...(parent === undefined ? {} : { inReplyTo: parent }),
    ...(kept.length === 0 ? {} : { references: kept }),
  };
}

/** NUL ends a mail for some servers (RFC 5321 §4.5.2 forbids it); a lone CR is a line end to some and none to others. */
function bodyText(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?|\n/g, '\r\n');
}
