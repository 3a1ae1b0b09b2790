import type { Understood } from '../intake/understand.ts';
import { REMOTE_IMAGE } from '../intake/understand.ts';
import type { Authenticity } from '../mail/authenticity/judge.ts';
import { type CommandLine, readCommands } from '../mail/commands.ts';
import { sanitiseHtml } from '../mail/html/sanitise.ts';
import type { Bounce, Mailbox, MailKind } from '../mail/mail.ts';
import { readLocalAuthor } from '../mail/parse/addresses.ts';
import { readReply } from '../mail/reply/read.ts';
import { cleanSubject, ticketNumbersIn } from '../mail/subject.ts';

interface Address {
  readonly name: string;
  readonly address: string;
}

/** What `spoc inspect --json` prints of one mail: a stable shape. What a mail does not have is null or empty. */
export interface Inspected {
  readonly file: string;
  readonly from: Address | null;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly subject: string;
  readonly cleanSubject: string;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** ISO 8601, UTC. */
  readonly date: string | null;
  readonly text: string;
  /** Sanitised. */
  readonly html: string | null;
  readonly reply: string;
  readonly elided: string;
  readonly strict: { readonly text: string; readonly doubt: string | null };
  /** The stretches of the text that are no reply, with the rule that named each. */
  readonly cuts: readonly { readonly kind: string; readonly rule: string }[];
  readonly attachments: readonly {
    readonly filename: string | null;
    readonly contentType: string;
    /** By its content. */
    readonly detectedType: string | null;
    readonly size: number;
    readonly contentId: string | null;
    readonly inline: boolean;
    readonly leftOut: string | null;
  }[];
  readonly kind: MailKind;
  readonly reasons: readonly string[];
  readonly bounce: {
    readonly recipients: readonly string[];
    readonly status: string | null;
    readonly permanent: boolean;
    readonly originalMessageId: string | null;
  } | null;
  readonly ticketNumbers: readonly string[];
  readonly commands: readonly CommandLine[];
  readonly forwarded: { readonly from: Address; readonly subject: string; readonly text: string } | null;
  readonly authenticity: Authenticity | null;
  readonly remarks: readonly string[];
}

/** The same of a mail that was understood. `prefixes`: the desks' own; undefined when no desk is known. */
export function inspected(
  file: string,
  { mail, reading, classification, commands, html, forwarded, detected }: Understood,
  authenticity: Authenticity,
  prefixes: readonly string[] | undefined,
): Inspected {
  return {
    file,
    from: mail.from[0] === undefined ? localAuthor(mail) : address(mail.from[0]),
    to: mail.to.map(address),
    cc: mail.cc.map(address),
    replyTo: mail.replyTo.map(address),
    subject: mail.subject,
    cleanSubject: cleanSubject(mail.subject, prefixes),
    messageId: mail.messageId ?? null,
    inReplyTo: mail.inReplyTo[0] ?? null,
    references: mail.references,
    date: mail.date?.toISOString() ?? null,
    text: mail.text,
    html: html ?? null,
    ...readingShape(reading),
    attachments: mail.attachments.map((one, index) => ({
      filename: one.filename ?? null,
      contentType: one.contentType,
      detectedType: detected[index] ?? null,
      size: one.size,
      contentId: one.contentId ?? null,
      inline: one.inline,
      leftOut: one.leftOut ?? null,
    })),
    kind: classification.kind,
    reasons: classification.reasons,
    bounce: bounceShape(classification.bounce),
    ticketNumbers: ticketNumbersIn(mail.subject, prefixes),
    commands,
    forwarded: forwarded === undefined ? null : { ...forwarded, from: address(forwarded.from) },
    authenticity,
    remarks: mail.remarks,
  };
}

/** The same of a bare body, which has neither headers nor attachments. */
export function inspectedBody(file: string, kind: 'text' | 'html', body: string): Inspected {
  const reading = readReply(kind === 'text' ? { text: body } : { html: body });
  const html = kind === 'text' ? null : sanitiseHtml(body, SAFE);
  return {
    file,
    ...{ from: null, to: [], cc: [], replyTo: [], subject: '', cleanSubject: '' },
    ...{ messageId: null, inReplyTo: null, references: [], date: null },
    text: reading.full,
    html,
    ...readingShape(reading),
    attachments: [],
    kind: 'human',
    reasons: ['a bare body has no header that says otherwise'],
    bounce: null,
    ticketNumbers: [],
    commands: readCommands(reading.strict.text).commands,
    forwarded: null,
    authenticity: null,
    remarks: [],
  };
}

const SAFE = {
  cid: (contentId: string) => `cid:${contentId}`,
  remoteImages: 'placeholder',
  placeholderText: REMOTE_IMAGE,
} as const;

function readingShape({
  visible,
  elided,
  strict,
  spans,
}: Understood['reading']): Pick<Inspected, 'reply' | 'elided' | 'strict' | 'cuts'> {
  return {
    reply: visible,
    elided,
    strict: { text: strict.text, doubt: strict.doubt ?? null },
    cuts: spans.filter((span) => span.kind !== 'reply').map(({ kind, rule }) => ({ kind, rule })),
  };
}

function bounceShape(bounce: Bounce | undefined): Inspected['bounce'] {
  if (bounce === undefined) return null;
  const { recipients, status, permanent, originalMessageId } = bounce;
  return { recipients, status: status ?? null, permanent, originalMessageId: originalMessageId ?? null };
}

function address({ name, address }: Mailbox): Address {
  return { name, address };
}

/** An author without a domain (`MAILER-DAEMON`): to show only, since nobody can be written to under such a name. */
function localAuthor(mail: Understood['mail']): Address | null {
  const field = mail.headers.find((header) => header.name === 'from');
  return (field && readLocalAuthor(field.value)) ?? null;
}
