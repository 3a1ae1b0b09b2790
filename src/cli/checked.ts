import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadResult, loadSettings } from '../config/load.ts';
import type { Problem } from '../config/problem.ts';
import { registerProblems } from '../config/register-use.ts';
import { registerUse } from '../intake/register-use.ts';
import { placed } from './configuration.ts';
import { reading } from './data.ts';

/** A configuration as it was read, and all that is wrong with it; `registers`: of these, what the registers name and it does not have. */
export interface Checked {
  readonly loaded: LoadResult;
  readonly problems: readonly Problem[];
  readonly registers: readonly Problem[];
}

/** What is wrong in a configuration, by itself and beside the registers of its data folder, where there are any. */
export async function checkedConfiguration(file: string): Promise<Checked> {
  const first = await loadSettings(file, process.env);
  if (!first.ok) return { loaded: first, problems: first.problems, registers: [] };
  const settings = placed(first.settings);
  if (!existsSync(join(settings.data, 'spoc.db'))) return { loaded: first, problems: first.warnings, registers: [] };
  const use = await reading(settings, ({ read }) => registerUse(read));
  const loaded = await loadSettings(file, process.env, use);
  if (!loaded.ok) return { loaded, problems: loaded.problems, registers: [] };
  return { loaded, problems: loaded.warnings, registers: registerProblems(use, loaded.settings.policy) };
}
