import { settleNotices } from '../audience.ts';
import type { AgentId } from '../ids.ts';
import type { TranscriptLine, TranscriptResult } from '../notice.ts';
import type { Receiving, Ruling } from '../receiving.ts';
import type { ReadVerbs } from '../verbs.ts';
import { presentFrom } from './absence.ts';
import { tellDeputies } from './tell.ts';
import { ABSENCE_VERBS, type AbsenceLine } from './verbs.ts';

/** Whether a mail says nothing but that its writer is away, or back. */
export function saysAbsenceOnly({ command }: Receiving): boolean {
  return command.commands.length > 0 && command.commands.every(({ verb }) => ABSENCE_VERBS.includes(verb));
}

/** An agent's mail that belongs to no ticket and to no client: it is his absence alone, whatever he wrote below. */
export function absenceMail(receiving: Receiving, agent: AgentId, verbs: ReadVerbs): Ruling {
  sayAbsences(receiving, agent, verbs, receiving.command.body);
  const reasons = [`agent ${agent} says when he is away`, ...absenceReasons(receiving)];
  return { outcome: 'command', ticket: undefined, reasons, notices: settleNotices(receiving.draft) };
}

/** Enters what an agent said of his being away, and sends him what was understood. */
export function sayAbsences(receiving: Receiving, agent: AgentId, verbs: ReadVerbs, unsent: string): void {
  // What is imported is long over.
  if (verbs.absences.length === 0 || receiving.command.quiet) return;
  const { draft, desk, placement, mayAnswer } = receiving;
  const results = new Map(verbs.absences.map((said) => [said.line, enter(receiving, agent, said)]));
  tellDeputies(draft, { kind: 'agent', id: agent });
  if (!mayAnswer) return;
  draft.tell({
    kind: 'transcript',
    to: { kind: 'agent', id: agent },
    desk: desk.id,
    ticket: placement.kind === 'ticket' ? placement.facts.ticket.id : undefined,
    lines: verbs.lines.map((line, index): TranscriptLine => ({ ...line, result: results.get(index) ?? line.result })),
    help: false,
    unsent,
  });
}

function enter({ draft, policy }: Receiving, agent: AgentId, said: AbsenceLine): TranscriptResult {
  if (said.kind === 'away') {
    const { first, last, to } = said.days;
    draft.absences.push({ agent, from: first, to, deputy: said.deputy, source: 'command' });
    const deputyName = said.deputy === undefined ? undefined : policy.agents.get(said.deputy)?.name;
    return { kind: 'away', first, last, deputyName };
  }
  if (said.days !== undefined) {
    const { first, last, to } = said.days;
    draft.back.push({ agent, from: first, to });
    return { kind: 'present', first, last };
  }
  const to = presentFrom(agent, draft.around.absences, draft.now);
  if (to <= draft.now) return { kind: 'not-away' };
  draft.back.push({ agent, from: draft.now, to });
  return { kind: 'back' };
}

/** What was entered, for the reasons of a mail. */
export function absenceReasons({ draft }: Pick<Receiving, 'draft'>): readonly string[] {
  const moment = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
  return [
    ...draft.absences.map(({ agent, from, to, deputy }) => {
      const by = deputy === undefined ? '' : `, deputy ${deputy}`;
      return `${agent} is away from ${moment(from)} to ${moment(to)} UTC${by}`;
    }),
    ...draft.back.map(({ agent, from, to }) => `${agent} is there from ${moment(from)} to ${moment(to)} UTC`),
  ];
}
