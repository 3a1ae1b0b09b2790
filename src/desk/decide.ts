import { decideAct } from './act.ts';
import type { ActCommand, Command, MailCommand, OpenCommand, SplitCommand } from './command.ts';
import type { Client, Contact, Decision, MailFacts, TicketFacts } from './facts.ts';
import type { Ids } from './ids.ts';
import { decideOpen } from './open.ts';
import type { Policy } from './policy.ts';
import { decideMail } from './receive.ts';
import { decideSplit } from './split.ts';

/** A command with the facts that its decision rests on. */
export type Case =
  | { readonly command: MailCommand; readonly facts: MailFacts }
  | { readonly command: ActCommand; readonly facts: ActFacts }
  | { readonly command: OpenCommand; readonly facts: OpenFacts }
  | { readonly command: SplitCommand; readonly facts: SplitFacts };

export interface ActFacts {
  readonly ticket: TicketFacts | undefined;
  /** The person behind an address to be watched. */
  readonly watched: Contact | undefined;
}

export interface OpenFacts {
  readonly requester: Contact | undefined;
  readonly client: Client | undefined;
}

export interface SplitFacts {
  readonly ticket: TicketFacts | undefined;
  /** The messages of the ticket, with who wrote each. */
  readonly onTicket: ReadonlySet<SplitCommand['messages'][number]>;
  readonly requester: Contact | undefined;
  readonly client: Client | undefined;
}

/**
 * The one way in: every channel's command comes here with its facts, and what comes out is everything that is to be. Pure: time and ids are
 * handed in.
 */
export function decide(of: Case, policy: Policy, now: Date, ids: Ids): Decision {
  if (isMail(of)) return decideMail(of.command, of.facts, policy, now, ids);
  if (isAct(of)) return decideAct(of.command, of.facts, policy, now, ids);
  if (isOpen(of)) return decideOpen(of.command, of.facts, policy, now, ids);
  return decideSplit(of.command, of.facts, policy, now, ids);
}

type CaseOf<K extends Command['kind']> = Extract<Case, { readonly command: { readonly kind: K } }>;

function isMail(of: Case): of is CaseOf<'mail'> {
  return of.command.kind === 'mail';
}
function isAct(of: Case): of is CaseOf<'act'> {
  return of.command.kind === 'act';
}
function isOpen(of: Case): of is CaseOf<'open'> {
  return of.command.kind === 'open';
}
