import { composeNotices } from '../delivery/compose.ts';
import { type Month, type MonthSpan, monthSpan } from '../desk/calendar/month.ts';
import { zoneOf } from '../desk/calendar/zone.ts';
import type { Client } from '../desk/facts.ts';
import type { ClientId, DeskId } from '../desk/ids.ts';
import type { Desk, Policy } from '../desk/policy.ts';
import type { StatementNotice } from '../desk/time/notice.ts';
import { type StatedCase, type Statement, statementOf } from '../desk/time/statement.ts';
import { PLAIN_TERMS } from '../desk/time/terms.ts';
import { termsFor } from '../desk/time/terms-of.ts';
import type { Queries, Tx } from '../store/port.ts';
import type { Execution } from './execute.ts';

/** Tickets of one client whose work is looked at for a month. */
const MOST_TICKETS = 2_000;
/** Work of so long ago (milliseconds before the month) can still come to be charged, once the client agrees. */
export const LOOKS_BACK = 92 * 86_400_000;

/** The work of a client in a month at a desk; undefined when there was none, and nothing came to be charged. */
export async function loadStatement(
  read: Queries,
  policy: Policy,
  desk: Desk,
  client: ClientId,
  month: Month,
  span: MonthSpan,
): Promise<{ readonly client: Client; readonly statement: Statement } | undefined> {
  const who = await read.client(client);
  if (who === undefined) return undefined;
  const within = { desk: desk.id, from: new Date(span.from.getTime() - LOOKS_BACK), to: span.to };
  const tickets = await read.bookedTickets(within, client, MOST_TICKETS);
  const cases: StatedCase[] = [];
  for (const facts of (await read.ticketFacts(tickets)).values()) {
    const { ticket, subject, history, service } = facts;
    const until = (at: Date) => at < span.to;
    cases.push({
      number: ticket.number,
      subject,
      history: history.filter(({ at }) => until(at)),
      bookings: (await read.bookings(ticket.id))
        .filter(({ at }) => until(at))
        .map(({ minutes, at, by, text }) => ({ minutes, at, agent: by.kind === 'agent' ? by.id : undefined, text })),
      terms: termsFor(policy, { state: ticket, client: who, service }),
      always: desk.coverage === undefined,
    });
  }
  const level = who.level ?? policy.sla.desks.get(desk.id)?.level;
  const terms =
    (level === undefined ? undefined : policy.sla.levels.get(level)?.billing) ?? desk.billing ?? PLAIN_TERMS;
  const statement = statementOf(cases, month, zoneOf(desk.timeZone), terms.included);
  return statement.lines.length === 0 ? undefined : { client: who, statement };
}

/** The mails with a client's statement: to the persons who are responsible for support there. */
export function statementNotices(desk: Desk, client: Client, statement: Statement): readonly StatementNotice[] {
  return client.responsible
    .filter(({ address, undeliverable }) => address !== undefined && !undeliverable)
    .map(({ id }) => ({
      kind: 'statement',
      to: { kind: 'contact', id },
      desk: desk.id,
      clientName: client.name,
      statement,
    }));
}

/** Whose statement of which month. */
export interface StatementAsked {
  readonly desk: DeskId;
  readonly client: ClientId;
  readonly month: Month;
}

/** Mails a client's statement; answers how many mails that makes: none where there was no work, or nobody there is responsible. */
export async function sendStatement(
  tx: Tx,
  { desk: id, client, month }: StatementAsked,
  { policy, composer, delivery }: Execution,
  at: Date,
): Promise<number> {
  const desk = policy.desks.get(id);
  if (desk === undefined) return 0;
  const found = await loadStatement(tx, policy, desk, client, month, monthSpan(zoneOf(desk.timeZone), month));
  if (found === undefined) return 0;
  const mails = await composeNotices(tx, statementNotices(desk, found.client, found.statement), composer, at);
  for (const mail of mails) await tx.enqueue(mail, delivery === 'hold' ? 'hold' : 'queued', at);
  return mails.length;
}
