import { absenceMail, absenceReasons, sayAbsences, saysAbsenceOnly } from './absence/said.ts';
import { settleNotices } from './audience.ts';
import { clientMail } from './client-mail.ts';
import { type Act, atLeast } from './command.ts';
import type { Draft, MessageDraft } from './draft.ts';
import type { AuthenticityLevel, HeldWhy } from './event.ts';
import type { Citation, TicketFacts } from './facts.ts';
import type { Actor, AgentId, MessageKey } from './ids.ts';
import type { TranscriptLine, TranscriptResult } from './notice.ts';
import { callIn } from './phone/mail-call.ts';
import { staffCall } from './phone/staff-call.ts';
import { isStaffOf } from './place.ts';
import { addressedBy, mayWatch, type Receiving, type Ruling, still, watchedBy, writtenAt } from './receiving.ts';
import { issueRfo } from './rfo/issue.ts';
import { forwardedClient, forwardedOnTicket } from './staff-forward.ts';
import { staffOpening } from './staff-opening.ts';
import { askedIn, isActLine, type ReadVerbs, readVerbs } from './verbs.ts';
import {
  analysed,
  answered,
  heldOf,
  hold,
  impossible,
  noted,
  perform,
  release,
  setsStatus,
  unsendable,
} from './work.ts';

/** A mail of an agent: an answer, a note, commands, or the opening of a ticket (DESIGN §4). */
export function staffMail(receiving: Receiving, agent: AgentId): Ruling {
  const { command, desk, policy, placement } = receiving;
  const citation = placement.kind === 'ticket' ? placement.citation : undefined;
  // His being away is no desk's affair alone: he may tell it to any.
  const own = placement.kind === 'none' && saysAbsenceOnly(receiving);
  if (!own && isClientHere(receiving, agent, citation)) return clientMail(receiving);

  const call = callIn(command, desk.country);
  const verbs = readVerbs(call?.commands ?? command.commands, agent, desk, policy, writtenAt(receiving));
  const least = call === undefined ? needed(receiving) : desk.needs.agentCommand;
  if (!atLeast(receiving.facts.authenticity.level, least) && !command.released)
    return unproven(receiving, agent, least);
  if (verbs.help || verbs.wrong) return transcript(receiving, agent, verbs.lines, verbs.help);
  if (own && !desk.agents.includes(agent)) return absenceMail(receiving, agent, verbs);
  if (call !== undefined) return staffCall(receiving, agent, call, verbs);
  if (placement.kind === 'none') return staffOpening(receiving, agent, verbs);
  return onTicket(receiving, agent, placement.facts, verbs, citation);
}

/** An agent of another desk, or one who takes part in a ticket as a client does, is a client here. */
function isClientHere({ desk, policy, placement }: Receiving, agent: AgentId, citation: Citation | undefined): boolean {
  if (placement.kind === 'none') return !desk.agents.includes(agent);
  if (citation?.issuedToSender) return citation.purpose === 'client';
  return !isStaffOf(agent, placement.facts, policy);
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
  const acts = verbs.acts.map((act) => {
    if (act.kind === 'send') return { ...act, message: citation?.held };
    return act.kind === 'split' && act.message === undefined ? { ...act, message: aboutOf(draft, citation) } : act;
  });
  const rfo = acts.some(({ kind }) => kind === 'rfo');
  const analysis = acts.some(({ kind }) => kind === 'analysis');
  const note = !rfo && (analysis || verbs.note || isNote(receiving, facts, citation));
  const text = textOf(receiving, verbs, note);
  const says = text !== '' || command.attachments > 0;
  const problems = acts.map((act) =>
    impossible(act, facts, by, mayWatch(receiving), text !== '' && !note, receiving.policy, {
      acts,
      named: draft.around.named,
      written: { text, doubtful: command.doubt !== undefined },
      splitting: draft.splitting,
      now: draft.now,
      services: draft.around.services,
    }),
  );
  if (verbs.to !== undefined || problems.some((problem) => problem !== undefined)) {
    return transcript(receiving, agent, explain(verbs, problems), false);
  }
  sayAbsences(receiving, agent, verbs, '');
  // What was written to him alone, and not an answer to a notice of ours.
  const client = citation?.issuedToSender || rfo || analysis ? undefined : forwardedClient(receiving, facts);
  if (client !== undefined && command.forwarded !== undefined)
    return forwardedOnTicket(receiving, agent, facts, verbs, client, command.forwarded);
  const ticket = draft.ticket(facts);
  const authenticity = receiving.facts.authenticity.level;
  const message: MessageDraft = { direction: note ? 'internal' : 'outbound', by, authenticity, source: 'mail', text };
  const send = acts.find((act) => act.kind === 'send');
  const waited = send?.kind === 'send' ? heldOf(facts, send.message, by) : undefined;
  const silent = acts.length === 0 && verbs.absences.length === 0;
  const answers = !note && !rfo && waited === undefined && (says || silent);

  const sentItself = answers && isSentAlready(receiving, facts);
  const why = answers && !sentItself ? whyHold(receiving, facts, agent, citation, text) : undefined;
  if (why !== undefined) {
    const newer = why === 'answered-meanwhile' ? facts.ticket.lastAnswer?.message : undefined;
    hold(draft, ticket, message, why, newer, askedIn(verbs, acts), watchedBy(receiving));
    const doubt = command.doubt === undefined ? '' : ` (${command.doubt})`;
    const reasons = [...placement.reasons, `the answer waits for #send: ${why}${doubt}`];
    return { outcome: 'held', ticket: ticket.state.id, reasons, notices: settleNotices(draft) };
  }
  const options = { addressed: addressedBy(receiving), statusSet: setsStatus(acts) };
  const watched = watchedBy(receiving);
  if (waited === undefined) perform(draft, ticket, acts, by, watched);
  else release(draft, ticket, waited, acts, by, { facts, watched, addressed: options.addressed });
  sayResults(receiving, agent, verbs, acts);
  if (note && says) analysed(ticket, acts, noted(draft, ticket, message), by);
  if (rfo) issueRfo(draft, ticket, message);
  if (answers) {
    // He has answered the notice of a waiting answer with another one.
    const instead = facts.held.find((held) => held.message === citation?.held);
    if (instead !== undefined) ticket.push({ kind: 'answer-discarded', message: instead.message, by });
    const shown = text === '' ? command.visible : text;
    answered(draft, ticket, draft.addMessage(ticket, sentItself ? { ...message, text: shown } : message), by, options);
  }
  const { level, reason } = receiving.facts.authenticity;
  return {
    outcome: says || waited !== undefined ? 'added' : 'command',
    ticket: ticket.state.id,
    reasons: [...placement.reasons, `agent ${agent}, ${level}: ${reason}`, ...absenceReasons(receiving)],
    notices: settleNotices(draft),
  };
}

/**
 * Whether the mail is a note by what it answers: a note address of the ticket is among its recipients, or it answers an internal notice or one
 * that is not to be answered to the client at all.
 */
function isNote(
  { facts: known, command }: Receiving,
  { ticket }: TicketFacts,
  citation: Citation | undefined,
): boolean {
  if (citation?.purpose === 'note' || citation?.purpose === 'none') return true;
  // Internal notices say so in their subject: a reply that keeps nothing else of them stays inside.
  if (command.subject.includes('#') && /(?<![\p{L}\p{N}])#note(?![\p{L}\p{N}])/iu.test(command.subject)) return true;
  return known.citations.some((one) => one.via === 'token' && one.purpose === 'note' && one.ticket === ticket.id);
}

/** What goes on the ticket. Of a note all that he wrote, since nobody else will see it: a doubtful reading must lose nothing. */
function textOf({ command }: Receiving, verbs: ReadVerbs, note: boolean): string {
  const whole = note && verbs.lines.length === 0 && command.body.trim() === '';
  const offered = verbs.acts.flatMap((act) => (act.kind === 'quote' ? [act.terms.text] : []));
  return [verbs.noteText, ...offered, whole ? command.visible : command.body]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
}

/** Whether the agent's own mail went to everybody who is sent answers. */
function isSentAlready(receiving: Receiving, { requester, watchers }: TicketFacts): boolean {
  const addressed = addressedBy(receiving);
  return [requester, ...watchers].every((person) => addressed.has(person.address?.toLowerCase() ?? ''));
}

/** Why the answer may not go to the client yet; undefined when it may. */
function whyHold(
  { command, policy }: Receiving,
  { ticket }: TicketFacts,
  agent: AgentId,
  citation: Citation | undefined,
  text: string,
): HeldWhy | undefined {
  const last = ticket.lastAnswer;
  const byOther = last !== undefined && !(last.by.kind === 'agent' && last.by.id === agent);
  if (byOther && citation !== undefined && citation.version < last.version) return 'answered-meanwhile';
  return unsendable(command, text, policy);
}

/** The lines of a transcript for acts that read well but cannot be done here. */
function explain(verbs: ReadVerbs, problems: readonly (TranscriptResult | undefined)[]): readonly TranscriptLine[] {
  return byLine(verbs, problems, { kind: 'not-done' }).map((told) =>
    told.line.startsWith('#to') ? { ...told, result: { kind: 'forbidden', needs: 'empty-ticket' } } : told,
  );
}

function byLine(
  { lines }: ReadVerbs,
  results: readonly (TranscriptResult | undefined)[],
  otherwise: TranscriptResult,
): readonly TranscriptLine[] {
  let index = 0;
  return lines.map(({ line }) => ({ line, result: (isActLine(line) ? results[index++] : undefined) ?? otherwise }));
}

/** The message of a client that the cited notice told of, where it still stands on the ticket. */
function aboutOf({ splitting }: Draft, citation: Citation | undefined): MessageKey | undefined {
  const message = citation?.message;
  return message !== undefined && splitting.messages.get(message)?.direction === 'inbound' ? message : undefined;
}

/** Tells the agent how a date of his was understood, and what came of what he cannot see from his mail. */
function sayResults(
  { draft, desk, placement, mayAnswer, command }: Receiving,
  agent: AgentId,
  verbs: ReadVerbs,
  acts: readonly Act[],
): void {
  if (draft.results.size === 0 || !mayAnswer || command.quiet) return;
  draft.tell({
    kind: 'transcript',
    to: { kind: 'agent', id: agent },
    desk: desk.id,
    ticket: placement.kind === 'ticket' ? placement.facts.ticket.id : undefined,
    lines: byLine(
      verbs,
      acts.map((act) => draft.results.get(act)),
      { kind: 'done' },
    ),
    help: false,
    unsent: '',
  });
}
