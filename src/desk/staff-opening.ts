import type { Mailbox } from '../mail/mail.ts';
import { settleNotices } from './audience.ts';
import { clientMail } from './client-mail.ts';
import type { Draft, TicketDraft } from './draft.ts';
import type { Client, Contact } from './facts.ts';
import type { Actor, AgentId } from './ids.ts';
import { OWN_SOURCE } from './notice.ts';
import { type Receiving, type Ruling, still } from './receiving.ts';
import type { ReadVerbs } from './verbs.ts';
import { answered, noted, perform } from './work.ts';

/**
 * A mail of an agent that belongs to no ticket yet: one towards a client (`#to`), a forwarded mail of a client, a mail to a client with the
 * desk in copy, or a request of his own.
 */
export function staffOpening(receiving: Receiving, agent: AgentId, verbs: ReadVerbs): Ruling {
  const { command } = receiving;
  if (verbs.to !== undefined) return towards(receiving, agent, verbs, { name: '', address: verbs.to });
  const first = [...command.to, ...command.cc].find((one) => personOf(receiving, one.address)?.kind !== 'agent');
  if (first !== undefined) return towards(receiving, agent, verbs, first);
  if (command.forwarded !== undefined) return onBehalf(receiving, agent, verbs, command.forwarded);
  if (verbs.lines.length > 0) {
    const lines = verbs.lines.map(({ line }) => ({ line, result: { kind: 'forbidden', needs: 'ticket' } as const }));
    const { draft, desk, mayAnswer } = receiving;
    if (mayAnswer) {
      const to = { kind: 'agent', id: agent } as const;
      draft.tell({
        kind: 'transcript',
        to,
        desk: desk.id,
        ticket: undefined,
        lines,
        help: false,
        unsent: command.body,
      });
    }
    return { ...still('command', ['its commands need a ticket; nothing was done']), notices: settleNotices(draft) };
  }
  return clientMail(receiving);
}

function personOf(receiving: Receiving, address: string): ReturnType<Receiving['facts']['people']['get']> {
  return receiving.facts.people.get(address.toLowerCase());
}

/** The client's side of a ticket that staff open. */
function contactFor(
  receiving: Receiving,
  mailbox: Mailbox,
): { readonly contact: Contact; readonly client: Client | undefined } | undefined {
  const person = personOf(receiving, mailbox.address) ?? { kind: 'unknown', client: undefined };
  if (person.kind === 'agent') return undefined;
  const contact =
    person.kind === 'contact'
      ? person.contact
      : receiving.draft.newContact(mailbox.name, mailbox.address, person.client, true);
  return { contact, client: contact.client === undefined ? undefined : receiving.facts.clients.get(contact.client) };
}

/** Opens a ticket with what the agent writes to the client; who was addressed by the agent's own mail is not sent it again. */
function towards(receiving: Receiving, agent: AgentId, verbs: ReadVerbs, mailbox: Mailbox): Ruling {
  const { command, desk, draft, facts } = receiving;
  const by: Actor = { kind: 'agent', id: agent };
  const side = contactFor(receiving, mailbox);
  if (side === undefined) return still('held', [`${mailbox.address} is an agent, not a client`]);
  const recorded = verbs.to === undefined;
  if (!recorded && command.body.trim() === '')
    return still('held', ['it says nothing that could be sent to the client']);
  if (!recorded && command.doubt !== undefined)
    return still('held', [`it is not clear what should go to the client: ${command.doubt}`]);

  const ticket = draft.open(desk, side.contact, side.client, command.subject, {
    channel: 'mail',
    type: 'request',
    priority: 'normal',
    status: 'open',
    by,
  });
  const addressed = new Set([...command.to, ...command.cc].map((one) => one.address.toLowerCase()));
  watchOthers(receiving, draft, ticket, by);
  ticket.assign(agent, by);
  perform(draft, ticket, verbs.acts, by, undefined);
  const message = draft.addMessage(ticket, {
    direction: 'outbound',
    by,
    authenticity: facts.authenticity.level,
    source: 'mail',
    text: recorded ? command.visible : command.body,
  });
  answered(draft, ticket, message, by, { addressed, statusSet: verbs.acts.some((act) => act.kind === 'status') });
  ticket.changes.splice(0); // the client learns of the ticket and its status by this very mail
  return {
    outcome: 'opened',
    ticket: ticket.state.id,
    reasons: [
      `agent ${agent} writes to ${recorded ? 'a client, with the desk in copy' : 'a client (#to)'}`,
      `opened ${ticket.state.number}`,
    ],
    notices: settleNotices(draft),
  };
}

/** Opens the ticket for the client whose mail the agent forwarded; the agent's own words above it are a note. */
function onBehalf(
  receiving: Receiving,
  agent: AgentId,
  verbs: ReadVerbs,
  forwarded: NonNullable<Receiving['command']['forwarded']>,
): Ruling {
  const { command, desk, draft, facts } = receiving;
  const by: Actor = { kind: 'agent', id: agent };
  const side = contactFor(receiving, forwarded.from);
  if (side === undefined) return clientMail(receiving);
  const ticket = draft.open(desk, side.contact, side.client, forwarded.subject || command.subject, {
    channel: 'mail',
    type: 'request',
    priority: 'normal',
    status: 'new',
    by,
  });
  const message = draft.addMessage(ticket, {
    direction: 'inbound',
    by: { kind: 'contact', id: side.contact.id },
    authenticity: 'claimed',
    source: 'mail',
    text: forwarded.text,
  });
  if (command.body.trim() !== '') {
    noted(draft, ticket, {
      direction: 'internal',
      by,
      authenticity: facts.authenticity.level,
      source: 'typed',
      text: command.body,
    });
  }
  perform(draft, ticket, verbs.acts, by, undefined);
  ticket.changes.splice(0);
  const base = { desk: desk.id, ticket: ticket.state.id, changes: [], message };
  draft.tell({
    kind: 'confirmation',
    to: { kind: 'contact', id: side.contact.id },
    ...base,
    onBehalf: true,
    follows: undefined,
  });
  const assignee = ticket.state.assignee;
  for (const id of assignee === undefined ? desk.agents : [assignee]) {
    if (id !== agent) draft.tell({ kind: 'agent-new', to: { kind: 'agent', id }, ...base, source: OWN_SOURCE });
  }
  return {
    outcome: 'opened',
    ticket: ticket.state.id,
    reasons: [`agent ${agent} forwarded a mail of ${forwarded.from.address}`, `opened ${ticket.state.number}`],
    notices: settleNotices(draft),
  };
}

function watchOthers(receiving: Receiving, draft: Draft, ticket: TicketDraft, by: Actor): void {
  for (const { name, address } of [...receiving.command.to, ...receiving.command.cc].slice(0, 20)) {
    const person = personOf(receiving, address) ?? { kind: 'unknown', client: undefined };
    if (person.kind === 'agent') continue;
    ticket.watch(
      person.kind === 'contact' ? person.contact : draft.newContact(name, address, person.client, false),
      by,
    );
  }
}
