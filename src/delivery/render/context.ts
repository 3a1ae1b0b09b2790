import type { ToldReason } from '../../desk/coverage/event.ts';
import type { CoverTold } from '../../desk/coverage/notice.ts';
import type { TextLimits } from '../../desk/limits/limits.ts';
import type { TranscriptLine } from '../../desk/notice.ts';
import type { ShownPhone } from '../../desk/phone/shown.ts';
import { line, lines } from './clean.ts';
import { surchargeText } from './money-text.ts';
import { recordContext } from './record-parts.ts';
import { nameBeneath } from './signed.ts';
import { similarContext } from './similar-parts.ts';
import type { ChangeView, MailView, MessageView, NoticeView, TicketView } from './view.ts';
import type { Words } from './words.ts';

/** A message as templates see it: a few values to name, and the whole for the helpers that show it. */
export class ShownMessage {
  readonly author: string;
  readonly at: string;
  /** It has text, not only attachments. */
  readonly says: boolean;
  readonly attachments: boolean;
  readonly leftOut: boolean;
  #view: MessageView;

  constructor(view: MessageView, words: Words) {
    this.author = line(view.authorName);
    this.at = words.date(view.at);
    this.says = lines(view.text) !== '';
    this.attachments = view.attachments.length > 0;
    this.leftOut = view.attachments.some((one) => one.leftOut !== undefined);
    this.#view = view;
  }

  get view(): MessageView {
    return this.#view;
  }
}

/** The values that a template may name (`names.ts`): lines of plain text, and truths to ask for. */
export function contextOf(view: NoticeView, words: Words): Readonly<Record<string, unknown>> {
  return { ...base(view), ...onTicket(view, words), ...ofKind(view, words) };
}

function base({ desk, recipient }: NoticeView) {
  return { desk: { name: line(desk.name), address: line(desk.address) }, recipient: { name: line(recipient.name) } };
}

function onTicket(view: NoticeView, words: Words) {
  if (!('ticket' in view)) return {};
  const ticket = view.ticket === undefined ? undefined : ticketContext(view.ticket, words);
  if (!('changes' in view)) return { ticket };
  const { status } = view.ticket;
  return {
    ticket,
    status: {
      open: status === 'open',
      pending: status === 'pending',
      resolved: status === 'resolved',
      closed: status === 'closed',
    },
    change: changeContext(view.changes, words),
    ...('reply' in view ? { reply: { note: line(view.reply.noteAddress ?? '') } } : {}),
  };
}

function ticketContext(ticket: TicketView, words: Words) {
  return {
    number: line(ticket.number),
    subject: subjectOf(ticket.subject, words),
    status: words.status(ticket.status),
    priority: words.priority(ticket.priority),
    type: words.type(ticket.type),
    opened: words.date(ticket.openedAt),
    requester: line(ticket.requesterName) || words.say('unknown-caller'),
    client: line(ticket.clientName ?? ''),
    assignee: line(ticket.assigneeName ?? ''),
  };
}

/** Several changes in one mail are told as one, from the first status to the last, and then listed. */
function changeContext(changes: readonly ChangeView[], words: Words) {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    from: words.status(first.from),
    to: words.status(last.to),
    by: line(last.byName ?? ''),
    several: changes.length > 1,
  };
}

function ofKind(view: NoticeView, words: Words): Readonly<Record<string, unknown>> {
  const shown = (message: MessageView | undefined) =>
    message === undefined ? undefined : new ShownMessage(message, words);
  switch (view.kind) {
    case 'confirmation':
      return {
        message: shown(view.message),
        onBehalf: view.onBehalf,
        follows: line(view.follows ?? ''),
        enrolment: view.enrolment,
        call: view.call,
        shortened: shortenedText(view.shortened, words),
        introduces: view.introduces,
        replyAddress: view.replyAddress,
        agreement: view.agreement,
        surcharge: surchargeText(view.ticket.request, words),
        usualType: line(view.usualType),
        offered: view.offered.length > 0,
        solved: words.clientWord('solved'),
        ...phone(view.phone),
        ...asking(view, words),
        ...covering(view.cover, words),
      };
    case 'facts-asked':
      return { ...asking(view, words), ...covering(view.cover, words) };
    case 'coverage':
      return covering(view.cover, words);
    case 'coverage-answered': {
      const { answer } = view;
      return {
        answer: { agreed: answer === 'agreed', declined: answer === 'declined', unproven: answer === 'unproven' },
      };
    }
    case 'agent-coverage': {
      const { work, before, rule, reason, answer } = view;
      const none = work === 'chargeable' && answer === undefined;
      return {
        work: words.say(`cover.work.${work}`),
        before: words.say(`cover.work.${before}`),
        rule: line(rule ?? ''),
        reason: reasonText(reason, words),
        answer: { asked: answer === 'asked', agreed: answer === 'agreed', none },
      };
    }
    case 'deferral-answered':
      return { agreed: view.agreed, until: words.date(view.until) };
    case 'follow-up':
      return { message: shown(view.message), shortened: shortenedText(view.shortened, words) };
    case 'status-changed':
      return { solution: shown(view.solution) };
    case 'answer':
      return {
        message: shown(view.message),
        answered: shown(view.answered),
        agent: line(nameBeneath(view.message, view.desk.name)),
        solution: view.solution,
        opening: view.opening,
        ...covering(view.cover, words),
      };
    case 'statement':
      return {
        client: line(view.clientName),
        month: words.plainMonth(view.statement.month),
        waits: view.statement.lines.some(({ waits }) => waits),
      };
    case 'report':
      return { client: line(view.clientName ?? ''), month: words.plainMonth(view.month), full: view.full };
    case 'escalation-matrix':
      return { service: line(view.service ?? ''), valid: words.day(view.validFrom) };
    case 'refused':
      return { about: mail(view.about, words) };
    case 'prove':
      return { about: mail(view.about, words), agent: view.role === 'agent', record: view.role === 'record' };
    case 'record':
      return recordContext(view, words, mail(view.about, words));
    case 'record-case':
      return { about: mail(view.about, words) };
    case 'agent-new':
      return {
        message: shown(view.message),
        returned: view.given?.kind === 'returned',
        ...similarContext(view),
        published: view.published.length > 0,
      };
    case 'agent-similar':
      return similarContext(view);
    case 'agent-resumed':
      return { message: shown(view.message) };
    case 'agent-message':
      return {
        message: shown(view.message),
        answer: view.direction === 'outbound',
        proposed: view.proposed.length > 0,
        history: view.history.length > 0,
      };
    case 'agent-assigned':
      return { message: shown(view.message), by: line(view.byName ?? ''), history: view.history.length > 0 };
    case 'customer-opened':
    case 'agent-on-call':
    case 'enrolment-declined':
      return { message: shown(view.message) };
    case 'agent-call-back':
      return { message: shown(view.message), phones: words.list(view.phones.map((one) => line(one))) };
    case 'agent-enrolment':
      return {};
    case 'welcome':
      return { message: shown(view.message), ...phone(view.phone), client: line(view.client ?? '') };
    case 'recurring-incidents': {
      const last = new Date(view.until.getTime() - 1);
      return {
        from: words.day(view.from),
        until: words.day(last),
        month: words.month(last),
        looked: words.say('recurring.looked', { count: view.looked }),
        least: words.say('recurring.least', { count: view.atLeast }),
        groups: view.groups.length > 0,
      };
    }
    case 'rfo-answered': {
      const { answer, due, priorities } = view;
      return {
        answer: {
          promised: answer === 'promised',
          late: answer === 'late',
          unresolved: answer === 'not-resolved',
          other: answer === 'other-case',
          unproven: answer === 'unproven',
        },
        due: due === undefined ? '' : words.date(due),
        priorities: words.list(priorities.map((one) => words.quoted(words.priority(one)))),
        word: { rfo: words.clientWord('rfo').toUpperCase() },
      };
    }
    case 'rfo':
      return { message: shown(view.message) };
    case 'agent-rfo': {
      const { stage, due } = view;
      return {
        message: shown(view.message),
        stage: { asked: stage === 'asked', warning: stage === 'warning', late: stage === 'late' },
        due: words.date(due),
        analysis: view.analysis.length > 0,
        section: {
          cause: words.say('rfo.cause'),
          timeline: words.say('rfo.timeline'),
          prevention: words.say('rfo.prevention'),
        },
      };
    }
    case 'defect-news':
      return { message: shown(view.message), ...defect(view, words) };
    case 'agent-access':
      return {};
    case 'access-link':
      return { link: line(view.link, 2_000), until: words.date(view.until) };
    case 'agent-access-letter':
      return { until: words.date(view.until) };
    case 'reply-address':
      return { writer: line(view.writer), ...clientWords(words) };
    case 'worker-introduced':
      return { agreement: view.agreement };
    case 'quote':
      return {
        message: shown(view.message),
        agent: line(nameBeneath(view.message, view.desk.name)),
        ...clientWords(words),
      };
    case 'quote-answered': {
      const { result } = view;
      return {
        accepted: result === 'accepted',
        declined: result === 'declined',
        late: result === 'late',
        unproven: result === 'unproven',
      };
    }
    case 'quote-reminder': {
      const { until, due } = view.quoted;
      return {
        work: view.work,
        passed: view.passed,
        until: until === undefined ? '' : words.day(until),
        due: due === undefined ? '' : words.day(due),
        ...clientWords(words),
      };
    }
    case 'agent-quote': {
      const { news } = view;
      return {
        message: shown(view.message),
        accepted: news === 'accepted',
        declined: news === 'declined',
        late: news === 'late',
        unproven: news === 'unproven',
        ends: news === 'offer-ends',
        expired: news === 'expired',
        nears: news === 'work-nears',
        passed: news === 'work-due',
      };
    }
    case 'agent-note':
      return { message: shown(view.message), history: view.history.length > 0 };
    case 'agent-changed': {
      const { priority } = view;
      const levels = priority && { from: words.priority(priority.from), to: words.priority(priority.to) };
      return { by: line(view.byName ?? ''), priority: levels };
    }
    case 'agent-held':
      return {
        message: shown(view.message),
        newer: shown(view.newer),
        why: { empty: view.why === 'empty' },
        waiting: view.waiting.length > 0,
        done: view.done.length > 0,
        undone: view.undone.length > 0,
      };
    case 'transcript':
      return {
        about: mail(view.about, words),
        lines: !isAllDone(view.lines),
        done: view.lines.length > 0 && isAllDone(view.lines) && !view.help,
        away: view.lines.some(({ result }) => result.kind === 'away'),
        help: view.help,
        unsent: lines(view.unsent) !== '',
      };
    case 'agent-absences':
      return { away: view.absences.length > 0 };
    case 'agent-stand-in':
      return { standsIn: view.standsIn.length > 0 };
    case 'agent-undelivered':
      return { address: line(view.address) };
    case 'operator-held':
      return {
        waiting: words.say('operator.waiting', { count: view.mails.length + view.more }),
        more: view.more > 0 ? words.say('operator.more', { count: view.more }) : '',
        one: String(view.mails[0]?.id ?? ''),
        two: String(view.mails[1]?.id ?? ''),
      };
    case 'agent-also':
      return { handledBy: line(view.handledBy) };
    case 'agent-target': {
      const { target, missed, reached } = view.step;
      return { target: words.say(`target.${target}`), missed, late: reached !== undefined, manager: view.manager };
    }
    case 'target-missed':
      return {
        target: words.say(`target.${view.step.target}`),
        escalation: view.mayEscalate,
        word: words.say('word.escalate'),
      };
    case 'escalated':
      return { level: line(view.level), asked: view.asked };
    case 'escalation-refused': {
      const { why } = view;
      return {
        level: line(view.level ?? ''),
        why: {
          soon: why === 'too-soon',
          highest: why === 'highest',
          often: why === 'too-often',
          none: why === 'no-matrix',
          unproven: why === 'unproven',
        },
      };
    }
    case 'agent-escalated': {
      const { why } = view;
      return {
        level: line(view.level),
        by: line(view.byName ?? ''),
        history: view.history.length > 0,
        why: {
          age: why === 'age',
          target: why === 'target',
          client: why === 'client',
          agent: why === 'agent',
        },
      };
    }
    case 'merged':
      return { number: line(view.number) };
    case 'reminder':
      return { message: shown(view.message), closes: view.closes === undefined ? '' : words.date(view.closes) };
    case 'agent-reminded': {
      const { why } = view;
      return {
        number: line(view.number ?? ''),
        due: view.due === undefined ? '' : words.date(view.due),
        why: {
          near: why === 'due-near',
          due: why === 'due',
          snooze: why === 'snooze',
          merged: why === 'merged',
          silent: why === 'silent',
        },
      };
    }
  }
}

/** Where a defect stands, and where it stood when he was told of it before. */
function defect({ plan, before }: Extract<NoticeView, { kind: 'defect-news' }>, words: Words) {
  const day = (of: typeof before) =>
    of?.expected === undefined ? '' : words.plainDay(new Date(`${of.expected}T00:00:00Z`));
  const was = before?.stage === 'planned' && plan.stage === 'planned' ? before : undefined;
  return {
    stage: {
      reported: plan.stage === 'reported',
      confirmed: plan.stage === 'confirmed',
      refuted: plan.stage === 'not-a-defect',
      planned: plan.stage === 'planned',
      released: plan.stage === 'released',
    },
    release: line(plan.release ?? ''),
    expected: day(plan),
    replanned: was !== undefined,
    wasRelease: line(was?.release ?? ''),
    wasExpected: day(was),
  };
}
/** What a line comes to that was followed. */
const WELL: readonly TranscriptLine['result']['kind'][] = [
  ...(['done', 'away', 'back', 'not-away', 'present'] as const),
  ...(['merged', 'split', 'due', 'snoozed', 'understood'] as const),
];

/** Whether every line was followed. */
function isAllDone(lines: readonly TranscriptLine[]): boolean {
  return lines.every(({ result }) => WELL.includes(result.kind));
}

/** What a client is asked, and the words by which he may answer. */
function asking({ ask, offer }: Pick<Extract<NoticeView, { kind: 'facts-asked' }>, 'ask' | 'offer'>, words: Words) {
  return {
    ask: ask && {
      moment: ask.rows.some((row) => row.moment),
      unsettled: ask.rows.some((row) => row.why !== 'missing'),
    },
    offer: offer === undefined ? '' : words.date(offer),
    ...clientWords(words),
  };
}

/** That what somebody wrote is kept whole, though the request shows less; empty when it shows all. */
function shortenedText(limits: TextLimits | undefined, words: Words): string {
  if (limits === undefined) return '';
  const most = limits.text ?? limits.subject ?? 0;
  return words.say('shortened', { most: words.count(most) });
}

/** The words by which a client says yes and no. */
function clientWords(words: Words) {
  return { word: { agree: words.clientWord('agree'), decline: words.clientWord('decline') } };
}

/** What the work on his case is, and the words by which he may answer. */
function covering(cover: CoverTold | undefined, words: Words) {
  const word = { agree: words.clientWord('agree'), decline: words.clientWord('decline') };
  if (cover === undefined) return { cover: undefined, word };
  const { work, until, asks, reason } = cover;
  const waits = work === 'refused' && until !== undefined;
  // That work waits for the hours is what the mail says anyway.
  const said = waits && reason?.kind === 'ready' && reason.reason === 'outside-hours';
  const refused = work === 'refused' && !waits;
  return {
    cover: {
      waits,
      refused,
      chargeable: work === 'chargeable',
      free: work === 'free',
      stops: refused || asks,
      asks,
      until: until === undefined ? '' : words.date(until),
      reason: said ? '' : reason === undefined ? words.say('cover.why.withheld') : reasonText(reason, words),
    },
    word,
  };
}

/** A reason in the reader's language, or in the operator's words. */
export function reasonText(reason: ToldReason, words: Words): string {
  if (reason.kind === 'own') return words.label(line(reason.text, 500));
  return words.say(`cover.why.${reason.reason}`, { minutes: reason.minutes ?? 0 });
}

function phone(shown: ShownPhone | undefined) {
  const number = (kind: ShownPhone['kind']) => (shown?.kind === kind ? line(shown.number) : '');
  return { landline: number('landline'), always: number('always'), onCall: number('on-call') };
}

function mail({ subject, at }: MailView, words: Words) {
  return { subject: subjectOf(subject, words), at: words.date(at) };
}

/** A subject to show: never empty. */
function subjectOf(subject: string, words: Words): string {
  return line(subject) || words.say('no-subject');
}
