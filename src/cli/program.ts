import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { absenceCommands } from './absence.ts';
import { accessCommand } from './access.ts';
import { contractCommands } from './contract.ts';
import { coverageCommands } from './coverage.ts';
import { defectCommands } from './defect.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT, type ExitCode, exitCodesText } from './exit.ts';
import { inspectCommand } from './inspect.ts';
import { keepingCommands } from './keeping.ts';
import { mailInCommands } from './mail-in.ts';
import { mailCommands } from './mails.ts';
import { matrixCommand } from './matrix.ts';
import { reportCommand } from './monthly-report.ts';
import { peopleCommands } from './people.ts';
import { personCommands } from './person.ts';
import { phoneCommands } from './phone.ts';
import { policyCommand } from './policy.ts';
import { registerCommands } from './register.ts';
import { releaseCommands } from './release.ts';
import { replayCommand } from './replay.ts';
import { report } from './report.ts';
import { rfoCommands } from './rfo.ts';
import { setupCommands } from './setup.ts';
import { startCommand } from './start.ts';
import { statementCommand } from './statement.ts';
import { statusCommand } from './status.ts';
import { ticketCommand } from './ticket.ts';

/** All commands. Each loads what it works with only when it runs, so that help is there at once. */
function build(): Command {
  const program = new Command('spoc')
    .description('Single Point Of Contact: an e-mail-driven ticketing gateway')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .option(
      '-c, --config <file>',
      'the configuration (default: $SPOC_CONFIG, config/spoc.yaml, the one that comes with Spoc)',
    )
    .option('--debug', 'show where in the program an error arose')
    .option('--no-color', 'no colours, as with NO_COLOR')
    .showHelpAfterError('(--help explains the command)')
    .exitOverride();
  startCommand(program);
  demoCommand(program);
  setupCommands(program);
  ticketCommand(program);
  defectCommands(program);
  releaseCommands(program);
  rfoCommands(program);
  phoneCommands(program);
  mailCommands(program);
  peopleCommands(program);
  absenceCommands(program);
  registerCommands(program);
  coverageCommands(program);
  contractCommands(program);
  statementCommand(program);
  reportCommand(program);
  policyCommand(program);
  matrixCommand(program);
  accessCommand(program);
  mailInCommands(program);
  replayCommand(program);
  inspectCommand(program);
  doctorCommand(program);
  statusCommand(program);
  keepingCommands(program);
  personCommands(program);
  program
    .command('exit-codes')
    .description('what the exit codes mean')
    .addHelpText('after', `\n${exitCodesText()}`)
    .action(() => void process.stdout.write(`${exitCodesText()}\n`));
  return program;
}

function version(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : 'unknown';
}

/** Runs the command of a command line (as `process.argv` has it); answers the exit code. Throws nothing: what goes wrong is told on standard error. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  process.exitCode = EXIT.ok;
  try {
    await build().parseAsync([...argv]);
    return process.exitCode as ExitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return report(error, argv.includes('--debug'));
  }
}
