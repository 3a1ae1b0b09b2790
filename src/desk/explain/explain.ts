import { candidate } from '../assignment/assign.ts';
import type { AssignmentCase, AssignmentRule } from '../assignment/rules.ts';
import { isOpen, startOfNextBusinessDay } from '../calendar/calendar.ts';
import { Draft } from '../draft.ts';
import type { Client, Service, Surroundings } from '../facts.ts';
import type { DeskId, Ids, RequestTypeId } from '../ids.ts';
import { phoneShown } from '../phone/shown.ts';
import type { Desk, Policy } from '../policy.ts';
import { requestTypeOf } from '../request-type/choose.ts';
import { typedDesk } from '../request-type/settle.ts';
import { rfoCalendar, rfoTimes } from '../rfo/rules.ts';
import type { Channel, Priority, TicketType } from '../status.ts';
import type { PolicyAnswer, PrioritiesAnswer, RuleAnswer } from './answer.ts';
import { coverageAnswer } from './coverage.ts';
import { escalationAnswer, hoursAnswer, levelAnswer, targetAnswers } from './promises.ts';

/** A case as it might be opened. */
export interface PolicyQuestion {
  readonly desk: DeskId;
  readonly client: Client | undefined;
  readonly service: Service | undefined;
  readonly priority: Priority;
  readonly type: TicketType;
  /** Of the desk's catalogue (SOFTECH-3). */
  readonly request: RequestTypeId | undefined;
  readonly channel: Channel;
  /** What rules of assignment may ask about the mail; empty texts where nothing is known. */
  readonly mail: AssignmentCase['mail'];
  /** What the form would say, by field. */
  readonly form: AssignmentCase['form'];
  readonly at: Date;
  readonly around: Surroundings;
}

/** Which rules of the policy would apply to a case, and why; undefined when there is no such desk. Changes nothing. */
export function explainPolicy(policy: Policy, question: PolicyQuestion): PolicyAnswer | undefined {
  const given = policy.desks.get(question.desk);
  if (given === undefined) return undefined;
  const { at, priority, client } = question;
  const desk = typedDesk(given, question.request);
  const level = levelAnswer(policy, question);
  const { answer: hours, calendar } = hoursAnswer(policy, question);
  const targets = targetAnswers(policy, question);
  return {
    desk: { id: desk.id, name: desk.name },
    at,
    priority,
    level,
    hours,
    targets,
    escalation: escalationAnswer(policy, question, targets, calendar),
    assignment: ruleAnswers(policy, desk, question),
    form: formAnswer(desk),
    priorities: prioritiesAnswer(desk, priority),
    coverage: coverageAnswer(desk.coverage),
    deferral:
      desk.deferral === undefined || calendar === undefined
        ? undefined
        : {
            impacts: desk.deferral.impacts,
            offered: !isOpen(calendar, at),
            until: startOfNextBusinessDay(calendar, at),
          },
    rfo: rfoAnswer(policy, desk, question),
    language: languageAnswer(desk, client),
    phone: phoneAnswer(policy, desk, question),
  };
}

function rfoAnswer(policy: Policy, desk: Desk, { priority, at }: PolicyQuestion): PolicyAnswer['rfo'] {
  const calendar = desk.rfo && rfoCalendar(policy, desk.id, desk.rfo);
  if (desk.rfo === undefined || calendar === undefined || !desk.rfo.priorities.includes(priority)) return undefined;
  return rfoTimes(calendar, desk.rfo, at);
}

function ruleAnswers(policy: Policy, desk: Desk, question: PolicyQuestion): readonly RuleAnswer[] {
  const draft = new Draft(policy, question.at, NO_IDS, question.around);
  const of = caseOf(desk, question);
  let decided = false;
  const own = requestTypeOf(desk, question.request)?.assignment;
  return [...(own === undefined ? [] : [own]), ...desk.assignment].map((rule) => {
    const { place, condition, to, tier } = rule;
    const outcome = decided ? ({ kind: 'not reached' } as const) : outcomeOf(draft, rule, of);
    decided ||= outcome.kind === 'decides';
    return { place, condition: condition?.source, to, tier, outcome };
  });
}

/** Nothing is made when a question is answered. */
const NO_IDS: Ids = {
  secret: refuse,
  ticket: refuse,
  message: refuse,
  contact: refuse,
  client: refuse,
  number: refuse,
};

function refuse(): never {
  throw new Error('a question makes nothing new');
}

function outcomeOf(draft: Draft, rule: AssignmentRule, of: AssignmentCase): RuleAnswer['outcome'] {
  if (rule.condition !== undefined && !rule.condition.holds(of)) return { kind: 'does not hold' };
  const agent = candidate(draft, rule);
  return agent === undefined ? { kind: 'all away' } : { kind: 'decides', agent };
}

function caseOf(
  desk: Desk,
  { client, service, priority, type, channel, mail, form, request }: PolicyQuestion,
): AssignmentCase {
  return {
    mail: { ...mail, to: mail.to === '' ? desk.addresses[0].toLowerCase() : mail.to },
    ticket: { type, priority, channel, tier: 'L1', request: request ?? '' },
    client: { name: client?.name ?? '', number: client?.companyNumber ?? '', level: client?.level ?? '' },
    service: { id: service?.id ?? '', name: service?.name ?? '', level: service?.level ?? '' },
    form: {
      ...(service === undefined || desk.form?.service === undefined ? {} : { [desk.form.service]: service.id }),
      ...form,
    },
  };
}

function formAnswer({ form }: Desk): PolicyAnswer['form'] {
  if (form === undefined) return undefined;
  const keys = (need: 'required' | 'if-applicable') =>
    form.rules.fields.filter((field) => field.need === need).map(({ key }) => key);
  const { id, clockWaits, askAtMost } = form;
  return { id, required: keys('required'), ifApplicable: keys('if-applicable'), clockWaits, askAtMost };
}

function prioritiesAnswer({ priorities }: Desk, priority: Priority): PrioritiesAnswer | undefined {
  if (priorities === undefined) return undefined;
  const { matrix, usual, usualUrgency, clientChooses } = priorities.rules;
  const pairs = Object.entries(matrix).flatMap(([impact, row]) =>
    Object.entries(row)
      .filter(([, made]) => made === priority)
      .map(([urgency]) => ({ impact, urgency })),
  );
  return { pairs, usual, usualUrgency, clientChooses };
}

function languageAnswer(desk: Desk, client: Client | undefined): PolicyAnswer['language'] {
  if (desk.correspondence !== undefined) return { locale: desk.correspondence, by: 'desk alone' };
  return client?.locale === undefined ? { locale: desk.locale, by: 'desk' } : { locale: client.locale, by: 'client' };
}

function phoneAnswer(policy: Policy, desk: Desk, { client, at }: PolicyQuestion): PolicyAnswer['phone'] {
  const known = { client: client?.id, entered: true };
  return {
    known: phoneShown(policy, desk, known, 'proved', at),
    stranger: phoneShown(policy, desk, { client: undefined, entered: false }, 'claimed', at),
  };
}
