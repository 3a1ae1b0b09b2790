import type { Automation, Notice, ReplyPurpose } from '../desk/notice.ts';

/** What a reply to the notice will mean. A notice that can be answered to the client holds only what the client may see. */
export function purposeOf(notice: Notice): ReplyPurpose {
  switch (notice.kind) {
    case 'confirmation':
    case 'facts-asked':
    case 'deferral-answered':
    case 'coverage':
    case 'coverage-answered':
    case 'follow-up':
    case 'status-changed':
    case 'answer':
    case 'target-missed':
    case 'escalated':
    case 'escalation-refused':
    case 'customer-opened':
    case 'defect-news':
    case 'rfo-answered':
    case 'rfo':
    case 'welcome':
    case 'enrolment-declined':
    case 'access-link':
    case 'reply-address':
    case 'worker-introduced':
    case 'quote':
    case 'quote-answered':
    case 'quote-reminder':
    case 'merged':
    case 'reminder':
      return 'client';
    case 'agent-new':
    case 'agent-resumed':
    case 'agent-message':
    case 'agent-assigned':
    case 'agent-changed':
    case 'agent-held':
    case 'agent-undelivered':
    case 'agent-on-call':
    case 'agent-enrolment':
    case 'agent-quote':
    case 'agent-access':
    case 'agent-reminded':
      return 'answer';
    case 'agent-note':
    case 'agent-similar':
    case 'agent-coverage':
    case 'agent-escalated':
    case 'agent-call-back':
    case 'agent-rfo':
    case 'agent-access-letter':
      return 'note';
    case 'agent-target':
      return notice.manager ? 'note' : 'answer';
    case 'transcript':
      return notice.ticket === undefined ? 'none' : 'answer';
    case 'operator-held':
      return 'operator';
    case 'agent-also':
    case 'refused':
    case 'prove':
    case 'escalation-matrix':
    case 'recurring-incidents':
    case 'statement':
    case 'report':
    case 'record':
    case 'record-case':
    case 'agent-absences':
    case 'agent-stand-in':
      return 'none';
  }
}

/** RFC 3834 §5: an answer to a mail, a notice of an event, or a person's words. */
export function automationOf(notice: Notice): Automation {
  switch (notice.kind) {
    case 'answer':
    case 'quote':
      return 'person';
    case 'confirmation':
    case 'facts-asked':
    case 'deferral-answered':
    case 'coverage-answered':
    case 'follow-up':
    case 'enrolment-declined':
    case 'welcome':
    case 'refused':
    case 'prove':
    case 'transcript':
    case 'escalation-refused':
    case 'record':
    case 'record-case':
    case 'quote-answered':
    case 'reply-address':
      return 'answer';
    case 'rfo-answered':
      return notice.answer === 'late' ? 'notice' : 'answer';
    case 'escalated':
      return notice.answers ? 'answer' : 'notice';
    default:
      return 'notice';
  }
}

/** Whether the message's attachments travel along: to the client with an answer, to the agent who works by mail. */
export function carries(notice: Notice): boolean {
  if (notice.kind === 'quote' || notice.kind === 'agent-quote') return notice.message !== undefined;
  return [
    'answer',
    'defect-news',
    'rfo',
    'agent-new',
    'agent-resumed',
    'agent-message',
    'agent-assigned',
    'agent-note',
    'agent-on-call',
  ].includes(notice.kind);
}
