import type { AgentId, DeskId, MatrixId, RotaId } from '../desk/ids.ts';
import type { Rota } from '../desk/phone/rota.ts';
import type { Agent, Desk, Operator, Policy } from '../desk/policy.ts';
import type { SlaPolicy } from '../desk/sla/policy.ts';
import { addressKey } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { compileAccess, compileAgreements } from './compile-agreement.ts';
import { answerPlaces, compileAnswers } from './compile-answers.ts';
import { compileAssignment } from './compile-assignment.ts';
import { compileBilling, compileCoverage } from './compile-coverage.ts';
import { compileDefects, compileReleases } from './compile-defect.ts';
import { compileDeferral, compileEnrolment, compilePriorities, type FormInputs } from './compile-form.ts';
import { compilePhone, compileRota, countryOf, rolesOf } from './compile-phone.ts';
import { compileProblems, compileRfo } from './compile-problem.ts';
import { compileQueue } from './compile-queue.ts';
import { compileRequestTypes, deskFormOf } from './compile-request-type.ts';
import { compileMatrices, compileSla, timingOf } from './compile-sla.ts';
import { compileSilence } from './compile-upkeep.ts';
import { addressesOf, mailboxAddress, mailboxOf, onlyOne, takesAdditions } from './cross.ts';
import { defaultDesk } from './cross-mailboxes.ts';
import type { Document } from './document.ts';
import type { AgentInput, ConfigurationInput, DeskInput } from './schema.ts';
import type { MailboxInput } from './schema-mailbox.ts';
import type {
  AfterProcessing,
  DeskSettings,
  MailboxAccess,
  MailboxId,
  MailboxSettings,
  Settings,
  SpamRule,
  WatchSettings,
} from './settings.ts';
import type { Parts } from './shape.ts';

/** Makes the settings of a configuration that was found right; a gap here is a mistake in the checks and is thrown. */
export function compile(
  input: ConfigurationInput,
  parts: Parts,
  access: ReadonlyMap<string, MailboxAccess>,
  watch: WatchSettings,
  document: Document,
): Settings {
  const mailboxNames = mapped(input.desks, (id, desk) => known(mailboxOf(desk, parts), `mailbox of ${id}`));
  const bare = mapped(input.desks, (id, desk) => compileDesk(id as DeskId, desk, parts, input.forms));
  const sla = compileSla(input);
  const desks = mapped(input.desks, (id, desk) => ({
    desk: { ...known(bare.get(id), id), phone: compilePhone(id as DeskId, desk, sla) },
    mailbox: known(mailboxNames.get(id), id) as MailboxId,
    answers: answerPlaces(id, desk.answers, document),
  }));
  const mailboxes = mapped(input.mailboxes, (id, box) =>
    compileMailbox(id as MailboxId, box, known(access.get(id), `access to ${id}`), defaultDesk(id, box, parts), desks),
  );
  const { dns, lmtp, limits } = input;
  return freeze<Settings>({
    file: document.file,
    data: document.resolve(['data'], input.data),
    delivery: input.delivery,
    mailboxes: mailboxes as Map<MailboxId, MailboxSettings>,
    desks: desks as Map<DeskId, DeskSettings>,
    policy: compilePolicy(input, desks, sla),
    timing: timingOf(input),
    spam: { headers: input.spam.headers.map(spamRule), holdDmarcFail: input.spam.hold_dmarc_fail },
    attachments: { names: input.attachments.block_names, types: input.attachments.block_types },
    scan: input.scan && {
      server:
        input.scan.clamav.kind === 'tcp'
          ? input.scan.clamav
          : { kind: 'socket', path: document.resolve(['scan', 'clamav'], input.scan.clamav.path) },
      onError: input.scan.on_error,
      timeout: input.scan.timeout,
      max: input.scan.max,
    },
    intake: {
      mailBytes: limits.mail_bytes,
      attachmentBytes: limits.attachment_bytes,
      attachmentsBytes: limits.attachments_bytes,
      batchMails: limits.batch_mails,
      batchBytes: limits.batch_bytes,
      parseTime: limits.parse_time,
    },
    retention: {
      rawMail: least(input.retention.raw_mail, input.retention.attachments),
      attachments: input.retention.attachments,
      personalData: input.retention.personal_data,
    },
    dns: dns === 'off' ? { kind: 'off' } : { kind: 'on', servers: dns.servers, timeout: dns.timeout },
    lmtp: lmtp && {
      ...lmtp.listen,
      mailbox: known(lmtp.mailbox ?? onlyOne(parts.mailboxes), 'mailbox of lmtp') as MailboxId,
    },
    templates: input.templates === undefined ? undefined : document.resolve(['templates'], input.templates),
    log: input.log,
    watch,
  });
}

/** The smaller of what is given. */
function least(...values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

function compilePolicy(input: ConfigurationInput, desks: ReadonlyMap<string, DeskSettings>, sla: SlaPolicy): Policy {
  const { limits } = input;
  return {
    desks: new Map([...desks.values()].map(({ desk }) => [desk.id, desk])),
    agents: mapped(input.agents, (id, agent) => compileAgent(id as AgentId, agent, desks)) as Map<AgentId, Agent>,
    limits: {
      answersPerHour: limits.answers_per_hour,
      answersPerDay: limits.answers_per_day,
      answersPerTicket: limits.answers_per_ticket,
      ticketsPerHour: limits.tickets_per_hour,
      automaticPerMinute: limits.automatic_per_minute,
      outgoingBytes: limits.outgoing,
      attempts: limits.attempts,
      tokenLife: limits.token_life,
    },
    sla,
    matrices: compileMatrices(input),
    rotas: mapped(input.on_call, (id, rota) => compileRota(id as RotaId, rota)) as Map<RotaId, Rota>,
    releases: compileReleases(input),
    operator: compileOperator(input.operator, desks),
  };
}

function compileOperator(
  input: ConfigurationInput['operator'],
  desks: ReadonlyMap<string, DeskSettings>,
): Operator | undefined {
  if (input === undefined) return undefined;
  const desk = (input.desk ?? known([...desks.keys()][0], 'desk of the operator')) as DeskId;
  return { address: input.address, name: input.name.trim(), locale: input.locale, desk, every: input.every };
}

function compileAgent(id: AgentId, input: AgentInput, desks: ReadonlyMap<string, DeskSettings>): Agent {
  const first = [...desks.values()].find(({ desk }) => desk.agents.includes(id));
  return {
    id,
    name: input.name.trim(),
    addresses: some(addressesOf(input), `addresses of ${id}`),
    level: input.level,
    locale: input.locale ?? first?.desk.locale ?? 'en',
    skills: input.skills,
    deputy: input.deputy as AgentId | undefined,
    phone: input.phone?.trim(),
  };
}

function compileDesk(id: DeskId, input: DeskInput, parts: Parts, forms: FormInputs): Desk {
  const form = deskFormOf(input, forms);
  return {
    id,
    name: input.name.trim(),
    addresses: some(addressesOf(input), `addresses of ${id}`),
    prefix: input.prefix,
    locale: input.locale,
    timeZone: input.time_zone,
    signature: input.signature.trimEnd(),
    agents: input.agents as readonly string[] as readonly AgentId[],
    statusLabels: input.labels,
    unknownSenders: input.unknown_senders,
    automaticMail: input.automatic_mail,
    confirmFollowUps: input.confirm_follow_ups,
    answerSets: input.answer_sets === 'none' ? undefined : input.answer_sets,
    showAgentName: input.show_agent_name,
    reopenWithin: input.reopen_within,
    needs: {
      agentAnswer: input.needs.agent_answer,
      agentCommand: input.needs.agent_command,
      clientAct: input.needs.client_act,
    },
    addressRoles: rolesOf(input),
    country: countryOf(input),
    correspondence: input.correspondence,
    escalation: input.escalation as MatrixId | undefined,
    assignment: compileAssignment(id, input, parts),
    form,
    priorities: compilePriorities(input.priorities, form),
    deferral: compileDeferral(input.deferral),
    agreements: compileAgreements(input),
    access: compileAccess(input.access),
    companyNumbers: input.company_numbers,
    textLimits: { subject: input.text_limits.subject, text: input.text_limits.text },
    requestTypes: compileRequestTypes(id, input, parts, forms),
    phone: undefined,
    enrolment: compileEnrolment(input.enrolment, forms),
    queue: compileQueue(input.queue),
    answers: compileAnswers(input.answers),
    defects: compileDefects(input.defects),
    problems: compileProblems(input.problems),
    rfo: compileRfo(input.rfo),
    coverage: compileCoverage(input.coverage),
    billing: input.billing && compileBilling(input.billing),
    silence: compileSilence(input.silence),
    spamSenders: input.spam_senders,
    report: input.report && {
      managers: input.report.managers as readonly string[] as readonly AgentId[],
      clients: input.report.clients,
    },
  };
}

function compileMailbox(
  id: MailboxId,
  input: MailboxInput,
  access: MailboxAccess,
  takesRest: string | undefined,
  desks: ReadonlyMap<string, DeskSettings>,
): MailboxSettings {
  const address = known(mailboxAddress(input), `address of ${id}`);
  const served = [...desks].filter(([name, desk]) => desk.mailbox === id || name === takesRest);
  return {
    id,
    access,
    folder: input.folder,
    since: input.since,
    after: afterProcessing(input.after),
    poll: input.poll,
    address,
    plusAddresses: takesAdditions(input),
    delimiter: input.delimiter,
    connections: input.connections,
    sentCopy: input.sent_copy,
    trusted: input.trusted.map((host) => host.toLowerCase()),
    defaultDesk: takesRest as DeskId | undefined,
    ownAddresses: distinct([address, ...served.flatMap(([, { desk }]) => desk.addresses)]),
  };
}

function afterProcessing(input: MailboxInput['after']): AfterProcessing {
  if (input === 'flag') return { kind: 'flag', flag: '\\Flagged' };
  if (typeof input === 'string') return { kind: input };
  return 'move' in input ? { kind: 'move', folder: input.move } : { kind: 'flag', flag: input.flag };
}

function spamRule(input: ConfigurationInput['spam']['headers'][number]): SpamRule {
  return 'says' in input
    ? { kind: 'says', header: input.header, word: input.says }
    : { kind: 'at-least', header: input.header, score: input.at_least };
}

function distinct(addresses: readonly EmailAddress[]): readonly EmailAddress[] {
  return [...new Map(addresses.map((address) => [addressKey(address), address] as const).reverse()).values()].reverse();
}

function mapped<T, U>(table: Readonly<Record<string, T>>, make: (id: string, entry: T) => U): Map<string, U> {
  return new Map(Object.entries(table).map(([id, entry]) => [id, make(id, entry)]));
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the configuration was passed without: ${what}`);
  return value;
}

function some<T>(list: readonly T[], what: string): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  return [known(first, what), ...rest];
}

/** Freezes all the way down; maps keep their methods and are typed read-only. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) for (const part of value.values()) freeze(part);
  else if (!(value instanceof Date)) for (const part of Object.values(value)) freeze(part);
  return value instanceof Date || value instanceof Map ? value : Object.freeze(value);
}
