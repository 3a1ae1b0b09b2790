import type { Locale } from '../desk/status.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { configurationName, type ServerGuess } from './starter-guess.ts';

/** How the mailbox is logged in to; secrets are named, never written. */
export type StarterLogin =
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'google';
      readonly clientId: string;
      readonly secretVariable: string;
      readonly tokenFile: string;
    }
  | { readonly kind: 'microsoft'; readonly tenant: string; readonly clientId: string; readonly secretVariable: string };

/** What a first configuration is made of. */
export interface Starter {
  readonly data: string;
  readonly address: EmailAddress;
  readonly user: string;
  readonly imap: ServerGuess;
  readonly smtp: ServerGuess;
  readonly login: StarterLogin;
  readonly plusAddresses: boolean;
  readonly deskName: string;
  readonly prefix: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly agents: readonly { readonly name: string; readonly address: EmailAddress }[];
}

/** The mailbox and the desk of a first configuration go by this name. */
export const STARTER_NAME = 'support';

/** A commented configuration of one mailbox and one desk. */
export function starterConfiguration(starter: Starter): string {
  const agents = namedAgents(starter.agents);
  return `\
# Spoc's configuration. \`npx spoc check\` tells what is wrong in it, with line and column; the README explains every key.

# The folder of the database and the mails, relative to this file. Back it up.
data: ${scalar(starter.data)}

# \`hold\` runs everything but keeps all outgoing mail in the outbox until you release it: good for a first look.
delivery: send

mailboxes:
  ${STARTER_NAME}:
    address: ${scalar(starter.address)}
    imap:
${server(starter.imap, starter)}
    smtp:
${server(starter.smtp, starter)}
    # Mail that is there already is not touched; \`since: 2026-01-31\` takes it from that day on.
    since: now
    # What is done with a mail once it is dealt with: leave, flag, delete, or { move: Folder }.
    after: leave
    # Whether mail to ${withAddition(starter.address)} reaches this mailbox. Try it: replies carry such an addition.
    plus_addresses: ${starter.plusAddresses}

agents:
${agents.map(([id, agent]) => `  ${id}:\n    name: ${scalar(agent.name)}\n    address: ${scalar(agent.address)}`).join('\n')}

desks:
  ${STARTER_NAME}:
    name: ${scalar(starter.deskName)}
    address: ${scalar(starter.address)}
    prefix: ${starter.prefix} # numbers are ${starter.prefix}-1001, ${starter.prefix}-1002, …
    locale: ${starter.locale}
    time_zone: ${scalar(starter.timeZone)}
    agents: [${agents.map(([id]) => id).join(', ')}]
    # Closes every mail to a client.
    signature: |
      ${starter.deskName}
    # Mail of someone who is no contact yet: accept, hold or refuse.
    unknown_senders: accept
`;
}

function namedAgents(agents: Starter['agents']): readonly (readonly [string, Starter['agents'][number]])[] {
  const taken = new Set<string>();
  return agents.map((agent) => {
    const id = configurationName(agent.name, taken);
    taken.add(id);
    return [id, agent] as const;
  });
}

function server({ host, port, tls }: ServerGuess, { user, login }: Starter): string {
  const lines = [
    `host: ${scalar(host)}`,
    `port: ${port}`,
    `tls: ${tls}`,
    `user: ${scalar(user)}`,
    ...loginLines(login),
  ];
  return lines.map((line) => `      ${line}`).join('\n');
}

function loginLines(login: StarterLogin): readonly string[] {
  switch (login.kind) {
    case 'variable':
      return [`password: \${${login.variable}}`];
    case 'file':
      return [`password_file: ${scalar(login.path)}`];
    case 'google':
      return [
        'oauth:',
        '  provider: google',
        `  client_id: ${scalar(login.clientId)}`,
        `  client_secret: \${${login.secretVariable}}`,
        `  refresh_token_file: ${scalar(login.tokenFile)} # \`npx spoc login ${STARTER_NAME}\` writes it`,
      ];
    case 'microsoft':
      return [
        'oauth:',
        '  provider: microsoft',
        `  tenant: ${scalar(login.tenant)}`,
        `  client_id: ${scalar(login.clientId)}`,
        `  client_secret: \${${login.secretVariable}} # \`npx spoc login ${STARTER_NAME}\` shows the steps`,
      ];
  }
}

function withAddition(address: EmailAddress): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+test${address.slice(at)}`;
}

/** A YAML scalar: plain where no reader could take it for something else, else quoted (JSON is YAML). */
function scalar(text: string): string {
  const plain = /^[\p{L}./][\p{L}\p{N} ._@/+-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off)$|\s$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
