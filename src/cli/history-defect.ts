import type { DefectEvent } from '../desk/defect/event.ts';
import type { DefectPlan } from '../desk/defect/plan.ts';
import type { RfoEvent } from '../desk/rfo/event.ts';
import type { Names } from './history.ts';

/** What happened to defects and problems, in a person's words. */
export function defectEventText(event: DefectEvent, names: Names): string {
  switch (event.kind) {
    case 'hung':
      return `${event.bond.replace('-', ' ')} ${names.ticket(event.on)}, by ${names.actor(event.by)}`;
    case 'unhung':
      return `${event.bond.replace('-', ' ')} ${names.ticket(event.from)} no more, by ${names.actor(event.by)}`;
    case 'gathered':
      return `${names.ticket(event.ticket)} hangs on it, by ${names.actor(event.by)}`;
    case 'let-go':
      return `${names.ticket(event.ticket)} hangs on it no more, by ${names.actor(event.by)}`;
    case 'defect-plan':
      return `defect ${planText(event.plan)}, by ${names.actor(event.by)}`;
    case 'defect-told':
      return `client told: defect ${names.ticket(event.of)} ${planText(event.plan)}`;
    case 'analysed':
      return `${event.part.replace('-', ' ')} in message #${event.message}, by ${names.actor(event.by)}`;
  }
}

/** Where a defect stands, in words: `planned for 4.2, expected 2027-01-15`. */
export function planText({ stage, release, expected }: DefectPlan): string {
  const words = stage.replaceAll('-', ' ');
  if (release === undefined) return words;
  const on = expected === undefined ? '' : `, expected ${expected}`;
  return stage === 'planned' ? `planned for ${release}${on}` : `${words} with ${release}`;
}

/** What happened to the document on an outage, in a person's words. */
export function rfoEventText(event: RfoEvent, names: Names): string {
  switch (event.kind) {
    case 'rfo-asked':
      return `${names.contact(event.contact)} asked for a document on the outage, due ${event.due.toISOString()}`;
    case 'rfo-refused':
      return `${names.contact(event.contact)} asked for a document on the outage and was refused: ${event.why}`;
    case 'rfo-told':
      return event.step === 'late'
        ? 'the document on the outage is late; the client was told'
        : 'the document on the outage is due soon';
    case 'rfo-issued':
      return `document on the outage issued with message #${event.message} by ${names.actor(event.by)}`;
  }
}
