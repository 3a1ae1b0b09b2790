import type { Draft } from '../draft.ts';
import type { Ticket } from '../ticket.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { tellRfoStaff } from './ask.ts';

/** What becomes due of a document that was asked for: its agents are warned, and it is late. */
export interface RfoStep {
  readonly kind: 'rfo';
  readonly key: string;
  readonly due: Date;
  readonly step: 'warning' | 'late';
}

/** The steps that are yet to come, in order; a case at rest has them all the same. */
export function rfoSteps({ id, care }: Ticket): readonly RfoStep[] {
  const { rfo } = care;
  if (rfo?.state !== 'asked' || rfo.due === undefined) return [];
  const steps: readonly RfoStep[] = [
    ...(rfo.warn === undefined
      ? []
      : [
          {
            kind: 'rfo' as const,
            key: `${id}/rfo/${rfo.due.getTime()}/warning`,
            due: rfo.warn,
            step: 'warning' as const,
          },
        ]),
    { kind: 'rfo', key: `${id}/rfo/${rfo.due.getTime()}/late`, due: rfo.due, step: 'late' },
  ];
  const last = steps.findLastIndex(({ key }) => care.taken.includes(key));
  return steps.slice(last + 1);
}

/** Warns those who write it; or tells the client honestly that it is late. */
export function takeRfoStep(draft: Draft, ticket: TicketDraft, { key, step }: RfoStep): void {
  const { rfo } = ticket.state.care;
  if (rfo?.due === undefined) return;
  ticket.push({ kind: 'rfo-told', key, step });
  tellRfoStaff(draft, ticket, step, rfo.due);
  if (step === 'warning' || rfo.contact === undefined) return;
  const { id, desk } = ticket.state;
  const to = { kind: 'contact', id: rfo.contact } as const;
  draft.tell({ kind: 'rfo-answered', to, desk, ticket: id, changes: [], answer: 'late', due: rfo.due });
}
