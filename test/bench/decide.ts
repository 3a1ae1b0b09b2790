/*
 * What deciding costs: `npm run bench:decide -- [COUNT [TASK]]`. The desk is that of config/desks/interspace.yaml: service levels, a form, priorities, escalation,
 * deferral and rules of assignment. At least 50,000 commands a second on one core are wanted of each kind; what the reading of the form adds is
 * told apart, for only mail to a desk that has a form pays it. The last line is the result as JSON.
 */
import { resolve } from 'node:path';
import { loadSettings } from '../../src/config/load.ts';
import { type Case, decide } from '../../src/desk/decide.ts';
import type { TicketEvent } from '../../src/desk/event.ts';
import { type MailFacts, NOTHING_AROUND, type Service, type TicketFacts } from '../../src/desk/facts.ts';
import type { AgentId, ClientId, DeskId, MessageKey, ServiceId, TicketId, TicketNumber } from '../../src/desk/ids.ts';
import type { Desk, Policy } from '../../src/desk/policy.ts';
import { fold } from '../../src/desk/ticket.ts';
import { readCommands } from '../../src/mail/commands.ts';
import { ANA, address, agentReply, BANK, BOJAN, facts, ids, mail, ticketFacts } from '../desk/world.ts';
import { cpuMs } from '../mail/cpu.ts';

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
const onTicket = { ticket, around: NOTHING_AROUND };
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

const results = tasks
  .filter(({ name }) => new RegExp(process.argv[3] ?? '').test(name))
  .map(({ name, of, policy, now = NOW }) => {
    const made = ids();
    const decision = decide(of, policy, now, made);
    if (decision.refusal !== undefined || decision.changes.length === 0)
      throw new Error(`${name}: it changes nothing: ${decision.outcome?.reasons.join('; ')}`);
    // The processor's time, not the clock's, and of many rounds the best: other work on the machine is not to count.
    let each = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const began = process.cpuUsage();
      for (let i = 0; i < count / ROUNDS; i++) decide(of, policy, now, made);
      each = Math.min(each, cpuMs(began) / (count / ROUNDS));
    }
    return { name, microseconds: Number((each * 1000).toFixed(2)), perSecond: Math.round(1000 / each) };
  });
for (const { name, microseconds, perSecond } of results)
  console.log(
    `${name.padEnd(30)} ${microseconds.toFixed(2).padStart(8)} µs ${perSecond.toLocaleString('en').padStart(12)} a second`,
  );
console.log(JSON.stringify({ wanted: WANTED, results }));
if (results.some(({ name, perSecond }) => !name.includes('form read') && perSecond < WANTED)) process.exitCode = 1;

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
