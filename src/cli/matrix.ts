import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface MatrixOptions extends Common {
  readonly service?: string;
  readonly client?: string;
  readonly desk?: string;
  readonly locale?: string;
  readonly output?: string;
  readonly send?: string;
}

/** `spoc escalation-matrix`: the matrix as a document, into a file or to a contact of the client (INTERSPACE-9). */
export function matrixCommand(program: Command): void {
  program
    .command('escalation-matrix')
    .description('the escalation matrix of a service, client or desk as a PDF document')
    .option('--service <service>', 'of this service: ID or circuit')
    .option('--client <client>', 'of this client: id, company number or name')
    .option('--desk <desk>', "of this desk; default: the client's, or the only one")
    .option('--locale <locale>', 'the language of the file; default: that in which the client is written to')
    .option(
      '--output <file>',
      'where to write it; - is standard output; default: escalation-matrix….pdf in this folder',
    )
    .option('--send <address>', 'mail it to this contact of the client instead, in his language')
    .option('--json', 'print {matrix, file} or {matrix, sent}')
    .action(async (_options, command: Command) =>
      (await import('./matrix-run.ts')).escalationMatrix(command.optsWithGlobals<MatrixOptions>()),
    );
}
