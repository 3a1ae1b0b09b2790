import { emailAddress } from '../mail/address.ts';
import { type CommandLine, nearest } from '../mail/commands.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { type AbsenceLine, type AbsenceVerb, readAbsence } from './absence/verbs.ts';
import { ACCESS_WAYS } from './access/event.ts';
import { QUOTE_EXPECTED, readTerms } from './agreement/terms.ts';
import { agentCalled, nameKey } from './called.ts';
import type { Act } from './command.ts';
import { COVER_WORDS } from './coverage/answer.ts';
import { productCalled } from './coverage/products.ts';
import { defectVerb, isDefectVerb } from './defect/verbs.ts';
import type { AgentId } from './ids.ts';
import type { TranscriptLine, TranscriptResult } from './notice.ts';
import type { Desk, Policy } from './policy.ts';
import { requestTypeCalled } from './request-type/choose.ts';
import { NOT_THE_SAME } from './similar/same.ts';
import { PRIORITIES, type Status, TICKET_TYPES, TIERS } from './status.ts';
import { readWorkTime } from './time/read.ts';
import { isUpkeepVerb, numberIn, readUpkeep } from './upkeep/verbs.ts';

const STATUS_VERBS: ReadonlyMap<string, Status> = new Map([
  ['open', 'open'],
  ['pending', 'pending'],
  ['hold', 'on-hold'],
  ['resolved', 'resolved'],
  ['closed', 'closed'],
]);

/** Characters of a client's name. */
const MAX_NAME = 200;

/** Every verb an agent can write, as the help lists them. */
export const VERBS = [
  'resolved',
  'pending',
  'hold',
  'open',
  'closed',
  'assign',
  'priority',
  'type',
  'quote',
  'agreed',
  'grant',
  'resume',
  'same',
  'escalate',
  'level',
  'note',
  'watch',
  'unwatch',
  'merge',
  'split',
  'link',
  'tag',
  'due',
  'snooze',
  'spam',
  'send',
  'desk',
  'to',
  'approve',
  'decline',
  'defect',
  'confirmed',
  'not-a-defect',
  'planned',
  'released',
  'problem',
  'root-cause',
  'prevention',
  'rfo',
  'time',
  'cover',
  'product',
  'service',
  'fact',
  'away',
  'back',
  'help',
] as const;

/** What command lines ask for. `wrong` when any line cannot be followed: then nothing is done (all or nothing). */
export interface ReadVerbs {
  readonly acts: readonly Act[];
  readonly note: boolean;
  /** What stands behind `#note` on its line; empty when nothing does. */
  readonly noteText: string;
  readonly help: boolean;
  /** `#to ana@…`: a ticket towards this address is to be opened. */
  readonly to: EmailAddress | undefined;
  /** What he said of his being away, in order; empty when any line is wrong. */
  readonly absences: readonly AbsenceLine[];
  readonly lines: readonly TranscriptLine[];
  readonly wrong: boolean;
}

type Meaning =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'to'; readonly address: EmailAddress }
  | { readonly kind: 'absence'; readonly said: AbsenceVerb }
  | { readonly kind: 'wrong'; readonly result: TranscriptResult };

/** Reads an agent's command lines for a desk; `self` is what `me` means, `now` what days are measured against. */
export function readVerbs(
  commands: readonly CommandLine[],
  self: AgentId,
  desk: Desk,
  policy: Policy,
  now: Date,
): ReadVerbs {
  const firstTo = commands.find((line) => line.verb === 'to');
  const meanings = commands.map((line) => {
    const second = line.verb === 'to' && line !== firstTo;
    return { line, meaning: second ? bad(['#to'], undefined) : meaningOf(line, self, desk, policy, now) };
  });
  const wrong = meanings.some(({ meaning }) => meaning.kind === 'wrong');
  // Whoever asks for help gets it, and nothing else is done.
  const help = meanings.some(({ meaning }) => meaning.kind === 'help');
  return {
    acts: meanings.flatMap(({ meaning }) => (meaning.kind === 'act' ? [meaning.act] : [])),
    note: meanings.some(({ meaning }) => meaning.kind === 'note'),
    noteText: meanings
      .flatMap(({ meaning }) => (meaning.kind === 'note' && meaning.text !== '' ? [meaning.text] : []))
      .join('\n'),
    help,
    to: meanings.flatMap(({ meaning }) => (meaning.kind === 'to' ? [meaning.address] : []))[0],
    absences: meanings.flatMap(({ meaning }, line) =>
      meaning.kind === 'absence' && !wrong && !help ? [{ ...meaning.said, line }] : [],
    ),
    lines: meanings.map(({ line, meaning }) => ({
      line: `#${line.verb}${line.argument === '' ? '' : ` ${line.argument}`}`,
      result:
        meaning.kind === 'wrong'
          ? meaning.result
          : { kind: (wrong || help) && meaning.kind !== 'help' ? 'not-done' : 'done' },
    })),
    wrong,
  };
}

function meaningOf(line: CommandLine, self: AgentId, desk: Desk, policy: Policy, now: Date): Meaning {
  const argument = line.argument.trim();
  const status = STATUS_VERBS.get(line.verb);
  // Words behind a verb that takes none were meant for somebody: they are not swallowed.
  if (
    argument !== '' &&
    (status !== undefined || line.verb === 'send' || line.verb === 'resume' || line.verb === 'help')
  )
    return bad([`#${line.verb}`], undefined);
  if (status !== undefined) return { kind: 'act', act: { kind: 'status', to: status } };
  if (isDefectVerb(line.verb)) {
    const read = defectVerb(line.verb, argument, { timeZone: desk.timeZone, now });
    return 'expected' in read ? bad(read.expected, undefined) : { kind: 'act', act: read };
  }
  if (isUpkeepVerb(line.verb)) {
    const read = readUpkeep(line.verb, argument, { desk, policy, now });
    return read.kind === 'wrong' ? bad(read.expected, undefined) : read;
  }
  switch (line.verb) {
    case 'note':
      return { kind: 'note', text: argument };
    case 'help':
      return { kind: 'help' };
    case 'send':
      return { kind: 'act', act: { kind: 'send', message: undefined } };
    case 'assign':
      return assign(argument, self, desk, policy);
    case 'priority':
      return choose(argument, PRIORITIES, (to) => ({ kind: 'act', act: { kind: 'priority', to } }));
    case 'approve':
      return {
        kind: 'act',
        act: { kind: 'approve', client: argument === '' ? undefined : argument.slice(0, MAX_NAME) },
      };
    case 'decline':
      return argument === '' ? { kind: 'act', act: { kind: 'decline' } } : bad(['#decline'], undefined);
    case 'type':
      return type(argument, desk);
    case 'grant':
      return choose(argument === '' ? 'link' : argument, ACCESS_WAYS, (way) => ({
        kind: 'act',
        act: { kind: 'grant', way },
      }));
    case 'quote':
    case 'agreed':
      return quote(line.verb, argument, desk, now);
    case 'same':
      return same(argument);
    case 'time':
      return time(argument);
    case 'cover':
      return cover(argument, desk);
    case 'product':
      return product(argument, desk);
    case 'service':
      return {
        kind: 'act',
        act: { kind: 'service', named: nameKey(argument) === 'none' ? undefined : argument },
      };
    case 'fact':
      return { kind: 'act', act: { kind: 'fact', written: argument, at: now } };
    case 'resume':
      return { kind: 'act', act: { kind: 'resume' } };
    case 'escalate':
      return escalation(argument);
    case 'level':
      return choose(argument, TIERS, (to) => ({ kind: 'act', act: { kind: 'tier', to } }));
    case 'desk':
      return choose(argument, [...policy.desks.keys()], (to) => ({ kind: 'act', act: { kind: 'move', to } }));
    case 'away':
    case 'back': {
      const read = readAbsence(line.verb, argument, self, { policy, timeZone: desk.timeZone, now });
      return read.kind === 'wrong' ? bad(read.expected, read.nearest) : { kind: 'absence', said: read };
    }
    case 'watch':
    case 'unwatch':
    case 'to': {
      const address = addressIn(argument);
      if (address === undefined || isOurs(address, policy)) return bad(['name@example.com'], undefined);
      return line.verb === 'to' ? { kind: 'to', address } : { kind: 'act', act: { kind: line.verb, address } };
    }
    default:
      return { kind: 'wrong', result: { kind: 'unknown-verb', nearest: nearest(line.verb, VERBS) } };
  }
}

/** An act with the line that asked for it. */
export interface AskedAct {
  readonly act: Act;
  readonly line: string;
}

/** Whether a line of a transcript asks for an act; the others (`#note`, `#to`, what says when somebody is away) have none. */
export function isActLine(line: string): boolean {
  return !/^#(?:note|away|back|to)\b/.test(line);
}

/** The acts of a mail, one for each line that asks for one, with their lines. */
export function askedIn({ lines }: ReadVerbs, acts: readonly Act[]): readonly AskedAct[] {
  const asking = lines.filter(({ line }) => isActLine(line));
  return acts.map((act, nth) => ({ act, line: asking[nth]?.line ?? '' }));
}

/** The ticket that a command line names by its number, upper case; undefined when it names none. */
export function ticketNamed(verb: string, argument: string): string | undefined {
  if (verb === 'merge' || verb === 'link') return numberIn(argument.trim().split(' ')[0] ?? '');
  if (verb !== 'defect' && verb !== 'problem') return undefined;
  const read = defectVerb(verb, argument.trim(), { timeZone: 'UTC', now: new Date(0) });
  return 'kind' in read && read.kind === 'hang' ? read.on : undefined;
}

/** The one address of an argument: bare, `Ana <ana@x>`, `mailto:ana@x`, or with the link that mail clients add to it. */
export function addressIn(argument: string): EmailAddress | undefined {
  const bare = argument
    .trim()
    .replace(/[<[]mailto:[^<>[\]]*[>\]]$/i, '')
    .trim();
  return emailAddress((/<([^<>]*)>$/.exec(bare)?.[1] ?? bare).replace(/^mailto:/i, ''));
}

/** A desk can neither be a client of itself nor watch its own tickets. */
function isOurs(address: EmailAddress, policy: Policy): boolean {
  const key = address.toLowerCase();
  return [...policy.desks.values()].some((desk) => desk.addresses.some((own) => own.toLowerCase() === key));
}

function choose<T extends string>(word: string, allowed: readonly T[], meaning: (chosen: T) => Meaning): Meaning {
  const chosen = allowed.find((one) => nameKey(one) === nameKey(word));
  return chosen === undefined ? bad(allowed, nearest(word.toLowerCase(), allowed)) : meaning(chosen);
}

/** An offer, or what was agreed. */
function quote(verb: 'quote' | 'agreed', argument: string, desk: Desk, now: Date): Meaning {
  if (verb === 'agreed' && argument === '') return { kind: 'act', act: { kind: 'agreed', terms: undefined } };
  const { timeZone, agreements } = desk;
  const terms = readTerms(argument, { now, timeZone, currency: agreements.currency });
  // Words beside what was agreed would go to nobody.
  if (terms === undefined || (verb === 'agreed' && terms.text !== ''))
    return bad(
      QUOTE_EXPECTED.map((one) => one.replace('quote', verb)),
      undefined,
    );
  return { kind: 'act', act: { kind: verb, terms } };
}

/** A type of the desk's catalogue, by its id or word, or a sort of case. */
function type(word: string, desk: Desk): Meaning {
  const called = requestTypeCalled(desk, word);
  if (called !== undefined) return { kind: 'act', act: { kind: 'request-type', to: called.id } };
  const sort = TICKET_TYPES.find((one) => one === nameKey(word));
  if (sort !== undefined) return { kind: 'act', act: { kind: 'type', to: sort } };
  const known = [...(desk.requestTypes?.types ?? []).map(({ id }) => id), ...TICKET_TYPES];
  return bad(known, nearest(word.toLowerCase(), known));
}

/** The likest of the earlier tickets, the one that is named, or `none`. */
function same(argument: string): Meaning {
  if (argument === '') return { kind: 'act', act: { kind: 'same', as: undefined } };
  const as = /^[[#]*([A-Za-z][A-Za-z0-9]{0,9}-\d{1,12}|none)\]?$/i.exec(argument)?.[1];
  if (as === undefined) return bad(['#same', '#same EB-1001', `#same ${NOT_THE_SAME}`], undefined);
  const none = as.toLowerCase() === NOT_THE_SAME;
  return { kind: 'act', act: { kind: 'same', as: none ? NOT_THE_SAME : as.toUpperCase() } };
}

/** Up one level, or to the one that is named by its number from 1. */
function escalation(argument: string): Meaning {
  if (argument === '') return { kind: 'act', act: { kind: 'escalate', level: undefined } };
  if (!/^[1-9]\d?$/.test(argument)) return bad(['#escalate', '#escalate 2'], undefined);
  return { kind: 'act', act: { kind: 'escalate', level: Number(argument) } };
}

function time(argument: string): Meaning {
  const read = readWorkTime(argument);
  return read === undefined
    ? bad(['#time 25m', '#time 1h 30m', '#time -10m'], undefined)
    : { kind: 'act', act: { kind: 'time', ...read } };
}

function cover(argument: string, { coverage }: Desk): Meaning {
  const rules = coverage?.rules.map(({ id }) => id) ?? [];
  const named = rules.find((id) => nameKey(id) === nameKey(argument));
  if (named !== undefined) return { kind: 'act', act: { kind: 'cover', to: 'rule', rule: named } };
  const word = COVER_WORDS.find((one) => one === nameKey(argument));
  if (word !== undefined) return { kind: 'act', act: { kind: 'cover', to: word } };
  const known = [...COVER_WORDS, ...rules];
  return bad(known, nearest(argument.toLowerCase(), known));
}

function product(argument: string, { coverage }: Desk): Meaning {
  const products = coverage?.products ?? [];
  if (nameKey(argument) === 'none') return { kind: 'act', act: { kind: 'product', to: undefined } };
  const found = productCalled(products, argument);
  if (found !== undefined) return { kind: 'act', act: { kind: 'product', to: found.id } };
  const expected = [...products.map(({ id }) => id), 'none'];
  return bad(expected, nearest(argument.toLowerCase(), expected));
}

function bad(expected: readonly string[], near: string | undefined): Meaning {
  return { kind: 'wrong', result: { kind: 'bad-argument', expected: expected.slice(0, 30), nearest: near } };
}

function assign(word: string, self: AgentId, desk: Desk, policy: Policy): Meaning {
  const to = (agent: AgentId | undefined): Meaning => ({ kind: 'act', act: { kind: 'assign', to: agent } });
  if (nameKey(word) === 'me') return to(self);
  if (nameKey(word) === 'nobody') return to(undefined);
  const called = agentCalled(word, desk.agents, policy);
  if (called !== undefined) return to(called);
  const known = ['me', 'nobody', ...desk.agents];
  return bad(known, word === '' ? undefined : nearest(nameKey(word), known));
}
