import type { AssignedWhy } from '../../desk/event.ts';
import type { Outcome } from '../../desk/facts.ts';
import type { TicketId } from '../../desk/ids.ts';
import type { OutgoingKind } from '../../desk/notice.ts';
import type { Policy } from '../../desk/policy.ts';
import type { LedgerRow, OutboxRow, Queries } from '../../store/port.ts';
import type { Replayed } from './run.ts';
import { type TargetCounts, TargetTally } from './targets.ts';

/** So many of something, by what tells it apart. */
export type Counted<T> = T & { readonly count: number };

/** A mail that waits for a person, or was refused. */
export interface StoppedMail {
  readonly at: Date;
  readonly outcome: Outcome;
  readonly from: string;
  readonly subject: string;
  readonly reasons: readonly string[];
}

/** What a policy made of an archive. Lists are in a fixed order: the same replay makes the same report. */
export interface ReplayReport {
  readonly span: Replayed['span'];
  readonly mails: {
    readonly all: number;
    readonly outcomes: readonly Counted<{ readonly outcome: Outcome }>[];
    /** Of agents: those that joined a ticket, those that opened one, and those that could not be placed. */
    readonly agents: { readonly joined: number; readonly opened: number; readonly unplaced: number };
    /** The first of them. */
    readonly stopped: readonly StoppedMail[];
  };
  readonly tickets: {
    readonly all: number;
    readonly byDesk: readonly Counted<{ readonly desk: string }>[];
    readonly byStatus: readonly Counted<{ readonly status: string }>[];
    readonly byPriority: readonly Counted<{ readonly priority: string }>[];
    readonly byType: readonly Counted<{ readonly type: string }>[];
  };
  readonly notices: readonly Counted<{
    readonly kind: OutgoingKind;
    readonly language: string;
    readonly to: 'agent' | 'client';
  }>[];
  readonly assignments: readonly Counted<{ readonly agent: string; readonly why: string }>[];
  readonly escalations: readonly Counted<{ readonly matrix: string; readonly level: number; readonly why: string }>[];
  readonly escalationsRefused: readonly Counted<{ readonly why: string }>[];
  readonly targets: readonly TargetCounts[];
}

/** Stopped mails that are listed; the outcomes count all. */
const MOST_STOPPED = 500;
const PAGE = 200;
const STOPPED: readonly Outcome[] = ['held', 'refused', 'quarantined', 'spam', 'failed'];

/** Reads the report out of what is left after a replay. Lists are bounded by the policy, whatever the archive holds. */
export async function reportOf({ store, span, policy }: Replayed): Promise<ReplayReport> {
  const end = span?.end ?? new Date(0);
  const cases = await casesOf(store, policy, end);
  return { span, mails: await mailsOf(store, policy), ...cases, notices: await noticesOf(store) };
}

/** All mails of the ledger in the order in which they came. */
export async function* ledgerOf(store: Queries): AsyncGenerator<LedgerRow> {
  // The ledger lists the newest first; ids follow the order of arrival.
  const pages: LedgerRow['id'][] = [];
  for (let before: LedgerRow['id'] | undefined; ; ) {
    const page: readonly LedgerRow[] = await store.ledgerRows({
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    const [newest] = page;
    if (newest === undefined) break;
    pages.push(newest.id);
    before = page.at(-1)?.id;
  }
  for (const newest of pages.toReversed())
    yield* (await store.ledgerRows({ limit: PAGE, before: (newest + 1) as LedgerRow['id'] })).toReversed();
}

async function mailsOf(store: Queries, policy: Policy): Promise<ReplayReport['mails']> {
  const staff = new Set(
    [...policy.agents.values()].flatMap(({ addresses }) => addresses.map((one) => one.toLowerCase())),
  );
  const outcomes = new Tally<{ outcome: Outcome }>();
  const agents = { joined: 0, opened: 0, unplaced: 0 };
  const stopped: StoppedMail[] = [];
  let all = 0;
  for await (const { outcome = 'failed', from, ticket, arrivedAt: at, subject, reasons } of ledgerOf(store)) {
    all += 1;
    outcomes.add({ outcome });
    if (STOPPED.includes(outcome) && stopped.length < MOST_STOPPED)
      stopped.push({ at, outcome, from, subject, reasons });
    if (!staff.has(from.toLowerCase())) continue;
    agents[ticket === undefined ? 'unplaced' : outcome === 'opened' ? 'opened' : 'joined'] += 1;
  }
  return { all, outcomes: outcomes.list(), agents, stopped };
}

async function casesOf(
  store: Queries,
  policy: Policy,
  end: Date,
): Promise<Pick<ReplayReport, 'tickets' | 'assignments' | 'escalations' | 'escalationsRefused' | 'targets'>> {
  const targets = new TargetTally();
  const byDesk = new Tally<{ desk: string }>();
  const byStatus = new Tally<{ status: string }>();
  const byPriority = new Tally<{ priority: string }>();
  const byType = new Tally<{ type: string }>();
  const assignments = new Tally<{ agent: string; why: string }>();
  const escalations = new Tally<{ matrix: string; level: number; why: string }>();
  const refused = new Tally<{ why: string }>();
  let all = 0;
  for await (const id of ticketsOf(store)) {
    const found = (await store.ticketFacts([id])).get(id);
    if (found === undefined) continue;
    all += 1;
    const { desk, status, priority, type } = found.ticket;
    byDesk.add({ desk });
    byStatus.add({ status });
    byPriority.add({ priority });
    byType.add({ type });
    targets.add(policy, found, end);
    for (const { event } of found.history) {
      if (event.kind === 'assigned')
        assignments.add({ agent: event.to ?? 'nobody', why: whyAssigned(event.why, event.by.kind) });
      if (event.kind === 'escalated') escalations.add({ matrix: event.matrix, level: event.level, why: event.why });
      if (event.kind === 'escalation-refused') refused.add({ why: event.why });
    }
  }
  return {
    tickets: {
      all,
      byDesk: byDesk.list(),
      byStatus: byStatus.list(),
      byPriority: byPriority.list(),
      byType: byType.list(),
    },
    assignments: assignments.list(),
    escalations: escalations.list(),
    escalationsRefused: refused.list(),
    targets: targets.list(),
  };
}

function whyAssigned(why: AssignedWhy | undefined, by: string): string {
  if (why === undefined) return `by ${by === 'agent' ? 'an agent' : `the ${by}`}`;
  if (why.kind === 'rule') return `rule ${why.rule}`;
  if (why.kind === 'request-type') return `request type ${why.type}`;
  return why.kind === 'absent' ? `${why.agent} is away` : `level ${why.tier}`;
}

async function* ticketsOf(store: Queries): AsyncGenerator<TicketId> {
  for (let before: TicketId | undefined; ; ) {
    const page: readonly { readonly id: TicketId }[] = await store.tickets({
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    if (page.length === 0) return;
    for (const { id } of page) yield id;
    before = page.at(-1)?.id;
  }
}

async function noticesOf(store: Queries): Promise<ReplayReport['notices']> {
  const notices = new Tally<{ kind: OutgoingKind; language: string; to: 'agent' | 'client' }>();
  for (let before: OutboxRow['id'] | undefined; ; ) {
    const page: readonly OutboxRow[] = await store.outbox({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    if (page.length === 0) return notices.list();
    for (const { kind, headers, agent, state } of page) {
      // A notice that waited to be told together with a later one was dropped for that one.
      if (state === 'dropped') continue;
      notices.add({ kind, language: headers['Content-Language'] ?? '', to: agent === undefined ? 'client' : 'agent' });
    }
    before = page.at(-1)?.id;
  }
}

/** Counts what is alike. */
class Tally<T extends Readonly<Record<string, string | number>>> {
  readonly #counts = new Map<string, { readonly of: T; count: number }>();

  add(of: T): void {
    const key = JSON.stringify(of);
    const found = this.#counts.get(key);
    if (found === undefined) this.#counts.set(key, { of, count: 1 });
    else found.count += 1;
  }

  /** The most frequent first; what is as frequent in the order of its words. */
  list(): readonly Counted<T>[] {
    return [...this.#counts.entries()]
      .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
      .map(([, { of, count }]) => ({ ...of, count }));
  }
}
