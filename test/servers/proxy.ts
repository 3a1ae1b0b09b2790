import { createConnection, createServer, type Socket } from 'node:net';

/** A wire between client and server that can be cut, silenced and listened to. */
export interface Wire {
  readonly port: number;
  /** Everything that clients sent. */
  sent(): string;
  /** Cuts each connection once the server has sent so many bytes on it; undefined: never. */
  cutAfter(bytes: number | undefined): void;
  /** Nothing passes any more, in either direction, and nobody is told. */
  silence(on: boolean): void;
  /** Ends all connections now. */
  cut(): void;
  connections(): number;
  stop(): Promise<void>;
}

/** Starts a proxy before a loopback port. */
export async function startProxy(target: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const sent: Buffer[] = [];
  let most: number | undefined;
  let silent = false;
  let count = 0;

  const server = createServer((client) => {
    count += 1;
    const upstream = createConnection(target, '127.0.0.1');
    let answered = 0;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    client.on('data', (bytes) => {
      sent.push(bytes);
      if (!silent) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      answered += bytes.length;
      if (silent) return;
      if (most !== undefined && answered > most) client.write(bytes.subarray(0, bytes.length - (answered - most)), end);
      else client.write(bytes);
    });
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    sent: () => Buffer.concat(sent).toString('latin1'),
    cutAfter: (bytes) => {
      most = bytes;
    },
    silence: (on) => {
      silent = on;
    },
    cut,
    connections: () => count,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
