import type { Bounce, Classification } from '../mail.ts';
import { originalMessageId } from './bounce-original.ts';
import { recipientsInText, recipientsOfOriginal, reportLines, returnedText } from './bounce-recipients.ts';
import { preciseStatus, statusInText } from './bounce-status.ts';
import {
  BOUNCE_BODIES,
  BOUNCE_SUBJECTS,
  type BounceText,
  DAEMON_LOCAL,
  DAEMON_NAME,
  type Fate,
  POSTMASTER_LOCAL,
} from './bounce-texts.ts';
import { type RecipientStatus, type ReportMaterial, reportMaterial } from './delivery-status.ts';
import { type MailFacts, parameter } from './facts.ts';

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
  const material = reportMaterial(mail, body, reportType);
  const daemon = daemonReason(facts);
  const automatic = daemon !== undefined || facts.nullReturnPath || facts.has('x-failed-recipients');
  const bySubject = matching(BOUNCE_SUBJECTS, subject.toLowerCase());
  const byText = matching(BOUNCE_BODIES, opening);

  if (reportType === 'delivery-status' || (automatic && material.structured)) {
    const how = mail.report ? 'report of type delivery-status' : 'part message/delivery-status';
    return conclude(
      facts,
      material,
      [reportType ? 'header Content-Type: report-type=delivery-status' : how],
      bySubject,
      byText,
    );
  }
  if (facts.has('x-failed-recipients')) {
    const reason = `header X-Failed-Recipients: ${facts.header('x-failed-recipients').slice(0, 200)}`;
    return conclude(facts, material, [reason], bySubject, byText);
  }
  const words = [
    bySubject && `subject as ${bySubject.family} writes it`,
    byText && `text as ${byText.family} writes it`,
  ];
  const said = words.filter((word) => word !== undefined);
  if (automatic && (said.length > 0 || material.statuses.length > 0)) {
    const sender = daemon ?? (facts.nullReturnPath ? 'header Return-Path: <>' : 'header X-Failed-Recipients');
    return conclude(facts, material, [sender, ...said], bySubject, byText);
  }
  if (byText?.alone && opening.slice(0, 400).search(byText.pattern) >= 0 && !/^(?:re|fwd?|fw) ?: /i.test(subject)) {
    return conclude(facts, material, said, bySubject, byText);
  }
  if (daemon?.startsWith('From mailer daemon')) return conclude(facts, material, [daemon], bySubject, byText);
  return undefined;
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

/** Whether a program that delivers mail wrote this; the reason, or undefined. */
function daemonReason(facts: MailFacts): string | undefined {
  const raw = facts.header('from');
  const sender = facts.mail.from[0]?.address ?? /<([^<>]*)>/.exec(raw)?.[1] ?? raw;
  const local = sender.split('@', 1)[0] ?? '';
  if (DAEMON_LOCAL.test(local) || /^\W*mailer-daemon\b/i.test(raw)) return `From mailer daemon: ${raw.slice(0, 120)}`;
  if (POSTMASTER_LOCAL.test(local)) return `From postmaster: ${raw.slice(0, 120)}`;
  const name = facts.mail.from[0]?.name ?? raw;
  if (DAEMON_NAME.test(name)) return `From name: ${name.slice(0, 120)}`;
  if (facts.has('from') && /^(?:[^<]*<>)?\s*$/.test(raw)) return 'From without an address';
  return undefined;
}

function matching(table: readonly BounceText[], text: string): BounceText | undefined {
  return table.find(({ pattern }) => pattern.test(text));
}
