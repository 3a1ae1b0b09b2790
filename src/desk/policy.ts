import type { EmailAddress } from '../mail/mail.ts';
import type { AuthenticityLevel } from './event.ts';
import type { AgentId, DeskId } from './ids.ts';
import type { Locale, Status } from './status.ts';

/** A member of staff. */
export interface Agent {
  readonly id: AgentId;
  readonly name: string;
  /** The first is written to; mail from any of them is the agent's. */
  readonly addresses: readonly [EmailAddress, ...EmailAddress[]];
  readonly level: 'L1' | 'L2' | 'L3' | 'manager';
  readonly locale: Locale;
}

/** One support organisation or team, as compiled from the configuration. */
export interface Desk {
  readonly id: DeskId;
  readonly name: string;
  /** Where clients write; the first is the From address of what the desk sends. */
  readonly addresses: readonly [EmailAddress, ...EmailAddress[]];
  /** `EB` of `EB-1042`. */
  readonly prefix: string;
  readonly locale: Locale;
  /** IANA name; dates in notices are shown in it. */
  readonly timeZone: string;
  /** Closes every mail to a client. */
  readonly signature: string;
  readonly agents: readonly AgentId[];
  /** What this desk calls a status, by locale; the catalogue's word where it says nothing. */
  readonly statusLabels: Readonly<Partial<Record<Locale, Readonly<Partial<Record<Status, string>>>>>>;
  /** What happens to mail of someone who is no contact and writes to no ticket of his. */
  readonly unknownSenders: 'accept' | 'hold' | 'refuse';
  /** What happens to list, bulk and automatic mail that joins no ticket: the ledger's word alone, or a ticket (monitoring, say). */
  readonly automaticMail: 'record' | 'open';
  /** Whether a follow-up is confirmed to its writer. */
  readonly confirmFollowUps: boolean;
  /** The status that an agent's answer sets; undefined leaves it. */
  readonly answerSets: Status | undefined;
  /** Whether a client is shown which agent answered. */
  readonly showAgentName: boolean;
  /** A reply to a ticket closed longer ago than this (milliseconds) opens a linked follow-up instead of the ticket. */
  readonly reopenWithin: number;
  /** The least authenticity for an agent's answer or note, for his commands, and for a client's ordinary acts (DESIGN §4). */
  readonly needs: {
    readonly agentAnswer: AuthenticityLevel;
    readonly agentCommand: AuthenticityLevel;
    readonly clientAct: AuthenticityLevel;
  };
}

/** Bounds on what is sent without a person having asked for it, and on what one mail may carry. */
export interface Limits {
  /** Automatic answers to one address in an hour and in a day. */
  readonly answersPerHour: number;
  readonly answersPerDay: number;
  /** Total bytes of the attachments of one outgoing mail. */
  readonly outgoingBytes: number;
  /** Tries of a mail that fails in the gateway before it is quarantined. */
  readonly attempts: number;
  /** How long an address token or a Message-ID of ours proves anything (milliseconds). */
  readonly tokenLife: number;
}

/** The desk of that name; one that is no longer configured has left its tickets to the first. */
export function deskOf(policy: Policy, id: DeskId): Desk {
  const [first] = policy.desks.values();
  const desk = policy.desks.get(id) ?? first;
  if (desk === undefined) throw new Error('no desk is configured');
  return desk;
}

/** Everything that the desk's decisions depend on: compiled once, frozen. */
export interface Policy {
  readonly desks: ReadonlyMap<DeskId, Desk>;
  readonly agents: ReadonlyMap<AgentId, Agent>;
  readonly limits: Limits;
}
