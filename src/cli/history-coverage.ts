import type { Care } from '../desk/care.ts';
import type { CoverageEvent, ToldReason } from '../desk/coverage/event.ts';
import type { TimeEvent } from '../desk/time/event.ts';
import type { Names } from './history.ts';

/** What was decided about a ticket's coverage, and what time was booked, in a person's words. */
export function coverageEventText(event: CoverageEvent | TimeEvent, names: Names): string {
  switch (event.kind) {
    case 'coverage-decided': {
      const { work, rule, why, until, asks, agreed } = event;
      return [
        `${work} by ${rule === undefined ? names.actor(event.by) : `rule ${rule}`} (${WHY[why]}): ${reasonText(event.reason)}`,
        ...(until === undefined ? [] : [`work waits for ${until.toISOString()}`]),
        ...(asks ? ['the client is asked'] : []),
        ...(agreed ? ['the client has agreed beforehand'] : []),
      ].join('; ');
    }
    case 'coverage-answered':
      return `chargeable work ${event.agreed ? 'agreed to' : 'declined'} by ${names.actor(event.by)}`;
    case 'product-set':
      return `product: ${event.product ?? 'none'}, by ${names.actor(event.by)}`;
    case 'time-booked':
      return `${event.minutes} min booked by ${names.actor(event.by)}${event.work === undefined ? '' : ` as ${event.work}`}`;
  }
}

const WHY = {
  opened: 'when it opened',
  time: 'time was booked',
  facts: 'facts changed',
  hours: 'the hours opened',
  agent: 'staff said so',
  registers: 'a register changed',
} as const;

/** What the work on a ticket is now, and by which rule; nothing where nothing was decided. */
export function coverageLines({ coverage: { decided, product } }: Care): readonly string[] {
  if (decided === undefined) return [];
  const { work, rule, reason, until, answer, byStaff } = decided;
  const notes = [
    byStaff ? 'staff decided' : rule === undefined ? 'no rule holds' : `rule ${rule}`,
    reasonText(reason),
    ...(until === undefined ? [] : [`work waits for ${until.toISOString()}`]),
    ...(answer === undefined ? [] : [`the client ${ANSWER[answer]}`]),
  ];
  return [`${work}: ${notes.join('; ')}`, ...(product === undefined ? [] : [`product ${product}`])];
}

const ANSWER = { asked: 'is asked', agreed: 'agrees', declined: 'declines' } as const;

/** A reason as it stands on record. */
export function reasonText(reason: ToldReason): string {
  if (reason.kind === 'own') return `“${reason.text}” (${reason.locale})`;
  return `${reason.reason} (${reason.locale})`;
}
