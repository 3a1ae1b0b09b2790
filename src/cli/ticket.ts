import type { Command } from 'commander';

/** Options of all commands, and of those that act. */
export interface Common {
  readonly config?: string;
  readonly json?: boolean;
}

/** What `ticket list` is asked for. */
export interface ListOptions extends Common {
  readonly desk?: string;
  readonly status?: readonly string[];
  readonly assignee?: string;
  readonly client?: string;
  readonly tag?: string;
  readonly all?: boolean;
  readonly due?: boolean;
  readonly queue?: boolean;
  readonly before?: string;
  readonly limit: string;
}

export interface ActOptions extends Common {
  readonly as?: string;
}

export interface EscalateOptions extends ActOptions {
  readonly level?: string;
}

export interface TagOptions extends ActOptions {
  readonly remove?: readonly string[];
}

export interface MergeOptions extends ActOptions {
  readonly yes?: boolean;
}

export interface StatusOptions extends ActOptions {
  readonly status?: string;
}

export interface OpenOptions extends ActOptions {
  readonly desk?: string;
  readonly for: string;
  readonly name?: string;
  readonly subject: string;
  readonly channel: string;
  readonly type: string;
  readonly priority: string;
  readonly write?: boolean;
}

export interface SplitOptions extends ActOptions {
  readonly messages: readonly string[];
  readonly subject?: string;
  readonly for?: string;
}

const AS = ['--as <agent>', 'act as this agent of the configuration (default: the operator)'] as const;
const JSON_RESULT = ['--json', 'print {"tickets": [numbers], "notices": n}'] as const;

/** `spoc ticket …`. */
export function ticketCommand(program: Command): void {
  const ticket = program.command('ticket').description('look at tickets and work on them');
  const run = () => import('./ticket-act.ts');
  const keep = () => import('./ticket-keep.ts');
  const act = (name: string, args: string, description: string) =>
    ticket
      .command(`${name} ${args}`)
      .description(description)
      .option(...AS)
      .option(...JSON_RESULT);

  ticket
    .command('list')
    .description('the newest tickets; without --status or --all those that are not done')
    .option('--desk <desk>', 'of this desk')
    .option('--status <status...>', 'new, open, pending, on-hold, resolved, closed')
    .option('--assignee <agent>', 'of this agent, or nobody')
    .option('--client <client>', 'of this client: id, company number or name')
    .option('--tag <tag>', 'with this tag')
    .option('--due', 'those with something due, the next first')
    .option('--queue', 'those that wait, in the order in which they are to be taken up, with the points that make it')
    .option('--all', 'in any status')
    .option('--before <number>', 'older than this ticket: the next page')
    .option('--limit <n>', 'at most so many', '50')
    .option(
      '--json',
      'a list of {number, desk, subject, status, priority, assignee, requester, client, openedAt, updatedAt}',
    )
    .action(async (_options, command: Command) => {
      const { list } = await import('./ticket-show.ts');
      await list(command.optsWithGlobals<ListOptions>());
    });
  ticket
    .command('show <number>')
    .description('a ticket with its messages; the ids in front of them are for `split` and `held`')
    .option('--full', 'with what was elided of each message')
    .option('--json', 'one object with people, messages, events and outgoing mail')
    .action(async (number: string, _options, command: Command) => {
      const { show } = await import('./ticket-show.ts');
      await show(number, command.optsWithGlobals<Common & { readonly full?: boolean }>());
    });
  act('assign', '<number> <agent>', 'give it to an agent, or to nobody').action(
    async (number: string, agent: string, _options, command: Command) =>
      (await run()).assign(number, agent, command.optsWithGlobals()),
  );
  act(
    'status',
    '<number> <status> [text...]',
    'set its status; a text goes to the client with it (the solution, when it is resolved)',
  ).action(async (number: string, status: string, text: string[], _options, command: Command) =>
    (await run()).setStatus(number, status, text, command.optsWithGlobals()),
  );
  act('priority', '<number> <priority>', 'low, normal, high or urgent').action(
    async (number: string, priority: string, _options, command: Command) =>
      (await run()).setPriority(number, priority, command.optsWithGlobals()),
  );
  act('escalate', '<number>', 'up one level of its escalation matrix; the level and the client are told')
    .option('--level <n>', 'to this level, from 1')
    .action(async (number: string, _options, command: Command) =>
      (await run()).escalate(number, command.optsWithGlobals<EscalateOptions>()),
    );
  act('tier', '<number> <level>', 'give it to another level of solvers: L1, L2 or L3').action(
    async (number: string, level: string, _options, command: Command) =>
      (await run()).setTier(number, level, command.optsWithGlobals()),
  );
  act(
    'approve',
    '<number> [client...]',
    'enter a future client who gave his facts; a name takes the place of the one that he gave',
  ).action(async (number: string, client: string[], _options, command: Command) =>
    (await run()).approve(number, client, command.optsWithGlobals()),
  );
  act('decline', '<number> [text...]', 'decline an enrolment; the text goes to the applicant').action(
    async (number: string, text: string[], _options, command: Command) =>
      (await run()).decline(number, text, command.optsWithGlobals()),
  );
  act('type', '<number> <type>', 'request, incident, problem, change or defect').action(
    async (number: string, type: string, _options, command: Command) =>
      (await run()).setType(number, type, command.optsWithGlobals()),
  );
  act(
    'quote',
    '<number> <terms...>',
    'offer the client a price, a deadline, or both: 120 EUR by 2026-12-05 [words]',
  ).action(async (number: string, words: readonly string[], _options, command: Command) =>
    (await run()).quote(number, words, command.optsWithGlobals()),
  );
  act(
    'agreed',
    '<number> [terms...]',
    'record that the client agrees to the offer that he has, or to these terms',
  ).action(async (number: string, words: readonly string[], _options, command: Command) =>
    (await run()).agreed(number, words, command.optsWithGlobals()),
  );
  act(
    'time',
    '<number> <time> [words...]',
    'book time of work: 25m, 1h 30m, 1:30; with a minus before it, a correction (behind --)',
  ).action(async (number: string, time: string, words: string[], _options, command: Command) =>
    (await run()).bookTime(number, time, words, command.optsWithGlobals()),
  );
  act(
    'cover',
    '<number> <work>',
    "free, chargeable or refused, whatever the rules say; agreed or declined: the client's word; rules: they decide again; or the id of a rule",
  ).action(async (number: string, work: string, _options, command: Command) =>
    (await run()).setCover(number, work, command.optsWithGlobals()),
  );
  act('product', '<number> <product>', 'which product it is about, or none').action(
    async (number: string, product: string, _options, command: Command) =>
      (await run()).setProduct(number, product, command.optsWithGlobals()),
  );
  act(
    'service',
    '<number> <service...>',
    'which service of its client it is about, by its id, a circuit or its name; none: none',
  ).action(async (number: string, words: readonly string[], _options, command: Command) =>
    (await run()).setService(number, words, command.optsWithGlobals()),
  );
  act(
    'fact',
    '<number> <field> <value...>',
    "what is true of a field of its form, as the client's own answer would say it; none: it does not apply",
  ).action(async (number: string, field: string, words: readonly string[], _options, command: Command) =>
    (await run()).setFact(number, field, words, command.optsWithGlobals()),
  );
  act('grant', '<number> [way]', 'give a verified applicant access: by link (default) or letter').action(
    async (number: string, way: string | undefined, _options, command: Command) =>
      (await run()).grant(number, way ?? 'link', command.optsWithGlobals()),
  );
  act('resume', '<number>', 'take up at once what was put off to the next business day').action(
    async (number: string, _options, command: Command) => (await run()).resume(number, command.optsWithGlobals()),
  );
  act(
    'same',
    '<number> [earlier]',
    'it is the same question again as an earlier one that was found; none: it is not',
  ).action(async (number: string, earlier: string | undefined, _options, command: Command) =>
    (await run()).same(number, earlier, command.optsWithGlobals()),
  );
  act('move', '<number> <desk>', 'move it to another desk; its old number still leads to it').action(
    async (number: string, desk: string, _options, command: Command) =>
      (await run()).move(number, desk, command.optsWithGlobals()),
  );
  act('watch', '<number> <address>', 'let this person have copies of the answers').action(
    async (number: string, address: string, _options, command: Command) =>
      (await run()).watch(number, address, command.optsWithGlobals()),
  );
  act('unwatch', '<number> <address>', 'no more copies to this person').action(
    async (number: string, address: string, _options, command: Command) =>
      (await run()).unwatch(number, address, command.optsWithGlobals()),
  );
  act('merge', '<number> <other>', 'everything of the other ticket comes to the first; its number leads there')
    .option('--yes', 'though it is somebody else’s: each of the two sees what is written there from now on')
    .action(async (number: string, other: string, _options, command: Command) =>
      (await keep()).merge(number, other, command.optsWithGlobals<MergeOptions>()),
    );
  act('link', '<number> <other>', 'put two tickets side by side; the client does not see it').action(
    async (number: string, other: string, _options, command: Command) =>
      (await keep()).link(number, other, command.optsWithGlobals()),
  );
  act('tag', '<number> [tags...]', 'add tags: one word each')
    .option('--remove <tag...>', 'and take these away')
    .action(async (number: string, tags: string[], _options, command: Command) =>
      (await keep()).tag(number, tags, command.optsWithGlobals<TagOptions>()),
    );
  act(
    'due',
    '<number> <date...>',
    'a date of your own, such as 2026-12-05 or "5. 12. 2026 14:00"; `none` takes it away',
  ).action(async (number: string, date: string[], _options, command: Command) =>
    (await keep()).due(number, date, command.optsWithGlobals()),
  );
  act('snooze', '<number> <time...>', 'on hold for 3d, 4h or until a date; it comes back by itself').action(
    async (number: string, time: string[], _options, command: Command) =>
      (await keep()).snooze(number, time, command.optsWithGlobals()),
  );
  act('spam', '<number>', 'close it as spam, without any mail to its sender').action(
    async (number: string, _options, command: Command) => (await keep()).spam(number, command.optsWithGlobals()),
  );
  act('note', '<number> [text...]', 'add an internal note (argument or standard input)').action(
    async (number: string, text: string[], _options, command: Command) =>
      (await run()).note(number, text, command.optsWithGlobals()),
  );
  act('reply', '<number> [text...]', 'answer the client (argument or standard input)')
    .option('--status <status>', 'and set this status')
    .action(async (number: string, text: string[], _options, command: Command) =>
      (await run()).reply(number, text, command.optsWithGlobals<StatusOptions>()),
    );
  act('send', '<number>', 'send the newest answer that waits for #send').action(
    async (number: string, _options, command: Command) => (await run()).send(number, command.optsWithGlobals()),
  );
  act('open', '[text...]', 'open a ticket for a contact (text as argument or on standard input)')
    .requiredOption('--for <address>', "the contact's address; entered now when it is new")
    .requiredOption('--subject <subject>', 'what it is about')
    .option('--desk <desk>', 'the desk (needed where there are several)')
    .option('--name <name>', 'the name of a new contact', '')
    .option('--channel <channel>', 'how it came: phone, portal or mail', 'phone')
    .option('--type <type>', 'request, incident, problem, change or defect', 'request')
    .option('--priority <priority>', 'low, normal, high or urgent', 'normal')
    .option('--write', 'the text is ours: it goes to the contact as a mail (as #to does)')
    .action(async (text: string[], _options, command: Command) =>
      (await run()).open(text, command.optsWithGlobals<OpenOptions>()),
    );
  act('split', '<number>', 'undo a wrong filing: messages go to a ticket of their own')
    .requiredOption('--messages <id...>', 'the messages, as `ticket show` names them')
    .option('--subject <subject>', 'the subject of the new ticket (default: that of the first message)')
    .option('--for <address>', 'whose ticket it is (default: who wrote the first message)')
    .action(async (number: string, _options, command: Command) =>
      (await run()).split(number, command.optsWithGlobals<SplitOptions>()),
    );
}
