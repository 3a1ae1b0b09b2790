import { EXIT, type ExitCode, Failure } from './exit.ts';
import { colour, lines, remark } from './terminal.ts';

/** Errors of our own folders that are told in their own words; by name, so that nothing needs to be loaded to compare with. */
const KNOWN: ReadonlyMap<string, ExitCode> = new Map([
  ['RecordRefused', EXIT.data],
  ['TooLarge', EXIT.data],
  ['NoMail', EXIT.data],
  ['NewerDatabase', EXIT.config],
  ['StorageTrouble', EXIT.io],
  ['SqliteError', EXIT.io],
  ['HalfRestored', EXIT.unavailable],
  ['BackupRefused', EXIT.data],
  ['VersionConflict', EXIT.later],
  ['TokenError', EXIT.unavailable],
]);

/** What the system says when it fails, and what a person can do. */
const SYSTEM: Readonly<Record<string, readonly [ExitCode, string | undefined]>> = {
  ENOENT: [EXIT.missing, 'look whether the path is right'],
  EACCES: [EXIT.io, 'run the command as the user whom the gateway runs as'],
  EPERM: [EXIT.io, 'run the command as the user whom the gateway runs as'],
  ENOSPC: [EXIT.io, 'make room on the disk'],
  EADDRINUSE: [EXIT.unavailable, 'another program listens there; end it, or change the port in the configuration'],
  SQLITE_FULL: [EXIT.io, 'make room on the disk'],
  SQLITE_READONLY: [EXIT.io, 'the disk or the file can only be read: look at its mount and its owner'],
  EROFS: [EXIT.io, 'the disk can only be read: look at its mount'],
  EISDIR: [EXIT.data, 'give a file, not a folder'],
};

/** Tells a person what went wrong and what to do next; answers the exit code. The stack is shown on request only. */
export function report(error: unknown, debug: boolean): ExitCode {
  const { code, message, next } = explained(error);
  remark(`${colour.red('spoc:')} ${lines(message)}`);
  if (next !== undefined) remark(`  ${lines(next)}`);
  if (debug && error instanceof Error) remark(colour.dim(error.stack ?? ''));
  return code;
}

function explained(error: unknown): {
  readonly code: ExitCode;
  readonly message: string;
  readonly next: string | undefined;
} {
  if (error instanceof Failure) return { code: error.code, message: error.message, next: error.next };
  if (!(error instanceof Error))
    return { code: EXIT.bug, message: 'something failed that tells nothing of itself', next: undefined };
  const system = 'code' in error && typeof error.code === 'string' ? SYSTEM[error.code] : undefined;
  if (system !== undefined) return { code: system[0], message: error.message, next: system[1] };
  const known = KNOWN.get(error.name);
  if (known !== undefined) return { code: known, message: error.message, next: undefined };
  return { code: EXIT.bug, message: `unexpected: ${error.message}`, next: 'the same command with --debug shows where' };
}
