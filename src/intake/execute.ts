import { type Composer, composeNotices } from '../delivery/compose.ts';
import type { MailView } from '../delivery/render/view.ts';
import type { ActCommand, OpenCommand, SplitCommand, UndeliveredCommand } from '../desk/command.ts';
import { type Case, decide } from '../desk/decide.ts';
import type { Contact, Decision } from '../desk/facts.ts';
import type { Actor, DeskId, MessageKey } from '../desk/ids.ts';
import type { Policy } from '../desk/policy.ts';
import type { MessageBody, Tx } from '../store/port.ts';
import { typedBody } from './bodies.ts';

/** What carrying out a decision needs beside the transaction. */
export interface Execution {
  readonly policy: Policy;
  readonly composer: Composer;
  /** `hold` keeps what goes out in the outbox until the operator releases it. */
  readonly delivery: 'send' | 'hold';
}

/** The ids of a transaction, with the prefixes that the policy gives the desks. */
export function idsOf(tx: Tx, policy: Policy): ReturnType<Tx['ids']> {
  return tx.ids((desk: DeskId) => policy.desks.get(desk)?.prefix ?? desk.toUpperCase());
}

/** Makes a decision so: events, rows and messages, then the mails that follow from it, all within the caller's transaction. */
export async function carryOut(
  tx: Tx,
  decision: Decision,
  bodies: ReadonlyMap<MessageKey, MessageBody>,
  { composer, delivery }: Execution,
  at: Date,
  about?: MailView,
): Promise<void> {
  await tx.apply(decision, bodies, at);
  for (const mail of await composeNotices(tx, decision, composer, at, about)) {
    await tx.enqueue(mail, delivery === 'hold' ? 'hold' : 'queued', at);
  }
  for (const key of decision.releases) await settleReleased(tx, key, at);
}

/** An answer that waited has gone out: its mail is no longer held. */
async function settleReleased(tx: Tx, key: MessageKey, at: Date): Promise<void> {
  const message = await tx.message(key);
  if (message?.ledger === undefined) return;
  await tx.settle(message.ledger, 'added', message.ticket, ['the answer was released'], message.by, at);
}

/** The commands that come from anywhere but a mail. */
export type StaffCommand = ActCommand | OpenCommand | SplitCommand;

/** Commands that carry all they need but the facts of a ticket or person. */
type Plain = StaffCommand | UndeliveredCommand;

/** Carries out a command of staff or of the gateway itself; answers why it was refused, or the tickets that it changed. */
export async function execute(
  tx: Tx,
  command: Plain,
  execution: Execution,
  at: Date,
): Promise<{ readonly refusal: string | undefined; readonly decision: Decision }> {
  const of = await caseOf(tx, command);
  const decision = decide(of, execution.policy, at, idsOf(tx, execution.policy));
  if (decision.refusal !== undefined) return { refusal: decision.refusal, decision };
  const subject = 'subject' in command ? command.subject : '';
  const bodies = new Map(decision.messages.map((message) => [message.key, typedBody(message.text, subject)]));
  await carryOut(tx, decision, bodies, execution, at);
  return { refusal: undefined, decision };
}

async function caseOf(tx: Tx, command: Plain): Promise<Case> {
  switch (command.kind) {
    case 'undelivered':
      return { command, facts: { ticket: (await tx.ticketFacts([command.ticket])).get(command.ticket) } };
    case 'act': {
      const ticket = (await tx.ticketFacts([command.ticket])).get(command.ticket);
      return { command, facts: { ticket, watched: await watchedOf(tx, command) } };
    }
    case 'open': {
      const requester = await tx.contact(command.requester);
      return {
        command,
        facts: { requester, client: requester?.client === undefined ? undefined : await tx.client(requester.client) },
      };
    }
    case 'split': {
      const ticket = (await tx.ticketFacts([command.ticket])).get(command.ticket);
      const requester = await tx.contact(command.requester);
      const client = requester?.client === undefined ? undefined : await tx.client(requester.client);
      const onTicket = new Set((await tx.messages(command.ticket)).map((message) => message.key));
      return { command, facts: { ticket, onTicket, requester, client } };
    }
  }
}

async function watchedOf(tx: Tx, command: ActCommand): Promise<Contact | undefined> {
  const act = command.acts.find((one) => one.kind === 'watch');
  if (act?.kind !== 'watch') return undefined;
  const key = act.address.toLowerCase();
  const known = (await tx.people([key])).get(key);
  if (known?.kind === 'contact') return known.contact;
  const id = await tx.putContact({
    id: undefined,
    client: undefined,
    name: '',
    businessUnit: undefined,
    position: undefined,
    landline: undefined,
    mobile: undefined,
    addresses: [act.address],
    locale: undefined,
    responsible: false,
  });
  return tx.contact(id);
}

/** The operator at the terminal. */
export const OPERATOR: Actor = { kind: 'operator' };
