import { HOUR } from '../../../src/desk/calendar/local.ts';
import type { RecordedEvent, TicketEvent } from '../../../src/desk/event.ts';
import type { Actor, AgentId, ContactId, DeskId, MessageKey, TicketId, TicketNumber } from '../../../src/desk/ids.ts';
import type { ServiceLevelId, SlaPause, SlaTarget, SlaTerms } from '../../../src/desk/sla/policy.ts';
import type { SlaInput } from '../../../src/desk/sla/run.ts';
import type { SlaWait } from '../../../src/desk/sla/timeline.ts';
import type { Priority, Status } from '../../../src/desk/status.ts';
import { calendarOf } from '../calendar/calendars.ts';

export const TICKET = 42 as TicketId;
export const CLIENT: Actor = { kind: 'contact', id: 1 as ContactId };
export const AGENT: Actor = { kind: 'agent', id: 'marko' as AgentId };
export const GATEWAY: Actor = { kind: 'gateway' };

/** What happens on a ticket, in the order of its history. */
export type Step =
  | { readonly kind: 'opens'; readonly by?: Actor; readonly priority?: Priority }
  | { readonly kind: 'writes'; readonly by: Actor; readonly untold?: true }
  | { readonly kind: 'status'; readonly to: Status }
  | { readonly kind: 'priority'; readonly to: Priority };

/** A history of steps and when they happen. */
export function historyOf(steps: readonly (readonly [at: Date | string, step: Step])[]): readonly RecordedEvent[] {
  let status: Status = 'new';
  let priority: Priority = 'normal';
  return steps.map(([at, step], i) => {
    const event = eventOf(step, status, priority, i);
    if (event.kind === 'opened') ({ status, priority } = event);
    if (event.kind === 'status-changed') status = event.to;
    if (event.kind === 'priority-changed') priority = event.to;
    return { ticket: TICKET, version: i + 1, at: new Date(at), event };
  });
}

function eventOf(step: Step, status: Status, priority: Priority, i: number): TicketEvent {
  switch (step.kind) {
    case 'opens': {
      const by = step.by ?? CLIENT;
      return {
        kind: 'opened',
        number: 'EB-42' as TicketNumber,
        desk: 'ebanking' as DeskId,
        requester: 1 as ContactId,
        client: undefined,
        channel: by.kind === 'agent' ? 'phone' : 'mail',
        type: 'incident',
        priority: step.priority ?? 'normal',
        status: by.kind === 'agent' ? 'open' : 'new',
        by,
      };
    }
    case 'writes': {
      const direction = step.by.kind === 'contact' ? 'inbound' : 'outbound';
      const untold = step.untold === undefined ? {} : { untold: step.untold };
      const message = i as MessageKey;
      return { kind: 'message-added', message, direction, by: step.by, authenticity: 'proved', ...untold };
    }
    case 'status':
      return { kind: 'status-changed', from: status, to: step.to, by: AGENT };
    case 'priority':
      return { kind: 'priority-changed', from: priority, to: step.to, by: AGENT };
  }
}

export const office = calendarOf('Mon-Fri 09:00-17:00', 'Europe/Belgrade', {
  holidays: [{ country: 'RS', region: undefined }],
});

export function target(kind: SlaTarget['kind'], hours: number, more: Partial<SlaTarget> = {}): SlaTarget {
  const pausedBy: readonly SlaPause[] = ['pending', 'on-hold'];
  return { kind, within: hours * HOUR, time: 'business', pausedBy, warnAt: [0.75], ...more };
}

/** Terms by priority; a priority that is not named has none. */
export function inputOf(
  history: readonly RecordedEvent[],
  targets: Readonly<Partial<Record<Priority, readonly SlaTarget[]>>>,
  waits: readonly SlaWait[] = [],
): SlaInput {
  const terms = new Map<Priority, SlaTerms>();
  for (const [priority, list] of Object.entries(targets))
    terms.set(priority as Priority, { level: 'gold' as ServiceLevelId, calendar: office, targets: list });
  return { history, termsFor: ({ priority }) => terms.get(priority), waits };
}
