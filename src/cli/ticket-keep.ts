import type { Act } from '../desk/command.ts';
import { deskOf } from '../desk/policy.ts';
import { readUpkeep, type UpkeepVerb } from '../desk/upkeep/verbs.ts';
import { configured } from './configuration.ts';
import { changing } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { actor, ticketOf } from './given.ts';
import { say } from './terminal.ts';
import type { ActOptions, MergeOptions, TagOptions } from './ticket.ts';
import { carryOut } from './ticket-act.ts';

/* What staff keep on their tickets, from the terminal: read by the same rules as in mail. */

async function keep(number: string, options: ActOptions, verb: UpkeepVerb, argument: string): Promise<void> {
  const settings = await configured(options.config);
  const by = actor(settings, options.as);
  await changing(settings, async (change) => {
    const ticket = await ticketOf(change.read, number);
    const facts = (await change.read.ticketFacts([ticket])).get(ticket);
    if (facts === undefined) throw new Failure(EXIT.missing, 'the ticket is gone');
    const { policy } = settings;
    const read = readUpkeep(verb, argument, { desk: deskOf(policy, facts.ticket.desk), policy, now: new Date() });
    if (read.kind === 'wrong')
      throw new Failure(
        EXIT.usage,
        `"${argument}" cannot be understood`,
        `write it as in ${read.expected.join(' or ')}`,
      );
    await carryOut(
      change,
      { kind: 'act', ticket, by, acts: [read.act], text: undefined, visibility: 'internal' },
      options,
    );
    if (options.json !== true) understood(read.act);
  });
}

/** How a date was understood. */
function understood(act: Act): void {
  if (act.kind === 'due') say(act.at === undefined ? 'No date of its own.' : `Due ${act.at.toISOString()}.`);
  if (act.kind === 'snooze') say(`Back ${act.until.toISOString()}.`);
}

export async function merge(number: string, other: string, options: MergeOptions): Promise<void> {
  await keep(number, options, 'merge', `${other}${options.yes === true ? ' yes' : ''}`);
}

export async function link(number: string, other: string, options: ActOptions): Promise<void> {
  await keep(number, options, 'link', other);
}

export async function tag(number: string, tags: readonly string[], options: TagOptions): Promise<void> {
  const removed = (options.remove ?? []).map((one) => `-${one}`);
  await keep(number, options, 'tag', [...tags, ...removed].join(' '));
}

export async function due(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await keep(number, options, 'due', words.join(' '));
}

export async function snooze(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await keep(number, options, 'snooze', words.join(' '));
}

export async function spam(number: string, options: ActOptions): Promise<void> {
  await keep(number, options, 'spam', '');
}
