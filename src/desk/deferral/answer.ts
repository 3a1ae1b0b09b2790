import { atLeast } from '../command.ts';
import { contactActor } from '../draft.ts';
import type { Contact } from '../facts.ts';
import type { Receiving } from '../receiving.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { answerDeferral } from './defer.ts';

/** Takes a participant's word on an offer of deferral, if his mail is sure enough for a client's act (INTERSPACE-6). */
export function answerDeferralBy(
  { draft, desk, facts, command, mayAnswer }: Receiving,
  ticket: TicketDraft,
  writer: Contact,
  agreed: boolean,
): string | undefined {
  if (!atLeast(facts.authenticity.level, desk.needs.clientAct)) return undefined;
  const until = answerDeferral(draft, ticket, agreed, contactActor(writer.id));
  if (until === undefined) return undefined;
  const { id, desk: at } = ticket.state;
  if (mayAnswer && !command.quiet)
    draft.tell({
      kind: 'deferral-answered',
      to: { kind: 'contact', id: writer.id },
      desk: at,
      ticket: id,
      changes: [],
      agreed,
      until,
    });
  return `the deferral was ${agreed ? 'agreed to' : 'declined'}`;
}
