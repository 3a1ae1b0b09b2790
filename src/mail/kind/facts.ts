import type { Classification, MailKind, MessageId, ParsedMail } from '../mail.ts';

/** How much of a text the rules look at, UTF-16 units: reports say their piece at the top. */
const MAX_BODY = 64 * 1024;
/** How much of one header value the rules look at. */
const MAX_VALUE = 2000;
/** Of how many text attachments the text is read along (some gateways attach their report). */
const MAX_TEXTS = 4;

/** What the rules of this folder ask of a mail, gathered once. */
export interface MailFacts {
  readonly mail: ParsedMail;
  /** Whether we issued this Message-ID. */
  readonly own: (id: MessageId) => boolean;
  /** The first value of a header (name in lower case), trimmed; '' when it is missing. */
  readonly header: (name: string) => string;
  /** All values of a header, trimmed. */
  readonly headers: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  /** Blanks collapsed, apostrophes straight. */
  readonly subject: string;
  /** The text body and small text attachments, bounded, apostrophes straight. */
  readonly body: string;
  /** The lines of a person or a program before any quotation, joined by one blank, in lower case, bounded. */
  readonly opening: string;
  /** Return-Path is `<>` or a mailer daemon (RFC 3834 §3.3: nothing may be answered to it). */
  readonly nullReturnPath: boolean;
}

/** One question about a mail: what kind it is by this rule, or undefined when the rule has nothing to say. */
export type KindRule = (facts: MailFacts) => Classification | undefined;

/** A classification that is no bounce. */
export function kindOf(kind: MailKind, ...reasons: string[]): Classification {
  return { kind, reasons, bounce: undefined };
}

/** The leading token of a structured header value, lower case (`Auto-Replied; x=y` → `auto-replied`); comments are skipped. */
export function leadingToken(value: string): string {
  const start = value
    .slice(0, MAX_VALUE)
    .replace(/\([^()]*\)/g, ' ')
    .trimStart()
    .toLowerCase();
  return /^["']?([a-z0-9_.-]*)/.exec(start)?.[1] ?? '';
}

/** A parameter of a structured header value (RFC 2045 §5.1), lower case; undefined when missing. */
export function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s{0,20}${name}\\s{0,20}=\\s{0,20}(?:"([^"]{0,200})"|([^;\\s"]{1,200}))`, 'i').exec(
    value.slice(0, MAX_VALUE),
  );
  return (found?.[1] ?? found?.[2])?.trim().toLowerCase();
}

/** A header name as people write it (`auto-submitted` → `Auto-Submitted`). */
export function properName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** Gathers the facts. `own` says whether we issued a Message-ID. */
export function factsOf(mail: ParsedMail, own: (id: MessageId) => boolean): MailFacts {
  const byName = new Map<string, string[]>();
  for (const { name, value } of mail.headers) {
    const values = byName.get(name);
    const bounded = value.slice(0, MAX_VALUE).trim();
    if (values) values.push(bounded);
    else byName.set(name, [bounded]);
  }
  const body = bodyOf(mail);
  const returnPath = byName.get('return-path')?.[0] ?? '';
  return {
    mail,
    own,
    header: (name) => byName.get(name)?.[0] ?? '',
    headers: (name) => byName.get(name) ?? [],
    has: (name) => byName.has(name),
    subject: collapsed(straight(mail.subject.slice(0, MAX_VALUE))),
    body,
    opening: openingOf(body),
    nullReturnPath: /^<\s*>|^<?mailer-daemon\b/i.test(returnPath),
  };
}

function bodyOf(mail: ParsedMail): string {
  const parts = [mail.text.slice(0, MAX_BODY)];
  for (const { contentType, content } of mail.attachments) {
    if (parts.length > MAX_TEXTS) break;
    if (content && /^text\/plain\b/i.test(contentType)) parts.push(content.toString('utf8', 0, MAX_BODY));
  }
  return straight(parts.join('\n').slice(0, MAX_BODY).replace(/\r\n?/g, '\n'));
}

/** Lines of the top of a body that are nobody's quotation: a bounce quoted by a person who asks about it is no bounce. */
function openingOf(body: string): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of body.split('\n', 400)) {
    const text = collapsed(line);
    if (text === '' || text.startsWith('>')) continue;
    if (QUOTATION_STARTS.test(text)) break;
    kept.push(text);
    length += text.length;
    if (kept.length >= 60 || length > 6000) break;
  }
  return kept.join(' ').slice(0, 8000).toLowerCase();
}

/** Below such a line somebody else's mail begins. */
const QUOTATION_STARTS =
  /^(?:-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|původní zpráva|pôvodná správa|izvorna poruka|originalna poruka|izvorno sporočilo)|on .{5,120} wrote:$|begin forwarded message)/i;

/** With single blanks and none around; most lines are so already, which is sooner seen than made. */
function collapsed(text: string): string {
  return (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

function straight(text: string): string {
  return text.replace(/[\u2018\u2019\u02bc\u00b4]/g, "'").replace(/\u00a0/g, ' ');
}
