import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';
import { temporaryFolder } from './folder.ts';

/** Whether system calls can be watched here: strace is installed and lets itself be used. */
export async function straceAvailable(): Promise<boolean> {
  const folder = await temporaryFolder('strace');
  try {
    await run('strace', ['-o', '/dev/null', 'true'], join(folder.path, 'said'));
    return true;
  } catch {
    return false;
  } finally {
    await folder.forget();
  }
}

/** What makes or names a file, writes, or syncs. */
const CALLS = 'fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg,rename,mkdir';
/** A page of the database, whole. */
const LONGEST = 5_000;

/** The command that runs a program under watch, in the program's own process; what it did goes to the file. */
export function watchedBy(file: string): readonly string[] {
  return ['strace', '-D', '-f', '-yy', '-s', `${LONGEST}`, '-o', file, '-e', `trace=${CALLS}`];
}

/** One system call of one thread; file descriptors are told as what they are. */
export interface SystemCall {
  readonly name: string;
  /** As strace writes them: `21</data/spoc.db-wal>, "…", 4096, 0`. */
  readonly args: string;
  readonly failed: boolean;
  /** Places in the order of all that happened; what has begun may still be under way while others begin. */
  readonly begun: number;
  readonly done: number;
}

/** Reads what strace wrote, in the order in which calls began. */
export async function readTrace(file: string): Promise<readonly SystemCall[]> {
  const calls: SystemCall[] = [];
  const underWay = new Map<string, { readonly name: string; readonly args: string; readonly begun: number }>();
  for (const [place, line] of (await readFile(file, 'utf8')).split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const begins = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(rest);
    const resumes = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    const whole = /^(\w+)\((.*)\)\s+= (-?)/.exec(rest);
    if (begins !== null) underWay.set(thread, { name: begins[1] ?? '', args: begins[2] ?? '', begun: place });
    else if (resumes !== null) {
      const begun = underWay.get(thread);
      if (begun !== undefined) calls.push({ ...begun, failed: / = -/.test(resumes[2] ?? ''), done: place });
    } else if (whole !== null) {
      calls.push({ name: whole[1] ?? '', args: whole[2] ?? '', failed: whole[3] === '-', begun: place, done: place });
    }
  }
  return calls.toSorted((a, b) => a.begun - b.begun);
}
