import type { ParsedMail } from '../mail.ts';

/** What a report says of one recipient (RFC 3464 §2.3). */
export interface RecipientStatus {
  /** Final-Recipient, then Original-Recipient when it is another address. */
  readonly addresses: readonly string[];
  /** Lower case; '' when missing. */
  readonly action: string;
  /** RFC 3463 code; undefined when missing or unreadable. */
  readonly status: string | undefined;
  readonly diagnostic: string;
}

/** The parts of a report, wherever the sender put them. */
export interface ReportMaterial {
  readonly statuses: readonly RecipientStatus[];
  /** Headers (and perhaps body) of the mail reported on; '' when not included. */
  readonly original: string;
  /** Whether the mail is by its structure a delivery status notification. */
  readonly structured: boolean;
}

const MAX_FIELDS = 64 * 1024;
const MAX_RECIPIENTS = 100;
const MAX_LINES = 3000;
const STARTS_GROUP = /^(?:final-recipient|original-recipient|action)$/;
const STATUS_PART = /^message\/(?:global-|x-)?delivery-status\b/i;
const ORIGINAL_PART = /^(?:message\/(?:rfc822|global|partial|rfc822-headers|global-headers)|text\/rfc822-headers?)\b/i;

/** Finds the machine-readable part and the original: in the report, in attachments (Domino, McAfee), or in the text (broken MIME, WorkMail). */
export function reportMaterial(mail: ParsedMail, body: string, reportType: string | undefined): ReportMaterial {
  const asReport = mail.report?.type === 'delivery-status' ? mail.report : undefined;
  const fields = asReport?.fields || attached(mail, STATUS_PART);
  const original = mail.report?.original || attached(mail, ORIGINAL_PART);
  const statuses = parseDeliveryStatus(fields);
  const structured = asReport !== undefined || reportType === 'delivery-status' || fields !== '';
  return { statuses: statuses.length > 0 ? statuses : statusesInText(body), original, structured };
}

/** The text of the first attachment of a type; '' when there is none. */
export function attached(mail: ParsedMail, type: RegExp): string {
  const found = mail.attachments.find((attachment) => type.test(attachment.contentType) && attachment.content);
  return found?.content?.toString('utf8', 0, MAX_FIELDS).replace(/\r\n?/g, '\n') ?? '';
}

/** Reads the per-recipient groups of message/delivery-status (RFC 3464 §2.1). */
export function parseDeliveryStatus(fields: string): readonly RecipientStatus[] {
  const found: RecipientStatus[] = [];
  for (const group of groupsOf(fields)) {
    const status = recipientStatus(group);
    if (status) found.push(status);
    if (found.length >= MAX_RECIPIENTS) break;
  }
  return found;
}

function recipientStatus(fields: ReadonlyMap<string, string>): RecipientStatus | undefined {
  const addresses = [
    ...new Set(
      ['final-recipient', 'original-recipient', 'x-actual-recipient']
        .map((name) => recipientAddress(fields.get(name) ?? ''))
        .filter((address) => address !== undefined),
    ),
  ].slice(0, 2);
  const action = /^[a-z]+/.exec((fields.get('action') ?? '').toLowerCase())?.[0] ?? '';
  const status = /^([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(fields.get('status') ?? '')?.[1];
  if (addresses.length === 0 && action === '' && status === undefined) return undefined;
  return { addresses, action, status, diagnostic: fields.get('diagnostic-code') ?? '' };
}

/** Some systems write the fields into their text; only the first block that names an action or recipient counts. */
function statusesInText(body: string): readonly RecipientStatus[] {
  const start = body.search(/^[ \t]*(?:final-recipient|original-recipient|action)[ \t]*:[ \t]*\S/im);
  if (start < 0) return [];
  const fieldLines = body
    .slice(start, start + MAX_FIELDS)
    .split('\n', 60)
    .map((line) => (/^[ \t]*[a-z-]{3,40}[ \t]*:/i.test(line) ? line.trimStart() : line));
  const end = fieldLines.findIndex((line) =>
    /^(?:received|return-path|from|message-id|content-[a-z-]+)\s*:/i.test(line),
  );
  return parseDeliveryStatus(fieldLines.slice(0, end < 0 ? undefined : end).join('\n')).filter(
    ({ addresses, action }) => addresses.length > 0 && action !== '',
  );
}

/** Fields by group: a blank line ends one, and so does a second recipient or action in it (AOL leaves no blank lines). */
function groupsOf(text: string): ReadonlyMap<string, string>[] {
  const groups: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  for (const line of `${text.slice(0, MAX_FIELDS)}\n\n`
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
    .split('\n', MAX_LINES)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (line.trim() === '' || (STARTS_GROUP.test(name) && fields.has(name))) {
      groups.push(fields);
      fields = new Map();
    }
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1, colon + 2000).trim());
  }
  groups.push(fields);
  return groups;
}

/** `rfc822; <a@b>` → `a@b`; a type is not always there (McAfee), and RFC 6533 has `utf-8;`. */
function recipientAddress(value: string): string | undefined {
  const address = value.slice(value.indexOf(';') + 1).trim();
  return /<?([^\s<>;,"']{1,64}@[^\s<>;,"'@]{1,255}?)\.?(?:[>\s,;]|$)/.exec(address)?.[1];
}
