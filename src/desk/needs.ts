import type { MessageId } from '../mail/mail.ts';
import { replyAddressIn } from '../mail/reply-address-line.ts';
import { companiesNamed } from './access/access.ts';
import type { MailCommand } from './command.ts';
import { servicesNamedBy } from './form/register-words.ts';
import { callIn } from './phone/mail-call.ts';
import { headAddress } from './phone/record.ts';
import { deskOf, type Policy } from './policy.ts';
import { recordAsked } from './record/asked.ts';
import { addressIn, ticketNamed } from './verbs.ts';

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
  /** Words that may name a service or circuit, when a desk concerned asks for one. */
  readonly services: readonly string[];
  /** Company numbers of clients that an address of a desk is for. */
  readonly companies: readonly string[];
  /** The number of a call that the mail records. */
  readonly caller: string | undefined;
  /** The record that the mail asks for, with the numbers as the desk writes them. */
  readonly record: { readonly numbers: ReadonlyMap<string, string> } | undefined;
  /** Numbers of tickets that its command lines name. */
  readonly commanded: readonly string[];
  /** What stands behind command lines that set a service or a fact. */
  readonly setting: readonly string[];
  /** Whether a command line splits messages off. */
  readonly splits: boolean;
}

/** References beyond these are not looked up: the newest say enough. */
const MAX_IDS = 40;
const MAX_ADDRESSES = 60;

/** Names the facts for a mail. */
export function needs(command: MailCommand, policy: Policy): Needs {
  const people = [
    ...command.from,
    ...(command.forwarded ? [command.forwarded.from] : []),
    ...command.to,
    ...command.cc,
  ];
  const addresses = [...new Set(people.map((person) => person.address.toLowerCase()))].slice(0, MAX_ADDRESSES);
  for (const line of command.commands) {
    const address = ['to', 'watch', 'unwatch'].includes(line.verb) ? addressIn(line.argument) : undefined;
    if (address !== undefined) addresses.push(address.toLowerCase());
  }
  const reply = replyAddressIn(command.body);
  if (reply !== undefined) addresses.push(reply.toLowerCase());
  const call = callIn(command, deskOf(policy, command.desk).country);
  const named = call === undefined ? undefined : headAddress(call.notes);
  if (named !== undefined) addresses.push(named.address.toLowerCase());
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
    services: servicesNamedBy(command, policy),
    companies: [...companiesOf(command, policy), ...companiesNamed(command, deskOf(policy, command.desk))],
    caller: call?.number?.number,
    record: recordOf(command, policy),
    commanded: command.commands.flatMap(({ verb, argument }) => ticketNamed(verb, argument) ?? []),
    setting: command.commands.flatMap(({ verb, argument }) =>
      verb === 'service' || verb === 'fact' ? [argument] : [],
    ),
    splits: command.commands.some(({ verb }) => verb === 'split'),
  };
}

/** A number that was written without its prefix is one of the desk's. */
function recordOf(command: MailCommand, policy: Policy): Needs['record'] {
  const asked = recordAsked(command);
  if (asked === undefined) return undefined;
  const { prefix } = deskOf(policy, command.desk);
  return { numbers: new Map(asked.numbers.map((one) => [one, /^\d/.test(one) ? `${prefix}-${one}` : one])) };
}

function companiesOf({ sentTo }: MailCommand, policy: Policy): readonly string[] {
  if (sentTo === undefined) return [];
  return [...policy.desks.values()].flatMap((desk) => desk.addressRoles.get(sentTo)?.companyNumber ?? []);
}
