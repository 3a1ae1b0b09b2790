import type { Command } from 'commander';

/** `spoc check`, `schema`, `init`, `login`: the configuration. */
export function setupCommands(program: Command): void {
  const run = () => import('./setup-run.ts');
  program
    .command('check')
    .description('tell every mistake in the configuration, with file, line and what would be right')
    .option('--connect', 'log in to all servers as well; changes nothing there')
    .option('--json', '{"ok", "problems": […], "servers": […]}')
    .addHelpText('after', '\nExit codes: 0 all is well; 78 the configuration is wrong; 1 a server says no.')
    .action(async (_options, command: Command) => {
      process.exitCode = await (await run()).check(command.optsWithGlobals());
    });
  program
    .command('schema')
    .description('the JSON Schema of the configuration, for editors')
    .option('--markdown', 'the reference of all keys instead')
    .action(async (_options, command: Command) => (await run()).schema(command.optsWithGlobals()));
  program
    .command('init [file]')
    .description(
      'ask a few questions and write a first configuration (default: config/spoc.yaml); what is said here is not asked',
    )
    .option('--address <address>', 'the mailbox')
    .option('--provider <provider>', 'microsoft, google or other')
    .option('--imap <host[:port]>', 'where mail is read')
    .option('--smtp <host[:port]>', 'where mail is sent')
    .option('--user <user>', 'who logs in')
    .option('--variable <name>', 'the environment variable that holds the password or client secret')
    .option('--tenant <tenant>', 'of Microsoft 365')
    .option('--client-id <id>', 'of the application registered at Microsoft or Google')
    .option('--plus-addresses', 'address+token@ reaches the mailbox')
    .option('--no-plus-addresses', 'it does not')
    .option('--desk <name>', 'as clients read it')
    .option('--prefix <prefix>', 'of ticket numbers')
    .option('--locale <locale>', 'en, sr, sr-Cyrl, sl, sk, cs, mk')
    .option('--time-zone <zone>', 'Europe/Belgrade')
    .option('--agents <agent...>', '"Ana Kos <ana@example.com>", one each')
    .action(async (file: string | undefined, _options, command: Command) => {
      process.exitCode = await (await run()).initialise(file, command.optsWithGlobals());
    });
  program
    .command('login <mailbox>')
    .description('consent to the login of a mailbox at Microsoft 365 or Google, and try it')
    .action(async (mailbox: string, _options, command: Command) => {
      process.exitCode = await (await run()).loginTo(mailbox, command.optsWithGlobals());
    });
}
