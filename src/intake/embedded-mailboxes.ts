import { randomBytes } from 'node:crypto';
import { Secret } from '../config/secret.ts';
import type { MailboxId, MailboxSettings, ServerSettings, Settings } from '../config/settings.ts';
import { AUTHSERV_ID, type Embedded, startEmbedded } from './embedded.ts';

/** Clients of the demo, who have a box on the embedded server (names of RFC 2606). */
export const DEMO_CLIENTS = ['ana@client.example', 'jovan@klijent.example'] as const;

/** Settings in which embedded mailboxes have become servers like any other, and those servers. */
export interface WithEmbedded {
  readonly settings: Settings;
  readonly embedded: ReadonlyMap<MailboxId, Embedded>;
  close(): Promise<void>;
}

/** Starts the servers of embedded mailboxes, so that the production IMAP and SMTP paths run unchanged. */
export async function startEmbeddedMailboxes(settings: Settings, now: () => Date): Promise<WithEmbedded> {
  const mailboxes = new Map(settings.mailboxes);
  const embedded = new Map<MailboxId, Embedded>();
  const close = async () => {
    for (const servers of embedded.values()) await servers.close();
  };
  try {
    for (const [id, box] of settings.mailboxes) {
      if (box.access.kind !== 'embedded') continue;
      const servers = await startEmbedded({
        addresses: [box.address, ...box.ownAddresses.filter((own) => own !== box.address)],
        people: peopleOf(settings),
        password: randomBytes(9).toString('base64url'),
        ports: { imap: box.access.imapPort, smtp: box.access.smtpPort },
        now,
      });
      embedded.set(id, servers);
      mailboxes.set(id, asServers(box, servers));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { settings: { ...settings, mailboxes }, embedded, close };
}

/** Who has a box on the embedded server beside the gateway: the agents and the clients of the demo. */
export function peopleOf(settings: Settings): readonly string[] {
  const agents = [...settings.policy.agents.values()].map((agent) => agent.addresses[0]);
  return [...new Set<string>([...agents, ...DEMO_CLIENTS])];
}

function asServers(box: MailboxSettings, { imap, smtp }: Embedded): MailboxSettings {
  const login = { kind: 'password', user: imap.user, password: new Secret(imap.password) } as const;
  const server = (host: string, port: number): ServerSettings => ({ host, port, tls: 'none', ca: undefined, login });
  return {
    ...box,
    access: { kind: 'servers', imap: server(imap.host, imap.port), smtp: server(smtp.host, smtp.port) },
    // It begins empty with each start: all that lies in it has come since.
    since: { kind: 'date', date: new Date(0) },
    trusted: [...box.trusted, AUTHSERV_ID],
  };
}
