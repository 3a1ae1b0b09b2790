import type { MessageId } from '../mail/mail.ts';
import type { MailCommand } from './command.ts';
import { addressIn } from './verbs.ts';

/** The facts that a mail's decision rests on, by name; the shell loads them. */
export interface Needs {
  readonly tokens: readonly string[];
  readonly ids: readonly MessageId[];
  readonly numbers: readonly string[];
  /** Lower-case addresses of everybody the mail names. */
  readonly addresses: readonly string[];
  /** Whose automatic answers are counted. */
  readonly answered: string | undefined;
  /** The mail of ours that a bounce is about. */
  readonly bounced: { readonly messageId: MessageId | undefined; readonly tokens: readonly string[] } | undefined;
}

/** References beyond these are not looked up: the newest say enough. */
const MAX_IDS = 40;
const MAX_ADDRESSES = 60;

/** Names the facts for a mail. */
export function needs(command: MailCommand): Needs {
  const people = [
    ...command.from,
    ...(command.forwarded ? [command.forwarded.from] : []),
    ...command.to,
    ...command.cc,
  ];
  const addresses = [...new Set(people.map((person) => person.address.toLowerCase()))].slice(0, MAX_ADDRESSES);
  for (const line of command.commands) {
    const address = line.verb === 'to' || line.verb === 'watch' ? addressIn(line.argument) : undefined;
    if (address !== undefined) addresses.push(address.toLowerCase());
  }
  return {
    tokens: command.tokens,
    ids: command.cites.slice(0, MAX_IDS),
    numbers: command.numbers,
    addresses,
    answered: command.from[0]?.address.toLowerCase(),
    bounced:
      command.mailKind === 'bounce' || command.mailKind === 'delay'
        ? { messageId: command.bounce?.originalMessageId, tokens: command.tokens }
        : undefined,
  };
}
