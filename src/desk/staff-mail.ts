import { settleNotices } from './audience.ts';
import { clientMail } from './client-mail.ts';
import { atLeast } from './command.ts';
import type { MessageDraft, TicketDraft } from './draft.ts';
import type { AuthenticityLevel, HeldWhy } from './event.ts';
import type { Citation, Contact, TicketFacts } from './facts.ts';
import type { Actor, AgentId } from './ids.ts';
import type { TranscriptLine } from './notice.ts';
import { type Receiving, type Ruling, still } from './receiving.ts';
import { staffOpening } from './staff-opening.ts';
import { type ReadVerbs, readVerbs } from './verbs.ts';
import { answered, heldOf, impossible, noted, perform } from './work.ts';

/** A mail of an agent: an answer, a note, commands, or the opening of a ticket (DESIGN §4). */
export function staffMail(receiving: Receiving, agent: AgentId): Ruling {
  const { command, desk, policy, placement } = receiving;
  const citation = placement.kind === 'ticket' ? placement.citation : undefined;
  // An agent of another desk, or one who wrote in as a client would, is a client here.
  if (citation?.purpose === 'client') return clientMail(receiving);
  if (placement.kind === 'none' && !desk.agents.includes(agent)) return clientMail(receiving);

  const deskOf = placement.kind === 'ticket' ? (policy.desks.get(placement.facts.ticket.desk) ?? desk) : desk;
  const verbs = readVerbs(command.commands, agent, deskOf, policy);
  const least = needed(receiving);
  if (!atLeast(receiving.facts.authenticity.level, least) && !command.released)
    return unproven(receiving, agent, least);
  if (verbs.help || verbs.wrong) return transcript(receiving, agent, verbs.lines, verbs.help);
  if (placement.kind === 'none') return staffOpening(receiving, agent, verbs);
  return onTicket(receiving, agent, placement.facts, verbs, citation);
}

/** Verbs that do no more than an answer or a note does. */
const ANSWER_VERBS: readonly string[] = ['note', 'send', 'help'];

/** Commands need more than an answer or a note does; the opening of a ticket in a client's name is as good as an answer. */
function needed(receiving: Receiving): AuthenticityLevel {
  const { needs } = receiving.desk;
  const commands = receiving.command.commands.some((line) => !ANSWER_VERBS.includes(line.verb));
  return commands ? needs.agentCommand : needs.agentAnswer;
}

function unproven(receiving: Receiving, agent: AgentId, least: AuthenticityLevel): Ruling {
  const { level, reason } = receiving.facts.authenticity;
  const reasons = [...receiving.placement.reasons, `it is ${level} (${reason}); this needs ${least}`];
  const prove = { kind: 'prove', to: { kind: 'agent', id: agent }, desk: receiving.desk.id, role: 'agent' } as const;
  return still('held', reasons, receiving.mayAnswer ? [prove] : []);
}

function transcript(receiving: Receiving, agent: AgentId, lines: readonly TranscriptLine[], help: boolean): Ruling {
  const { placement, desk, command, draft, mayAnswer } = receiving;
  const ticket = placement.kind === 'ticket' ? placement.facts.ticket.id : undefined;
  if (mayAnswer) {
    draft.tell({
      kind: 'transcript',
      to: { kind: 'agent', id: agent },
      desk: desk.id,
      ticket,
      lines,
      help,
      unsent: command.body,
    });
  }
  const wrong = lines
    .filter(({ result }) => result.kind !== 'done' && result.kind !== 'not-done')
    .map(({ line }) => line);
  const reasons = [
    ...placement.reasons,
    help ? 'help was asked; nothing was done' : `nothing was done: cannot follow ${wrong.join(', ')}`,
  ];
  return { outcome: 'command', ticket, reasons, notices: settleNotices(draft) };
}

function onTicket(
  receiving: Receiving,
  agent: AgentId,
  facts: TicketFacts,
  verbs: ReadVerbs,
  citation: Citation | undefined,
): Ruling {
  const { command, draft, placement } = receiving;
  const by: Actor = { kind: 'agent', id: agent };
  const watched = watchedBy(receiving, verbs);
  const acts = verbs.acts.map((act) => (act.kind === 'send' ? { ...act, message: citation?.held } : act));
  const problems = acts.map((act) => impossible(act, facts, by, watched));
  const unopened = verbs.to !== undefined;
  if (unopened || problems.some((problem) => problem !== undefined)) {
    const lines = explain(verbs, (index) => problems[index]);
    return transcript(receiving, agent, lines, false);
  }
  const ticket = draft.ticket(facts);
  const reasons = [
    ...placement.reasons,
    `agent ${agent}, ${receiving.facts.authenticity.level}: ${receiving.facts.authenticity.reason}`,
  ];
  const statusSet = acts.some((act) => act.kind === 'status');
  const note = verbs.note || citation?.purpose === 'note';
  const message: MessageDraft = {
    direction: note ? 'internal' : 'outbound',
    by,
    authenticity: receiving.facts.authenticity.level,
    source: 'mail',
    text: [verbs.noteText, command.body].filter((part) => part.trim() !== '').join('\n\n'),
  };
  const says = message.text !== '' || command.attachments > 0;
  const send = acts.find((act) => act.kind === 'send');
  const held = send?.kind === 'send' ? heldOf(facts, send.message, by) : undefined;

  if (!note && held === undefined && (says || acts.length === 0)) {
    const why = whyHold(receiving, facts, agent, citation);
    if (why !== undefined) return hold(receiving, ticket, message, why, facts);
  }
  perform(draft, ticket, acts, by, watched);
  const options = { addressed: addressedBy(receiving), statusSet };
  if (held !== undefined) {
    draft.releaseMessage(ticket, held.message, by);
    answered(draft, ticket, held.message, by, options);
  }
  if (note && says) noted(draft, ticket, message);
  else if (says && held === undefined) answered(draft, ticket, draft.addMessage(ticket, message), by, options);
  return {
    outcome: says || held !== undefined ? 'added' : 'command',
    ticket: ticket.state.id,
    reasons,
    notices: settleNotices(draft),
  };
}

/** Why the answer may not go to the client yet; undefined when it may. */
function whyHold(
  receiving: Receiving,
  facts: TicketFacts,
  agent: AgentId,
  citation: Citation | undefined,
): HeldWhy | undefined {
  const { command, policy } = receiving;
  const addressed = addressedBy(receiving);
  const everyone = [facts.requester, ...facts.watchers];
  if (everyone.every((person) => addressed.has(person.address.toLowerCase()))) return undefined; // he sent it himself
  const last = facts.ticket.lastAnswer;
  const byOther = last !== undefined && last.by.kind === 'agent' && last.by.id !== agent;
  if (byOther && citation !== undefined && citation.version < last.version) return 'answered-meanwhile';
  if (command.body.trim() === '') return 'empty';
  if (command.doubt !== undefined) return 'doubtful';
  if (command.attachmentBytes > policy.limits.outgoingBytes) return 'too-large';
  return undefined;
}

/** Keeps the answer until its author says `#send`; none of its commands is done, since they were meant to go with it. */
function hold(
  receiving: Receiving,
  ticket: TicketDraft,
  message: MessageDraft,
  why: HeldWhy,
  facts: TicketFacts,
): Ruling {
  const { draft, command } = receiving;
  const text = message.text.trim() === '' ? command.visible : message.text;
  const key = draft.holdMessage(ticket, { ...message, text }, why);
  if (message.by.kind === 'agent') {
    draft.tell({
      kind: 'agent-held',
      to: { kind: 'agent', id: message.by.id },
      desk: ticket.state.desk,
      ticket: ticket.state.id,
      changes: [],
      message: key,
      why,
      newer: why === 'answered-meanwhile' ? facts.ticket.lastAnswer?.message : undefined,
    });
  }
  const reasons = [
    ...receiving.placement.reasons,
    `the answer waits for #send: ${why}${command.doubt ? ` (${command.doubt})` : ''}`,
  ];
  return { outcome: 'held', ticket: ticket.state.id, reasons, notices: settleNotices(draft) };
}

/** The person that `#watch` names. */
function watchedBy(receiving: Receiving, verbs: ReadVerbs): Contact | undefined {
  const act = verbs.acts.find((one) => one.kind === 'watch');
  if (act?.kind !== 'watch') return undefined;
  const person = receiving.facts.people.get(act.address.toLowerCase()) ?? { kind: 'unknown', client: undefined };
  if (person.kind === 'agent') return undefined;
  return person.kind === 'contact' ? person.contact : receiving.draft.newContact('', act.address, person.client, false);
}

function addressedBy(receiving: Receiving): ReadonlySet<string> {
  return new Set([...receiving.command.to, ...receiving.command.cc].map((one) => one.address.toLowerCase()));
}

/** The lines of a transcript for acts that read well but cannot be done here. */
function explain(
  verbs: ReadVerbs,
  problemOf: (index: number) => TranscriptLine['result'] | undefined,
): readonly TranscriptLine[] {
  let index = 0;
  return verbs.lines.map(({ line }) => {
    if (line.startsWith('#to')) return { line, result: { kind: 'forbidden', needs: 'empty-ticket' } };
    if (line.startsWith('#note')) return { line, result: { kind: 'not-done' } };
    const problem = problemOf(index++);
    return { line, result: problem ?? { kind: 'not-done' } };
  });
}
