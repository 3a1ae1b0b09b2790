import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Document, Key } from './document.ts';
import type { Report } from './report.ts';
import { Secret } from './secret.ts';

/** The variables of the process, or of a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A password or key is a line, not a book. */
const MAX_SECRET = 64 * 1024;

/** What one reads secrets with. */
export interface SecretReader {
  readonly document: Document;
  readonly env: Environment;
  readonly report: Report;
}

/**
 * Reads the secret that stands at `KEY` (a variable) or `KEY_file` of a table; undefined when there is none, or when the report says why it
 * could not be read.
 */
export async function readSecret(
  reader: SecretReader,
  table: readonly Key[],
  key: string,
  reference: string | undefined,
  file: string | undefined,
): Promise<Secret | undefined> {
  if (reference !== undefined && file !== undefined) {
    reader.report.keyError(
      reader.document,
      [...table, `${key}_file`],
      `${key} stands here as well`,
      'keep one of them',
    );
    return undefined;
  }
  if (reference !== undefined) return fromEnvironment(reader, [...table, key], reference);
  if (file !== undefined) return fromFile(reader, [...table, `${key}_file`], file);
  return undefined;
}

function fromEnvironment(
  { document, env, report }: SecretReader,
  path: readonly Key[],
  reference: string,
): Secret | undefined {
  const name = reference.slice(2, -1);
  const value = env[name];
  if (value !== undefined && value !== '') return new Secret(value);
  const what = value === undefined ? 'is not set' : 'is empty';
  report.error(document, path, `the environment variable ${name} ${what}`, `set ${name} where the gateway is started`);
  return undefined;
}

async function fromFile(reader: SecretReader, path: readonly Key[], written: string): Promise<Secret | undefined> {
  const file = reader.document.resolve(path, written);
  const { document, report } = reader;
  try {
    const { size } = await stat(file);
    if (size > MAX_SECRET) {
      report.error(document, path, `${file} is too long for a secret`, `at most ${MAX_SECRET} bytes`);
      return undefined;
    }
    const text = (await readFile(file, 'utf8')).trim();
    if (text === '') {
      report.error(document, path, `${file} is empty`, 'write the secret into it');
      return undefined;
    }
    await warnWhenOpen(reader, path, file);
    return new Secret(text);
  } catch (error) {
    report.error(
      document,
      path,
      `${file} cannot be read (${codeOf(error)})`,
      'write the secret into it, with mode 0600',
    );
    return undefined;
  }
}

/** Warns of a file with a secret that others on this machine may read. */
export async function warnWhenOpen(
  { document, report }: SecretReader,
  path: readonly Key[],
  file: string,
): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o004) !== 0)
    report.warning(document, path, `everyone on this machine can read ${file}`, `chmod 600 ${file}`);
}

/** Reads PEM certificates; undefined when the report says why it could not. */
export async function readCertificates(
  reader: SecretReader,
  path: readonly Key[],
  written: string,
): Promise<string | undefined> {
  const file = reader.document.resolve(path, written);
  try {
    const text = await readFile(file, 'utf8');
    new X509Certificate(text);
    return text;
  } catch (error) {
    reader.report.error(
      reader.document,
      path,
      `${file} holds no certificate that can be read (${codeOf(error)})`,
      'a file in PEM form',
    );
    return undefined;
  }
}

/** `ENOENT` and its like. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
