import { clientAudience } from '../audience.ts';
import type { Draft, MessageDraft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { ContactId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import type { Policy } from '../policy.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { rfoProblem } from './ask.ts';
import { readRfo } from './sections.ts';

/** What an agent wrote with `#rfo`: its text, and whether it is not sure which part of his mail that is. */
export interface RfoWritten {
  readonly text: string;
  readonly doubtful: boolean;
}

/** Why a document on an outage cannot be written so; undefined when it can. */
export function writingProblem(facts: TicketFacts, policy: Policy, written: RfoWritten): TranscriptResult | undefined {
  const why = rfoProblem(policy, facts.ticket);
  if (why !== undefined) return { kind: 'no-rfo', why };
  if (written.doubtful) return { kind: 'no-rfo', why: 'doubtful' };
  const read = readRfo(written.text);
  return read.kind === 'lacks' ? { kind: 'no-rfo', why: read.section } : undefined;
}

/** Puts the document on its ticket and sends it to the client and to him who asked; the shell sets it (INTERSPACE-8). */
export function issueRfo(draft: Draft, ticket: TicketDraft, written: MessageDraft): void {
  const asked = ticket.state.care.rfo?.contact;
  const message = draft.addMessage(ticket, { ...written, direction: 'outbound' });
  ticket.push({ kind: 'rfo-issued', message, by: written.by });
  const { id, desk } = ticket.state;
  const people = new Set<ContactId>([
    ...clientAudience(ticket).map((contact) => contact.id),
    ...(asked === undefined ? [] : [asked]),
  ]);
  for (const contact of people)
    draft.tell({ kind: 'rfo', to: { kind: 'contact', id: contact }, desk, ticket: id, changes: [], message });
}
