import type { EmailAddress } from '../mail/mail.ts';
import { type Access, accessAfter } from './access/state.ts';
import { type Agreement, agreementAfter } from './agreement/agreement.ts';
import { type CareCoverage, coverageAfter, NO_COVERAGE } from './coverage/care.ts';
import { type Bonds, bondsAfter, NO_BONDS } from './defect/bonds.ts';
import type { EnrolmentState, TicketEvent } from './event.ts';
import type { FormId, MatrixId, RequestTypeId, ServiceId } from './ids.ts';
import { type ReplyAddress, replyAddressAfter } from './reply-address/state.ts';
import { type RfoCare, rfoAfter } from './rfo/event.ts';
import { type CareSimilar, NOT_SIMILAR, similarAfter } from './similar/care.ts';
import type { Tier } from './status.ts';
import { type CareTime, NO_TIME, timeAfter } from './time/event.ts';
import { NO_UPKEEP, takenBy, type Upkeep, upkeepAfter } from './upkeep/care.ts';

/** What the desk's policy has made of a ticket so far, as its events tell: no list or search asks for it, so the store keeps it in one piece. */
export interface Care {
  /** Opened by older mail that was taken in: nothing is promised on it, and it does nothing by itself. */
  readonly imported: boolean;
  readonly service: ServiceId | undefined;
  /** The form that the ticket's facts are read by; undefined when none is asked. */
  readonly form: CareForm | undefined;
  /** Who solves it now (CLOUDEMPIERE-5). */
  readonly tier: Tier;
  /** The level of the matrix that knows of it; undefined before the first. */
  readonly escalation: { readonly matrix: MatrixId; readonly level: number; readonly at: Date } | undefined;
  /** When the client's wish for escalation was followed, oldest first. */
  readonly escalatedByClient: readonly Date[];
  readonly deferral: Deferral | undefined;
  /** Keys of the timers whose step was taken: each is taken once. */
  readonly taken: readonly string[];
  /** Targets whose outcome is on record, as `kind/cycle`. */
  readonly reached: readonly string[];
  readonly enrolment: EnrolmentState | undefined;
  /** The address of the desk by which the client reached it; undefined: the first that is for everybody. */
  readonly contactPoint: EmailAddress | undefined;
  /** Of the desk's catalogue (SOFTECH-3); undefined where there is none. */
  readonly requestType: RequestTypeId | undefined;
  readonly bonds: Bonds;
  readonly agreement: Agreement | undefined;
  /** Where the client wants this case answered, when not at his own address (SOFTECH-4). */
  readonly replyAddress: ReplyAddress | undefined;
  readonly access: Access | undefined;
  /** The document on its outage (INTERSPACE-8). */
  readonly rfo: RfoCare | undefined;
  readonly similar: CareSimilar;
  readonly coverage: CareCoverage;
  readonly time: CareTime;
  readonly upkeep: Upkeep;
}

/** How far the facts of a form have come. */
export interface CareForm {
  readonly form: FormId;
  readonly complete: boolean;
  /** The fields last asked for, in order; what `1.`, `2.` of an answer refer to. */
  readonly asked: readonly string[];
  /** How often the client was asked. */
  readonly times: number;
}

/** A case that may wait for the next business day (INTERSPACE-6). */
export interface Deferral {
  readonly state: 'offered' | 'agreed' | 'declined' | 'ended';
  readonly until: Date;
  /** The ticket's version with the offer; undefined for one that was made before this was kept. */
  readonly asked?: number;
}

/** A ticket that nothing was made of yet. */
export const NO_CARE: Care = {
  imported: false,
  service: undefined,
  form: undefined,
  tier: 'L1',
  escalation: undefined,
  escalatedByClient: [],
  deferral: undefined,
  taken: [],
  reached: [],
  enrolment: undefined,
  contactPoint: undefined,
  requestType: undefined,
  bonds: NO_BONDS,
  agreement: undefined,
  replyAddress: undefined,
  access: undefined,
  rfo: undefined,
  similar: NOT_SIMILAR,
  coverage: NO_COVERAGE,
  time: NO_TIME,
  upkeep: NO_UPKEEP,
};

/** What an event makes of it. */
export function careAfter(care: Care, event: TicketEvent, at: Date, version: number): Care {
  switch (event.kind) {
    case 'service-set':
      return { ...care, service: event.service };
    case 'facts-given': {
      const before = care.form?.form === event.form ? care.form : undefined;
      const { form, complete } = event;
      return { ...care, form: { form, complete, asked: before?.asked ?? [], times: before?.times ?? 0 } };
    }
    case 'facts-asked': {
      const before = care.form?.form === event.form ? care.form : undefined;
      const { form, fields } = event;
      const times = (before?.times ?? 0) + 1;
      return { ...care, form: { form, complete: before?.complete ?? false, asked: fields, times } };
    }
    case 'target-told':
      return { ...care, taken: [...care.taken, event.key] };
    case 'target-reached': {
      const key = `${event.target}/${event.cycle}`;
      return care.reached.includes(key) ? care : { ...care, reached: [...care.reached, key] };
    }
    case 'escalated': {
      const { matrix, level, key, why } = event;
      return {
        ...care,
        escalation: { matrix, level, at },
        taken: key === undefined ? care.taken : [...care.taken, key],
        escalatedByClient: why === 'client' ? [...care.escalatedByClient, at] : care.escalatedByClient,
      };
    }
    case 'tier-changed':
      return { ...care, tier: event.to };
    case 'deferral-offered':
      return { ...care, deferral: { state: 'offered', until: event.until, asked: version } };
    case 'deferral-answered':
      return {
        ...care,
        deferral: { ...care.deferral, state: event.agreed ? 'agreed' : 'declined', until: event.until },
      };
    case 'deferral-ended':
      return {
        ...care,
        deferral: care.deferral && { ...care.deferral, state: 'ended' },
        taken: event.key === undefined ? care.taken : [...care.taken, event.key],
      };
    case 'contact-point':
      return { ...care, contactPoint: event.address };
    case 'enrolment':
      return { ...care, enrolment: event.state };
    case 'request-type-set':
      return { ...care, requestType: event.to };
    case 'similar-found':
    case 'answers-found':
    case 'same-confirmed':
      return { ...care, similar: similarAfter(care.similar, event) };
    case 'hung':
    case 'unhung':
    case 'gathered':
    case 'let-go':
    case 'defect-plan':
    case 'defect-told':
    case 'analysed':
      return { ...care, bonds: bondsAfter(care.bonds, event) };
    case 'worker-introduced':
    case 'quote-sent':
    case 'quote-answered':
    case 'quote-expired':
      return { ...care, agreement: agreementAfter(care.agreement, event, at, version) };
    case 'rfo-asked':
    case 'rfo-refused':
    case 'rfo-issued':
      return { ...care, rfo: rfoAfter(care.rfo, event, at) };
    case 'access-asked':
    case 'access-granted':
    case 'access-redeemed':
      return { ...care, access: accessAfter(care.access, event) };
    case 'reply-address-asked':
    case 'reply-address-answered':
      return { ...care, replyAddress: replyAddressAfter(care.replyAddress, event) };
    case 'agreement-reminded':
    case 'rfo-told':
      return { ...care, taken: [...care.taken, event.key] };
    case 'coverage-decided': {
      const { key } = event;
      const taken = key === undefined ? care.taken : [...care.taken, key];
      return { ...care, coverage: coverageAfter(care.coverage, event, version), taken };
    }
    case 'coverage-answered':
    case 'product-set':
      return { ...care, coverage: coverageAfter(care.coverage, event, version) };
    case 'time-booked':
      return { ...care, time: timeAfter(care.time, event) };
    default:
      return withUpkeep(care, event);
  }
}

function withUpkeep(care: Care, event: TicketEvent): Care {
  const upkeep = upkeepAfter(care.upkeep, event);
  const key = takenBy(event);
  if (key !== undefined) return { ...care, upkeep, taken: [...care.taken, key] };
  return upkeep === care.upkeep ? care : { ...care, upkeep };
}
