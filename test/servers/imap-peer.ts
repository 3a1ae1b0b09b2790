import { type HoodiecrowServer, hoodiecrow, PLUGINS } from '../../src/intake/embedded/hoodiecrow.ts';
import { listen } from '../../src/intake/embedded/imap.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';

/** What an IMAP server announces: everything, no IDLE, or neither MOVE nor UIDPLUS. */
export type Ability = 'all' | 'no-idle' | 'no-move' | 'bare';

/** One user's empty mailbox on some server. */
export interface PeerMailbox {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  forget(): Promise<void>;
}

/** A kind of IMAP server that the reader's contract is tested on. */
export interface ImapPeer {
  mailbox(ability?: Ability): Promise<PeerMailbox>;
  stop(): Promise<void>;
}

export interface HoodiecrowMailbox extends PeerMailbox {
  readonly server: HoodiecrowServer;
}

const LACKING: Readonly<Record<Ability, readonly string[]>> = {
  all: [],
  'no-idle': ['IDLE'],
  'no-move': ['MOVE'],
  bare: ['MOVE', 'UIDPLUS'],
};

/** Starts a hoodiecrow with one user, `ana`, whose access token is `good-token`. */
export async function hoodiecrowMailbox(ability: Ability = 'all'): Promise<HoodiecrowMailbox> {
  const plugins = [...PLUGINS, 'XOAUTH2', 'SASL-IR'].filter((plugin) => !LACKING[ability].includes(plugin));
  const server = hoodiecrow({
    plugins,
    storage: { INBOX: { uidvalidity: 7 }, '': { separator: '/', folders: {} } },
    users: { ana: { password: 'tajna', xoauth2: { accessToken: 'good-token', sessionTimeout: 3_600_000 } } },
  });
  const open = new Set<{ destroy(): void }>();
  server.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await listen(server.server, '127.0.0.1', 0);
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    server,
    host: '127.0.0.1',
    port: address.port,
    user: 'ana',
    password: 'tajna',
    forget: async () => {
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Hoodiecrow as a peer: a server for each mailbox. */
export function hoodiecrowPeer(): ImapPeer {
  return { mailbox: hoodiecrowMailbox, stop: async () => undefined };
}

const DOVECOT_CAPABILITY: Readonly<Record<Ability, string | undefined>> = {
  all: undefined,
  'no-idle': 'IMAP4rev1 SASL-IR LITERAL+ UIDPLUS MOVE NAMESPACE SPECIAL-USE',
  'no-move': 'IMAP4rev1 SASL-IR LITERAL+ IDLE UIDPLUS NAMESPACE SPECIAL-USE',
  bare: 'IMAP4rev1 SASL-IR LITERAL+ IDLE NAMESPACE SPECIAL-USE',
};

/** Dovecot as a peer: one for each set of abilities, a user for each mailbox. */
export function dovecotPeer(): ImapPeer {
  const running = new Map<Ability, Promise<Dovecot>>();
  let users = 0;
  return {
    mailbox: async (ability = 'all') => {
      const capability = DOVECOT_CAPABILITY[ability];
      const starting = running.get(ability) ?? startDovecot(capability === undefined ? {} : { capability });
      running.set(ability, starting);
      const { host, imapPort, password } = await starting;
      users += 1;
      return { host, port: imapPort, user: `user${users}`, password, forget: async () => undefined };
    },
    stop: async () => {
      for (const dovecot of running.values()) await (await dovecot).stop();
    },
  };
}
