import type { Command } from 'commander';

/** `spoc start`: runs the gateway until it is told to end. */
export function startCommand(program: Command): void {
  program
    .command('start')
    .description('run the gateway; SIGTERM or Ctrl-C lets it finish what it has begun, a second one ends it at once')
    .action(async (_options, command: Command) => {
      const { start } = await import('./start-run.ts');
      process.exitCode = await start(command.optsWithGlobals<{ readonly config?: string }>());
    });
}
