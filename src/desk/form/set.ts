import { nearest } from '../../mail/commands.ts';
import { identifierCandidates } from '../../mail/form/identifier.ts';
import { labelOf } from '../../mail/form/labels.ts';
import type { FieldRule, FormContext } from '../../mail/form/rules.ts';
import { foldKey } from '../../mail/form/spelling.ts';
import { meaningOf } from '../../mail/form/values.ts';
import { dropDeferral } from '../deferral/defer.ts';
import type { Draft } from '../draft.ts';
import { deskFor, settleEnrolment } from '../enrolment/enrol.ts';
import type { Service, TicketFacts } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { type Desk, type DeskForm, deskOf, type Policy } from '../policy.ts';
import { settlePriority } from '../priority/settle.ts';
import { followStated } from '../request-type/settle.ts';
import type { Locale } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import { shown } from './ask.ts';
import type { Fact } from './facts.ts';
import { registersOf } from './recognise.ts';
import { putFact, putService } from './take.ts';

/** What staff say of the facts of a case in the client's place (INTERSPACE-5). */
export type FactAct =
  /** The service that it is about, by its id, a circuit or its name; undefined: none. */
  | { readonly kind: 'service'; readonly named: string | undefined }
  /** A field of the form that the case is asked by, and what is true of it: `start 10:30`. `at`: what “today” means. */
  | { readonly kind: 'fact'; readonly written: string; readonly at: Date };

/** Words that may name a service behind a command line. */
export function serviceWords(written: string): readonly string[] {
  return [written, ...identifierCandidates(written).map(({ text }) => text)].slice(0, 50);
}

/** The case, and the services that bear on it. */
interface Case extends Pick<TicketFacts, 'ticket'> {
  readonly policy: Policy;
  readonly services: readonly Service[];
}

type Read =
  | { readonly kind: 'fact'; readonly form: DeskForm; readonly field: FieldRule; readonly fact: Fact }
  | { readonly kind: 'service'; readonly service: Service | undefined }
  | { readonly kind: 'wrong'; readonly result: TranscriptResult };

/** Why it cannot be said; undefined when it can. */
export function factProblem(of: Case, act: FactAct, by: Actor): TranscriptResult | undefined {
  const read = readAct(of, act, by);
  return read.kind === 'wrong' ? read.result : undefined;
}

/** Puts it on the ticket, and what follows from it: priority, type, deferral. Answers how it was understood where its words do not show that. */
export function setFact(draft: Draft, ticket: TicketDraft, act: FactAct, by: Actor): TranscriptResult | undefined {
  const { policy, around } = draft;
  const read = readAct({ policy, ticket: ticket.state, services: around.services }, act, by);
  if (read.kind === 'wrong') return undefined;
  const given = deskOf(policy, ticket.state.desk);
  const desk = deskFor(given, ticket.state);
  const serviceOf = serviceIn(ticket.state.client, around.services);
  const form = read.kind === 'fact' ? read.form : desk.form;
  const key = read.kind === 'fact' ? read.field.key : form?.service;
  const fact: Fact = read.kind === 'fact' ? read.fact : factOf(read.service);
  if (form !== undefined && key !== undefined) {
    const { keys } = putFact(draft, ticket, form, key, fact, by, serviceOf);
    if (keys.length > 0) follow(draft, ticket, given, keys, by);
  }
  if (read.kind === 'service') putService(ticket, read.service, by);
  return understood(read, ticket.service);
}

/** What is derived is the gateway's own doing: an agent has not said a priority by saying what it follows from. */
function follow(draft: Draft, ticket: TicketDraft, given: Desk, keys: readonly string[], by: Actor): void {
  followStated(ticket, given, keys, by);
  const desk = deskFor(given, ticket.state);
  settlePriority(ticket, desk, { kind: 'gateway' });
  dropDeferral(ticket, desk, by);
  if (ticket.state.care.enrolment !== undefined) settleEnrolment(draft, ticket, given, by);
}

function factOf(service: Service | undefined): Fact {
  return service === undefined
    ? { kind: 'none' }
    : { kind: 'given', value: service.id, explicit: true, recognised: true };
}

function understood(
  read: Exclude<Read, { kind: 'wrong' }>,
  service: Service | undefined,
): TranscriptResult | undefined {
  if (read.kind === 'fact' && read.field.kind === 'moment' && read.fact.kind === 'given') {
    const { value } = read.fact;
    return value.length === 10
      ? { kind: 'understood', day: new Date(`${value}T00:00:00Z`) }
      : { kind: 'understood', at: new Date(value) };
  }
  const names = read.kind === 'service' || read.field.key === read.form.service;
  return names && service !== undefined
    ? { kind: 'understood', text: `${service.id} ${service.name}`.trim() }
    : undefined;
}

function readAct(of: Case, act: FactAct, by: Actor): Read {
  const { client } = of.ticket;
  const find = serviceIn(client, of.services);
  if (act.kind === 'service') {
    if (act.named === undefined) return { kind: 'service', service: undefined };
    const service = find(act.named);
    return service === undefined ? wrongService(of, act.named) : { kind: 'service', service };
  }
  const given = deskOf(of.policy, of.ticket.desk);
  const { form, timeZone, country, companyNumbers } = deskFor(given, of.ticket);
  if (form === undefined) return { kind: 'wrong', result: { kind: 'no-form' } };
  const found = fieldIn(act.written, form);
  if (found === undefined) {
    const keys = form.rules.fields.map(({ key }) => key);
    const [first = ''] = act.written.split(/[\s:=]/);
    return wrong(
      keys.map((key) => `#fact ${key}`),
      nearest(first, keys),
    );
  }
  const { field, value } = found;
  const context: FormContext = {
    now: act.at,
    timeZone,
    country,
    companies: companyNumbers,
    lookUp: registersOf(client, (_, written) => find(written)),
    quoted: false,
    asked: [],
  };
  const meaning = meaningOf(value, field, form.rules, context);
  if (meaning.kind === 'none') return { kind: 'fact', form, field, fact: { kind: 'none' } };
  if (meaning.kind === 'value' && meaning.recognised)
    return {
      kind: 'fact',
      form,
      field,
      fact: { kind: 'given', value: meaning.value, explicit: true, recognised: true },
    };
  if (field.kind === 'identifier' && field.register !== undefined) return wrongService(of, value, `#fact ${field.key}`);
  const locale = by.kind === 'agent' ? of.policy.agents.get(by.id)?.locale : undefined;
  return wrong(
    examples(field, locale ?? 'en').map((one) => `#fact ${field.key} ${one}`),
    undefined,
  );
}

function wrong(expected: readonly string[], near: string | undefined): Read {
  return { kind: 'wrong', result: { kind: 'bad-argument', expected: expected.slice(0, 30), nearest: near } };
}

/** Only the client's own services can be named: what the ticket shows goes to him. */
function wrongService({ ticket: { client }, services }: Case, named: string, command = '#service'): Read {
  const own = services.filter((one) => client !== undefined && one.client === client).map(({ id }) => id);
  if (own.length === 0) return { kind: 'wrong', result: { kind: 'no-service' } };
  return wrong(
    own.map((id) => `${command} ${id}`),
    nearest(named, own),
  );
}

function serviceIn(
  client: TicketFacts['ticket']['client'],
  services: readonly Service[],
): (written: string) => Service | undefined {
  const own = services.filter((one) => client !== undefined && one.client === client);
  return (written) => {
    const key = foldKey(written);
    const is = (text: string) => key !== '' && foldKey(text) === key;
    return (
      own.find(({ id }) => is(id)) ?? own.find(({ circuits }) => circuits.some(is)) ?? own.find(({ name }) => is(name))
    );
  };
}

/** Words of the longest label. */
const MOST_WORDS = 12;

/** The field that a line begins with, by its key or one of its labels in any language, and what stands behind it. */
function fieldIn(
  written: string,
  { rules }: DeskForm,
): { readonly field: FieldRule; readonly value: string } | undefined {
  const words = [...written.matchAll(/\S+/g)].slice(0, MOST_WORDS);
  const ends = words.map((word) => word.index + word[0].length);
  const sign = /[:=]/.exec(written)?.index;
  for (const end of sign === undefined ? ends.toReversed() : [sign, ...ends.toReversed()]) {
    const name = written.slice(0, end).replace(/[:=]$/, '');
    const key =
      rules.fields.find((one) => foldKey(one.key) === foldKey(name))?.key ?? labelOf(name, rules.labels, 'exact')?.key;
    const field = rules.fields.find((one) => one.key === key);
    if (field !== undefined) return { field, value: written.slice(end).replace(/^\s*[:=]?\s*/, '') };
  }
  return undefined;
}

/** How the value of a field may be written. */
function examples(field: FieldRule, locale: Locale): readonly string[] {
  switch (field.kind) {
    case 'choice':
      return field.options.map(({ words }) => shown(words, locale));
    case 'moment':
      return ['2026-12-05 10:30', '10:30', '2026-12-05'];
    case 'duration':
      return ['2 h 30 min'];
    case 'ip':
      return ['192.0.2.1'];
    case 'phone':
      return ['+381 64 123 45 67'];
    case 'email':
      return ['name@example.com'];
    case 'identifier':
      return field.patterns.map(({ source }) => source);
    default:
      return ['…'];
  }
}
