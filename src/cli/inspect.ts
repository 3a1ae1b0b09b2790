import type { Command } from 'commander';

/** How files are to be inspected. */
export interface InspectOptions {
  readonly json?: boolean;
  readonly text?: boolean;
  readonly html?: boolean;
  readonly dns?: boolean;
  readonly trust?: readonly string[];
  readonly config?: string;
}

/** `spoc inspect FILE…`: what Spoc reads out of mails, each conclusion with its reason. */
export function inspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('what Spoc reads out of mail files, and why; needs no configuration')
    .argument('<files...>', 'mails, one to a file; - is standard input')
    .option('--json', 'one JSON object a line, in the order of the files')
    .option('--text', 'the files are bare text bodies')
    .option('--html', 'the files are bare HTML bodies')
    .option('--trust <host...>', 'receivers whose Authentication-Results are believed')
    .option('--dns', 'check DKIM and DMARC by asking the DNS')
    .addHelpText(
      'after',
      `
With --config the desks' ticket prefixes and people and the trusted receivers come from that configuration.
Exit codes: 0 all files were read; 1 some could not be read (their line says why). The JSON keys:
  file, from, to, cc, replyTo, subject, cleanSubject, messageId, inReplyTo, references, date, text, html (sanitised),
  reply (what was written now), elided (the rest), strict {text, doubt} (what may go on to a client),
  attachments [{filename, contentType, detectedType, size, contentId, inline, leftOut}], kind, reasons, bounce,
  ticketNumbers, commands, forwarded, authenticity {level, dmarc, reason, flags}, remarks; or file, error`,
    )
    .action(async (files: string[], _options, command: Command) => {
      const { inspect } = await import('./inspect-run.ts');
      process.exitCode = await inspect(files, command.optsWithGlobals<InspectOptions>());
    });
}
