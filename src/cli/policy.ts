import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ExplainOptions extends Common {
  readonly desk?: string;
  readonly client?: string;
  readonly service?: string;
  readonly priority?: string;
  readonly type?: string;
  readonly channel?: string;
  readonly at?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly from?: string;
  readonly to?: string;
  readonly form?: readonly string[];
}

/** `spoc policy explain`: which rules would apply to a case, and why. */
export function policyCommand(program: Command): void {
  program
    .command('policy')
    .description('the rules of the desks')
    .command('explain')
    .description('which rules would apply to a case that is opened at a moment, and why; changes nothing')
    .option('--desk <desk>', "default: the client's desk, or the only one")
    .option('--client <client>', "id, company number or name; default: the service's")
    .option('--service <service>', 'ID or circuit')
    .option('--priority <priority>', 'low, normal, high or urgent', 'normal')
    .option('--type <type>', 'request, incident, problem, change or defect, or a request type of the desk', 'request')
    .option('--channel <channel>', 'mail, phone or portal', 'mail')
    .option('--at <moment>', "such as 2026-12-24T18:00, in the desk's time zone; default: now")
    .option('--subject <text>', 'what rules of assignment ask of the mail')
    .option('--text <text>', '…')
    .option('--from <address>', '…')
    .option('--to <address>', "… default: the desk's first address")
    .option('--form <field=value...>', '… and of the form: impact=service-affecting')
    .option(
      '--json',
      '{desk, at, priority, level, hours, targets, escalation, assignment, form, priorities, coverage, deferral, language, phone}',
    )
    .action(async (_options, command: Command) =>
      (await import('./policy-run.ts')).explainPolicies(command.optsWithGlobals<ExplainOptions>()),
    );
}
