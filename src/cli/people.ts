import type { Command } from 'commander';
import type { Common } from './ticket.ts';

export interface ClientOptions extends Common {
  readonly companyNumber?: string;
  readonly locale?: string;
  readonly domain?: readonly string[];
  readonly desk?: string;
  readonly serviceLevel?: string;
  readonly calendar?: string;
  readonly escalation?: string;
  readonly obligations?: string;
}

/** What `client show` is asked for. */
export interface ShowClientOptions extends Common {
  readonly limit: string;
  readonly before?: string;
  readonly full?: boolean;
}

export interface ContactOptions extends Common {
  readonly name?: string;
  readonly client?: string;
  readonly businessUnit?: string;
  readonly position?: string;
  readonly phone?: string;
  readonly landline?: string;
  readonly mobile?: string;
  readonly locale?: string;
  readonly responsible?: boolean;
  readonly sees?: string;
}

const CONTACT_JSON =
  '{id, client, name, addresses, businessUnit, position, landline, mobile, locale, responsible, sees}';
const CLIENT_JSON = '{id, companyNumber, name, locale, domains, desk, serviceLevel, calendar, escalation, obligations}';

/** `spoc client …` and `spoc contact …`: the register of clients and their people. */
export function peopleCommands(program: Command): void {
  const run = () => import('./people-run.ts');
  const client = program.command('client').description('the client organisations');
  client
    .command('list')
    .description('all clients')
    .option('--json', `a list of ${CLIENT_JSON}`)
    .action(async (_options, command: Command) => (await run()).listClients(command.optsWithGlobals()));
  client
    .command('show <client>')
    .description('one client with its people, services and whole history at all desks: id, company number or name')
    .option('--limit <n>', 'at most so many tickets', '20')
    .option('--before <number>', 'older than this ticket: the next page')
    .option('--full', 'with the whole text of each message')
    .option('--json', `${CLIENT_JSON} with contacts, services and history: {tickets: [{…, events, messages}], more}`)
    .action(async (which: string, _options, command: Command) =>
      (await run()).showClient(which, command.optsWithGlobals<ShowClientOptions>()),
    );
  client
    .command('add <name>')
    .description('enter a client, or change the one with that company number')
    .option('--company-number <number>', 'how the registers know it')
    .option('--locale <locale>', 'en, sr, sr-Cyrl, sl, sk, cs, mk')
    .option('--domain <domain...>', 'mail domains that are its own; whoever writes from one is its contact')
    .option('--desk <desk>', 'the desk that serves it')
    .option('--service-level <level>', "what was agreed with it, where it is not the desk's own; none takes it away")
    .option('--calendar <calendar>', 'the hours agreed with it; none takes them away')
    .option('--escalation <matrix>', 'the escalation matrix agreed with it; none takes it away')
    .option('--obligations <standing>', 'whether it has settled what it owes: settled, unsettled, or none')
    .option('--json', 'print {"id"}')
    .action(async (name: string, _options, command: Command) =>
      (await run()).addClient(name, command.optsWithGlobals<ClientOptions>()),
    );
  table(
    client,
    'clients',
    'company_number,name,locale,domains,desk,service_level,calendar,escalation,obligations',
    run,
  );

  const contact = program.command('contact').description('the people of clients');
  contact
    .command('list')
    .description('all contacts')
    .option('--client <client>', 'of this client: id, company number or name')
    .option('--json', `a list of ${CONTACT_JSON}`)
    .action(async (_options, command: Command) =>
      (await run()).listContacts(command.optsWithGlobals<ContactOptions>()),
    );
  contact
    .command('show <contact>')
    .description('one contact: id or address')
    .option('--json', CONTACT_JSON)
    .action(async (which: string, _options, command: Command) =>
      (await run()).showContact(which, command.optsWithGlobals()),
    );
  contact
    .command('add [address...]')
    .description(
      'enter a contact, or change the one who has the address; the first is written to. Without address: by phone alone',
    )
    .option('--name <name>', 'first name and surname')
    .option('--client <client>', 'whose person it is: id, company number or name')
    .option('--business-unit <unit>', 'address of the place of work')
    .option('--position <position>', 'in the company')
    .option('--phone <number>', 'telephone of any kind: for who is reached by it alone')
    .option('--landline <number>', 'telephone')
    .option('--mobile <number>', 'telephone')
    .option('--locale <locale>', 'en, sr, sr-Cyrl, sl, sk, cs, mk')
    .option('--responsible', "is told of every change of status of the client's tickets")
    .option('--no-responsible', 'is not')
    .option(
      '--sees <whose>',
      'whose requests he may see by mail: own, unit (of his business unit) or client (the whole)',
    )
    .option('--json', 'print {"id"}')
    .action(async (addresses: string[], _options, command: Command) =>
      (await run()).addContact(addresses, command.optsWithGlobals<ContactOptions>()),
    );
  table(
    contact,
    'contacts',
    'addresses,name,client,business_unit,position,landline,mobile,locale,responsible,sees',
    run,
  );
}

function table(
  command: Command,
  kind: 'clients' | 'contacts',
  columns: string,
  run: () => Promise<typeof import('./people-run.ts')>,
): void {
  command
    .command('import <file>')
    .description(
      `enter ${kind} from a CSV file (- is standard input); a wrong row is told with its line and nothing is entered`,
    )
    .addHelpText(
      'after',
      `\nColumns: ${columns}\nSeveral values of one cell stand with blanks between them. A detail of a client for which the table has no column stays as it is.`,
    )
    .option('--json', 'print {"entered"} or {"problems": [{line, why}]}')
    .action(async (file: string, _options, command: Command) =>
      (await run()).importTable(kind, file, command.optsWithGlobals()),
    );
  command
    .command('export')
    .description(`print all ${kind} as CSV, as import reads them`)
    .action(async (_options, command: Command) => (await run()).exportTable(kind, command.optsWithGlobals()));
}
