import type { Settings } from '../config/settings.ts';
import type { DeskId } from '../desk/ids.ts';
import { type Desk, deskOf } from '../desk/policy.ts';
import { pointsSum, queueOrder, queuePoints, type Waiting } from '../desk/queue/order.ts';
import type { Queries } from '../store/port.ts';
import { desk } from './given.ts';
import { local } from './targets.ts';
import { say, sayJson, table } from './terminal.ts';
import type { ListOptions } from './ticket.ts';

/** `spoc ticket list --queue`: the waiting lists in the order in which they are to be taken up (SAOP-2), with the points that make it. */
export async function listQueue(
  settings: Settings,
  read: Queries,
  options: ListOptions,
  limit: number,
  now: Date,
): Promise<void> {
  const only = options.desk === undefined ? undefined : desk(settings, options.desk);
  const desks = [...settings.policy.desks.values()].filter(({ id }) => only === undefined || id === only);
  const rows: Row[] = [];
  for (const one of desks) rows.push(...(await queueOf(one, read, limit, now)));
  if (options.json === true)
    return sayJson(
      rows.map(({ waiting, facts, place, points }) => ({
        place,
        number: facts.ticket.number,
        desk: waiting.desk,
        subject: facts.subject,
        channel: waiting.channel,
        priority: waiting.priority,
        openedAt: waiting.openedAt,
        due: waiting.due ?? null,
        assignee: facts.ticket.assignee ?? null,
        points,
      })),
    );
  if (rows.length === 0) return say('Nobody waits.');
  const head = [
    'place',
    'number',
    'points',
    'channel',
    'priority',
    'age',
    'target',
    'waits since',
    'assignee',
    'subject',
  ];
  say(
    table(
      head,
      rows.map(({ waiting, facts, place, points, zone }) => [
        `${place}`,
        facts.ticket.number,
        pointsSum(points).toFixed(1),
        `${points.channel} ${waiting.channel}`,
        `${points.priority} ${waiting.priority}`,
        points.age.toFixed(1),
        points.target.toFixed(1),
        local(waiting.openedAt, zone),
        facts.ticket.assignee ?? '–',
        facts.subject,
      ]),
      head.length - 1,
    ),
  );
}

/** Where a ticket stands on the waiting list of its desk, and the points that make it; undefined when it does not wait. */
export async function waitingText(
  settings: Settings,
  read: Queries,
  { ticket }: Facts,
  now: Date,
): Promise<string | undefined> {
  if (ticket.status !== 'new') return undefined;
  const { queue } = deskOf(settings.policy, ticket.desk);
  const order = queueOrder(await read.waitingList(ticket.desk), queue, now);
  const at = order.findIndex((one) => one.ticket === ticket.id);
  const waiting = order[at];
  if (waiting === undefined) return undefined;
  const { channel, priority, age, target } = queuePoints(waiting, queue, now);
  const points = `channel ${channel}, priority ${priority}, age ${age.toFixed(1)}, target ${target.toFixed(1)}`;
  return `place ${at + 1} of ${order.length} (${points})`;
}

interface Row {
  readonly waiting: Waiting;
  readonly facts: Facts;
  readonly place: number;
  readonly points: ReturnType<typeof queuePoints>;
  readonly zone: string;
}
type Facts = NonNullable<ReturnType<Awaited<ReturnType<Queries['ticketFacts']>>['get']>>;

async function queueOf(one: Desk, read: Queries, limit: number, now: Date): Promise<readonly Row[]> {
  const order = queueOrder(await read.waitingList(one.id satisfies DeskId), one.queue, now).slice(0, limit);
  const facts = await read.ticketFacts(order.map(({ ticket }) => ticket));
  return order.flatMap((waiting, at) => {
    const found = facts.get(waiting.ticket);
    const points = queuePoints(waiting, one.queue, now);
    return found === undefined ? [] : [{ waiting, facts: found, place: at + 1, points, zone: one.timeZone }];
  });
}
