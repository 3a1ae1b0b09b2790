import { presentOf } from './absence/presence.ts';
import { beginAccess, beginsAccess } from './access/access.ts';
import { answerQuestion, questionOf } from './answering.ts';
import { assignByRules, choiceText } from './assignment/assign.ts';
import { reliefText, relieve } from './assignment/relieve.ts';
import { settleNotices, tellStaff } from './audience.ts';
import { atLeast } from './command.ts';
import { isOthers, reachedAt } from './contact-point.ts';
import { answeredStatus } from './coverage/settle.ts';
import { contactActor, type Draft, type MessageDraft } from './draft.ts';
import { beginsEnrolment, enrolling, isEnrolled, settleEnrolment } from './enrolment/enrol.ts';
import { followWish } from './escalation/wish.ts';
import { type Client, type Contact, isVouchedFor, type TicketFacts } from './facts.ts';
import { followUpFacts, openingFacts } from './form/client-facts.ts';
import type { MessageKey, TicketId } from './ids.ts';
import { type Limited, limited } from './limits/limits.ts';
import type { Filed, Notice, SenderWarning, Sourcing } from './notice.ts';
import { usualPriority } from './priority/settle.ts';
import { type Receiving, type Ruling, senderContact, still } from './receiving.ts';
import { answerRecord } from './record/answer.ts';
import { recordAsked } from './record/asked.ts';
import { answerReplyAddress, askReplyAddress } from './reply-address/reply-address.ts';
import { typeAtOpening } from './request-type/choose.ts';
import { beginning, beginType } from './request-type/settle.ts';
import { asksRfo, followRfo } from './rfo/ask.ts';
import { saysSolved, solve } from './solved.ts';
import { isDone } from './status.ts';
import type { TicketDraft } from './ticket-draft.ts';
import { wake } from './upkeep/steps.ts';

/** Watchers that one mail can bring; a longer Cc is a list, not a party to the case. */
const MAX_WATCHERS = 20;

/** A mail of a client, or of someone who is not known yet: joins his ticket, or opens one. */
export function clientMail(receiving: Receiving): Ruling {
  const { placement } = receiving;
  const asked = recordAsked(receiving.command);
  if (asked !== undefined) return answerRecord(receiving, asked);
  if (placement.kind === 'none') return newTicket(receiving, undefined);
  const { ticket } = placement.facts;
  const closedFor = receiving.draft.now.getTime() - ticket.statusSince.getTime();
  if (
    ticket.status === 'closed' &&
    closedFor > receiving.desk.reopenWithin &&
    isPersonal(receiving) &&
    !asksRfo(receiving)
  ) {
    return newTicket(receiving, placement.facts);
  }
  return followUp(receiving, placement.facts);
}

/** Auto-replies and vacations never reopen, confirm or move anything, unless a person let them pass. */
function isPersonal(receiving: Receiving): boolean {
  const { mailKind, released } = receiving.command;
  return released || mailKind === 'human' || mailKind === 'list' || mailKind === 'bulk';
}

function followUp(receiving: Receiving, facts: TicketFacts): Ruling {
  const { draft, desk, placement } = receiving;
  const sender = senderContact(receiving, false);
  if (sender === undefined) return still('held', ['it has no sender']);
  draft.meet(sender);
  const by = contactActor(sender.id);
  const ticket = draft.ticket(facts);
  const message = draft.addMessage(ticket, inbound(receiving, sender));
  const reasons = [
    ...placement.reasons,
    `sender ${receiving.facts.authenticity.level}: ${receiving.facts.authenticity.reason}`,
  ];
  if (!isPersonal(receiving)) return { outcome: 'auto-reply', ticket: ticket.state.id, reasons, notices: [] };

  if (sender.id === ticket.requester.id) reachedAt(ticket, desk, receiving.command.sentTo);
  const { status } = ticket.state;
  // Who asks what the reason was does not say that it is not solved.
  const asks = asksRfo(receiving) && isDone(status);
  if (saysSolved(receiving, ticket, sender)) {
    solve(ticket, by);
    reasons.push('the client says that it is solved');
  } else if (!asks && (status === 'pending' || isDone(status))) ticket.setStatus(answeredStatus(ticket), by);
  const confirmed = answerReplyAddress(receiving, ticket, sender);
  if (confirmed !== undefined) reasons.push(confirmed);
  const elsewhere = ticket.state.care.access === undefined ? askReplyAddress(receiving, ticket, sender) : undefined;
  if (elsewhere !== undefined) reasons.push(elsewhere);
  const question = questionOf(receiving, ticket);
  wake(draft, ticket, undefined, by);
  if (!isEnrolled(ticket.state)) followUpFacts(receiving, ticket, sender);
  const said = question && answerQuestion(receiving, ticket, sender, message, question);
  if (said !== undefined) reasons.push(said);
  settleEnrolment(draft, ticket, desk, by);
  const relief = relieve(draft, ticket);
  if (relief !== undefined) reasons.push(reliefText(relief));
  const wish = followWish(receiving, ticket, facts, sender) ?? followRfo(receiving, ticket, facts, sender);
  const proposed = addCarbonCopies(receiving, ticket, sender, 'follow-up');
  tellStaff(draft, ticket, message, 'agent-message', by, sourcing(receiving, undefined));
  const shortened = shownOf(receiving).whole !== undefined;
  if ((desk.confirmFollowUps || shortened) && receiving.mayAnswer) {
    draft.tell({
      kind: 'follow-up',
      to: { kind: 'contact', id: sender.id },
      desk: ticket.state.desk,
      ticket: ticket.state.id,
      changes: [],
      message,
      ...(shortened ? { shortened: true as const } : {}),
    });
  }
  const notices = settleNotices(draft).map((notice) =>
    notice.kind === 'agent-message' ? { ...notice, proposed } : notice,
  );
  return {
    outcome: 'added',
    ticket: ticket.state.id,
    reasons: wish === undefined ? reasons : [...reasons, wish],
    notices,
  };
}

function newTicket(receiving: Receiving, follows: TicketFacts | undefined): Ruling {
  const { command, facts, desk, draft, placement } = receiving;
  const [from] = command.from;
  if (from === undefined) return still('held', ['it has no sender that could be answered', ...placement.reasons]);
  const stranger = facts.sender.kind === 'unknown' && facts.sender.client === undefined;
  // That another desk serves him says nothing here.
  const unaccepted = facts.sender.kind === 'contact' && !isVouchedFor(facts.sender.contact) && !facts.servedHere;
  const { special } = receiving;
  const others = isOthers(special, facts.sender);
  if (others && special?.role.kind === 'client' && special.role.others === 'hold' && !command.released)
    return still('held', [`${special.address} is for one client alone, and the sender is not of him`]);
  const served = special?.role.kind === 'customers' && !special.ofClient ? special.client : undefined;
  const applies = beginsAccess(receiving);
  const enrols = !applies && beginsEnrolment(receiving);
  const accepted = desk.unknownSenders === 'accept' || desk.unknownSenders === 'enrol' || enrols || applies;
  if ((stranger || unaccepted) && !command.released && !accepted && served === undefined)
    return unknownSender(receiving);

  if (facts.openedLately >= draft.policy.limits.ticketsPerHour && !command.released)
    return still('held', [`the sender has opened ${facts.openedLately} tickets within an hour; this one waits`]);
  const requester = senderContact(receiving, true);
  if (requester === undefined) return still('held', ['it has no sender that could be answered']);
  const by = contactActor(requester.id);
  const chosen = enrols ? undefined : typeAtOpening(desk, command);
  const begins = enrols ? { type: 'request' as const, priority: usualPriority(desk) } : beginning(desk, chosen);
  const { subject, whole } = shownOf(receiving);
  const ticket = draft.open(desk, requester, served ?? clientOf(receiving, requester), subject, {
    channel: 'mail',
    ...begins,
    status: 'new',
    by,
    imported: command.quiet,
  });
  ticket.sentTo = command.sentTo ?? '';
  reachedAt(ticket, desk, command.sentTo);
  beginType(ticket, chosen, by);
  const message = draft.addMessage(ticket, inbound(receiving, requester));
  if (enrols) ticket.push({ kind: 'enrolment', state: 'asked', by: { kind: 'gateway' } });
  const asking = enrols ? { ...receiving, desk: enrolling(desk) } : receiving;
  const prompts = openingFacts(asking, ticket, requester);
  linkTo(ticket, follows?.ticket.id, placement.kind === 'none' ? placement.named : []);
  addCarbonCopies(receiving, ticket, requester, 'opening');
  // Where access would go is not for the applicant to say.
  const elsewhere = applies ? undefined : askReplyAddress(receiving, ticket, requester);
  if (applies) beginAccess(receiving, ticket, by);
  const choice = assignByRules(draft, ticket);
  tellStaff(draft, ticket, message, 'agent-new', by, sourcing(receiving, follows?.ticket.id));
  tellOtherDesks(receiving, ticket);
  settleEnrolment(draft, ticket, asking.desk, by);
  if (served !== undefined) tellServed(draft, ticket, served, message);
  if (receiving.mayAnswer) {
    draft.tell({
      kind: 'confirmation',
      to: { kind: 'contact', id: requester.id },
      desk: desk.id,
      ticket: ticket.state.id,
      changes: [],
      message,
      onBehalf: false,
      follows: follows?.ticket.id,
      ...(ticket.state.care.replyAddress === undefined ? {} : { replyAddress: true as const }),
      ...(whole === undefined ? {} : { shortened: true as const }),
      ...prompts,
    });
  }
  const why = follows ? [`${follows.ticket.number} is closed for longer than the desk reopens tickets`] : [];
  const reasons = [
    ...placement.reasons,
    ...why,
    ...(others ? [`${special?.address} is for one client alone, and the sender is not of him`] : []),
    ...(served === undefined ? [] : [`${special?.address} serves the customers of ${served.name}`]),
    `opened ${ticket.state.number}`,
    ...(elsewhere === undefined ? [] : [elsewhere]),
    ...(choice === undefined ? [] : [choiceText(choice)]),
    `sender ${facts.authenticity.level}: ${facts.authenticity.reason}`,
  ];
  return { outcome: 'opened', ticket: ticket.state.id, reasons, notices: settleNotices(draft) };
}

/** The responsible persons of a client are told what a customer of his wants (SAGA-2). */
function tellServed(draft: Draft, ticket: TicketDraft, client: Client, message: MessageKey): void {
  for (const { id } of client.responsible) {
    if (id === ticket.requester.id) continue;
    draft.tell({
      kind: 'customer-opened',
      to: { kind: 'contact', id },
      desk: ticket.state.desk,
      ticket: ticket.state.id,
      changes: [],
      message,
    });
  }
}

function unknownSender(receiving: Receiving): Ruling {
  const { desk, command, mayAnswer } = receiving;
  const [from] = command.from;
  if (desk.unknownSenders === 'hold' || from === undefined)
    return still('held', ['the sender is unknown to this desk']);
  const refused: Notice = { kind: 'refused', to: { kind: 'address', ...from }, desk: desk.id };
  return still('refused', ['the sender is unknown to this desk'], mayAnswer ? [refused] : []);
}

/** Where the mail came from, for the agents. */
function sourcing(receiving: Receiving, follows: TicketId | undefined): Sourcing {
  const { placement, facts, command } = receiving;
  const filed: Filed[] = [];
  if (follows !== undefined) filed.push({ kind: 'follows', ticket: follows });
  else if (placement.kind === 'ticket') filed.push({ kind: placement.leg });
  else if (placement.named.length > 0) filed.push({ kind: 'named', tickets: placement.named });
  const warnings: SenderWarning[] = [];
  if (command.from.length > 1) warnings.push('several-from');
  else if (facts.authenticity.level === 'claimed') warnings.push('claimed');
  if (facts.authenticity.flags.some((flag) => /^(?:display name|domain)/.test(flag))) warnings.push('display-name');
  return { filed, warnings };
}

/** What the client wrote; with nothing visible the whole mail speaks through its attachments. */
export function inbound(receiving: Receiving, sender: Contact): MessageDraft {
  const { text, whole } = shownOf(receiving);
  return {
    direction: 'inbound',
    by: contactActor(sender.id),
    authenticity: receiving.facts.authenticity.level,
    source: 'mail',
    text,
    whole,
  };
}

/** What the desk shows of the mail, and the whole where that is less (SOFTECH-4). */
function shownOf({ command, desk, placement }: Receiving): Limited {
  return limited(desk.textLimits, placement.kind === 'none' ? command.subject : '', command.visible);
}

/**
 * Cc of an opening mail become watchers. Cc of a follow-up only when the mail is sure enough for a client's act (`cited`) and the person is a
 * contact of that client; else they are proposed to the agents (DESIGN §4). Agents in Cc are no watchers. Answers the proposed.
 */
function addCarbonCopies(
  receiving: Receiving,
  ticket: TicketDraft,
  sender: Contact,
  on: 'opening' | 'follow-up',
): readonly Contact['id'][] {
  const { command, facts, draft, desk } = receiving;
  const by = contactActor(sender.id);
  const proposed: Contact['id'][] = [];
  const trusted = atLeast(facts.authenticity.level, desk.needs.clientAct);
  const own = sender.address?.toLowerCase();
  const people = [...command.to, ...command.cc].filter((one) => one.address.toLowerCase() !== own);
  for (const { name, address } of people.slice(0, MAX_WATCHERS)) {
    const person = facts.people.get(address.toLowerCase()) ?? { kind: 'unknown', client: undefined };
    if (person.kind === 'agent') continue;
    const contact = person.kind === 'contact' ? person.contact : draft.newContact(name, address, person.client, false);
    if (contact.id === sender.id || contact.id === ticket.requester.id || ticket.state.watchers.includes(contact.id))
      continue;
    const ofClient = contact.client !== undefined && contact.client === ticket.state.client;
    if (on === 'opening' || (trusted && ofClient)) {
      ticket.watch(contact, by);
    } else {
      ticket.push({ kind: 'watcher-proposed', contact: contact.id, by });
      proposed.push(contact.id);
    }
  }
  return proposed;
}

/** Links for the agents' eyes; nothing of the other ticket is shown to the client. */
function linkTo(ticket: TicketDraft, follows: TicketId | undefined, named: readonly TicketId[]): void {
  if (follows !== undefined)
    ticket.push({ kind: 'linked', ticket: follows, relation: 'follow-up-of', by: { kind: 'gateway' } });
  for (const other of named) ticket.push({ kind: 'linked', ticket: other, relation: 'named', by: { kind: 'gateway' } });
}

/** The client of a requester, as far as its responsible persons are known from the facts. */
export function clientOf(receiving: Receiving, requester: Contact): Client | undefined {
  return requester.client === undefined ? undefined : receiving.facts.clients.get(requester.client);
}

/** Mail to two desks goes to the first; the agents of the others are told (DESIGN §3, *Same mail*). */
function tellOtherDesks(receiving: Receiving, ticket: TicketDraft): void {
  const own = new Set(receiving.desk.agents);
  for (const other of receiving.command.otherDesks) {
    for (const id of presentOf(receiving.draft, receiving.policy.desks.get(other)?.agents ?? [])) {
      if (own.has(id)) continue;
      receiving.draft.tell({
        kind: 'agent-also',
        to: { kind: 'agent', id },
        desk: ticket.state.desk,
        ticket: ticket.state.id,
        changes: [],
      });
    }
  }
}
