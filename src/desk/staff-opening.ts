import type { Mailbox } from '../mail/mail.ts';
import { absenceMail, sayAbsences, saysAbsenceOnly } from './absence/said.ts';
import { assignByRules } from './assignment/assign.ts';
import { settleNotices, staffAudience } from './audience.ts';
import { clientMail } from './client-mail.ts';
import { reachedAt } from './contact-point.ts';
import { isDefectVerb } from './defect/verbs.ts';
import type { Draft, MessageDraft } from './draft.ts';
import type { Client, Contact } from './facts.ts';
import { forwardedFacts } from './form/client-facts.ts';
import type { Actor, AgentId } from './ids.ts';
import { OWN_SOURCE, type TranscriptResult } from './notice.ts';
import { usualPriority } from './priority/settle.ts';
import { addressedBy, type Receiving, type Ruling, still, watchedBy } from './receiving.ts';
import { typeAtOpening } from './request-type/choose.ts';
import { beginning, beginType } from './request-type/settle.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { askedIn, type ReadVerbs } from './verbs.ts';
import { answered, hold, noted, perform, setsStatus, unsendable } from './work.ts';

/**
 * A mail of an agent that belongs to no ticket yet: one towards a client (`#to`), a forwarded mail of a client, a mail to a client with the
 * desk in copy, or a request of his own.
 */
export function staffOpening(receiving: Receiving, agent: AgentId, verbs: ReadVerbs): Ruling {
  const { command } = receiving;
  const first = [...command.to, ...command.cc].find((one) => personOf(receiving, one.address)?.kind !== 'agent');
  const client = verbs.to === undefined ? first : { name: '', address: verbs.to };
  const { forwarded } = command;
  const opens = client !== undefined || forwarded !== undefined;
  if (!opens && verbs.absences.length > 0 && saysAbsenceOnly(receiving)) return absenceMail(receiving, agent, verbs);
  const cannot = verbs.lines.map(({ line }) => ({ line, result: problemOf(line, client, opens) }));
  if (cannot.some(({ result }) => result !== undefined)) return refuse(receiving, agent, cannot);
  sayAbsences(receiving, agent, verbs, '');
  if (client !== undefined) return towards(receiving, agent, verbs, client);
  return forwarded === undefined ? clientMail(receiving) : onBehalf(receiving, agent, verbs, forwarded);
}

/** Why a command cannot be followed in a mail that opens a ticket; undefined when it can. */
function problemOf(line: string, client: Mailbox | undefined, opens: boolean): TranscriptResult | undefined {
  if (!opens) return { kind: 'forbidden', needs: 'ticket' };
  if (/^#send\b/.test(line)) return { kind: 'nothing-to-send' };
  if (/^#resume\b/.test(line)) return { kind: 'not-deferred' };
  if (/^#(?:merge|split|link|unwatch|spam|service|fact)\b/.test(line)) return { kind: 'forbidden', needs: 'ticket' };
  if (isDefectVerb(/^#([\w-]+)/.exec(line)?.[1] ?? '')) return { kind: 'forbidden', needs: 'ticket' };
  // What is for the client's eyes can be no note.
  return client !== undefined && /^#note\b/.test(line) ? { kind: 'forbidden', needs: 'ticket' } : undefined;
}

function refuse(
  receiving: Receiving,
  agent: AgentId,
  lines: readonly { readonly line: string; readonly result: TranscriptResult | undefined }[],
): Ruling {
  const { draft, desk, command, mayAnswer } = receiving;
  if (mayAnswer) {
    draft.tell({
      kind: 'transcript',
      to: { kind: 'agent', id: agent },
      desk: desk.id,
      ticket: undefined,
      lines: lines.map(({ line, result }) => ({ line, result: result ?? { kind: 'not-done' } })),
      help: false,
      unsent: command.body,
    });
  }
  return { ...still('command', ['its commands need a ticket; nothing was done']), notices: settleNotices(draft) };
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
  const { command, desk, draft, facts, policy } = receiving;
  const by: Actor = { kind: 'agent', id: agent };
  const side = contactFor(receiving, mailbox);
  if (side === undefined) return still('held', [`${mailbox.address} is an agent, not a client`]);
  const recorded = verbs.to === undefined;
  const chosen = typeAtOpening(desk, { subject: command.subject });
  const ticket = draft.open(desk, side.contact, side.client, command.subject, {
    channel: 'mail',
    type: chosen?.type.ticketType ?? 'request',
    priority: chosen?.type.priority ?? usualPriority(desk),
    status: 'open',
    by,
  });
  reachedAt(ticket, desk, command.sentTo);
  beginType(ticket, chosen, by);
  watchOthers(receiving, draft, ticket, by);
  ticket.assign(agent, by);
  const message: MessageDraft = {
    direction: 'outbound',
    by,
    authenticity: facts.authenticity.level,
    source: 'mail',
    text: recorded ? command.visible : command.body,
  };
  const opened = `opened ${ticket.state.number}`;
  const why = recorded ? undefined : unsendable(command, command.body, policy);
  if (why !== undefined) {
    hold(draft, ticket, message, why, undefined, askedIn(verbs, verbs.acts), watchedBy(receiving));
    ticket.changes.splice(0);
    const doubt = command.doubt === undefined ? '' : ` (${command.doubt})`;
    const reasons = [`agent ${agent} writes to a client (#to)`, opened, `it waits for #send: ${why}${doubt}`];
    return { outcome: 'held', ticket: ticket.state.id, reasons, notices: settleNotices(draft) };
  }
  perform(draft, ticket, verbs.acts, by, watchedBy(receiving));
  const options = {
    addressed: addressedBy(receiving),
    statusSet: setsStatus(verbs.acts),
  };
  answered(draft, ticket, draft.addMessage(ticket, message), by, options);
  ticket.changes.splice(0); // the client learns of the ticket and its status by this very mail
  return {
    outcome: 'opened',
    ticket: ticket.state.id,
    reasons: [`agent ${agent} writes to ${recorded ? 'a client, with the desk in copy' : 'a client (#to)'}`, opened],
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
  const subject = forwarded.subject || command.subject;
  const chosen = typeAtOpening(desk, { subject, sentTo: command.sentTo });
  const ticket = draft.open(desk, side.contact, side.client, subject, {
    channel: 'mail',
    ...beginning(desk, chosen),
    status: 'new',
    by,
  });
  ticket.sentTo = command.sentTo ?? '';
  reachedAt(ticket, desk, command.sentTo);
  beginType(ticket, chosen, by);
  const message = draft.addMessage(ticket, {
    direction: 'inbound',
    by: { kind: 'contact', id: side.contact.id },
    authenticity: 'claimed',
    source: 'mail',
    text: forwarded.text,
  });
  const prompts = forwardedFacts(receiving, ticket, side.contact, forwarded);
  perform(draft, ticket, verbs.acts, by, watchedBy(receiving));
  ticket.changes.splice(0);
  const base = { desk: desk.id, ticket: ticket.state.id, changes: [], message };
  draft.tell({
    kind: 'confirmation',
    to: { kind: 'contact', id: side.contact.id },
    ...base,
    onBehalf: true,
    follows: undefined,
    ...prompts,
  });
  if (ticket.state.assignee === undefined) assignByRules(draft, ticket);
  for (const id of staffAudience(draft, ticket)) {
    if (id !== agent) draft.tell({ kind: 'agent-new', to: { kind: 'agent', id }, ...base, source: OWN_SOURCE });
  }
  const words = [verbs.noteText, command.body].filter((part) => part.trim() !== '').join('\n\n');
  if (words !== '') {
    const { level: authenticity } = facts.authenticity;
    noted(draft, ticket, { direction: 'internal', by, authenticity, source: 'typed', text: words });
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
