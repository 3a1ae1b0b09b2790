import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** What a scripted relay does in place of its usual reply. */
export type Act = string | 'close' | 'hang';

/** Replies by step; undefined: the usual one. `n` counts mails from 1. */
export interface Script {
  readonly extensions?: readonly string[];
  readonly greeting?: (connection: number) => Act | undefined;
  readonly mail?: (from: string, n: number) => Act | undefined;
  readonly rcpt?: (to: string, n: number) => Act | undefined;
  readonly data?: (n: number) => Act | undefined;
  /** Called with how much of the mail has come; what it answers is done at once. */
  readonly content?: (bytes: number, n: number) => Act | undefined;
  readonly end?: (raw: string, n: number) => Act | undefined;
  /** Milliseconds before each reply. */
  readonly latency?: number;
}

export interface Relay {
  readonly port: number;
  readonly taken: { readonly from: string; readonly to: string; readonly raw: string }[];
  /** Everything that clients said, command by command. */
  readonly said: string[];
  connections: number;
  close(): Promise<void>;
}

/** An SMTP server whose every reply a test can choose, on a free port of loopback. */
export async function startRelay(script: Script = {}): Promise<Relay> {
  const sockets = new Set<Socket>();
  const relay: Relay = { port: 0, taken: [], said: [], connections: 0, close };
  let mails = 0;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    relay.connections += 1;
    serve(socket, relay.connections);
  });

  function serve(socket: Socket, connection: number): void {
    let buffer = '';
    let inData = false;
    let refusedRcpt = true;
    let from = '';
    let to = '';
    let number = 0;
    const write = (line: string): void => {
      if (script.latency === undefined) socket.write(`${line}\r\n`);
      else setTimeout(() => socket.write(`${line}\r\n`), script.latency);
    };
    const answer = (act: Act | undefined, usual: string): string | undefined => {
      if (act === 'close') socket.destroy();
      else if (act !== 'hang') write(act ?? usual);
      return act === 'close' || act === 'hang' ? undefined : (act ?? usual);
    };
    const command = (line: string): void => {
      relay.said.push(line);
      if (/^EHLO/.test(line))
        write(
          [...(script.extensions ?? ['PIPELINING', '8BITMIME']), 'HELP'].reduce(
            (text, word, i, all) => `${text}\r\n250${i === all.length - 1 ? ' ' : '-'}${word}`,
            '250-relay.example',
          ),
        );
      else if (/^MAIL/.test(line)) {
        mails += 1;
        number = mails;
        from = /<(.*?)>/.exec(line)?.[1] ?? '';
        refusedRcpt = !answer(script.mail?.(from, number), '250 ok')?.startsWith('2');
      } else if (/^RCPT/.test(line)) {
        to = /<(.*?)>/.exec(line)?.[1] ?? '';
        if (refusedRcpt) write('503 5.5.1 no sender');
        else refusedRcpt = !answer(script.rcpt?.(to, number), '250 ok')?.startsWith('2');
      } else if (/^DATA/.test(line)) {
        if (refusedRcpt) write('503 5.5.1 no recipient');
        else inData = answer(script.data?.(number), '354 go on')?.startsWith('354') ?? false;
      } else if (/^RSET/.test(line)) write('250 ok');
      else if (/^QUIT/.test(line)) {
        socket.end('221 bye\r\n');
      } else write('500 what');
    };
    answer(script.greeting?.(connection), '220 relay.example ESMTP');
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      buffer += chunk;
      for (;;) {
        if (inData) {
          const act = script.content?.(buffer.length, number);
          if (act !== undefined) {
            answer(act, '');
            return;
          }
          const stop = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n') + 2;
          if (stop === 1) return;
          const raw = buffer.slice(0, stop).replace(/^\.\./gm, '.');
          buffer = buffer.slice(stop + 3);
          inData = false;
          if (answer(script.end?.(raw, number), '250 2.0.0 taken')?.startsWith('2'))
            relay.taken.push({ from, to, raw });
          continue;
        }
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        command(line);
      }
    });
  }

  function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(relay, { port: (server.address() as AddressInfo).port });
}
