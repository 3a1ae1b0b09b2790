import type { Contact } from '../desk/facts.ts';
import type { ContactId, DeskId, TicketId } from '../desk/ids.ts';
import type { Waiting } from '../desk/queue/order.ts';
import { isSameUnit } from '../desk/record/permission.ts';
import { isDone, STATUSES } from '../desk/status.ts';
import { careOf, dateOf, known } from './codec.ts';
import { type Connection, list } from './connection.ts';
import type { Queries } from './port.ts';
import type { contacts, tickets } from './schema.ts';

type RecordQueries = Pick<Queries, 'recordOf' | 'waitingList'>;
type ContactRow = typeof contacts.$inferSelect;
type TicketRow = typeof tickets.$inferSelect;

/** People of one client that are looked through for those of a business unit. */
const MOST_PEOPLE = 5_000;
/** Tickets of one desk that wait and are put in order; more than these have no place. */
const MOST_WAITING = 5_000;

/** What the record of requests and the waiting list ask: each walks an index, one status at a time. */
export function recordQueries({ raw }: Connection): RecordQueries {
  const own = 'FROM tickets WHERE requester = @self AND status = @status';
  const others =
    'FROM tickets WHERE client = @client AND status = @status AND (@all OR requester IN (SELECT value FROM json_each(@people)))';
  const newest = 'ORDER BY id DESC LIMIT @limit + 0';
  const ownIds = raw.prepare(`SELECT id ${own} ${newest}`).pluck();
  const othersIds = raw.prepare(`SELECT id ${others} ${newest}`).pluck();
  // His own of another client, from before he came to this one, are no part of the others.
  const ownCount = raw.prepare(`SELECT count(*) ${own} AND (client IS NOT @client OR @client IS NULL)`).pluck();
  const othersCount = raw.prepare(`SELECT count(*) ${others}`).pluck();
  const people = raw.prepare('SELECT id, business_unit AS businessUnit FROM contacts WHERE client = ? LIMIT ? + 0');
  const waiting = raw.prepare(
    `SELECT id, channel, priority, opened_at AS openedAt, care,
      (SELECT min(due) FROM timers WHERE ticket = tickets.id AND key LIKE '%/breach') AS due
     FROM tickets WHERE desk = ? AND status = 'new' LIMIT ? + 0`,
  );

  function unitOf(reader: Contact): readonly ContactId[] {
    const rows = people.all(reader.client, MOST_PEOPLE) as Pick<ContactRow, 'id' | 'businessUnit'>[];
    const same = rows.filter((row) =>
      isSameUnit(reader, { client: reader.client, businessUnit: known(row.businessUnit) }),
    );
    return [...new Set([reader.id, ...same.map(({ id }) => id)])];
  }

  return {
    async recordOf(reader, limits) {
      const alone = reader.client === undefined || reader.sees === 'own';
      const scope = {
        self: reader.id,
        client: alone ? null : reader.client,
        all: reader.sees === 'client' ? 1 : 0,
        people: list(alone || reader.sees === 'client' ? [] : unitOf(reader)),
      };
      const open = new Set<TicketId>();
      const done = new Set<TicketId>();
      const counts = { open: 0, done: 0 };
      for (const status of STATUSES) {
        const which = isDone(status) ? 'done' : 'open';
        const found = which === 'done' ? done : open;
        const asked = { ...scope, status, limit: limits[which] };
        for (const id of [...ownIds.all(asked), ...(alone ? [] : othersIds.all(asked))]) found.add(id as TicketId);
        counts[which] += Number(ownCount.get(asked)) + (alone ? 0 : Number(othersCount.get(asked)));
      }
      const newestOf = (ids: ReadonlySet<TicketId>, limit: number) => [...ids].sort((a, b) => b - a).slice(0, limit);
      return { tickets: [...newestOf(open, limits.open), ...newestOf(done, limits.done)], counts };
    },
    async waitingList(desk: DeskId) {
      const rows = waiting.all(desk, MOST_WAITING) as (Pick<
        TicketRow,
        'id' | 'channel' | 'priority' | 'openedAt' | 'care'
      > & { readonly due: number | null })[];
      return rows.map((row): Waiting => {
        const { deferral, taken } = careOf(row.care);
        return {
          ticket: row.id,
          desk,
          channel: row.channel,
          priority: row.priority,
          openedAt: new Date(row.openedAt),
          due: dateOf(row.due),
          missed: taken.some((key) => key.endsWith('/breach')),
          deferredUntil: deferral?.state === 'agreed' ? deferral.until : undefined,
        };
      });
    },
  };
}
