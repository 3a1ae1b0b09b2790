import { addressKey, splitDetail } from '../mail/address.ts';
import { checkReference, mailboxAddress, mailboxOf, takesAdditions } from './cross.ts';
import type { Document } from './document.ts';
import type { Report } from './report.ts';
import type { MailboxInput } from './schema-mailbox.ts';
import type { Parts } from './shape.ts';

/** The desk that takes mail which names none: said, or the only one that uses the mailbox. */
export function defaultDesk(id: string, box: MailboxInput, parts: Parts): string | undefined {
  if (box.default_desk !== undefined) return box.default_desk;
  const users = desksOf(id, parts);
  return users.length === 1 ? users[0] : undefined;
}

function desksOf(id: string, parts: Parts): readonly string[] {
  return [...parts.desks]
    .filter(([, desk]) => desk !== undefined && mailboxOf(desk, parts) === id)
    .map(([name]) => name);
}

/** Checks mailboxes against desks and against each other. */
export function crossCheckMailboxes(parts: Parts, document: Document, report: Report): void {
  const accounts = new Map<string, string>();
  for (const [id, box] of parts.mailboxes) {
    if (box === undefined) continue;
    checkDefaultDesk(id, box, parts, document, report);
    checkAddress(id, box, document, report);
    checkFolders(id, box, document, report);
    if (box.imap?.user === undefined) continue;
    const account = [box.imap.host.toLowerCase(), box.imap.user, box.folder].join('\0');
    const other = accounts.get(account);
    if (other === undefined) accounts.set(account, id);
    else
      report.keyError(
        document,
        ['mailboxes', id],
        `the mailbox ${other} reads the same folder`,
        'one mailbox can serve several desks',
      );
  }
}

function checkDefaultDesk(id: string, box: MailboxInput, parts: Parts, document: Document, report: Report): void {
  const path = ['mailboxes', id, 'default_desk'];
  if (box.default_desk !== undefined) {
    checkReference(document, report, path, box.default_desk, 'desk', parts.desks);
    return;
  }
  // A broken desk may be the one that is missed.
  if (report.broken(['desks']) || parts.desks.size === 0) return;
  const users = desksOf(id, parts);
  if (users.length > 1) {
    const hint = `say \`default_desk:\`, one of ${users.join(', ')}`;
    report.missing(document, ['mailboxes', id], 'serves several desks, but none takes mail that names no desk', hint);
  } else if (users.length === 0) {
    const hint = `say \`default_desk:\` here, or \`mailbox: ${id}\` at a desk`;
    report.missing(document, ['mailboxes', id], 'no desk takes its mail', hint);
  }
}

function checkAddress(id: string, box: MailboxInput, document: Document, report: Report): void {
  const path = ['mailboxes', id, 'address'];
  const address = mailboxAddress(box);
  if (address === undefined) {
    report.missing(document, ['mailboxes', id], 'has no address', 'say `address: support@example.com`');
  } else if (takesAdditions(box) && splitDetail(address, box.delimiter).detail !== undefined) {
    report.error(
      document,
      path,
      `what follows the "${box.delimiter}" of ${address} would be taken for a token`,
      'another address, another `delimiter`, or `plus_addresses: false`',
    );
  }
}

function checkFolders(id: string, box: MailboxInput, document: Document, report: Report): void {
  const same = (folder: string) => folder === box.folder || (isInbox(folder) && isInbox(box.folder));
  const after = box.after;
  if (typeof after === 'object' && 'move' in after && same(after.move)) {
    report.error(
      document,
      ['mailboxes', id, 'after', 'move'],
      'is the folder that is read',
      'another folder, or `after: leave`',
    );
  }
  if (box.sent_copy !== undefined && same(box.sent_copy)) {
    report.error(
      document,
      ['mailboxes', id, 'sent_copy'],
      'is the folder that is read',
      'another folder, such as Sent',
    );
  }
}

/** RFC 3501 §5.1: INBOX is the same in any case. */
function isInbox(folder: string): boolean {
  return addressKey(folder) === 'inbox';
}
