import type { AccessEvent } from '../desk/access/event.ts';
import type { AgreementEvent, OfferTerms } from '../desk/agreement/event.ts';
import type { TicketEvent } from '../desk/event.ts';
import type { Suggestion } from '../desk/priority/suggest.ts';
import type { ReplyAddressEvent } from '../desk/reply-address/event.ts';
import type { Names } from './history.ts';
import { coverageEventText } from './history-coverage.ts';

/** What the desk's policy did, in a person's words. */
export type PolicyEvent = Extract<
  TicketEvent,
  {
    readonly kind:
      | 'service-set'
      | 'facts-given'
      | 'facts-asked'
      | 'urgency-suggested'
      | 'target-told'
      | 'target-reached'
      | 'escalated'
      | 'escalation-refused'
      | 'tier-changed'
      | 'deferral-offered'
      | 'deferral-answered'
      | 'deferral-ended'
      | 'contact-point'
      | 'enrolment'
      | 'request-type-set'
      | AccessEvent['kind']
      | ReplyAddressEvent['kind']
      | AgreementEvent['kind']
      | 'coverage-decided'
      | 'coverage-answered'
      | 'product-set'
      | 'time-booked';
  }
>;

/** An event of the policy in a person's words. */
export function policyEventText(event: PolicyEvent, names: Names): string {
  switch (event.kind) {
    case 'service-set':
      return `service: ${event.service ?? 'none'}, by ${names.actor(event.by)}`;
    case 'facts-given':
      return [
        `facts of form ${event.form} from ${names.actor(event.by)}`,
        ...(event.settled.length > 0 ? [`settled: ${event.settled.join(', ')}`] : []),
        ...(event.unsettled.length > 0 ? [`not usable: ${event.unsettled.join(', ')}`] : []),
        event.complete ? 'complete' : 'not complete',
      ].join('; ');
    case 'facts-asked':
      return `asked for ${event.fields.join(', ')} (form ${event.form})`;
    case 'urgency-suggested':
      return `urgency ${event.suggestion.urgency} suggested by ${suggestedBy(event.suggestion)}`;
    case 'target-told':
      return `${event.target} ${event.cycle}: ${event.step}, due ${event.due.toISOString()}`;
    case 'target-reached':
      return `${event.target} ${event.cycle} ${event.state}: ${minutes(event.counted)} of ${minutes(event.within)} counted`;
    case 'escalated':
      return `escalated to level ${event.level} of ${event.matrix}, because of ${event.why}, by ${names.actor(event.by)}`;
    case 'escalation-refused':
      return `escalation refused (${event.why}), asked by ${names.actor(event.by)}`;
    case 'tier-changed':
      return `from ${event.from} to ${event.to} by ${names.actor(event.by)}`;
    case 'deferral-offered':
      return `deferral until ${event.until.toISOString()} offered`;
    case 'deferral-answered':
      return `deferral until ${event.until.toISOString()} ${event.agreed ? 'agreed to' : 'declined'} by ${names.actor(event.by)}`;
    case 'deferral-ended':
      return `deferral ended by ${names.actor(event.by)}`;
    case 'contact-point':
      return `answered from ${event.address}`;
    case 'enrolment':
      return `enrolment ${event.state} by ${names.actor(event.by)}`;
    case 'access-asked':
      return `access was asked for by ${names.actor(event.by)}${event.named === undefined ? '' : `, who names the company number of client ${event.named}`}`;
    case 'access-granted':
      return `access granted by ${event.way} until ${event.until.toISOString()} by ${names.actor(event.by)}`;
    case 'access-redeemed':
      return 'the key to access was used';
    case 'reply-address-asked':
      return `${names.contact(event.contact)} is asked whether mail of this case may go there, by ${names.actor(event.by)}`;
    case 'reply-address-answered':
      return `${names.contact(event.contact)} ${event.confirmed ? 'has confirmed: mail of this case goes there' : 'does not want mail of this case'}`;
    case 'worker-introduced':
    case 'quote-sent':
    case 'quote-answered':
    case 'quote-expired':
    case 'agreement-reminded':
      return agreementText(event, names);
    case 'request-type-set':
      return `request type from ${event.from ?? 'none'} to ${event.to ?? 'none'} by ${names.actor(event.by)}: ${TYPE_WHY[event.why]}`;
    case 'coverage-decided':
    case 'coverage-answered':
    case 'product-set':
    case 'time-booked':
      return coverageEventText(event, names);
  }
}

/** What was agreed with the client, or is being agreed. */
function agreementText(event: AgreementEvent, names: Names): string {
  switch (event.kind) {
    case 'worker-introduced':
      return `the client was told that ${event.agent} deals with it`;
    case 'quote-sent':
      return `offer ${event.offer} (${termsText(event)}) until ${event.until.toISOString()} by ${names.actor(event.by)}`;
    case 'quote-answered':
      return `offer ${event.offer} (${termsText(event)}) ${event.accepted ? 'accepted' : 'declined'}${event.late ? ' after it had ended' : ''} by ${names.actor(event.by)}`;
    case 'quote-expired':
      return `offer ${event.offer} has ended without an answer`;
    case 'agreement-reminded':
      return `${event.of === 'offer' ? `the end of offer ${event.offer}` : 'the deadline of the work'} ${event.passed ? 'has come' : 'nears'}: both sides were reminded`;
  }
}

function termsText({ price, due }: OfferTerms): string {
  const parts = [
    ...(price === undefined ? [] : [`${(price.hundredths / 100).toFixed(2)} ${price.currency}`]),
    ...(due === undefined ? [] : [`by ${due.toISOString()}`]),
  ];
  return parts.join(' ');
}

const TYPE_WHY = {
  stated: 'the client stated it',
  command: 'the client chose it by a command',
  address: 'the address that it was sent to',
  subject: 'the subject begins with it',
  usual: 'the usual one',
  staff: 'staff set it',
} as const;

/** What in a mail suggested an urgency. */
export function suggestedBy({ by }: Suggestion): string {
  return by.kind === 'word' ? `the word "${by.word}" in the ${by.where}` : `its mark of importance (${by.value})`;
}

function minutes(milliseconds: number): string {
  return `${Math.round(milliseconds / 60_000)} min`;
}
