import { staffAudience } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { TicketEvent } from '../event.ts';
import type { Actor, AgentId } from '../ids.ts';
import { type Desk, deskOf } from '../policy.ts';
import { isDone, type Locale, type Status } from '../status.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { termsFor } from '../time/terms-of.ts';
import type { Cover } from './care.ts';
import { coverageCase, hoursOf, opensAt } from './case.ts';
import type { CoverageWhy, ToldReason } from './event.ts';
import { productIn } from './products.ts';
import { type CoverageReason, type CoverageRule, type CoverageRules, ruleFor, type Work } from './rules.ts';

const GATEWAY: Actor = { kind: 'gateway' };

/** What calls for a decision beside the events of the ticket itself. */
export interface CoverageCause {
  readonly why: CoverageWhy;
  /** Of the timer. */
  readonly key?: string;
  /** Staff hand the decision back to the rules. */
  readonly overrules?: true;
}

/** Whether an event can change what the work on its ticket is. */
export function bearsOnCoverage(event: TicketEvent): boolean {
  switch (event.kind) {
    case 'opened':
    case 'time-booked':
    case 'product-set':
    case 'type-changed':
    case 'request-type-set':
    case 'priority-changed':
    case 'facts-given':
    case 'same-confirmed':
    case 'answers-found':
    case 'moved':
      return true;
    case 'status-changed':
      return isDone(event.from) && !isDone(event.to);
    default:
      return false;
  }
}

/** Decides for each ticket of a decision anew what its work is, where anything bears on it; the last thing before mails are settled. */
export function settleCoverages(draft: Draft): void {
  for (const ticket of draft.drafts) {
    const bearing = ticket.events.filter(bearsOnCoverage);
    if (bearing.length === 0) continue;
    const kinds = new Set(bearing.map(({ kind }) => kind));
    const why = kinds.has('opened') ? 'opened' : kinds.has('time-booked') ? 'time' : 'facts';
    settleCoverage(draft, ticket, { why });
  }
}

/** Decides what the work on a ticket is, by the rules of its desk; nothing happens where it is so already, or where staff have decided. */
export function settleCoverage(draft: Draft, ticket: TicketDraft, cause: CoverageCause): void {
  const desk = deskOf(draft.policy, ticket.state.desk);
  const rules = desk.coverage;
  if (rules === undefined || !isCase(ticket)) return;
  if (isDone(ticket.state.status) && cause.why !== 'time') return;
  nameProduct(ticket, rules);
  const before = ticket.state.care.coverage.decided;
  // Cases from before the desk had rules are not told of them because a register changed.
  if (before === undefined && cause.why === 'registers') return;
  if (before?.byStaff === true && cause.overrules === undefined) return;
  const rule = ruleFor(rules.rules, coverageCase(draft, ticket, rules));
  const work = rule?.work ?? rules.usual;
  const agreed = ticket.client?.agreedHours ?? [];
  const until = rule?.waits === true ? opensAt(hoursOf(draft.policy, ticket, rules), agreed, draft.now) : undefined;
  const same =
    before?.work === work &&
    before.rule === rule?.id &&
    before.until?.getTime() === until?.getTime() &&
    cause.overrules === undefined;
  if (same) return;
  recordCoverage(draft, ticket, { work, rule, until, cause, by: GATEWAY });
}

/** What was decided, and by whom. */
export interface Decided {
  readonly work: Work;
  readonly rule: CoverageRule | undefined;
  readonly until: Date | undefined;
  readonly cause: CoverageCause;
  readonly by: Actor;
}

/** Puts a decision on record; the client is told what concerns him, and the agents that it is another than before. */
export function recordCoverage(draft: Draft, ticket: TicketDraft, decided: Decided): void {
  const { work, rule, until, cause, by } = decided;
  const before = ticket.state.care.coverage.decided;
  const { status } = ticket.state;
  const told = mayTell(draft, ticket);
  const turned = before?.work !== work;
  const free = rule !== undefined && !rule.asks;
  const asks = work === 'chargeable' && turned && !free && told && !isDone(status);
  const agreed = work === 'chargeable' && turned && free;
  const stops = asks || (work === 'refused' && until === undefined);
  const rests = status === 'new' || status === 'open' ? status : status === 'pending' ? before?.from : undefined;
  const from = stops ? rests : undefined;
  const reason = reasonFor(draft, ticket, rule, cause.why === 'agent');
  ticket.push({
    kind: 'coverage-decided',
    work,
    rule: rule?.id,
    reason,
    why: cause.why,
    ...(until === undefined ? {} : { until }),
    ...(asks ? { asks: true as const } : {}),
    ...(agreed ? { agreed: true as const } : {}),
    ...(from === undefined ? {} : { from }),
    ...(cause.key === undefined ? {} : { key: cause.key }),
    by,
  });
  if (stops && rests !== undefined && !isDone(status)) ticket.setStatus('pending', by);
  else if (!waitsForClient(ticket.state) && before?.from !== undefined && status === 'pending')
    ticket.setStatus(resumed(ticket, before.from), by);

  const { id, desk } = ticket.state;
  const base = { desk, ticket: id, changes: [] };
  if (told && concernsClient(before, work, until)) {
    const heard = rule?.confidential === true && !mayHear(ticket) ? undefined : reason;
    const again = before !== undefined && before.until === undefined && turned;
    const cover = { work, reason: heard, until, asks, again };
    draft.tell({ kind: 'coverage', to: { kind: 'contact', id: ticket.requester.id }, ...base, cover });
  }
  if (before === undefined || !turned || (before.until !== undefined && work === 'free')) return;
  const { answer } = ticket.state.care.coverage.decided ?? {};
  for (const agent of concerned(draft, ticket, by))
    draft.tell({
      kind: 'agent-coverage',
      to: { kind: 'agent', id: agent },
      ...base,
      ...{ work, before: before.work, rule: rule?.id, reason, answer, spent: ticket.state.care.time.spent },
    });
}

/** A client's request that is no enrolment, no import, and not begun by staff. */
function isCase({ state, wholeHistory }: TicketDraft): boolean {
  const { care } = state;
  if (care.imported || care.enrolment !== undefined) return false;
  return wholeHistory.some(({ event }) => event.kind === 'message-added' && event.direction === 'inbound');
}

/** The product by the words of the client, until somebody says it. */
function nameProduct(ticket: TicketDraft, { products }: CoverageRules): void {
  const { product } = ticket.state.care.coverage;
  const said = ticket.wholeHistory.some(({ event }) => event.kind === 'product-set');
  if (said && products.some(({ id }) => id === product)) return;
  const found = said ? undefined : productIn(products, ticket.title, ticket.opening);
  if (found !== product) ticket.push({ kind: 'product-set', product: found, by: GATEWAY });
}

/** Whether a mail about it can go to the requester: of a new case only his confirmation tells him, where he gets one. */
function mayTell(draft: Draft, { requester, events, state }: TicketDraft): boolean {
  if (requester.address === undefined || requester.undeliverable) return false;
  if (!events.some(({ kind }) => kind === 'opened')) return true;
  return draft.notices.some((notice) => notice.kind === 'confirmation' && notice.ticket === state.id);
}

/** That it costs, or is not done, or no longer so. That work begins at opening time he knows by then. */
function concernsClient(before: Ticket['care']['coverage']['decided'], work: Work, until: Date | undefined): boolean {
  switch (work) {
    case 'chargeable':
      return before?.work !== 'chargeable';
    case 'refused':
      return before?.work !== 'refused' || (before.until === undefined) !== (until === undefined);
    case 'free':
      return before?.work === 'chargeable' || (before?.work === 'refused' && before.until === undefined);
  }
}

/** Whether the requester is a contact of the client who has proved that it is he (DESIGN §4). */
function mayHear({ requester, state, client, wholeHistory }: TicketDraft): boolean {
  if (client === undefined || requester.client !== client.id || state.client !== client.id || !requester.known)
    return false;
  return wholeHistory.some(
    ({ event }) =>
      event.kind === 'message-added' &&
      event.direction === 'inbound' &&
      event.authenticity === 'proved' &&
      event.by.kind === 'contact' &&
      event.by.id === requester.id,
  );
}

/** Whether the reason of a decision may stand where a client could come to read it by chance. */
export function isOpenReason({ coverage }: Desk, { rule, reason }: Pick<Cover, 'rule' | 'reason'>): boolean {
  if (reason.kind === 'ready') return reason.reason !== 'obligations' && !isConfidential(coverage, rule);
  return coverage?.rules.some(({ id }) => id === rule) === true && !isConfidential(coverage, rule);
}

function isConfidential(rules: CoverageRules | undefined, id: Cover['rule']): boolean {
  return rules?.rules.find((rule) => rule.id === id)?.confidential === true;
}

/** Who works on it, and who has just booked time: he is to know at once. */
function concerned(draft: Draft, ticket: TicketDraft, by: Actor): readonly AgentId[] {
  const booked = ticket.events.flatMap((event) =>
    event.kind === 'time-booked' && event.by.kind === 'agent' ? [event.by.id] : [],
  );
  const others = staffAudience(draft, ticket).filter((agent) => !(by.kind === 'agent' && by.id === agent));
  return [...new Set([...booked, ...others])];
}

/** Whether the ticket waits for the client because of what its work is. */
export function waitsForClient({ care }: Ticket): boolean {
  const { decided } = care.coverage;
  return decided?.answer === 'asked' || (decided?.work === 'refused' && decided.until === undefined);
}

/** With which status a ticket goes on that waited for its client: where nobody had taken it into work it waits for that as before. */
export function resumed({ wholeHistory }: TicketDraft, from: Status): Status {
  const touched = wholeHistory.some(({ event }) => 'by' in event && event.by.kind === 'agent');
  return from === 'new' && touched ? 'open' : from;
}

/** The status that a client's mail gives to a pending ticket. */
export function answeredStatus(ticket: TicketDraft): Status {
  const from = ticket.state.care.coverage.decided?.from;
  return ticket.state.status === 'pending' && from !== undefined ? resumed(ticket, from) : 'open';
}

function reasonFor(draft: Draft, ticket: TicketDraft, rule: CoverageRule | undefined, byStaff: boolean): ToldReason {
  const desk = deskOf(draft.policy, ticket.state.desk);
  const locale = localeOf(ticket, desk);
  const reason: CoverageReason = rule?.reason ?? { kind: 'ready', reason: byStaff ? 'agent' : 'usual' };
  if (reason.kind === 'own') {
    const { texts } = reason;
    const latin = locale === 'sr-Cyrl' ? texts.sr : undefined;
    const text = texts[locale] ?? latin ?? texts[desk.locale] ?? texts.en ?? Object.values(texts)[0] ?? '';
    return { kind: 'own', text, locale };
  }
  const timed = reason.reason === 'long' || reason.reason === 'short-help';
  const { free } = termsFor(draft.policy, ticket);
  return { ...reason, locale, ...(timed && free > 0 ? { minutes: free } : {}) };
}

/** The language in which the requester is written to. */
function localeOf({ requester, client }: TicketDraft, desk: Desk): Locale {
  const ofClient = requester.client === client?.id ? client?.locale : undefined;
  return desk.correspondence ?? requester.locale ?? ofClient ?? desk.locale;
}
