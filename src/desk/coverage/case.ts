import { type Calendar, CalendarError, isOpen, nextOpening } from '../calendar/calendar.ts';

import type { Draft } from '../draft.ts';
import type { Policy } from '../policy.ts';
import { calendarOf } from '../sla/promises.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { termsFor } from '../time/terms-of.ts';
import type { AgreedHours, CoverageCase, CoverageRules } from './rules.ts';

/** Characters of a mail that conditions are shown. */
const MOST_TEXT = 20_000;

/** The hours by which a case waits for opening time; undefined when their calendar is gone. */
export function hoursOf(policy: Policy, ticket: TicketDraft, { calendar }: CoverageRules): Calendar | undefined {
  if (calendar !== undefined) return policy.sla.calendars.get(calendar);
  const { state, client, service } = ticket;
  return calendarOf(policy, { ticket: state, client, service });
}

/** Whether the hours have been open since a case came: work on it may have begun. */
export function hasBeenOpen(hours: Calendar | undefined, since: Date, now: Date): boolean {
  if (hours === undefined || isOpen(hours, since)) return true;
  const opening = openingAfter(hours, since);
  return opening !== undefined && opening <= now;
}

/** Whether a case fell into hours that were agreed with its client. */
export function isAgreed(agreed: readonly AgreedHours[], since: Date, now: Date): boolean {
  return agreed.some(({ from, to }) => from <= now && to > since);
}

/** When work on a case that came outside of the hours begins: at the next opening, or when agreed hours begin; undefined: it need not wait, or nobody knows. */
export function opensAt(hours: Calendar | undefined, agreed: readonly AgreedHours[], now: Date): Date | undefined {
  const opening = hours === undefined || isOpen(hours, now) ? undefined : openingAfter(hours, now);
  const next = [...agreed.map(({ from }) => from), ...(opening === undefined ? [] : [opening])].filter(
    (at) => at > now,
  );
  if (opening === undefined) return undefined;
  return next.reduce((first, at) => (at < first ? at : first));
}

function openingAfter(hours: Calendar, at: Date): Date | undefined {
  try {
    return nextOpening(hours, at);
  } catch (error) {
    // Hours that never come again: `spoc check` tells of them.
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

/** What the rules may ask about a ticket. */
export function coverageCase({ policy, now }: Draft, ticket: TicketDraft, rules: CoverageRules): CoverageCase {
  const { state, client, requester, title, opening } = ticket;
  const { care, openedAt } = state;
  const { product } = care.coverage;
  const known = product === undefined ? undefined : requester.introductions?.find((one) => one.product === product);
  const since = known?.since;
  return {
    ticket: {
      channel: state.channel,
      type: state.type,
      priority: state.priority,
      request: care.requestType ?? '',
      product: product ?? '',
    },
    client: {
      name: client?.name ?? '',
      number: client?.companyNumber ?? '',
      level: client?.level ?? '',
      obligations: client?.obligations ?? '',
    },
    contact: {
      introduction: product === undefined ? '' : (known?.introduction ?? 'none'),
      settings: product === undefined ? '' : (known?.settings ?? 'incomplete'),
      starting: since !== undefined && since <= now && now.getTime() - since.getTime() <= rules.startingFor,
      entered: requester.entered,
    },
    time: { spent: care.time.spent, free: termsFor(policy, ticket).free, work: care.time.works },
    hours: {
      open: hasBeenOpen(hoursOf(policy, ticket, rules), openedAt, now),
      agreed: isAgreed(client?.agreedHours ?? [], openedAt, now),
    },
    similar: { confirmed: care.similar.same.length },
    published: { found: care.similar.answers.length },
    mail: { subject: title, text: opening.slice(0, MOST_TEXT) },
  };
}
