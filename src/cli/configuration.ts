import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../config/load.ts';
import { problemText } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { EXIT, Failure } from './exit.ts';
import { remark } from './terminal.ts';

/** The package's folder: `src/cli` and `dist/cli` both lie two below it. */
export const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
export const TEMPLATES = join(PACKAGE, 'templates');
/** The configuration that comes with Spoc: an embedded mailbox. */
export const SHIPPED = join(PACKAGE, 'config', 'spoc.yaml');

/** The configuration file that is meant: the one given, $SPOC_CONFIG, ./config/spoc.yaml, or the one that comes with Spoc. */
export function configurationFile(given: string | undefined): string {
  const named = given ?? (process.env.SPOC_CONFIG || undefined);
  if (named !== undefined) return resolve(named);
  const here = resolve('config', 'spoc.yaml');
  return existsSync(here) ? here : SHIPPED;
}

/** Reads the configuration; a wrong one is told whole. Warnings go to standard error. */
export async function configured(given: string | undefined): Promise<Settings> {
  const file = configurationFile(given);
  const loaded = await loadSettings(file, process.env);
  const { problems, settings } = loaded.ok
    ? { problems: loaded.warnings, settings: loaded.settings }
    : { ...loaded, settings: undefined };
  if (settings === undefined) {
    const text = problems.map(problemText).join('\n');
    throw new Failure(
      EXIT.config,
      `the configuration is wrong\n${text}`,
      'correct the lines above; `spoc check` tells whether all is well',
    );
  }
  for (const problem of problems) remark(problemText(problem));
  return placed(settings);
}

/** The shipped file lies within the package, which the next update replaces: what is remembered stays where the command runs. */
export function placed(settings: Settings): Settings {
  const away = settings.file === SHIPPED && resolve('config', 'spoc.yaml') !== SHIPPED;
  return away ? { ...settings, data: resolve('data') } : settings;
}
