import type { Decision } from '../desk/facts.ts';
import type { LedgerId, MessageKey } from '../desk/ids.ts';
import type { MessageBody, StoredAttachment } from '../store/port.ts';
import type { Understood } from './understand.ts';

/** The texts of the messages that a decision makes of a mail: the whole mail, or for typed ones just their words. */
export function bodiesOf(
  decision: Decision,
  understood: Understood,
  ledger: LedgerId,
  attachments: readonly StoredAttachment[],
): ReadonlyMap<MessageKey, MessageBody> {
  const { mail, reading } = understood;
  const whole: MessageBody = {
    subject: mail.subject,
    full: reading.full,
    spans: reading.spans,
    html: understood.html,
    messageId: mail.messageId,
    ledger,
    attachments,
  };
  return new Map(
    decision.messages.map((message) => [
      message.key,
      message.source === 'mail' ? whole : typedBody(message.text, mail.subject),
    ]),
  );
}

/** The body of a message that somebody typed. */
export function typedBody(text: string, subject: string): MessageBody {
  return { subject, full: text, spans: [], html: undefined, messageId: undefined, ledger: undefined, attachments: [] };
}
