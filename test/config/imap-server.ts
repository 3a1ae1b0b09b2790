import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

interface Hoodiecrow {
  readonly server: Server;
  listen(port: number, host: string, done: () => void): void;
}
const require = createRequire(import.meta.url);
const hoodiecrow: (options: Readonly<Record<string, unknown>>) => Hoodiecrow = require('hoodiecrow-imap');

export interface TestServer {
  readonly port: number;
  close(): Promise<void>;
}

/** hoodiecrow-imap on a free port of loopback: user `support`, password `hunter2`, access token `access-1`. */
export async function startImap(
  plugins: readonly string[],
  tls: { readonly key: string; readonly cert: string; readonly implicit: boolean } | undefined = undefined,
): Promise<TestServer> {
  const server = hoodiecrow({
    plugins: ['SASL-IR', 'XOAUTH2', ...plugins],
    users: { support: { password: 'hunter2', xoauth2: { accessToken: 'access-1', sessionTimeout: 3_600_000 } } },
    storage: {
      INBOX: { messages: [{ raw: 'Subject: one\r\n\r\nbody' }] },
      '': { separator: '/', folders: { Archive: {}, Sent: {} } },
    },
    credentials: tls === undefined ? {} : { key: tls.key, cert: tls.cert },
    secureConnection: tls?.implicit === true,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return running(server.server);
}

/** A server that takes connections and says what `greet` says, or nothing. */
export async function startMute(greet: (socket: Socket) => void = () => undefined): Promise<TestServer> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return running(server);
}

function running(server: Server): TestServer {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
