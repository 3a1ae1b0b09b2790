import { settleNotices } from '../audience.ts';
import { calledName } from '../facts.ts';
import type { Actor, AgentId } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { mayWatch, type Receiving, type Ruling, still, watchedBy } from '../receiving.ts';
import type { ReadVerbs } from '../verbs.ts';
import { impossible, perform } from '../work.ts';
import { readCall } from './call.ts';
import type { MailedCall } from './mail-call.ts';
import { type CallOutcome, recordCall } from './record.ts';

/** A call that an agent records by mail: on the ticket that he replies to, or as a new one (SAGA-5, SOFTECH-10, CLOUDEMPIERE-5). */
export function staffCall(receiving: Receiving, agent: AgentId, call: MailedCall, verbs: ReadVerbs): Ruling {
  const { command, desk, draft, facts, placement } = receiving;
  const on = placement.kind === 'ticket' ? placement.facts : undefined;
  const by: Actor = { kind: 'agent', id: agent };
  const cannot = verbs.acts.find(
    (act) =>
      act.kind === 'send' ||
      // Of a client who is only known once the call is recorded.
      (on === undefined && (act.kind === 'service' || act.kind === 'fact')) ||
      (on !== undefined &&
        impossible(act, on, by, mayWatch(receiving), true, receiving.policy, {
          acts: verbs.acts,
          written: { text: '', doubtful: false },
          named: draft.around.named,
          splitting: draft.splitting,
          now: draft.now,
          services: draft.around.services,
        })),
  );
  if (cannot !== undefined || verbs.note || verbs.to !== undefined) {
    const lines = verbs.lines.map(({ line }) => ({ line, result: { kind: 'forbidden', needs: 'ticket' } as const }));
    return refused(receiving, agent, lines);
  }
  const told = {
    number: call.number === undefined ? undefined : call.written,
    who: undefined,
    subject:
      on === undefined && readCall(`${command.subject} `, desk.country) === undefined ? subjectOf(command.subject) : '',
    notes: call.notes,
    answer: call.answer,
    source: command.attachments > 0 ? 'mail' : 'typed',
  } as const;
  const outcome = recordCall(draft, desk, told, on, facts, by);
  if (outcome.kind !== 'recorded')
    return refused(receiving, agent, [{ line: `call ${call.written}`, result: resultOf(outcome) }]);
  const { ticket, opened, reason } = outcome;
  perform(draft, ticket, verbs.acts, by, watchedBy(receiving));
  const { level, reason: why } = facts.authenticity;
  return {
    outcome: opened ? 'opened' : 'added',
    ticket: ticket.state.id,
    reasons: [
      ...placement.reasons,
      `agent ${agent}, ${level}: ${why}`,
      `${reason}, recorded on ${ticket.state.number}`,
    ],
    notices: settleNotices(draft),
  };
}

/** A subject that says no more than that somebody called is none. */
function subjectOf(subject: string): string {
  return /^\s*(?:call|poziv|klic|hovor|volanie|volání|повик)\s*$/iu.test(subject) ? '' : subject;
}

function resultOf(outcome: Exclude<CallOutcome, { readonly kind: 'recorded' }>): TranscriptResult {
  switch (outcome.kind) {
    case 'several':
      return { kind: 'several-callers', people: outcome.people.map(calledName) };
    case 'nobody':
      return { kind: 'bad-argument', expected: ['name@example.com'], nearest: undefined };
    case 'empty':
      return { kind: 'no-notes' };
  }
}

/** Tells the agent why nothing was recorded; it names people, so it belongs to no ticket and its answers go to nobody. */
function refused(
  { draft, desk, command, mayAnswer }: Receiving,
  agent: AgentId,
  lines: readonly { readonly line: string; readonly result: TranscriptResult }[],
): Ruling {
  if (mayAnswer) {
    const to = { kind: 'agent', id: agent } as const;
    draft.tell({ kind: 'transcript', to, desk: desk.id, ticket: undefined, lines, help: false, unsent: command.body });
  }
  return { ...still('command', ['the call could not be recorded; nothing was done']), notices: settleNotices(draft) };
}
