import { Temporal } from 'temporal-polyfill';
import { absenceOf } from '../desk/absence/absence.ts';
import type { AssignTo } from '../desk/assignment/rules.ts';
import type { EscalationTrigger } from '../desk/escalation/matrix.ts';
import type { HoursAnswer, PolicyAnswer, RuleAnswer } from '../desk/explain/answer.ts';
import type { PolicyQuestion } from '../desk/explain/explain.ts';
import type { Policy } from '../desk/policy.ts';
import { coverageLines } from './policy-coverage.ts';
import { colour, plain } from './terminal.ts';
import { spanText } from './time-text.ts';

/** An answer as lines for a person; moments stand on the clock of the desk. */
export function answerText(answer: PolicyAnswer, question: PolicyQuestion, policy: Policy): string {
  const timeZone = policy.desks.get(answer.desk.id)?.timeZone ?? 'UTC';
  const when = (at: Date) => momentText(at, timeZone);
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['service level', [levelText(answer)]],
    ['hours', hoursLines(answer.hours, when)],
    ['targets', targetLines(answer, when)],
    ['escalation', escalationLines(answer, when)],
    ['assignment', ruleLines(answer.assignment, question, when)],
    ['form', [formText(answer)]],
    ['priority', priorityLines(answer)],
    ['coverage', coverageLines(answer.coverage)],
    ['deferral', [deferralText(answer, when)]],
    ['outage', [rfoText(answer, when)]],
    ['language', [`${answer.language.locale}, of the ${answer.language.by}`]],
    ['phone', phoneLines(answer)],
  ];
  const client = question.client === undefined ? 'nobody known' : question.client.name;
  const service = question.service === undefined ? '' : `, service ${question.service.id}`;
  const head = `${answer.desk.id} (${answer.desk.name}): a case of ${client}${service}, priority ${answer.priority}, at ${when(answer.at)} ${timeZone}`;
  return [
    colour.bold(plain(head)),
    ...facts.flatMap(([name, lines]) =>
      lines.map((line, nth) => `  ${colour.dim((nth === 0 ? name : '').padEnd(15))}${plain(line)}`),
    ),
  ].join('\n');
}

function momentText(at: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

function levelText({ level }: PolicyAnswer): string {
  if (level === undefined) return 'none: nothing is promised';
  if (!level.known) return `${level.id}, of the ${level.by}: there is no such level, so nothing is promised`;
  const contract = level.contract === undefined ? '' : ` ${level.contract}`;
  return `${level.id} (${level.name}), of the ${level.by}${contract}`;
}

function hoursLines(hours: HoursAnswer, when: (at: Date) => string): readonly string[] {
  const { id, by, known, open, changes, unusual } = hours;
  const name = id.includes(':') ? 'day and night' : id;
  if (!known) return [`${name}, of the ${by}: there is no such calendar, so nothing is promised`];
  const next = changes === undefined ? '' : `; ${open ? 'closes' : 'opens'} ${when(changes)}`;
  const days = unusual.map(({ date, open: spans }) => {
    const text = spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(' ');
    return `${date} ${text === '' ? 'closed' : text}`;
  });
  return [
    `${name}, of the ${by}: ${open ? 'open' : 'closed'}${next}`,
    ...(days.length === 0 ? [] : [`other hours than usual: ${days.join(', ')}`]),
  ];
}

function clock(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(Math.round(minutes % 60))}`;
}

function targetLines({ targets }: PolicyAnswer, when: (at: Date) => string): readonly string[] {
  if (targets.length === 0) return ['none'];
  return targets.map(({ kind, within, time, due, warnings, pausedBy }) => {
    const warned = warnings.length === 0 ? '' : `, warning ${warnings.map(when).join(' and ')}`;
    const paused = pausedBy.length === 0 ? 'nothing stops it' : `stopped by ${pausedBy.join(', ')}`;
    return `${kind}: ${spanText(within, time)} ${time === 'business' ? 'of opening hours' : 'by the clock'}, due ${when(due)}${warned}; ${paused}`;
  });
}

function escalationLines({ escalation }: PolicyAnswer, when: (at: Date) => string): readonly string[] {
  if (escalation === undefined) return ['none'];
  const { id, name, by, known, levels } = escalation;
  if (!known) return [`${id}, of the ${by}: there is no such matrix`];
  return [
    `${id} (${name}), of the ${by}`,
    ...levels.map(
      ({ level, name: role, agents, trigger, due }) =>
        `${level} ${role} (${agents.join(', ')}): ${triggerText(trigger)}${due === undefined ? '' : `, ${when(due)}`}`,
    ),
  ];
}

function triggerText(trigger: EscalationTrigger | undefined): string {
  if (trigger === undefined) return 'by hand alone';
  if (trigger.kind === 'age')
    return `after ${spanText(trigger.after, trigger.time)} ${trigger.time === 'business' ? 'of opening hours' : 'by the clock'}`;
  return `at ${Math.round(trigger.part * 1000) / 10}% of ${trigger.target}`;
}

function ruleLines(
  rules: readonly RuleAnswer[],
  { around, at }: PolicyQuestion,
  when: (at: Date) => string,
): readonly string[] {
  if (rules.length === 0) return ['no rules: it waits for whoever takes it'];
  const lines = rules.map(({ place, condition, to, tier, outcome }) => {
    const level = tier === undefined ? '' : `, level ${tier}`;
    const rule = `${place} ${condition === undefined ? 'always' : `when ${condition}`} → ${toText(to)}${level}`;
    if (outcome.kind === 'decides') return `${rule}: decides, ${outcome.agent} gets it`;
    if (outcome.kind !== 'all away') return `${rule}: ${outcome.kind}`;
    const away = (to.kind === 'agent' ? [to.agent] : to.agents).map((agent) => {
      const absence = absenceOf(agent, around.absences, at);
      return absence === undefined ? agent : `${agent} until ${when(absence.to)}`;
    });
    return `${rule}: holds, but all are away (${away.join(', ')})`;
  });
  const decided = rules.some(({ outcome }) => outcome.kind === 'decides');
  return decided ? lines : [...lines, 'none decides: it waits for whoever takes it'];
}

function toText(to: AssignTo): string {
  if (to.kind === 'agent') return to.agent;
  return `${to.kind === 'round-robin' ? 'in turn' : 'least loaded'} of ${to.agents.join(', ')}`;
}

function formText({ form }: PolicyAnswer): string {
  if (form === undefined) return 'none';
  const applicable = form.ifApplicable.length === 0 ? '' : `, if applicable ${form.ifApplicable.join(', ')}`;
  const waits = form.clockWaits ? 'the clock waits for it' : 'the clock does not wait';
  return `${form.id}: required ${form.required.join(', ')}${applicable}; asked at most ${form.askAtMost} times; ${waits}`;
}

function priorityLines({ priorities, priority }: PolicyAnswer): readonly string[] {
  if (priorities === undefined) return ['no rules: normal, unless an agent says another'];
  const { pairs, usual, usualUrgency, clientChooses } = priorities;
  const made = pairs.map(({ impact, urgency }) => `${impact} × ${urgency}`);
  return [
    made.length === 0 ? `no impact and urgency make ${priority}` : `${priority} is made by ${made.join(', ')}`,
    `usual ${usual}${usualUrgency === undefined ? '' : `, usual urgency ${usualUrgency}`}; the client ${clientChooses ? 'may choose' : 'does not choose'}`,
  ];
}

function deferralText({ deferral }: PolicyAnswer, when: (at: Date) => string): string {
  if (deferral === undefined) return 'never offered';
  const { impacts, offered, until } = deferral;
  if (!offered) return `not offered now: it is open; outside of the hours for ${impacts.join(', ')}`;
  return `offered for ${impacts.join(', ')}, until ${when(until)}`;
}

function rfoText({ rfo }: PolicyAnswer, when: (at: Date) => string): string {
  if (rfo === undefined) return 'no document on its reason';
  const warned = rfo.warn === undefined ? '' : `, agents warned ${when(rfo.warn)}`;
  return `once it is resolved: a document on its reason, if asked for at that moment due ${when(rfo.due)}${warned}`;
}

function phoneLines({ phone }: PolicyAnswer): readonly string[] {
  const shown = (one: PolicyAnswer['phone']['known']) =>
    one === undefined ? 'no number' : `${one.number} (${one.kind})`;
  return [`a contact of the client is told ${shown(phone.known)}, a stranger ${shown(phone.stranger)}`];
}
