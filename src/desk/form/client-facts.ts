import { atLeast } from '../command.ts';
import { dropDeferral } from '../deferral/defer.ts';
import { contactActor } from '../draft.ts';
import type { Contact } from '../facts.ts';
import type { ClientId } from '../ids.ts';
import type { Recipient } from '../notice.ts';
import type { Receiving } from '../receiving.ts';
import { typeCommanded } from '../request-type/choose.ts';
import { followClient } from '../request-type/settle.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { type Prompts, promptsOf, type Stated, takeStatement } from './case.ts';

/** Automatic mail states nothing, unless a person let it pass. */
function isWritten({ command }: Receiving): boolean {
  return command.released || command.mailKind === 'human';
}

function mayPrompt({ command, mayAnswer }: Receiving): boolean {
  return mayAnswer && !command.quiet;
}

/** Whose services a writer may name: only a contact whom the client's desk knows has any, or someone who surely writes from the client's domain. */
function namedClient({ facts }: Receiving, writer: Contact): ClientId | undefined {
  return writer.known || facts.authenticity.level === 'proved' ? writer.client : undefined;
}

function statedBy(receiving: Receiving, writer: Contact, client: ClientId | undefined): Stated {
  const { command, facts } = receiving;
  const { body, visible, full, html, writtenAt, subject, importance } = command;
  const opening = receiving.placement.kind === 'none';
  return {
    writing: {
      text: opening && body.trim() === '' ? visible : body,
      whole: full,
      html,
      writtenAt,
      forwarded: false,
    },
    subject,
    importance,
    by: contactActor(writer.id),
    services: facts.services,
    client,
  };
}

/** What an opening mail states, and what its confirmation is to ask (INTERSPACE-5). */
export function openingFacts(receiving: Receiving, ticket: TicketDraft, requester: Contact): Prompts {
  const { draft, desk, facts } = receiving;
  // Whether he is known is asked of what was known before this mail.
  const known = facts.sender.kind === 'unknown' ? { ...requester, known: false } : requester;
  if (isWritten(receiving))
    takeStatement(draft, ticket, desk, statedBy(receiving, requester, namedClient(receiving, known)));
  return promptsOf(draft, ticket, desk, mayPrompt(receiving));
}

/** What an agent's forward states for the client who wrote it, and what the confirmation to him is to ask. */
export function forwardedFacts(
  receiving: Receiving,
  ticket: TicketDraft,
  writer: Contact,
  forwarded: NonNullable<Receiving['command']['forwarded']>,
): Prompts {
  const { draft, desk, command } = receiving;
  const { text, subject } = forwarded;
  const stated = statedBy(receiving, writer, writer.client);
  const writing = { ...stated.writing, text, whole: text, forwarded: true };
  takeStatement(draft, ticket, desk, { ...stated, writing, subject, importance: undefined });
  return promptsOf(draft, ticket, desk, !command.quiet);
}

/**
 * What a follow-up states: it may complete the form, or narrow what is asked. Any participant's
 * word counts if his mail is sure enough for a client's act.
 */
export function followUpFacts(receiving: Receiving, ticket: TicketDraft, writer: Contact): void {
  const { draft, desk, facts, command } = receiving;
  if (!isWritten(receiving) || !atLeast(facts.authenticity.level, desk.needs.clientAct)) return;
  const ofClient = writer.client !== undefined && writer.client === ticket.state.client;
  const commanded = typeCommanded(desk, command.commands);
  if (commanded !== undefined) followClient(ticket, desk, { type: commanded, why: 'command' }, contactActor(writer.id));
  const taken = takeStatement(
    draft,
    ticket,
    desk,
    statedBy(receiving, writer, ofClient ? namedClient(receiving, writer) : undefined),
  );
  dropDeferral(ticket, desk, contactActor(writer.id));
  const base = { desk: ticket.state.desk, ticket: ticket.state.id, changes: [] };
  // A case that staff began with the client is not asked about; nor is one to which a mail brought nothing.
  const asking = ticket.state.care.form !== undefined && ticket.state.care.form.times > 0;
  const begun = ticket.history[0]?.event;
  const his = begun?.kind === 'opened' && begun.by.kind === 'contact';
  if (taken.keys.length === 0 || !(asking || his)) return;
  const prompts = promptsOf(draft, ticket, desk, mayPrompt(receiving));
  if (!mayPrompt(receiving) || !(prompts.asks || prompts.offer !== undefined || (asking && taken.completed))) return;
  const to: Recipient = { kind: 'contact', id: ofClient ? writer.id : ticket.requester.id };
  draft.tell({ kind: 'facts-asked', to, ...base, ...prompts });
}
