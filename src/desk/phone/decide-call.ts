import { readPhoneNumber } from '../../mail/form/phone-number.ts';
import { settleNotices } from '../audience.ts';
import type { CallCommand } from '../command.ts';
import { Draft, nothing } from '../draft.ts';
import { calledName, type Decision, type Surroundings, type TicketFacts } from '../facts.ts';
import type { Ids } from '../ids.ts';
import { deskOf, type Policy } from '../policy.ts';
import { type CallPeople, recordCall } from './record.ts';

/** The facts that a recorded call rests on. */
export interface CallFacts extends CallPeople {
  readonly around: Surroundings;
  readonly ticket: TicketFacts | undefined;
}

/** A call recorded from the terminal (or a page): the same rules as by mail (SAGA-5, SOFTECH-10). */
export function decideCall(command: CallCommand, facts: CallFacts, policy: Policy, now: Date, ids: Ids): Decision {
  if (command.ticket !== undefined && facts.ticket === undefined) return nothing(undefined, 'there is no such ticket');
  if (!policy.desks.has(command.desk))
    return nothing(undefined, `there is no desk ${command.desk}; the configuration lists them`);
  const desk = deskOf(policy, facts.ticket?.ticket.desk ?? command.desk);
  const { number, who, subject, notes, answer, by } = command;
  if (number !== undefined && readPhoneNumber(number, desk.country) === undefined)
    return nothing(undefined, `${number} is no phone number of ${desk.country}; write others with + and their country`);
  const draft = new Draft(policy, now, ids, facts.around);
  const outcome = recordCall(
    draft,
    desk,
    { number, who, subject, notes, answer, source: 'typed' },
    facts.ticket,
    facts,
    by,
  );
  switch (outcome.kind) {
    case 'recorded':
      return draft.decision(undefined, settleNotices(draft));
    case 'several': {
      const list = outcome.people.map((one) => `${one.id} ${calledName(one)}`).join(', ');
      return nothing(undefined, `several people have this number: ${list}; say which by id, name or address`);
    }
    case 'nobody':
      return nothing(undefined, `${outcome.who} is nobody with this number, or is an agent; an address would do`);
    case 'empty':
      return nothing(undefined, 'the call has neither notes nor an answer');
  }
}
