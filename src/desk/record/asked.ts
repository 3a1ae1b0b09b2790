import { saysNothing } from '../../mail/closing.ts';
import { isRecordWord, MOST_ASKED, type RecordAsked, readRecordSubject } from '../../mail/record-words.ts';
import type { MailCommand } from '../command.ts';

/**
 * What of the record a mail asks for: its subject is the word for it, and it says nothing else; a signature is nothing (SAOP-1). Undefined when it is
 * any other mail.
 */
export function recordAsked(command: MailCommand): RecordAsked | undefined {
  const { subject, numbers, body, commands, attachments, forwarded, from } = command;
  if (commands.length > 0 || attachments > 0 || forwarded !== undefined) return undefined;
  const asked = readRecordSubject(subject);
  if (asked === undefined) return undefined;
  if (!isRecordWord(body) && !saysNothing(body, from[0]?.name ?? '')) return undefined;
  // Our numbers in brackets were taken out of the subject.
  return { numbers: [...new Set([...numbers, ...asked.numbers])].slice(0, MOST_ASKED) };
}
