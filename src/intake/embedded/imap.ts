import type { AddressInfo, Server } from 'node:net';
import type { Boxes } from './boxes.ts';
import { type HoodiecrowConnection, hoodiecrow, PLUGINS, refuse } from './hoodiecrow.ts';

const MAX_CLIENTS = 100;
/** A client that sends more before a line end, or a larger literal, is cut off. */
const MOST_PENDING = 64 * 1024 * 1024;

/** The common door of all boxes: a login leads into the box of that address. */
export interface ImapDoor {
  readonly port: number;
  close(): Promise<void>;
}

export async function openImapDoor(
  boxes: Boxes,
  host: string,
  port: number,
  mayLogIn: (user: string, password: string) => boolean,
): Promise<ImapDoor> {
  const front = hoodiecrow({ plugins: PLUGINS, storage: { INBOX: {} }, users: {} });
  const open = new Set<HoodiecrowConnection>();
  front.connectionHandlers.push((connection) => {
    open.add(connection);
    connection.socket?.once('close', () => open.delete(connection));
    connection.socket?.on('data', () => {
      if (connection._remainder.length + connection._command.length > MOST_PENDING) connection.socket?.destroy();
    });
  });
  front.setCommandHandler('LOGIN', (connection, parsed, data, done) => {
    const [user = '', password = ''] = (parsed.attributes ?? []).map((attribute) => attribute.value);
    if (connection.state !== 'Not Authenticated' || !mayLogIn(user, password)) {
      refuse(connection, parsed, data, '[AUTHENTICATIONFAILED] login failed');
    } else {
      enter(connection, boxes, user);
      const attributes = [{ type: 'TEXT', value: 'logged in' }];
      connection.send({ tag: parsed.tag, command: 'OK', attributes }, 'LOGIN SUCCESS', parsed, data);
    }
    done();
  });
  front.server.maxConnections = MAX_CLIENTS;
  await listen(front.server, host, port);
  return {
    port: (front.server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => front.server.close(() => resolve()));
      for (const connection of open) connection.socket?.destroy();
      await closed;
    },
  };
}

/** From here on the connection talks to the box's own server, and hears its announcements. */
function enter(connection: HoodiecrowConnection, boxes: Boxes, user: string): void {
  connection.server.removeListener('notify', connection._notificationCallback);
  connection.server = boxes.boxOf(user).imap;
  connection.server.on('notify', connection._notificationCallback);
  connection.state = 'Authenticated';
}

/** Resolves when the server listens; rejects with the reason that it cannot. */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
