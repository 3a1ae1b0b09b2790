import { createConnection, createServer, type Socket } from 'node:net';

/** Bytes on the wire that are to be the last. */
export interface Trap {
  readonly from: 'client' | 'server';
  readonly bytes: string;
  /** The nth time that they pass. */
  readonly pass: number;
  readonly spring: () => void;
}

/** A wire between the gateway and a server, on which a trap can lie: the bytes that spring it, and all after them, go no further. */
export interface TrappedWire {
  readonly port: number;
  /** Undefined: all passes. */
  lay(trap: Trap | undefined): void;
  /** When something was last said, by `performance.now()`. */
  lastSaid(): number;
  stop(): Promise<void>;
}

/** Starts a proxy before a loopback port. */
export async function trappedWire(target: number): Promise<TrappedWire> {
  const sockets = new Set<Socket>();
  let trap: Trap | undefined;
  let passes = 0;
  let last = performance.now();

  function springs(from: 'client' | 'server', said: string): boolean {
    if (trap === undefined || trap.from !== from || !said.includes(trap.bytes)) return false;
    passes += 1;
    if (passes < trap.pass) return false;
    trap.spring();
    return true;
  }

  const server = createServer((client) => {
    const upstream = createConnection(target, '127.0.0.1');
    let cut = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    const forward = (from: 'client' | 'server', source: Socket, sink: Socket): void => {
      let tail = '';
      source.on('data', (bytes) => {
        last = performance.now();
        const said = tail + bytes.toString('latin1');
        // What passed is not to be counted again with what follows it.
        const begun = trap === undefined || said.includes(trap.bytes) ? 0 : trap.bytes.length - 1;
        tail = begun === 0 ? '' : said.slice(-begun);
        cut ||= springs(from, said);
        if (!cut) sink.write(bytes);
      });
    };
    forward('client', client, upstream);
    forward('server', upstream, client);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    lay: (next) => {
      trap = next;
      passes = 0;
    },
    lastSaid: () => last,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
