import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { run } from '../../src/cli/program.ts';

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line within this process. */
export async function spoc(...args: readonly string[]): Promise<Ran> {
  const before = process.exitCode;
  const written = { out: '', err: '' };
  const catching = (to: 'out' | 'err') => (text: unknown) => {
    written[to] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(catching('out'));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(catching('err'));
  try {
    return { code: await run(['node', 'spoc', ...args]), ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
    process.exitCode = before;
  }
}

/** The first line of a command's output as JSON. */
export function json<T>({ out }: Ran): T {
  return JSON.parse(out) as T;
}

/** A folder of a test's own with a configuration in it. */
export async function folderWith(
  configuration: string,
): Promise<{ readonly folder: string; readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-cli-'));
  const file = join(folder, 'spoc.yaml');
  await writeFile(file, configuration);
  return { folder, file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Two desks, on servers that no test talks to. */
export const OFFLINE = `
data: data
mailboxes:
  main:
    imap: { host: imap.desk.test, user: support@desk.test, password: "\${SPOC_TEST_PASSWORD}" }
    smtp: { host: smtp.desk.test, user: support@desk.test, password: "\${SPOC_TEST_PASSWORD}" }
    default_desk: support
agents:
  emma: { name: Emma Clark, address: emma@staff.test }
  marko: { name: Marko Petrović, address: marko@staff.test, locale: sr }
desks:
  support:
    { name: Support, address: support@desk.test, prefix: SUP, locale: en, time_zone: Europe/London, agents: [emma, marko] }
  podrska:
    { name: Podrška, address: podrska@desk.test, prefix: POD, locale: sr, time_zone: Europe/Belgrade, agents: [marko] }
dns: 'off'
`;
