import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';
import type { Observed } from './observe.ts';

/** What is answered to those who watch from outside. */
export interface WatchServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A mailbox that is away for so long (milliseconds) makes the gateway unready. */
const AWAY = 5 * 60_000;

/**
 * Answers GET /healthz (the process works), /readyz (it can take mail in: the store answers, each mailbox is read) and /metrics. No other path, no other
 * method, no body is read.
 */
export async function serveWatch(
  listen: { readonly host: string; readonly port: number },
  observe: () => Promise<Observed>,
  metrics: Metrics,
): Promise<WatchServer> {
  const answers: Readonly<
    Record<string, () => Promise<{ readonly code: number; readonly type: string; readonly text: string }>>
  > = {
    '/healthz': async () => ({ code: 200, type: 'text/plain; charset=utf-8', text: 'ok\n' }),
    '/readyz': async () => {
      const why = unready(await observe());
      return {
        code: why.length === 0 ? 200 : 503,
        type: 'text/plain; charset=utf-8',
        text: why.length === 0 ? 'ready\n' : `${why.join('\n')}\n`,
      };
    },
    '/metrics': async () => ({ code: 200, type: metrics.contentType, text: await metrics.text(await observe()) }),
  };
  const server = createServer(
    { maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000 },
    (incoming, outgoing) => {
      incoming.resume();
      const path = (incoming.url ?? '').split('?')[0] ?? '';
      const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
      const send = (code: number, type: string, text: string) => {
        outgoing.writeHead(code, {
          'content-type': type,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        outgoing.end(incoming.method === 'HEAD' ? undefined : text);
      };
      if (answer === undefined)
        return send(404, 'text/plain; charset=utf-8', 'there are /healthz, /readyz and /metrics\n');
      if (incoming.method !== 'GET' && incoming.method !== 'HEAD')
        return send(405, 'text/plain; charset=utf-8', 'GET only\n');
      answer().then(
        ({ code, type, text }) => send(code, type, text),
        () => send(503, 'text/plain; charset=utf-8', 'the store does not answer\n'),
      );
    },
  );
  server.maxConnections = 50;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function unready({ at, mailboxes, store }: Observed): readonly string[] {
  const away = mailboxes
    .filter(({ state, since }) => state !== 'listening' && state !== 'working' && at.getTime() - since.getTime() > AWAY)
    .map(({ id, state }) => `mailbox ${id}: ${state}`);
  return store.kind === 'fine' ? away : ['no mail is taken in: the disk takes none', ...away];
}
