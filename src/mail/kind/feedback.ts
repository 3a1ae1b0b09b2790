import { attached } from './delivery-status.ts';
import { type KindRule, kindOf, parameter } from './facts.ts';

/** What mail programs write when a reader asks them to unsubscribe by mail. */
const UNSUBSCRIBED_BY_PROGRAM =
  /^(?:apple mail sent this email to unsubscribe from|this (?:message|e-?mail) was automatically (?:generated|sent) by (?:gmail|outlook|yahoo|apple mail|fastmail|proton))/;

/** Is it a complaint or a statistic of a mailbox provider: ARF (RFC 5965), Hotmail's JMRP, DMARC (RFC 7489) or TLS (RFC 8460) reports, an unsubscription? */
export const feedbackRule: KindRule = (facts) => {
  const { mail, subject } = facts;
  if (mail.report?.type === 'feedback-report') return kindOf('feedback', 'report of type feedback-report');
  const reportType = parameter(facts.header('content-type'), 'report-type');
  if (reportType === 'feedback-report' || reportType === 'tlsrpt') {
    return kindOf('feedback', `header Content-Type: report-type=${reportType}`);
  }
  if (attached(mail, /^message\/feedback-report\b/i) !== '') return kindOf('feedback', 'part message/feedback-report');
  if (/^complaint about message from [0-9a-f.:]+$/i.test(subject))
    return kindOf('feedback', "subject as Hotmail's complaints have it");
  if (/^report domain: ?\S+ submitter: ?\S+ report-id: ?\S/i.test(subject)) {
    return kindOf('feedback', 'subject of a DMARC aggregate report');
  }
  if (facts.has('tls-report-domain')) return kindOf('feedback', 'header TLS-Report-Domain');
  if (/^unsubscribe\b/i.test(subject) && UNSUBSCRIBED_BY_PROGRAM.test(facts.opening)) {
    return kindOf('feedback', 'an unsubscription that a mail program sent');
  }
  return undefined;
};
