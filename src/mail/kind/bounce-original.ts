import { messageId } from '../address.ts';
import type { MessageId } from '../mail.ts';
import { returnedText } from './bounce-recipients.ts';
import type { MailFacts } from './facts.ts';

const MAX_ORIGINAL = 64 * 1024;
const MESSAGE_ID = /^[ \t]{0,8}"?message-id"?[ \t]{0,4}:\s{0,40}<([^<>\s]{1,900})>/gim;

/**
 * The Message-ID of the mail that bounced: from the headers the report returns, else from the quoted original in the text, else
 * from In-Reply-To and References. Of several the first that we issued, else the first.
 */
export function originalMessageId(facts: MailFacts, original: string): MessageId | undefined {
  const candidates = [
    ...idsIn(headOf(original)),
    ...idsIn(returnedText(facts.body)),
    ...idsIn(facts.body),
    ...facts.mail.inReplyTo,
    ...[...facts.mail.references].reverse(),
    ...idsIn(original),
  ];
  return candidates.find((id) => facts.own(id)) ?? candidates[0];
}

/** The first header block; some reports begin it with a blank line. */
function headOf(original: string): string {
  const text = original.slice(0, MAX_ORIGINAL).replace(/^\s+/, '');
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(0, end);
}

function idsIn(text: string): MessageId[] {
  return [...text.slice(0, MAX_ORIGINAL).matchAll(MESSAGE_ID)].flatMap((found) => messageId(found[1] ?? '') ?? []);
}
