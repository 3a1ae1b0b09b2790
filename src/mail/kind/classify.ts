import type { Classification, MessageId, ParsedMail } from '../mail.ts';
import { autoReplyRule, unansweredRule, vacationRule } from './automatic.ts';
import { bounceRule } from './bounce.ts';
import { factsOf, type KindRule, kindOf } from './facts.ts';
import { feedbackRule } from './feedback.ts';
import { bulkRule, listRule } from './list.ts';
import { receiptRule } from './receipt.ts';
import { sesNoticeRule } from './ses-notice.ts';

const ownRule: KindRule = ({ mail, own }) =>
  mail.messageId && own(mail.messageId) ? kindOf('own', `Message-ID <${mail.messageId}> is one we issued`) : undefined;

/** Asked in this order; the first that has something to say decides. */
const RULES: readonly KindRule[] = [
  ownRule,
  sesNoticeRule,
  bounceRule,
  receiptRule,
  feedbackRule,
  vacationRule,
  autoReplyRule,
  listRule,
  bulkRule,
  unansweredRule,
];

/**
 * Says what kind of mail it is, with the header or rule that decided it (RFC 3834, RFC 3464, RFC 8098, RFC 5965, RFC 2919).
 * `own` answers whether we issued a Message-ID. Linear in the size of the mail; never throws.
 */
export function classify(mail: ParsedMail, own: (id: MessageId) => boolean = () => false): Classification {
  const facts = factsOf(mail, own);
  for (const rule of RULES) {
    const answer = rule(facts);
    if (answer) return answer;
  }
  const said = facts.header('auto-submitted');
  return kindOf(
    'human',
    said ? `header Auto-Submitted: ${said.slice(0, 100)}` : 'no header, sender or text of an automatic mail',
  );
}
