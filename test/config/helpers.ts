import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { type Problem, problemText } from '../../src/config/problem.ts';
import type { Environment } from '../../src/config/secrets.ts';
import type { Settings } from '../../src/config/settings.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Writes files into a folder of their own, which goes with the test; answers the folder. */
export async function filesIn(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-config-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** The settings of a configuration that is right, with its warnings as lines. */
export async function settingsOf(
  text: string | Readonly<Record<string, string>>,
  env: Environment = {},
): Promise<{ readonly settings: Settings; readonly warnings: readonly string[]; readonly folder: string }> {
  const folder = await filesIn(typeof text === 'string' ? { 'spoc.yaml': text } : text);
  const result = await loadSettings(join(folder, 'spoc.yaml'), env);
  if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'));
  return { settings: result.settings, warnings: lines(result.warnings, folder), folder };
}

/** The problems of a configuration that is wrong, as lines that begin with `spoc.yaml:LINE:COLUMN`. */
export async function problemsOf(
  text: string | Readonly<Record<string, string>>,
  env: Environment = {},
): Promise<readonly string[]> {
  const folder = await filesIn(typeof text === 'string' ? { 'spoc.yaml': text } : text);
  const result = await loadSettings(join(folder, 'spoc.yaml'), env);
  if (result.ok) throw new Error('the configuration was found right');
  return lines(result.problems, folder);
}

function lines(problems: readonly Problem[], folder: string): readonly string[] {
  return problems.map((problem) => problemText(problem).replaceAll(`${folder}/`, ''));
}

/** A configuration that is right; parts of it are replaced by a test. */
export const PLAIN = `\
mailboxes:
  main:
    imap: { host: imap.example.com, user: support@example.com, password: "\${PASSWORD}" }
    smtp: { host: smtp.example.com, user: support@example.com, password: "\${PASSWORD}" }
agents:
  ana: { name: Ana, address: ana@example.com }
desks:
  support: { name: Support, address: support@example.com, prefix: SUP, time_zone: Europe/Belgrade, agents: [ana] }
`;

export const ENV: Environment = { PASSWORD: 'hunter2' };
