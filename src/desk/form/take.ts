import type { FormReading } from '../../mail/form/rules.ts';
import type { Draft } from '../draft.ts';
import type { Service } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { DeskForm } from '../policy.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { askFor } from './ask.ts';
import { complete, type Fact, type FactChange, type Facts, mergeAnswers, missing, sameFact } from './facts.ts';

/** What one writing brought. */
export interface Taken {
  /** The fields of which it says something new. */
  readonly keys: readonly string[];
  /** Whether it made the form complete. */
  readonly completed: boolean;
}

/** It brought nothing. */
export const NOTHING_TAKEN: Taken = { keys: [], completed: false };

/** Puts on a ticket what a writing says of the facts of its desk's form, with the service that is concerned. */
export function takeFacts(
  draft: Draft,
  ticket: TicketDraft,
  form: DeskForm,
  said: readonly FormReading[],
  by: Actor,
  serviceOf: (id: string) => Service | undefined,
): Taken {
  const changes = new Map<string, FactChange>();
  let facts: Facts = ticket.facts;
  for (const reading of said) {
    const merged = mergeAnswers(facts, reading);
    facts = merged.facts;
    for (const change of merged.changes) changes.set(change.key, change);
  }
  return record(draft, ticket, form, facts, [...changes.keys()], by, serviceOf);
}

/** Puts on a ticket what staff say of one fact, whatever was said of it before. */
export function putFact(
  draft: Draft,
  ticket: TicketDraft,
  form: DeskForm,
  key: string,
  fact: Fact,
  by: Actor,
  serviceOf: (id: string) => Service | undefined,
): Taken {
  const before = Object.hasOwn(ticket.facts, key) ? ticket.facts[key] : undefined;
  if (sameFact(before, fact)) return NOTHING_TAKEN;
  return record(draft, ticket, form, { ...ticket.facts, [key]: fact }, [key], by, serviceOf);
}

function record(
  draft: Draft,
  ticket: TicketDraft,
  form: DeskForm,
  facts: Facts,
  keys: readonly string[],
  by: Actor,
  serviceOf: (id: string) => Service | undefined,
): Taken {
  const before = complete(form.rules, ticket.facts);
  const now = complete(form.rules, facts);
  const first = ticket.state.care.form?.form !== form.id;
  if (keys.length === 0 && !first) return NOTHING_TAKEN;
  draft.learn(ticket, facts);
  const open = new Set(missing(form.rules, facts).map(({ key }) => key));
  ticket.push({
    kind: 'facts-given',
    form: form.id,
    settled: keys.filter((key) => !open.has(key)),
    unsettled: keys.filter((key) => open.has(key)),
    complete: now,
    by,
  });
  if (form.service !== undefined && keys.includes(form.service)) setService(ticket, form.service, by, serviceOf);
  return { keys, completed: now && !before };
}

function setService(ticket: TicketDraft, key: string, by: Actor, serviceOf: (id: string) => Service | undefined): void {
  const fact = ticket.facts[key];
  putService(ticket, fact?.kind === 'given' && fact.recognised ? serviceOf(fact.value) : undefined, by);
}

/** The service that a case is about from now on; undefined: none. */
export function putService(ticket: TicketDraft, service: Service | undefined, by: Actor): void {
  if (service?.id === ticket.state.care.service) return;
  ticket.push({ kind: 'service-set', service: service?.id, by });
  ticket.service = service;
}

/** Asks the client for what is missing, unless he was asked often enough; the caller's mail holds the form. */
export function askMissing(ticket: TicketDraft, form: DeskForm): boolean {
  const ask = askFor(form.rules, ticket.facts, 'en');
  const { care } = ticket.state;
  const times = care.form?.form === form.id ? care.form.times : 0;
  if (ask === undefined || times >= form.askAtMost) return false;
  ticket.push({ kind: 'facts-asked', form: form.id, fields: ask.keys });
  return true;
}

/** The key of the option that was chosen, where it is settled. */
export function chosen(facts: Facts, key: string | undefined): string | undefined {
  const fact = key === undefined || !Object.hasOwn(facts, key) ? undefined : facts[key];
  return fact?.kind === 'given' && fact.recognised ? fact.value : undefined;
}
