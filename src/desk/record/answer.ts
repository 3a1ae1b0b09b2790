import type { RecordAsked } from '../../mail/record-words.ts';
import { isOthers } from '../contact-point.ts';
import type { Contact, TicketFacts } from '../facts.ts';
import type { Recipient } from '../notice.ts';
import { deskOf, type Policy } from '../policy.ts';
import { placeOf } from '../queue/order.ts';
import { type Receiving, type Ruling, still } from '../receiving.ts';
import { isDone } from '../status.ts';
import { MOST_LISTED, type RecordFacts } from './facts.ts';
import type { RecordEntry, RecordNotice } from './notice.ts';
import { maySee } from './permission.ts';

/**
 * A client asks for the record of his requests (SAOP-1, CLOUDEMPIERE-4): the list, or the history of some. It never opens a ticket. Automatic mail is
 * not answered; who is not proved is told how to prove himself, and nothing else.
 */
export function answerRecord(receiving: Receiving, asked: RecordAsked): Ruling {
  const { command, facts, desk, special, mayAnswer } = receiving;
  const { mailKind, released } = command;
  const [from] = command.from;
  const what =
    asked.numbers.length === 0 ? 'asks for the record of his requests' : `asks for ${asked.numbers.join(', ')}`;
  if (mailKind !== 'human' && !released)
    return still(mailKind === 'auto-reply' || mailKind === 'vacation' ? 'auto-reply' : 'automatic', [
      `it ${what}: automatic mail is not answered`,
    ]);
  if (from === undefined) return still('held', ['it has no sender that could be answered']);
  if (isOthers(special, facts.sender) && !released)
    return still('refused', [`it ${what}, at ${special?.address}, which is for one client alone`]);

  if (contactOf(facts) === undefined && !released) {
    const stranger = [`it ${what}; the sender is unknown to this desk`];
    if (desk.unknownSenders === 'hold') return still('held', stranger);
    const refused = { kind: 'refused', to: { kind: 'address', ...from }, desk: desk.id } as const;
    if (desk.unknownSenders === 'refuse') return still('refused', stranger, mayAnswer ? [refused] : []);
  }

  const { level, reason } = facts.authenticity;
  const to = recipientOf(receiving);
  const proof = `sender ${level}: ${reason}`;
  if (level !== 'proved' && !released) {
    const prove = { kind: 'prove', to, desk: desk.id, role: 'record' } as const;
    return still('refused', [`it ${what}; the record needs a proved sender`, proof], mayAnswer ? [prove] : []);
  }
  const notice = recordNotice(receiving, asked, to);
  const shown =
    notice.kind === 'record'
      ? `${notice.open.length} open and ${notice.done.length} done, of ${notice.more.open + notice.more.done} more`
      : notice.cases.map(({ number, entry }) => `${number}: ${entry === undefined ? 'nothing' : 'shown'}`).join(', ');
  return still('command', [`it ${what}`, shown, proof], mayAnswer ? [notice] : []);
}

/** The contact, at his own address; whoever is none is answered where he wrote from, and gets nothing but politeness. */
function recipientOf({ facts, command }: Receiving): Recipient {
  const contact = contactOf(facts);
  const [from] = command.from;
  if (contact?.address !== undefined) return { kind: 'contact', id: contact.id };
  if (from === undefined) throw new Error(`mail ${command.ledger}: a sender was there a moment ago`);
  return { kind: 'address', ...from };
}

function contactOf({ sender }: Receiving['facts']): Contact | undefined {
  return sender.kind === 'unknown' ? undefined : sender.contact;
}

function recordNotice({ facts, desk, policy, draft }: Receiving, asked: RecordAsked, to: Recipient): RecordNotice {
  const reader = contactOf(facts);
  const { record } = facts;
  const base = { to, desk: desk.id };
  const entry = (ticket: TicketFacts): RecordEntry => ({
    ticket: ticket.ticket.id,
    place: record && placeIn(ticket, record, policy, draft.now),
  });
  if (asked.numbers.length > 0)
    return {
      ...base,
      kind: 'record-case',
      cases: asked.numbers.map((number) => {
        const found = record?.numbered.get(number);
        const seen = reader !== undefined && found !== undefined && maySee(reader, found);
        return { number, entry: seen ? entry(found) : undefined };
      }),
    };
  const seen = reader === undefined ? [] : (record?.tickets ?? []).filter((ticket) => maySee(reader, ticket));
  const open = seen.filter(({ ticket }) => !isDone(ticket.status)).slice(0, MOST_LISTED.open);
  const done = seen.filter(({ ticket }) => isDone(ticket.status)).slice(0, MOST_LISTED.done);
  const counts = record?.counts ?? { open: 0, done: 0 };
  return {
    ...base,
    kind: 'record',
    sees: reader?.client === undefined ? 'own' : reader.sees,
    open: open.map(entry),
    done: done.map(entry),
    more: {
      open: Math.max(0, counts.open - open.length),
      done: Math.max(0, counts.done - done.length),
    },
  };
}

/** Where a ticket stands on the waiting list of its desk. */
function placeIn({ ticket }: TicketFacts, { queues }: RecordFacts, policy: Policy, now: Date): RecordEntry['place'] {
  if (ticket.status !== 'new') return undefined;
  return placeOf(ticket.id, queues.get(ticket.desk) ?? [], deskOf(policy, ticket.desk).queue, now);
}
