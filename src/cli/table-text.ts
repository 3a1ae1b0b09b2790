import { readFile, stat } from 'node:fs/promises';
import { EXIT, Failure } from './exit.ts';
import { textOf } from './given.ts';

/** Bytes of a table that is read. */
const MOST_TABLE = 8 * 1024 * 1024;

/** The text of a table's file; `-` is standard input. Throws a `Failure` when it is too long or no UTF-8. */
export async function tableText(file: string): Promise<string> {
  if (file === '-') return textOf([]);
  if ((await stat(file)).size > MOST_TABLE)
    throw new Failure(EXIT.data, `${file} has more than ${MOST_TABLE} bytes`, 'import it in parts');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Failure(EXIT.data, `${file} is not UTF-8`, 'save it as "CSV UTF-8"');
  }
}
