import { hash } from 'node:crypto';
import { addressKey } from './address.ts';
import type { Attachment, ParsedMail } from './mail.ts';
import { readSpooledRef } from './parse/spooled.ts';

/** Lower-case hexadecimal SHA-256. */
export type Sha256 = (data: string | Uint8Array) => string;

const nodeSha256: Sha256 = (data) => hash('sha256', data);

/** What an attachment holds: the hash of its bytes wherever they lie; of what was left out only size and name are known. */
function contentOf(attachment: Attachment, sha256: Sha256): string {
  if (attachment.content) return sha256(attachment.content);
  const spooled = attachment.ref === undefined ? undefined : readSpooledRef(attachment.ref);
  return spooled?.hash ?? attachment.ref ?? `${attachment.size} ${attachment.filename ?? ''}`;
}

/**
 * What makes two copies of a mail equal: From, Date, Subject and the decoded parts (design §3, *Same mail*). Trace
 * headers, recipients and transfer encodings do not count, since they differ between copies.
 */
export function fingerprint(mail: ParsedMail, sha256: Sha256 = nodeSha256): string {
  const date = mail.date?.toISOString() ?? mail.headers.find((field) => field.name === 'date')?.value ?? '';
  // JSON keeps the fields apart whatever they hold.
  return sha256(
    JSON.stringify([
      mail.from.map((mailbox) => addressKey(mailbox.address)),
      date,
      mail.subject,
      sha256(mail.text.trimEnd()),
      mail.html === undefined ? '' : sha256(mail.html.trimEnd()),
      mail.attachments.map((attachment) => contentOf(attachment, sha256)),
    ]),
  );
}
