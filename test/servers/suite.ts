import { describe, it } from 'vitest';
import { clamdAvailable } from './clamd.ts';
import { dovecotAvailable } from './dovecot.ts';
import { postfixAvailable } from './postfix.ts';
import { straceAvailable } from './strace.ts';

const SERVERS = {
  clamd: clamdAvailable,
  dovecot: dovecotAvailable,
  postfix: postfixAvailable,
  strace: straceAvailable,
} as const;
export type ServerName = keyof typeof SERVERS;

/**
 * A suite on real servers. It runs where they can be started; elsewhere it says so in the report as skipped, and where `CI` is set it fails instead,
 * so that a build never passes for want of them.
 */
export async function serverSuite(name: string, servers: readonly ServerName[], suite: () => void): Promise<void> {
  const missing: ServerName[] = [];
  for (const server of servers) if (!(await SERVERS[server]())) missing.push(server);
  const here = missing.length === 0;
  describe.runIf(here)(name, suite);
  const why = `${name}: needs ${missing.join(' and ')}, installed and run as root`;
  if (here) return;
  if (process.env.CI !== undefined && process.env.CI !== '') {
    it(why, () => {
      throw new Error(why);
    });
    return;
  }
  console.warn(`not run – ${why}`);
  it.runIf(here)(why, () => undefined);
}
