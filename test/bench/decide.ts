/*
 * What deciding costs: `npm run bench:decide -- [COUNT [TASK]]`. The desk is that of config/desks/interspace.yaml: service levels, a form, priorities, escalation,
 * deferral and rules of assignment. At least 50,000 commands a second on one core are wanted of a day's mix, and told of each kind; what the reading
 * of the form adds is told apart, for only mail to a desk that has a form pays it. The last line is the result as JSON.
 */
import { resolve } from 'node:path';
import type { Case } from '../../src/desk/decide.ts';
import type { TicketEvent } from '../../src/desk/event.ts';
import { type MailFacts, NOTHING_AROUND, type Service, type TicketFacts } from '../../src/desk/facts.ts';
import type { AgentId, ClientId, DeskId, MessageKey, ServiceId, TicketId, TicketNumber } from '../../src/desk/ids.ts';
import type { Desk, Policy } from '../../src/desk/policy.ts';
import { fold } from '../../src/desk/ticket.ts';
import { readCommands } from '../../src/mail/commands.ts';
import { ANA, address, agentReply, BANK, BOJAN, facts, ids, mail, ticketFacts } from '../desk/world.ts';
import { cpuMs } from '../mail/cpu.ts';

// As it is built: what runs from source pays for names of functions that only debuggers want.
const dist = resolve(import.meta.dirname, '../../dist');
const { decide }: typeof import('../../src/desk/decide.ts') = await import(`${dist}/desk/decide.js`);
const { loadSettings }: typeof import('../../src/config/load.ts') = await import(`${dist}/config/load.js`);

const WANTED = 50_000;
const ROUNDS = 40;
const count = Number(process.argv[2] ?? '200000');
const file = resolve(import.meta.dirname, '../../config/desks/interspace.yaml');
const loaded = await loadSettings(file, {});
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const full = loaded.settings.policy;
const [desk] = full.desks.values();
if (desk === undefined) throw new Error('the profile has a desk');
const formless = withDesk(full, { ...desk, form: undefined, priorities: undefined, deferral: undefined });

const NOW = new Date('2026-11-24T10:00:00Z');
const DESK: DeskId = desk.id;
const MILA = 'mila' as AgentId;
const SERVICE: Service = {
  id: 'SVC-10234' as ServiceId,
  client: BANK as ClientId,
  name: 'IP transit, Belgrade',
  circuits: ['ICR-4410'],
  level: undefined,
  matrix: undefined,
};
const REPORT = `Hello,

Service ID: SVC-10234
Start of the problem: 24.11.2026 09:40
Impact: Degradation
Circuit ID: ICR-4410

Since this morning we see packet loss of about 8 % on the link towards Frankfurt. It began
after the maintenance of last night, and traceroutes show it behind your edge router. Please have a
look as soon as possible, our customers begin to notice.

Kind regards,
Ana Anić
Network operations, Banka`;
const MORE = 'It has become worse since ten, now it is 20 %.\n\nAna';

const ticket = ticketOf([
  {
    kind: 'opened',
    number: 'ISP-1001' as TicketNumber,
    desk: DESK,
    requester: ANA.id,
    client: BANK,
    channel: 'mail',
    type: 'incident',
    priority: 'high',
    status: 'new',
    by: { kind: 'contact', id: ANA.id },
  },
  ...Array.from({ length: 8 }, (_, at): TicketEvent => {
    const client = at % 2 === 0;
    return {
      kind: 'message-added',
      message: at as MessageKey,
      direction: client ? 'inbound' : 'outbound',
      by: client ? { kind: 'contact', id: ANA.id } : { kind: 'agent', id: MILA },
      authenticity: 'proved',
    };
  }),
  { kind: 'assigned', to: MILA, by: { kind: 'agent', id: MILA } },
  { kind: 'status-changed', from: 'new', to: 'open', by: { kind: 'agent', id: MILA } },
]);
const people: Partial<MailFacts> = { services: new Map([['svc-10234', SERVICE]]) };
const joined = facts({
  ...people,
  tickets: new Map([[ticket.ticket.id, ticket]]),
  received: [],
  named: [{ number: 'ISP-1001', ticket: ticket.ticket.id }],
});
const newMail = mail({ desk: DESK, subject: 'Packet loss', body: REPORT, visible: REPORT, writtenAt: NOW });
const followUp = mail({
  desk: DESK,
  subject: 'Packet loss',
  numbers: ['ISP-1001'],
  body: MORE,
  visible: MORE,
  writtenAt: NOW,
});
const written = readCommands('#resolved\n\nThe line card was replaced; packet loss is back to zero.');
const answer = mail({
  desk: DESK,
  from: [{ name: 'Mila Kostić', address: address('mila@interspace.example') }],
  commands: written.commands,
  body: written.body,
  visible: written.body,
});

/** What the ticket does by itself next: a warning, a miss or an escalation. */
const onTicket = { ticket, defect: undefined, around: NOTHING_AROUND };
const reckoned = decide({ command: { kind: 'reckon', ticket: ticket.ticket.id }, facts: onTicket }, full, NOW, ids());
const [timer] = reckoned.timers.flatMap(({ timers }) => timers).sort((a, b) => a.due.getTime() - b.due.getTime());
if (timer === undefined) throw new Error('the ticket has no timer');

interface Task {
  readonly name: string;
  readonly of: Case;
  readonly policy: Policy;
  readonly now?: Date;
}
const tasks: readonly Task[] = [
  { name: 'new mail', of: { command: newMail, facts: facts(people) }, policy: formless },
  { name: 'new mail, form read', of: { command: newMail, facts: facts(people) }, policy: full },
  { name: 'client follow-up', of: { command: followUp, facts: joined }, policy: formless },
  { name: 'client follow-up, form read', of: { command: followUp, facts: joined }, policy: full },
  { name: 'agent answer with #resolved', of: { command: answer, facts: agentReply(ticket, {}, MILA) }, policy: full },
  {
    name: 'timer',
    of: { command: { kind: 'timer', ticket: ticket.ticket.id, key: timer.key }, facts: onTicket },
    policy: full,
    now: timer.due,
  },
];

interface Result {
  readonly name: string;
  readonly microseconds: number;
  readonly perSecond: number;
}

/** What a desk's day looks like: of 20 commands so many are of each kind, evenly strewn. */
const MIX = { 'new mail': 8, 'client follow-up': 7, 'agent answer with #resolved': 4, timer: 1 } as const;
const strewn = Object.entries(MIX)
  .flatMap(([name, times]) => Array.from({ length: times }, (_, nth) => ({ name, at: (nth + 0.5) / times })))
  .sort((a, b) => a.at - b.at)
  .flatMap(({ name }) => tasks.filter((task) => task.name === name));

const wanted = new RegExp(process.argv[3] ?? '');
const results = [...tasks.map((task) => ({ name: task.name, all: [task] })), { name: 'mix', all: strewn }]
  .filter(({ name }) => wanted.test(name))
  .map(({ name, all }) => measured(name, all));
for (const { name, microseconds, perSecond } of results)
  console.log(
    `${name.padEnd(30)} ${microseconds.toFixed(2).padStart(8)} µs ${perSecond.toLocaleString('en').padStart(12)} a second`,
  );
console.log(JSON.stringify({ wanted: WANTED, results }));
const mixed = results.find(({ name }) => name === 'mix');
if (mixed !== undefined && mixed.perSecond < WANTED) process.exitCode = 1;

/** Each of the tasks in turn, again and again: what one takes in the mean. */
function measured(name: string, all: readonly Task[]): Result {
  const made = ids();
  for (const { of, policy, now = NOW } of all) {
    const decision = decide(of, policy, now, made);
    if (decision.refusal !== undefined || decision.changes.length === 0)
      throw new Error(`${name}: it changes nothing: ${decision.outcome?.reasons.join('; ')}`);
  }
  const turns = Math.ceil(count / ROUNDS / all.length);
  // The processor's time, not the clock's, and of many rounds the best: other work on the machine is not to count.
  let each = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage();
    for (let turn = 0; turn < turns; turn++) for (const { of, policy, now = NOW } of all) decide(of, policy, now, made);
    each = Math.min(each, cpuMs(began) / (turns * all.length));
  }
  return { name, microseconds: Number((each * 1000).toFixed(2)), perSecond: Math.round(1000 / each) };
}

function withDesk(policy: Policy, changed: Desk): Policy {
  return { ...policy, desks: new Map([[changed.id, changed]]) };
}

function ticketOf(events: readonly TicketEvent[]): TicketFacts {
  const id = 10 as TicketId;
  const history = events.map((event, at) => ({
    ticket: id,
    version: at + 1,
    at: new Date(NOW.getTime() - (events.length - at) * 600_000),
    event,
  }));
  return {
    ...ticketFacts(),
    ticket: fold(history),
    subject: 'Packet loss',
    watchers: [BOJAN],
    service: SERVICE,
    history,
  };
}
