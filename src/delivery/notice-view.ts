import type { Notice } from '../desk/notice.ts';
import { applicantView } from './access-view.ts';
import { agreementAwaited, quotedView, usualType } from './agreement-view.ts';
import type { Loaded } from './compose.ts';
import { recordView } from './record-view.ts';
import type { NoticeView } from './render/view.ts';
import { reportTables } from './report-paper.ts';
import { foundAnswers, offeredAnswers, similarViews } from './similar-view.ts';
import { analysisOf, timelineLines } from './timeline-view.ts';
import {
  actorName,
  addresses,
  asked,
  filedViews,
  givenView,
  HISTORY,
  history,
  isHis,
  markerOf,
  messageView,
  nowhere,
  numberOf,
  oneLanguage,
  QUOTED,
  rowView,
  shownPhone,
  solutionFor,
  ticketView,
  withFacts,
} from './view-parts.ts';

/** Characters of a message that is shown whole. */
const WHOLE = 100_000;

/** Stands in the marker of mails to the operator, where others have a ticket's number. */
const OPERATOR_MARK = 'SPOC';

type OnTicketNotice = Extract<Notice, { readonly changes: readonly unknown[] }>;

/** Fills the view of a notice. What the reader may not see is left out here; the renderer shows everything it is given. */
export async function viewOf(notice: Notice, loaded: Loaded): Promise<NoticeView> {
  const { desk, from, to, about } = loaded;
  const base = {
    desk: { name: desk.name, address: from, signature: desk.signature },
    recipient: { name: to.name },
  };
  switch (notice.kind) {
    case 'refused':
      return { kind: 'refused', ...base, about };
    case 'prove':
      return { kind: 'prove', ...base, role: notice.role, about };
    case 'record':
    case 'record-case':
      return recordView(notice, loaded, base);
    case 'statement':
      return { kind: 'statement', ...base, clientName: notice.clientName, statement: notice.statement };
    case 'report':
      return { kind: 'report', ...base, ...reportView(notice, loaded) };
    case 'escalation-matrix':
      return { kind: 'escalation-matrix', ...base, service: notice.service, validFrom: loaded.at };
    case 'recurring-incidents': {
      const { from, until, groups, looked, atLeast } = notice;
      return { kind: 'recurring-incidents', ...base, from, until, groups, looked, atLeast };
    }
    case 'operator-held': {
      const { mails, more } = notice;
      return { kind: 'operator-held', ...base, marker: markerOf(OPERATOR_MARK, loaded), mails, more };
    }
    case 'agent-absences':
      return { kind: 'agent-absences', ...base, absences: notice.absences };
    case 'agent-stand-in':
      return { kind: 'agent-stand-in', ...base, standsIn: notice.standsIn };
    case 'transcript':
      return {
        kind: 'transcript',
        ...base,
        ticket: loaded.ticket === undefined ? undefined : ticketView(loaded),
        marker: loaded.ticket === undefined ? undefined : markerOf(loaded.ticket.ticket.number, loaded),
        about,
        lines: notice.lines,
        help: notice.help,
        unsent: notice.unsent,
      };
    default:
      return onTicket(notice, loaded, base);
  }
}

/** The figures as tables in the reader's language. */
function reportView({ clientName, report, full }: Extract<Notice, { kind: 'report' }>, loaded: Loaded) {
  const { desk, renderer, to } = loaded;
  const words = renderer.words({ locale: to.locale, timeZone: desk.timeZone, labels: desk.statusLabels });
  const tables = reportTables({ desk, report, locale: to.locale }, words);
  return { clientName, month: report.month, tables, full };
}

async function onTicket(
  notice: OnTicketNotice,
  loaded: Loaded,
  base: Pick<NoticeView, 'desk' | 'recipient'>,
): Promise<NoticeView> {
  const { desk, noteAddress } = loaded;
  const ticket = ticketView(loaded);
  const changes = await Promise.all(
    notice.changes.map(async ({ from, to: next, by, at }) => ({
      from,
      to: next,
      at,
      byName: await actorName(by, loaded),
    })),
  );
  const marker = markerOf(ticket.number, loaded);
  const common = { ...base, ticket, changes, marker, reply: { noteAddress } };
  switch (notice.kind) {
    case 'confirmation': {
      const message = await messageView(notice.message, loaded, QUOTED);
      const follows = notice.follows === undefined ? undefined : await numberOf(notice.follows, loaded);
      const { onBehalf, offer } = notice;
      return {
        kind: 'confirmation',
        ...withFacts(common, loaded),
        message,
        onBehalf,
        follows,
        ask: asked(notice, loaded),
        offer,
        enrolment: loaded.ticket?.ticket.care.enrolment !== undefined,
        offered: await offeredAnswers(loaded),
        call: ticket.channel === 'phone' && onBehalf,
        phone: shownPhone(loaded),
        languages: oneLanguage(loaded),
        introduces: notice.introduces === true,
        replyAddress: notice.replyAddress === true,
        shortened: notice.shortened === true ? desk.textLimits : undefined,
        agreement: agreementAwaited(loaded),
        usualType: usualType(loaded),
        cover: notice.cover,
      };
    }
    case 'facts-asked': {
      const { offer, cover } = notice;
      return { kind: 'facts-asked', ...withFacts(common, loaded), ask: asked(notice, loaded), offer, cover };
    }
    case 'coverage':
      return { kind: 'coverage', ...common, cover: notice.cover };
    case 'coverage-answered':
      return { kind: 'coverage-answered', ...common, answer: notice.answer };
    case 'agent-coverage': {
      const { work, before, rule, reason, answer } = notice;
      return { kind: 'agent-coverage', ...common, work, before, rule, reason, answer };
    }
    case 'deferral-answered':
      return { kind: 'deferral-answered', ...common, agreed: notice.agreed, until: notice.until };
    case 'follow-up':
      return {
        kind: 'follow-up',
        ...common,
        message: await messageView(notice.message, loaded, QUOTED),
        shortened: notice.shortened === true ? desk.textLimits : undefined,
      };
    case 'status-changed':
      return { kind: 'status-changed', ...common, solution: await solutionFor(notice, loaded) };
    case 'answer': {
      const earlier = (await loaded.store.messages(notice.ticket, HISTORY.messages)).filter(
        (row) => row.key !== notice.message,
      );
      const asked = earlier.filter((row) => row.direction === 'inbound' && !row.held && isHis(row, loaded)).at(-1);
      return {
        kind: 'answer',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        solution: notice.solution,
        opening: earlier.every((row) => row.direction === 'internal'),
        answered: asked === undefined ? undefined : await rowView(asked, loaded, QUOTED),
        cover: notice.cover,
      };
    }
    case 'agent-new':
      return {
        kind: 'agent-new',
        ...common,
        given: givenView(loaded),
        message: await rowView(loaded.message ?? nowhere(notice.message), loaded, WHOLE),
        filed: await filedViews(notice.source.filed, loaded),
        warnings: notice.source.warnings,
        similar: await similarViews(loaded, 'shown'),
        published: await foundAnswers(loaded),
      };
    case 'agent-similar':
      return { kind: 'agent-similar', ...common, similar: await similarViews(loaded, 'hidden') };
    case 'agent-resumed':
      return {
        kind: 'agent-resumed',
        ...common,
        message: await rowView(loaded.message ?? nowhere(notice.message), loaded, WHOLE),
      };
    case 'agent-message': {
      const row = await loaded.store.message(notice.message);
      return {
        kind: 'agent-message',
        ...common,
        given: givenView(loaded),
        message: await messageView(notice.message, loaded, WHOLE),
        direction: row?.direction === 'outbound' ? 'outbound' : 'inbound',
        history: await history(notice.ticket, notice.message, loaded),
        proposed: await addresses(notice.proposed, loaded),
        filed: await filedViews(notice.source.filed, loaded),
        warnings: notice.source.warnings,
      };
    }
    case 'agent-assigned':
      return {
        kind: 'agent-assigned',
        ...common,
        given: givenView(loaded),
        byName: await actorName(notice.by, loaded),
        message: loaded.message === undefined ? undefined : await rowView(loaded.message, loaded, WHOLE),
        history: await history(notice.ticket, loaded.message?.key, loaded),
      };
    case 'customer-opened':
      return { kind: 'customer-opened', ...common, message: await messageView(notice.message, loaded, QUOTED) };
    case 'agent-on-call':
      return {
        kind: 'agent-on-call',
        ...common,
        message: loaded.message === undefined ? undefined : await rowView(loaded.message, loaded, WHOLE),
      };
    case 'agent-call-back': {
      const contact = await loaded.store.contact(notice.contact);
      return {
        kind: 'agent-call-back',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        phones: contact?.phones ?? [],
      };
    }
    case 'agent-access':
      return { kind: 'agent-access', ...common, applicant: await applicantView(loaded) };
    case 'access-link':
      return {
        kind: 'access-link',
        ...common,
        link: (desk.access?.link ?? '{key}').replace('{key}', encodeURIComponent(notice.key)),
        until: notice.until,
      };
    case 'agent-access-letter':
      return { kind: 'agent-access-letter', ...common, until: notice.until };
    case 'reply-address':
      return {
        kind: 'reply-address',
        ...common,
        // Whose address it is may know nothing of the case.
        ticket: { ...ticket, subject: '', requesterName: '', clientName: undefined, facts: [], request: undefined },
        changes: [],
        writer: (await loaded.store.contact(notice.writer))?.name ?? '',
      };
    case 'worker-introduced':
      return { kind: 'worker-introduced', ...common, agreement: agreementAwaited(loaded) };
    case 'quote':
      return {
        kind: 'quote',
        ...common,
        quoted: quotedView(loaded),
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, WHOLE),
      };
    case 'quote-answered':
      return { kind: 'quote-answered', ...common, quoted: quotedView(loaded), result: notice.result };
    case 'quote-reminder':
      return {
        kind: 'quote-reminder',
        ...common,
        quoted: quotedView(loaded),
        work: notice.of === 'work',
        passed: notice.passed,
      };
    case 'agent-quote':
      return {
        kind: 'agent-quote',
        ...common,
        quoted: quotedView(loaded),
        news: notice.news,
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, WHOLE),
      };
    case 'agent-enrolment':
      return { kind: 'agent-enrolment', ...common };
    case 'welcome':
      return {
        kind: 'welcome',
        ...common,
        client:
          loaded.contact?.client === undefined ? undefined : (await loaded.store.client(loaded.contact.client))?.name,
        phone: shownPhone(loaded),
        languages: oneLanguage(loaded),
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED),
      };
    case 'enrolment-declined':
      return {
        kind: 'enrolment-declined',
        ...common,
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED),
      };
    case 'rfo-answered': {
      const priorities = desk.rfo?.priorities ?? [];
      return { kind: 'rfo-answered', ...common, answer: notice.answer, due: notice.due, priorities };
    }
    case 'rfo':
      return { kind: 'rfo', ...common, message: await messageView(notice.message, loaded, QUOTED) };
    case 'agent-rfo':
      return {
        kind: 'agent-rfo',
        ...common,
        stage: notice.step,
        due: notice.due,
        message: loaded.message === undefined ? undefined : await rowView(loaded.message, loaded, QUOTED),
        timeline: loaded.ticket === undefined ? [] : timelineLines(loaded.ticket, loaded.settings.policy),
        analysis: await analysisOf(loaded),
      };
    case 'defect-news':
      return {
        kind: 'defect-news',
        ...common,
        plan: notice.plan,
        before: notice.before,
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED),
      };
    case 'agent-note':
      return {
        kind: 'agent-note',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        history: await history(notice.ticket, notice.message, loaded),
      };
    case 'agent-changed':
      return {
        kind: 'agent-changed',
        ...common,
        priority: notice.priority,
        byName: await actorName(notice.by, loaded),
      };
    case 'agent-held':
      return {
        kind: 'agent-held',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        why: notice.why,
        newer: notice.newer === undefined ? undefined : await messageView(notice.newer, loaded, WHOLE),
        waiting: notice.waiting,
        done: notice.done,
        undone: notice.undone,
      };
    case 'agent-undelivered':
      return {
        kind: 'agent-undelivered',
        ...common,
        address: notice.address,
        status: notice.status,
        detail: notice.detail,
      };
    case 'agent-also':
      return { kind: 'agent-also', ...common, marker: undefined, handledBy: desk.name };
    case 'agent-target':
      return { kind: 'agent-target', ...common, step: notice.step, manager: notice.manager };
    case 'target-missed':
      return { kind: 'target-missed', ...common, step: notice.step, mayEscalate: notice.mayEscalate };
    case 'escalated':
      return { kind: 'escalated', ...common, level: notice.rise.name, asked: notice.asked };
    case 'escalation-refused':
      return { kind: 'escalation-refused', ...common, why: notice.why, level: notice.level };
    case 'agent-escalated':
      return {
        kind: 'agent-escalated',
        ...common,
        level: notice.rise.name,
        why: notice.rise.why,
        byName: await actorName(notice.by, loaded),
        history: await history(notice.ticket, undefined, loaded, true),
      };
    case 'merged':
      return { kind: 'merged', ...common, number: notice.number };
    case 'reminder': {
      const message = notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED);
      return { kind: 'reminder', ...common, message, closes: notice.closes };
    }
    case 'agent-reminded':
      return { kind: 'agent-reminded', ...common, why: notice.why, number: notice.number, due: notice.due };
  }
}
