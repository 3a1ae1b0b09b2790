import type { Settings } from '../config/settings.ts';
import { factViews } from '../delivery/form-view.ts';
import type { FactView } from '../delivery/render/view.ts';
import { deskFor } from '../desk/enrolment/enrol.ts';
import type { TicketFacts } from '../desk/facts.ts';
import { deskOf } from '../desk/policy.ts';
import type { PriorityReason } from '../desk/priority/decide.ts';
import { priorityOf } from '../desk/priority/settle.ts';
import { suggestedBy } from './history-policy.ts';
import { moment, plain } from './terminal.ts';

const NOTES = {
  missing: 'not stated yet',
  unreadable: 'could not be read',
  disputed: 'contradictory',
  'not-recognised': 'not recognised',
  none: 'not applicable',
} as const;

/** The facts of a ticket's form with its labels in English, one line each. */
export function factLines(settings: Settings, facts: TicketFacts): readonly (readonly [label: string, text: string])[] {
  const desk = deskFor(deskOf(settings.policy, facts.ticket.desk), facts.ticket);
  return factViews(desk, facts, { staff: true, locale: 'en' }).map((fact) => [plain(fact.label), valueText(fact)]);
}

function valueText({ values, note }: FactView): string {
  const said = values.map((value) => {
    if (value.kind === 'text') return plain(value.text);
    return value.kind === 'day' ? value.day.toISOString().slice(0, 10) : moment(value.at);
  });
  if (note === undefined) return said.join(', ');
  return said.length === 0 ? NOTES[note] : `${said.join(' / ')} (${NOTES[note]})`;
}

/** Why a ticket has its priority, with what would have counted without it; undefined where the desk has no rules. */
export function priorityText(settings: Settings, { ticket, facts, history }: TicketFacts): string | undefined {
  const decision = priorityOf(facts, history, deskFor(deskOf(settings.policy, ticket.desk), ticket));
  if (decision === undefined) return undefined;
  const others = decision.overruled.map(({ priority, reason }) => `${priority} (${reasonText(reason)})`);
  return `${reasonText(decision.reason)}${others.length === 0 ? '' : `; without that ${others.join(', then ')}`}`;
}

/** Why a priority is what it is, in words. */
export function reasonText(reason: PriorityReason): string {
  switch (reason.kind) {
    case 'agent':
      return 'staff set it';
    case 'client':
      return 'the client chose it';
    case 'matrix':
      return `impact ${reason.impact} × urgency ${reason.urgency}, the urgency ${URGENCY_BY[reason.urgencyBy]}`;
    case 'suggestion':
      return `urgency ${reason.suggestion.urgency}, suggested by ${suggestedBy(reason.suggestion)}`;
    case 'usual':
      return 'the usual one';
  }
}

const URGENCY_BY = { said: 'as said', suggestion: 'as the mail suggests', usual: 'being the usual one' } as const;
