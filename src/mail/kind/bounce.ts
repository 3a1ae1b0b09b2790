import type { Bounce, Classification } from '../mail.ts';
import { ABSENCE_SUBJECT, AUTOMATIC_SUBJECT } from './automatic-texts.ts';
import { BOUNCE_BODIES } from './bounce-bodies.ts';
import { originalMessageId } from './bounce-original.ts';
import { recipientsInText, recipientsOfOriginal, reportLines, returnedText } from './bounce-recipients.ts';
import { preciseStatus, statusInText } from './bounce-status.ts';
import { BOUNCE_SUBJECTS } from './bounce-subjects.ts';
import { type BounceText, DAEMON_LOCAL, DAEMON_NAME, type Fate, POSTMASTER_LOCAL } from './bounce-texts.ts';
import { type RecipientStatus, type ReportMaterial, reportMaterial } from './delivery-status.ts';
import { leadingToken, type MailFacts, parameter } from './facts.ts';

/** Actions of RFC 3464 §2.3.3. */
const FATE_OF_ACTION: Readonly<Record<string, Fate>> = {
  failed: 'failed',
  failure: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};

/** Is it a report that mail of ours was not delivered, or not yet? By structure (RFC 3464), else by sender and words. */
export function bounceRule(facts: MailFacts): Classification | undefined {
  const { mail, body, subject, opening } = facts;
  const reportType = parameter(facts.header('content-type'), 'report-type');
  if (reportType !== undefined && reportType !== 'delivery-status') return undefined;
  const sender = senderOf(facts);
  const program = sender?.program === true || facts.nullReturnPath || facts.has('x-failed-recipients');
  // Most mail comes from a person and says nothing that proves a report by itself: it is searched no further.
  if (reportType === undefined && !sender && !program && !opensAsReport(opening)) return undefined;
  const material = reportMaterial(mail, body, reportType);
  const bySubject = matching(BOUNCE_SUBJECTS, subject.toLowerCase());
  const byText = matching(BOUNCE_BODIES, opening);
  const because = (...reasons: readonly (string | undefined)[]) =>
    conclude(
      facts,
      material,
      reasons.filter((reason) => reason !== undefined),
      bySubject,
      byText,
    );

  if (reportType === 'delivery-status') return because('header Content-Type: report-type=delivery-status');
  if (material.structured && (program || sender)) return because('report of type delivery-status');
  if (facts.has('x-failed-recipients')) {
    return because(`header X-Failed-Recipients: ${facts.header('x-failed-recipients').slice(0, 200)}`);
  }
  const words = [
    bySubject && `subject as ${bySubject.family} writes it`,
    byText && `text as ${byText.family} writes it`,
  ];
  const origin = sender?.reason ?? (facts.nullReturnPath ? 'header Return-Path: <>' : undefined);
  const absent = !sender && (AUTOMATIC_SUBJECT.test(subject) || ABSENCE_SUBJECT.test(subject));
  if (program && !absent && (bySubject || byText || material.statuses.length > 0)) return because(origin, ...words);
  // A postmaster may be a person who writes of such things.
  const told = bySubject && (byText || material.original !== '' || statusInText(reportLines(body).join('\n')));
  if (sender && (told || (byText && !byText.vague) || material.statuses.length > 0)) return because(origin, ...words);
  if (byText?.alone && byText.pattern.test(opening.slice(0, MAX_ALONE)) && !/^(?:re|fwd?|fw) ?: /i.test(subject)) {
    return because(...words);
  }
  return sender?.program ? because(origin) : undefined;
}

/** Where a text needs no daemon as sender, it stands so early. */
const MAX_ALONE = 400;
const ALONE = BOUNCE_BODIES.filter(({ alone }) => alone);

function opensAsReport(opening: string): boolean {
  return matching(ALONE, opening.slice(0, MAX_ALONE)) !== undefined;
}

function conclude(
  facts: MailFacts,
  material: ReportMaterial,
  reasons: readonly string[],
  bySubject: BounceText | undefined,
  byText: BounceText | undefined,
): Classification {
  const fate = fateOf(material.statuses, bySubject, byText);
  if (fate === 'delivered')
    return { kind: 'receipt', reasons: [...reasons, 'it says the mail was delivered'], bounce: undefined };
  const action = material.statuses.find(({ action }) => FATE_OF_ACTION[action] === fate)?.action;
  const bounce = bounceOf(facts, material, fate);
  return {
    kind: fate === 'delayed' ? 'delay' : 'bounce',
    reasons: action ? [...reasons, `field Action: ${action}`] : reasons,
    bounce,
  };
}

function fateOf(
  statuses: readonly RecipientStatus[],
  bySubject: BounceText | undefined,
  byText: BounceText | undefined,
): Fate {
  const fates = statuses.flatMap(({ action }) => FATE_OF_ACTION[action] ?? []);
  // One failed recipient makes it a bounce, whatever became of the others.
  for (const fate of ['failed', 'delayed', 'delivered'] as const) if (fates.includes(fate)) return fate;
  if (byText?.fate === 'delayed' || bySubject?.fate === 'delayed') return 'delayed';
  return bySubject?.fate ?? byText?.fate ?? 'failed';
}

function bounceOf(facts: MailFacts, material: ReportMaterial, fate: Fate): Bounce {
  const { body } = facts;
  const original = material.original || returnedText(body);
  const concerned = material.statuses.filter(({ action }) => (FATE_OF_ACTION[action] ?? fate) === fate);
  const first = concerned[0];
  const words = reportLines(body).join('\n');
  const status =
    preciseStatus(first?.status, first?.diagnostic ?? '') ?? statusInText(words) ?? statusInText(facts.subject);
  return {
    recipients: recipientsOf(facts, concerned, original),
    status,
    permanent: fate === 'failed' && (status === undefined || status.startsWith('5')),
    originalMessageId: originalMessageId(facts, original),
  };
}

function recipientsOf(facts: MailFacts, concerned: readonly RecipientStatus[], original: string): readonly string[] {
  const stated = new Set(concerned.flatMap(({ addresses }) => addresses));
  if (stated.size > 0) return [...stated];
  const failed = facts
    .header('x-failed-recipients')
    .split(/[\s,;]+/, 50)
    .filter((address) => /^[^@\s]+@[^@\s]+$/.test(address));
  if (failed.length > 0) return failed;
  const ours = new Set([...facts.mail.to, ...facts.mail.from].map(({ address }) => address.toLowerCase()));
  const named = recipientsInText(facts.body, ours);
  if (named.length > 0) return named;
  return recipientsOfOriginal(original);
}

/** Who delivers mail wrote this, perhaps: `program` when it cannot be a person. */
function senderOf(facts: MailFacts): { readonly program: boolean; readonly reason: string } | undefined {
  const raw = facts.header('from');
  const address = facts.mail.from[0]?.address ?? /<([^<>]*)>/.exec(raw)?.[1] ?? raw;
  const local = address.split('@', 1)[0] ?? '';
  if (DAEMON_LOCAL.test(local) || /^\W*mailer-daemon\b/i.test(raw)) {
    return { program: true, reason: `From mailer daemon: ${raw.slice(0, 120)}` };
  }
  const program = /^auto-/.test(leadingToken(facts.header('auto-submitted')));
  if (POSTMASTER_LOCAL.test(local)) return { program, reason: `From postmaster: ${raw.slice(0, 120)}` };
  const name = facts.mail.from[0]?.name ?? raw;
  if (DAEMON_NAME.test(name)) return { program, reason: `From name: ${name.slice(0, 120)}` };
  if (facts.has('from') && /^(?:[^<]*<>)?\s*$/.test(raw)) return { program: false, reason: 'From without an address' };
  return undefined;
}

function matching(table: readonly BounceText[], text: string): BounceText | undefined {
  return table.find(({ pattern }) => pattern.test(text));
}
