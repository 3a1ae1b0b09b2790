/** What a command answers to the shell that ran it; the numbers from 64 on are those of sysexits.h, which mail servers understand. */
export const EXIT = {
  ok: 0,
  wrong: 1,
  usage: 64,
  data: 65,
  missing: 66,
  unavailable: 69,
  bug: 70,
  io: 74,
  later: 75,
  refused: 77,
  config: 78,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, for `spoc help exit-codes` and the README. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  wrong: 'the work was done and something was found wrong: doctor, check --connect, a file that inspect could not read',
  usage: 'the command was written wrong',
  data: 'what was given cannot be used: a mail that is empty or too large, rows of a CSV file',
  missing: 'there is no such file, ticket, mail, client or contact',
  unavailable: 'the gateway, a server or the data folder cannot be reached, or another gateway holds the data folder',
  bug: 'a mistake in Spoc itself; --debug shows where',
  io: 'the disk or the network failed',
  later: 'not now; the same command may succeed later (an MTA keeps the mail)',
  refused: 'the desk refuses what was asked',
  config: 'the configuration is wrong',
};

/** The codes as lines for a person. */
export function exitCodesText(): string {
  const lines = Object.entries(EXIT).map(
    ([name, code]) => `${String(code).padStart(4)}  ${EXIT_MEANINGS[name as keyof typeof EXIT]}`,
  );
  return ['Exit codes:', ...lines, ' 128+n  ended by signal n before the work was done'].join('\n');
}

/** A command cannot do what it was asked: what, and what to do next. Shown without a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ExitCode;
  readonly next: string | undefined;

  constructor(code: ExitCode, message: string, next?: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}
