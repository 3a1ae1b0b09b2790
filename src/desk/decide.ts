import { type AbsenceFacts, decideAbsence } from './absence/decide.ts';
import { decideAct } from './act.ts';
import { decideUndelivered } from './bounce.ts';
import type {
  AbsenceCommand,
  ActCommand,
  CallCommand,
  Command,
  HandOverCommand,
  MailCommand,
  OpenCommand,
  ReckonCommand,
  RecurringCommand,
  SplitCommand,
  TimerCommand,
  UndeliveredCommand,
} from './command.ts';
import { decideReckon, decideTimer, type TimerFacts } from './due.ts';
import type { Client, Contact, Decision, MailFacts, NewMessage, Service, Surroundings, TicketFacts } from './facts.ts';
import { decideHandOver, type HandOverFacts } from './hand-over.ts';
import type { Ids, MessageKey } from './ids.ts';
import { decideOpen } from './open.ts';
import { type CallFacts, decideCall } from './phone/decide-call.ts';
import type { Policy } from './policy.ts';
import { decideRecurring, type RecurringFacts } from './problem/decide.ts';
import { decideMail } from './receive.ts';
import { decideSplit } from './split.ts';
import type { SplitMatter } from './upkeep/beside.ts';

/** A command with the facts that its decision rests on. */
export type Case =
  | { readonly command: MailCommand; readonly facts: MailFacts }
  | { readonly command: ActCommand; readonly facts: ActFacts }
  | { readonly command: OpenCommand; readonly facts: OpenFacts }
  | { readonly command: SplitCommand; readonly facts: SplitFacts }
  | { readonly command: AbsenceCommand; readonly facts: AbsenceFacts }
  | { readonly command: CallCommand; readonly facts: CallFacts }
  | { readonly command: HandOverCommand; readonly facts: HandOverFacts }
  | { readonly command: UndeliveredCommand; readonly facts: UndeliveredFacts }
  | { readonly command: RecurringCommand; readonly facts: RecurringFacts }
  | { readonly command: TimerCommand; readonly facts: TimerFacts }
  | { readonly command: ReckonCommand; readonly facts: TimerFacts };

export interface ActFacts {
  readonly around: Surroundings;
  readonly ticket: TicketFacts | undefined;
  /** The people behind the addresses that are to watch, by lower-case address. */
  readonly watched: ReadonlyMap<string, Contact>;
  /** What a split rests on. */
  readonly splitting: SplitMatter;
}

export interface OpenFacts {
  readonly around: Surroundings;
  readonly requester: Contact | undefined;
  readonly client: Client | undefined;
  /** Services that words of the text may name. */
  readonly services: ReadonlyMap<string, Service>;
}

export interface UndeliveredFacts {
  readonly around: Surroundings;
  readonly ticket: TicketFacts | undefined;
}

export interface SplitFacts {
  readonly around: Surroundings;
  readonly ticket: TicketFacts | undefined;
  /** The messages of the ticket, oldest first. */
  readonly onTicket: ReadonlyMap<MessageKey, Pick<NewMessage, 'direction' | 'by' | 'held'>>;
  readonly requester: Contact | undefined;
  readonly client: Client | undefined;
}

/**
 * The one way in: every channel's command comes here with its facts, and what comes out is everything that is to be. Pure: time and ids are
 * handed in.
 */
export function decide(of: Case, policy: Policy, now: Date, ids: Ids): Decision {
  if (is(of, 'mail')) return decideMail(of.command, of.facts, policy, now, ids);
  if (is(of, 'act')) return decideAct(of.command, of.facts, policy, now, ids);
  if (is(of, 'open')) return decideOpen(of.command, of.facts, policy, now, ids);
  if (is(of, 'call')) return decideCall(of.command, of.facts, policy, now, ids);
  if (is(of, 'split')) return decideSplit(of.command, of.facts, policy, now, ids);
  if (is(of, 'absence')) return decideAbsence(of.command, of.facts, policy, now, ids);
  if (is(of, 'hand-over')) return decideHandOver(of.command, of.facts, policy, now, ids);
  if (is(of, 'recurring')) return decideRecurring(of.command, of.facts, policy, now, ids);
  if (is(of, 'timer')) return decideTimer(of.command, of.facts, policy, now, ids);
  if (is(of, 'reckon')) return decideReckon(of.command, of.facts, policy, now, ids);
  return decideUndelivered(of.command, of.facts, policy, now, ids);
}

function is<K extends Command['kind']>(
  of: Case,
  kind: K,
): of is Extract<Case, { readonly command: { readonly kind: K } }> {
  return of.command.kind === kind;
}
