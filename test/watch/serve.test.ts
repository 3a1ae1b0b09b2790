import { expect, it } from 'vitest';
import { createMetrics } from '../../src/watch/metrics.ts';
import type { Observed } from '../../src/watch/observe.ts';
import { serveWatch } from '../../src/watch/serve.ts';
import { ago, BOX, seen } from './seen.ts';

it.each<[string, Partial<Observed>, number, RegExp]>([
  ['all is well', {}, 200, /^ready\n$/],
  [
    'a mailbox was lost a moment ago',
    { mailboxes: [{ ...BOX, state: 'disconnected', since: ago(0.5) }] },
    200,
    /ready/,
  ],
  [
    'a mailbox is away',
    { mailboxes: [{ ...BOX, state: 'disconnected', since: ago(30) }] },
    503,
    /mailbox box: disconn/,
  ],
  ['a login is refused', { mailboxes: [{ ...BOX, state: 'refused', since: ago(30) }] }, 503, /mailbox box: refused/],
  ['the disk is full', { store: { kind: 'full', since: ago(1), error: 'ENOSPC' } }, 503, /no mail is taken in/],
])('/readyz when %s', async (_name, more, code, text) => {
  const metrics = createMetrics();
  const server = await serveWatch({ host: '127.0.0.1', port: 0 }, async () => seen(more), metrics);
  try {
    const answer = await fetch(`http://127.0.0.1:${server.port}/readyz`);
    expect(answer.status).toBe(code);
    expect(await answer.text()).toMatch(text);
    // It works, whether it is ready or not: a restart would mend nothing.
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  } finally {
    await server.close();
    metrics.close();
  }
});
