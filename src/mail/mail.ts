/**
 * What one mail says, after parsing: the value that every later step reads.
 * Nothing here knows of desks or tickets. Everything is bounded by `ParseLimits`.
 */

/** An addr-spec (RFC 5322 §3.4.1) as it was written, trimmed; compare with `addressKey`. Made only by `emailAddress`. */
export type EmailAddress = string & { readonly __brand: 'EmailAddress' };

/** A msg-id (RFC 5322 §3.6.4) without its angle brackets, never empty. Made only by `messageId`. */
export type MessageId = string & { readonly __brand: 'MessageId' };

/** One mailbox of an address header (RFC 5322 §3.4); `name` is decoded and may be empty. */
export interface Mailbox {
  readonly name: string;
  readonly address: EmailAddress;
}

/** One header field in the order of the mail, top first; name in lower case, value unfolded and decoded. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** A part that is no body text. Its bytes are in `content`, or wherever the sink put them (`ref`), or left out. */
export interface Attachment {
  /** As the sender named it (decoded, RFC 2231 joined), control characters removed; undefined when it has none. */
  readonly filename: string | undefined;
  readonly contentType: string;
  /** Decoded bytes. */
  readonly size: number;
  /** Without angle brackets. */
  readonly contentId: string | undefined;
  readonly inline: boolean;
  readonly content: Buffer | undefined;
  /** What the sink answered for it (a blob reference, say). */
  readonly ref: string | undefined;
  /** Why its bytes were not kept ("larger than 25 MB"); undefined when they were. */
  readonly leftOut: string | undefined;
}

/** A part of a multipart/report (RFC 6522) as text: the fields of message/delivery-status, of an MDN or of an ARF report. */
export interface Report {
  readonly type: 'delivery-status' | 'disposition-notification' | 'feedback-report' | 'other';
  /** The machine-readable part, decoded text. */
  readonly fields: string;
  /** Headers (and perhaps body) of the mail reported on, decoded text; empty when not included. */
  readonly original: string;
}

/** A parsed mail. Of duplicate identity headers (From, Message-ID, Subject, Date) the first counts. */
export interface ParsedMail {
  readonly headers: readonly HeaderField[];
  /** Every address of every From field, in order; empty when there is none. */
  readonly from: readonly Mailbox[];
  readonly sender: Mailbox | undefined;
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly subject: string;
  readonly messageId: MessageId | undefined;
  readonly inReplyTo: readonly MessageId[];
  readonly references: readonly MessageId[];
  /** Undefined when missing, unreadable or absurd. */
  readonly date: Date | undefined;
  /** The text body: text/plain parts joined, or made from the HTML when there are none. Line ends are \n. */
  readonly text: string;
  /** Whether `text` came out of the HTML. */
  readonly textFromHtml: boolean;
  /** The HTML body as it was sent: not safe to show. `sanitiseHtml` makes it so. */
  readonly html: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly report: Report | undefined;
  /** What was repaired, bounded or left out, for a person ("subject decoded as windows-1250 (undeclared)"). */
  readonly remarks: readonly string[];
}

/** What kind of mail it is (RFC 3834, RFC 3464, RFC 8098, RFC 2919, RFC 5965, and what real systems send). */
export type MailKind =
  | 'human'
  | 'auto-reply'
  | 'vacation'
  | 'bounce'
  | 'delay'
  | 'receipt'
  | 'list'
  | 'bulk'
  | 'feedback'
  | 'own'
  /** Our own, sent to ourselves to measure the way. */
  | 'canary';

/** A non-delivery (or delay) report about mail of ours. */
export interface Bounce {
  readonly recipients: readonly string[];
  /** RFC 3463 code such as `5.1.1`; undefined when nobody said one. */
  readonly status: string | undefined;
  readonly permanent: boolean;
  /** Message-ID of the mail that bounced, without angle brackets. */
  readonly originalMessageId: MessageId | undefined;
}

/** The kind of a mail with the header or rule that decided it. */
export interface Classification {
  readonly kind: MailKind;
  readonly reasons: readonly string[];
  readonly bounce: Bounce | undefined;
}

/** What a stretch of the full text is. */
export type SpanKind = 'reply' | 'quote' | 'header' | 'signature' | 'disclaimer' | 'forward' | 'marker';

/** A stretch of the full text, `start` inclusive to `end` exclusive (UTF-16 units), with the rule that named it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: SpanKind;
  readonly rule: string;
}

/** The visible reply as spans over the full text: recomputable, nothing lost. */
export interface Reading {
  /** The text the spans lie over. */
  readonly full: string;
  readonly source: 'text' | 'html';
  /** A partition of `full`, in order. */
  readonly spans: readonly Span[];
  /** For people: never empty when `full` is not blank. */
  readonly visible: string;
  readonly elided: string;
  /** What may go on to a client: nothing quoted, nothing below our marker; `doubt` says why it should not go unseen. */
  readonly strict: { readonly text: string; readonly doubt: string | undefined };
}
