import { settleOffer } from '../deferral/defer.ts';
import type { Draft } from '../draft.ts';
import { deskFor } from '../enrolment/enrol.ts';
import type { Service } from '../facts.ts';
import type { Actor, ClientId } from '../ids.ts';
import type { Desk } from '../policy.ts';
import { noteUrgency, settlePriority } from '../priority/settle.ts';
import { followStated } from '../request-type/settle.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { type ReadingContext, readings, type Writing } from './reading.ts';
import { registersOf, servicesBy } from './recognise.ts';
import { askMissing, NOTHING_TAKEN, type Taken, takeFacts } from './take.ts';

/** A writing, and what bears on what it is taken for. */
export interface Stated {
  readonly writing: Writing;
  readonly subject: string;
  /** The mail's own mark. */
  readonly importance: string | undefined;
  readonly by: Actor;
  /** Of words of the writing, as the register has them. */
  readonly services: ReadonlyMap<string, Service>;
  /** Whose services the writer may name; undefined: he is told of none (DESIGN §4). */
  readonly client: ClientId | undefined;
}

/** What the next mail to the client is to hold beside its own words. */
export interface Prompts {
  /** The form with what is missing. */
  readonly asks: boolean;
  /** Until when the case may wait, if he agrees. */
  readonly offer: Date | undefined;
}

/** Nothing is asked. */
export const NO_PROMPTS: Prompts = { asks: false, offer: undefined };

/** Takes what a writing states: the facts of the form, what it suggests of urgency, and the priority that follows. */
export function takeStatement(draft: Draft, ticket: TicketDraft, given: Desk, stated: Stated): Taken {
  const { writing, subject, importance, by } = stated;
  const first = takeFactsFor(draft, ticket, given, stated);
  // The type that it names may have a form of its own.
  const retyped = followStated(ticket, given, first.keys, by);
  const desk = deskFor(given, ticket.state);
  const taken = retyped ? both(first, takeFactsFor(draft, ticket, desk, stated)) : first;
  // Who names a priority or an urgency has said it, and suggests no other by the same words.
  const said = [desk.form?.priority, desk.form?.urgency].some((key) => key !== undefined && taken.keys.includes(key));
  if (!said) noteUrgency(ticket, desk, { subject, text: writing.text, importance }, by);
  settlePriority(ticket, desk, by);
  return taken;
}

function takeFactsFor(draft: Draft, ticket: TicketDraft, given: Desk, stated: Stated): Taken {
  const desk = deskFor(given, ticket.state);
  return desk.form === undefined ? NOTHING_TAKEN : factsOf(draft, ticket, desk, desk.form, stated);
}

function both(first: Taken, second: Taken): Taken {
  return { keys: [...new Set([...first.keys, ...second.keys])], completed: second.completed };
}

function factsOf(
  draft: Draft,
  ticket: TicketDraft,
  desk: Desk,
  form: NonNullable<Desk['form']>,
  stated: Stated,
): Taken {
  const serviceOf = servicesBy(stated.services);
  const { care, number } = ticket.state;
  const context: ReadingContext = {
    timeZone: desk.timeZone,
    country: desk.country,
    companies: desk.companyNumbers,
    lookUp: registersOf(stated.client, (_, written) => serviceOf(written)),
    asked: care.form?.form === form.id ? care.form.asked : [],
    ours: [number],
  };
  const said = readings(stated.writing, form.rules, context);
  return takeFacts(draft, ticket, form, said, stated.by, serviceOf);
}

/** What the mail that tells the client of his case is to ask and to offer; `may` is whether such a mail goes out at all. */
export function promptsOf(draft: Draft, ticket: TicketDraft, given: Desk, may: boolean): Prompts {
  if (!may) return NO_PROMPTS;
  const desk = deskFor(given, ticket.state);
  return {
    asks: desk.form !== undefined && askMissing(ticket, desk.form),
    offer: settleOffer(draft, ticket, desk),
  };
}
