import { createServer, type Socket } from 'node:net';

/** What the stand-in answers to a mail; `silence` says nothing at all, `hang up` ends the connection at once. */
export type Answer = (mail: Buffer) => string | 'silence' | 'hang up';

/** A stand-in for clamd that speaks its INSTREAM and nothing else. */
export interface Clamd {
  readonly port: number;
  answer: Answer;
  /** The mails that it was shown. */
  readonly seen: Buffer[];
  close(): Promise<void>;
}

/** Starts one on a free port of loopback. */
export async function startClamd(answer: Answer): Promise<Clamd> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let held = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      const mail = whole(held);
      if (mail === undefined) return;
      clamd.seen.push(mail);
      const said = clamd.answer(mail);
      if (said === 'hang up') socket.destroy();
      else if (said !== 'silence') socket.end(`${said}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const clamd: Clamd = {
    port: address.port,
    answer,
    seen: [],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return clamd;
}

/** The mail, when all of it has come; throws on anything but the protocol. */
function whole(bytes: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (bytes.length < command.length) return undefined;
  if (bytes.toString('latin1', 0, command.length) !== command) throw new Error('no INSTREAM');
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    if (at + 4 + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
