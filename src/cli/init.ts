import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { loadSettings } from '../config/load.ts';
import { writePrivateFile } from '../config/private-file.ts';
import { problemText } from '../config/problem.ts';
import { STARTER_NAME, type Starter, starterConfiguration } from '../config/starter.ts';
import { type Asker, Cancelled } from './ask.ts';
import { askStarter, type Draft } from './init-questions.ts';

/** What may be said on the command line; the rest is asked, or guessed when nobody can be asked. */
export interface InitFlags {
  readonly address?: string;
  readonly provider?: string;
  /** `host`, `host:port`. */
  readonly imap?: string;
  readonly smtp?: string;
  readonly user?: string;
  /** The environment variable that holds the password, or the client secret. */
  readonly variable?: string;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly plusAddresses?: boolean;
  readonly desk?: string;
  readonly prefix?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  /** `Ana Kos <ana@example.com>`, one each. */
  readonly agents?: readonly string[];
}

export interface InitDeps {
  /** Undefined: nobody can be asked; the flags and guesses have to do. */
  readonly asker: Asker | undefined;
  /** The time zone of this machine. */
  readonly timeZone: string;
}

export type InitResult =
  | {
      readonly kind: 'written';
      readonly file: string;
      /** Written beside it, mode 0600; undefined when the password stays in the environment. */
      readonly secretFile: string | undefined;
      /** What to do now, one step to a line. */
      readonly next: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  | { readonly kind: 'cancelled' };

/** Asks what a first configuration needs and writes it, commented and checked. Never overwrites anything. */
export async function init(file: string, flags: InitFlags, deps: InitDeps): Promise<InitResult> {
  const path = resolve(file);
  if (await exists(path)) return refused(`${file} is there already: take it away first, or name another file`);
  try {
    const draft = await askStarter(flags, deps, basename(dirname(path)) === 'config' ? '../data' : './data');
    return draft.kind === 'incomplete' ? { kind: 'refused', problems: draft.problems } : await write(path, draft);
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    throw error;
  }
}

async function write(path: string, { starter, password }: Extract<Draft, { kind: 'complete' }>): Promise<InitResult> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const secretFile = starter.login.kind === 'file' ? join(folder, starter.login.path) : undefined;
  if (secretFile !== undefined && (await exists(secretFile)))
    return refused(`${secretFile} is there already: take it away first`);
  const draftFile = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  let kept = false;
  try {
    if (secretFile !== undefined) await writePrivateFile(secretFile, `${password ?? ''}\n`, false);
    await writePrivateFile(draftFile, starterConfiguration(starter), false);
    const checked = await loadSettings(draftFile, pretendedEnvironment(starter));
    if (!checked.ok) return { kind: 'refused', problems: checked.problems.map(problemText) };
    // A link, not a rename: it fails when someone else has written the file meanwhile.
    await link(draftFile, path);
    kept = true;
    return { kind: 'written', file: path, secretFile, next: nextSteps(path, starter) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return refused(`${path} is there already`);
    throw error;
  } finally {
    await rm(draftFile, { force: true });
    if (!kept && secretFile !== undefined) await rm(secretFile, { force: true });
  }
}

/** The variables that the configuration names need not be set yet. */
function pretendedEnvironment({ login }: Starter): Readonly<Record<string, string>> {
  const name = variableOf(login);
  return name === undefined ? {} : { [name]: 'not set yet' };
}

function variableOf(login: Starter['login']): string | undefined {
  if (login.kind === 'variable') return login.variable;
  return login.kind === 'file' ? undefined : login.secretVariable;
}

function nextSteps(path: string, { login, address }: Starter): readonly string[] {
  const variable = variableOf(login);
  const config = basename(path) === 'spoc.yaml' && basename(dirname(path)) === 'config' ? '' : ` --config ${path}`;
  return [
    ...(variable === undefined ? [] : [`set the environment variable ${variable}`]),
    ...(login.kind === 'google' || login.kind === 'microsoft' ? [`npx spoc login ${STARTER_NAME}${config}`] : []),
    `npx spoc check --connect${config}`,
    `npm start, and write a mail to ${address}`,
  ];
}

function refused(problem: string): InitResult {
  return { kind: 'refused', problems: [problem] };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
