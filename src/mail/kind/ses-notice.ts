import { emailAddress, messageId } from '../address.ts';
import type { Classification, MessageId } from '../mail.ts';
import { preciseStatus } from './bounce-status.ts';
import { type KindRule, kindOf } from './facts.ts';

/** Amazon SES tells of bounces through SNS as a mail whose text is JSON (SES developer guide, "notification contents"). */
export const sesNoticeRule: KindRule = ({ body }) => {
  const start = body.slice(0, 200).trimStart();
  if (!start.startsWith('{') || !/"notificationType"\s*:/.test(body)) return undefined;
  const notice = record(parsed(firstObject(body)));
  const type = text(notice.notificationType);
  if (type === 'Complaint') return kindOf('feedback', 'SES notification: Complaint');
  if (type === 'Delivery') return kindOf('receipt', 'SES notification: Delivery');
  if (type === 'Bounce') return bounceOf(record(notice.bounce), record(notice.mail));
  return undefined;
};

function bounceOf(bounce: Readonly<Record<string, unknown>>, mail: Readonly<Record<string, unknown>>): Classification {
  const recipients = list(bounce.bouncedRecipients).map(record);
  const first = recipients[0] ?? {};
  const permanent = text(bounce.bounceType) === 'Permanent';
  return {
    kind: 'bounce',
    reasons: [`SES notification: Bounce, ${text(bounce.bounceType) || 'of no type'}`],
    bounce: {
      recipients: recipients.flatMap(({ emailAddress: address }) => emailAddress(text(address)) ?? []),
      status: preciseStatus(/^[245]\.\d{1,3}\.\d{1,3}$/.exec(text(first.status))?.[0], text(first.diagnosticCode)),
      permanent,
      originalMessageId: originalId(mail),
    },
  };
}

/** The Message-ID that we wrote; SES's own `messageId` is an alias of it. */
function originalId(mail: Readonly<Record<string, unknown>>): MessageId | undefined {
  const header = list(mail.headers)
    .map(record)
    .find(({ name }) => text(name).toLowerCase() === 'message-id');
  const ids = [text(header?.value), text(record(mail.commonHeaders).messageId), text(mail.messageId)];
  return ids.map((id) => messageId(id)).find((id) => id !== undefined);
}

/** SNS appends an unsubscription footer below the object. */
function firstObject(body: string): string {
  const end = body.search(/\n\s*--\s*\n|\n\s*If you wish to stop/);
  return end < 0 ? body : body.slice(0, end);
}

function parsed(json: string): unknown {
  // MTAs break lines of more than 998 octets, sendmail with "!" and a blank after the break.
  for (const text of [json, json.replace(/!?\n ?/g, '')]) {
    try {
      return JSON.parse(text);
    } catch {
      // Then it is cut or no JSON; the next way, or none, reads it.
    }
  }
  return undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 100) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
