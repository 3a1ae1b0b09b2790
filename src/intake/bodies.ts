import type { Decision } from '../desk/facts.ts';
import type { LedgerId, MessageKey } from '../desk/ids.ts';
import type { MessageBody, StoredAttachment } from '../store/port.ts';
import type { Understood } from './understand.ts';

/**
 * The texts of the messages that a decision makes of a mail: the whole mail, or for typed ones just their words. An answer leaves out the
 * pictures of its writer's signature and of what it quotes; they stay in the mail as it came.
 */
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
  const { strangePictures } = understood;
  const own = attachments.filter(({ contentId }) => contentId === undefined || !strangePictures.has(contentId));
  const bodyOf = (message: Decision['messages'][number]): MessageBody => {
    if (message.source === 'typed') return typedBody(message.text, mail.subject);
    return message.direction === 'outbound' ? { ...whole, attachments: own } : whole;
  };
  return new Map(decision.messages.map((message) => [message.key, bodyOf(message)]));
}

/** The body of a message that somebody typed. */
export function typedBody(text: string, subject: string): MessageBody {
  return { subject, full: text, spans: [], html: undefined, messageId: undefined, ledger: undefined, attachments: [] };
}
