import { emailAddress, messageId } from '../../../src/mail/address.ts';
import type { HeaderField, Mailbox, ParsedMail, Report } from '../../../src/mail/mail.ts';

/** A parsed mail from header lines, a blank line and a text body, as a parser would answer it for a simple mail. */
export function mailOf(
  raw: string,
  more: { readonly report?: Report; readonly attachments?: ParsedMail['attachments'] } = {},
): ParsedMail {
  const cut = raw.indexOf('\n\n');
  const head = (cut < 0 ? raw : raw.slice(0, cut)).replace(/\n[ \t]+/g, ' ');
  const headers: HeaderField[] = head
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => ({
      name: line.slice(0, line.indexOf(':')).toLowerCase(),
      value: line.slice(line.indexOf(':') + 1).trim(),
    }));
  const value = (name: string) => headers.find((field) => field.name === name)?.value ?? '';
  const ids = (name: string) => (value(name).match(/<[^<>\s]+>/g) ?? []).flatMap((id) => messageId(id) ?? []);
  return {
    headers,
    from: headers.filter(({ name }) => name === 'from').flatMap((field) => mailboxes(field.value)),
    sender: mailboxes(value('sender'))[0],
    replyTo: mailboxes(value('reply-to')),
    to: mailboxes(value('to')),
    cc: mailboxes(value('cc')),
    subject: value('subject'),
    messageId: ids('message-id')[0],
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    date: undefined,
    text: cut < 0 ? '' : raw.slice(cut + 2),
    textFromHtml: false,
    html: undefined,
    attachments: more.attachments ?? [],
    report: more.report,
    remarks: [],
  };
}

/** A text/plain or message/* part beside the body. */
export function part(contentType: string, text: string): ParsedMail['attachments'][number] {
  const content = Buffer.from(text);
  return {
    filename: undefined,
    contentType,
    size: content.length,
    contentId: undefined,
    inline: false,
    content,
    ref: undefined,
    leftOut: undefined,
  };
}

function mailboxes(value: string): Mailbox[] {
  return value.split(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/).flatMap((one) => {
    const match = /^(?:(.*?)\s*)?<([^<>]+)>$/.exec(one.trim());
    const address = emailAddress(match?.[2] ?? one);
    return address ? [{ name: (match?.[1] ?? '').replace(/^"|"$/g, ''), address }] : [];
  });
}
