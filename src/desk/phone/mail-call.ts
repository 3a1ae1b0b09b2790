import type { CommandLine } from '../../mail/commands.ts';
import type { PhoneCountry } from '../../mail/form/phone-number.ts';
import type { MailCommand } from '../command.ts';
import { type RecordedCall, readCall } from './call.ts';

/** A call that a mail records on its first line, with the commands beside it. */
export interface MailedCall extends RecordedCall {
  readonly commands: readonly CommandLine[];
}

/** Reads `call +381 64 …`, or `#call +381 64 …` with other commands below it, at the head of a mail; undefined when it begins otherwise. */
export function callIn(
  { commands, body }: Pick<MailCommand, 'commands' | 'body'>,
  country: PhoneCountry,
): MailedCall | undefined {
  const [first, ...others] = commands;
  const text = first === undefined ? body : `${first.verb} ${first.argument}\n${body}`;
  const call = readCall(text, country);
  return call && { ...call, commands: others };
}
