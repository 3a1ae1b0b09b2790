import { type KindRule, kindOf, leadingToken, properName } from './facts.ts';

/** Headers that only a mailing list sets (RFC 2919, RFC 2369 and older programs). */
const LIST_HEADERS = ['list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version', 'x-beenthere'];
/** Headers that only senders to many set. */
const BULK_HEADERS = [
  'list-unsubscribe',
  'list-unsubscribe-post',
  'x-campaign',
  'x-campaign-id',
  'x-campaignid',
  'x-mailer-recptid',
];

/** Did it come through a mailing list? People write there too: a ticket may be opened, an automatic answer never. */
export const listRule: KindRule = (facts) => {
  const named = LIST_HEADERS.find((name) => facts.header(name) !== '' && !/^no\b/i.test(facts.header(name)));
  if (named) return kindOf('list', `header ${properName(named)}: ${facts.header(named).slice(0, 100)}`);
  return precedence(facts, 'list', /^list$/);
};

/** Was it sent to many at once? `first-class` and `special-delivery` are ordinary mail. */
export const bulkRule: KindRule = (facts) => {
  const byPrecedence = precedence(facts, 'bulk', /^(?:bulk|junk)$/);
  if (byPrecedence) return byPrecedence;
  // Three characters at least: some senders leave the field empty or put a dash.
  const named = BULK_HEADERS.find((name) => facts.header(name).length >= 3);
  return named ? kindOf('bulk', `header ${properName(named)}`) : undefined;
};

function precedence(facts: Parameters<KindRule>[0], kind: 'list' | 'bulk', tokens: RegExp): ReturnType<KindRule> {
  for (const name of ['precedence', 'x-precedence']) {
    const value = facts.headers(name).find((one) => tokens.test(leadingToken(one)));
    if (value) return kindOf(kind, `header ${properName(name)}: ${value.slice(0, 100)}`);
  }
  return undefined;
}
