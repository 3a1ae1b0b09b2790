import type { CompanyCountry } from '../mail/form/company-number.ts';
import type { PhoneCountry } from '../mail/form/phone-number.ts';
import type { FormRules } from '../mail/form/rules.ts';
import type { EmailAddress } from '../mail/mail.ts';
import type { AccessRules } from './access/rules.ts';
import type { AgreementRules } from './agreement/rules.ts';
import type { AssignmentRule } from './assignment/rules.ts';
import type { CalendarId } from './calendar/rules.ts';
import type { CoverageRules } from './coverage/rules.ts';
import type { DefectRules, Release } from './defect/plan.ts';
import type { EscalationMatrix } from './escalation/matrix.ts';
import type { AuthenticityLevel } from './event.ts';
import type { AgentId, DeskId, FormId, MatrixId, RotaId } from './ids.ts';
import type { TextLimits } from './limits/limits.ts';
import type { PhonePolicy, Rota } from './phone/rota.ts';
import type { PriorityRules, UrgencyWords } from './priority/rules.ts';
import type { ProblemRules } from './problem/rules.ts';
import type { QueueWeights } from './queue/order.ts';
import type { ReportRules } from './report/rules.ts';
import type { RequestTypes } from './request-type/type.ts';
import type { RfoRules } from './rfo/rules.ts';
import type { AnswerRules } from './similar/published.ts';
import type { SlaPolicy } from './sla/policy.ts';
import type { Locale, Status, TicketType } from './status.ts';
import type { TimeTerms } from './time/terms.ts';
import type { SilenceRules } from './upkeep/silence.ts';

/** A member of staff. */
export interface Agent {
  readonly id: AgentId;
  readonly name: string;
  /** The first is written to; mail from any of them is the agent's. */
  readonly addresses: readonly [EmailAddress, ...EmailAddress[]];
  readonly level: 'L1' | 'L2' | 'L3' | 'manager';
  readonly locale: Locale;
  /** What the agent is good at; rules of assignment name these. */
  readonly skills: readonly string[];
  /** Takes the agent's tickets while he is away, unless he names another. */
  readonly deputy: AgentId | undefined;
  /** Where he is reached on call, as written. */
  readonly phone: string | undefined;
}

/**
 * What an address of a desk is for. `client`: it is for one client alone (SAGA-3); mail of others there is held, or goes to another desk.
 * `customers`: it serves that client's own customers (SAGA-2). The client is named by his company number.
 */
export type AddressRole =
  | { readonly kind: 'client'; readonly companyNumber: string; readonly others: 'hold' | DeskId }
  | { readonly kind: 'customers'; readonly companyNumber: string };

/** The facts that a desk wants of each case (INTERSPACE-5). */
export interface DeskForm {
  readonly id: FormId;
  readonly rules: FormRules;
  /** What sort of case a client opens here. */
  readonly type: TicketType;
  /** Whether the clock of the targets waits until the required facts are there. */
  readonly clockWaits: boolean;
  /** How often one case is asked at the most; what is missing then is the agents' affair. */
  readonly askAtMost: number;
  /** The fields whose values are the service concerned, the impact and the urgency, and the client's own choice of a priority. */
  readonly service: string | undefined;
  readonly impact: string | undefined;
  readonly urgency: string | undefined;
  readonly priority: string | undefined;
}

/** How a desk comes to the priority of a case (INTERSPACE-6, CLOUDEMPIERE-6). */
export interface DeskPriorities {
  readonly rules: PriorityRules;
  /** What suggests an urgency, the most urgent first. */
  readonly words: readonly UrgencyWords[];
}

/** Cases that may be deferred to the next business day when they come outside of it (INTERSPACE-6). */
export interface DeferralRules {
  /** Impacts of which it is offered. */
  readonly impacts: readonly string[];
  /** The hours that are meant, where they are not those of the case. */
  readonly calendar: CalendarId | undefined;
}

/** How a future client signs up by mail (SAGA-1, SAGA-6). */
export interface EnrolmentRules {
  readonly form: DeskForm;
  /** Who may approve. */
  readonly approvers: readonly AgentId[];
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
  readonly unknownSenders: 'accept' | 'hold' | 'refuse' | 'enrol';
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
  /** What some of the addresses are for, by lower-case address; the others are for everybody. */
  readonly addressRoles: ReadonlyMap<string, AddressRole>;
  /** Of phone numbers without a country code. */
  readonly country: PhoneCountry;
  /** The only language that the desk writes to clients in, whatever theirs is (INTERSPACE-4); undefined: theirs. */
  readonly correspondence: Locale | undefined;
  readonly form: DeskForm | undefined;
  readonly priorities: DeskPriorities | undefined;
  readonly deferral: DeferralRules | undefined;
  readonly requestTypes: RequestTypes | undefined;
  readonly agreements: AgreementRules;
  /** By whose rules company numbers of clients are checked (SOFTECH-1); none: they are taken as written. */
  readonly companyNumbers: readonly CompanyCountry[];
  readonly textLimits: TextLimits;
  readonly access: AccessRules | undefined;
  /** The matrix of cases whose service and client have none of their own. */
  readonly escalation: MatrixId | undefined;
  /** Tried in order when a ticket opens or goes to another level of solvers. */
  readonly assignment: readonly AssignmentRule[];
  readonly phone: PhonePolicy | undefined;
  readonly enrolment: EnrolmentRules | undefined;
  /** What it makes of the answers that it has published; undefined: it has none. */
  readonly answers: AnswerRules | undefined;
  /** What the order of the waiting list goes by (SAOP-2). */
  readonly queue: QueueWeights;
  readonly defects: DefectRules;
  /** Undefined: no documents on outages are written. */
  readonly rfo: RfoRules | undefined;
  readonly problems: ProblemRules | undefined;
  readonly coverage: CoverageRules | undefined;
  /** What time of work costs, where the service level does not say. */
  readonly billing: TimeTerms | undefined;
  /** What happens when a client is silent though his word is waited for; undefined: nothing. */
  readonly silence: SilenceRules | undefined;
  /** What becomes of further mail of somebody whose mail an agent called spam. */
  readonly spamSenders: 'hold' | 'spam' | 'accept';
  /** Who gets the monthly reports; undefined: nobody. */
  readonly report: ReportRules | undefined;
}

/** Bounds on what is sent without a person having asked for it, and on what one mail may carry. */
export interface Limits {
  /** Automatic answers to one address in an hour and in a day. */
  readonly answersPerHour: number;
  readonly answersPerDay: number;
  /** … and about one ticket in an hour. */
  readonly answersPerTicket: number;
  /** Tickets that one sender can open in an hour. */
  readonly ticketsPerHour: number;
  /** Automatic mails of the whole gateway in a minute, before the breaker holds them. */
  readonly automaticPerMinute: number;
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

/** The first desk at which an agent works, by whose clock his days are counted; the first of all for whoever works at none. */
export function homeDesk(policy: Policy, agent: AgentId): Desk | undefined {
  const desks = [...policy.desks.values()];
  return desks.find((desk) => desk.agents.includes(agent)) ?? desks[0];
}

/** Everything that the desk's decisions depend on: compiled once, frozen. */
export interface Policy {
  readonly desks: ReadonlyMap<DeskId, Desk>;
  readonly agents: ReadonlyMap<AgentId, Agent>;
  readonly limits: Limits;
  /** Calendars, service levels, and which of them a desk has. */
  readonly sla: SlaPolicy;
  readonly matrices: ReadonlyMap<MatrixId, EscalationMatrix>;
  readonly rotas: ReadonlyMap<RotaId, Rota>;
  /** Of all desks, by `releaseKey`. */
  readonly releases: ReadonlyMap<string, Release>;
  /** Who is told of mail that waits for a decision; undefined: only the terminal tells. */
  readonly operator: Operator | undefined;
}

/** The operator, who works the quarantine by mail. */
export interface Operator {
  readonly address: EmailAddress;
  readonly name: string;
  readonly locale: Locale;
  /** The desk by whose address he is written to, and by whose rules his answers are proved. */
  readonly desk: DeskId;
  /** At most one notice in this time (milliseconds). */
  readonly every: number;
}

const ADDRESSES = new WeakMap<Policy['agents'], ReadonlyMap<string, AgentId>>();

/** Whose an address in lower case is, of all agents; made once for each policy, every decision asks for it. */
export function agentAddresses({ agents }: Pick<Policy, 'agents'>): ReadonlyMap<string, AgentId> {
  const made = ADDRESSES.get(agents);
  if (made !== undefined) return made;
  const found = new Map<string, AgentId>();
  for (const agent of agents.values())
    for (const address of agent.addresses) found.set(address.toLowerCase(), agent.id);
  ADDRESSES.set(agents, found);
  return found;
}
