import { outOfOffice } from './absence/out-of-office.ts';
import { decideBounce } from './bounce.ts';
import { clientMail } from './client-mail.ts';
import { atLeast, type MailCommand } from './command.ts';
import { isOthers, specialAddress } from './contact-point.ts';
import { Draft, nothing } from './draft.ts';
import { deskFor } from './enrolment/enrol.ts';
import type { Contact, Decision, MailFacts, Sender } from './facts.ts';
import type { Ids } from './ids.ts';
import { COLLECTED_FOR, type Notice } from './notice.ts';
import { operatorCitation, operatorMail } from './operator-mail.ts';
import { type Placement, place } from './place.ts';
import { deskOf, type Policy } from './policy.ts';
import { type Receiving, type Ruling, still } from './receiving.ts';
import { staffMail } from './staff-mail.ts';
import { NO_MATTER } from './upkeep/beside.ts';

/** Decides one mail: spam and copies first, then the automatic kinds, then people. Each mail leaves with one outcome and its reasons. */
export function decideMail(command: MailCommand, given: MailFacts, policy: Policy, now: Date, ids: Ids): Decision {
  const back = writesAgain(command, given);
  const facts = back === undefined ? given : { ...given, sender: { kind: 'contact', contact: back } as const };
  if (facts.copyOf !== undefined) {
    return nothing({ kind: 'duplicate', ticket: undefined, reasons: [`a copy of mail ${facts.copyOf}`] });
  }
  if (command.quarantine !== undefined && !command.released)
    return nothing({ kind: 'quarantined', ticket: undefined, reasons: [command.quarantine] });
  if (command.mailKind === 'canary')
    return nothing({ kind: 'automatic', ticket: undefined, reasons: command.kindReasons });
  if (command.mailKind === 'own') return nothing({ kind: 'loop', ticket: undefined, reasons: command.kindReasons });
  if (command.mailKind === 'bounce') return decideBounce(command, facts, policy, now, ids);

  const draft = new Draft(policy, now, ids, facts.around);
  const placement = place(facts, policy);
  const splitting = placement.kind === 'ticket' ? facts.splits.get(placement.facts.ticket.id) : undefined;
  draft.splitting = splitting ?? NO_MATTER;
  const special = specialAddress(command, facts, policy);
  const elsewhere =
    isOthers(special, facts.sender) && special?.role.kind === 'client' && special.role.others !== 'hold'
      ? special.role.others
      : command.desk;
  const on = placement.kind === 'ticket' ? placement.facts.ticket : undefined;
  const desk = deskFor(deskOf(policy, on?.desk ?? elsewhere), on);
  const within = answerable(facts, placement, policy);
  const receiving: Receiving = {
    command,
    facts,
    policy,
    desk,
    draft,
    placement,
    special,
    mayAnswer: within && command.mailKind === 'human' && !command.fromUs,
  };
  const ruling = rule(receiving);
  const limited = within ? [] : ['the sender has had his share of automatic answers; none was sent'];
  const reasons = [...command.kindReasons, ...facts.authenticity.flags, ...ruling.reasons, ...limited];
  return draft.decision(
    { kind: ruling.outcome, ticket: ruling.ticket, reasons },
    command.quiet
      ? []
      : ruling.notices.map((notice) => (receiving.mayAnswer ? notice : collect(notice, facts.sender, now))),
    { exposed: exposures(command, facts), reachable: back === undefined ? [] : [back.id] },
  );
}

/** Whether the sender has not had his share of automatic answers: in an hour, in a day, about this ticket. */
function answerable({ answered, answeredOn }: MailFacts, placement: Placement, { limits }: Policy): boolean {
  const about = placement.kind === 'ticket' ? (answeredOn.get(placement.facts.ticket.id) ?? 0) : 0;
  return (
    answered.hour < limits.answersPerHour && answered.day < limits.answersPerDay && about < limits.answersPerTicket
  );
}

function rule(receiving: Receiving): Ruling {
  const { command, facts, desk, placement } = receiving;
  const people = () =>
    operatorCitation(receiving) !== undefined
      ? operatorMail(receiving)
      : facts.sender.kind === 'agent'
        ? staffMail(receiving, facts.sender.id)
        : clientMail(receiving);
  // A person has looked at it: it is dealt with as what people write, whatever it looks like.
  if (command.released) return people();
  if (command.spam !== undefined) return still('held', [`taken for spam: ${command.spam}`]);
  if (isSpammer(facts.sender) && desk.spamSenders !== 'accept')
    return still(desk.spamSenders === 'spam' ? 'spam' : 'held', ['an agent called an earlier mail of the sender spam']);
  switch (command.mailKind) {
    case 'delay':
    case 'receipt':
    case 'feedback':
      return still('automatic', []);
    case 'auto-reply':
    case 'vacation':
    case 'list':
    case 'bulk':
      if (placement.kind === 'none' && desk.automaticMail === 'record' && facts.sender.kind !== 'agent') {
        const outcome =
          command.mailKind === 'auto-reply' || command.mailKind === 'vacation' ? 'auto-reply' : 'automatic';
        return still(outcome, ['it joins no ticket', ...placement.reasons]);
      }
      if (facts.sender.kind !== 'agent') return clientMail(receiving);
      // A rule of his mail server hands on what clients write to him.
      if (command.forwarded !== undefined) return people();
      return command.mailKind === 'vacation' || command.mailKind === 'auto-reply'
        ? outOfOffice(receiving, facts.sender.id)
        : still('auto-reply', ['automatic mail of an agent does nothing']);
    case 'human':
      return command.fromUs ? still('held', ['it says that it comes from an address of ours']) : people();
    case 'own':
    case 'canary':
    case 'bounce':
      throw new Error(`mail ${command.ledger}: ${command.mailKind} is ruled elsewhere`);
  }
}

function isSpammer(sender: Sender): boolean {
  return sender.kind === 'contact' && sender.contact.spammer;
}

/** A status notice to a sender who is not to be answered now waits to be collected with others; it is never dropped (SAGA-8). */
function collect(notice: Notice, sender: Sender, now: Date): Notice {
  if (notice.kind !== 'status-changed' || sender.kind === 'unknown') return notice;
  if (notice.to.kind !== 'contact' || notice.to.id !== sender.contact?.id) return notice;
  return { ...notice, notBefore: new Date(now.getTime() + COLLECTED_FOR) };
}

/** What a mail addressed to others as well cites has been seen by them: it never again authorises a command (DESIGN §4). */
function exposures(command: MailCommand, facts: MailFacts): Decision['exposed'] {
  if (command.to.length + command.cc.length === 0) return [];
  return facts.citations.filter((citation) => !citation.exposed).map((citation) => citation.outbox);
}

/** A person whose address had bounced, and who has written from it: undefined when nothing of the kind is known for sure. */
function writesAgain(command: MailCommand, { sender, authenticity }: MailFacts): Contact | undefined {
  if (sender.kind !== 'contact' || !sender.contact.undeliverable || command.mailKind !== 'human') return undefined;
  return atLeast(authenticity.level, 'cited') ? { ...sender.contact, undeliverable: false } : undefined;
}
