import { addressKey, domainOf } from '../address.ts';
import type { Mailbox } from '../mail.ts';
import { aligned, domainKey } from './alignment.ts';
import type { AuthenticationResults, MethodResult } from './authentication-results.ts';
import { flagsOf, type KnownParties } from './flags.ts';
import type { OwnCheck } from './own-check.ts';

/** How sure we are that the sender is who the From line says. */
export interface Authenticity {
  readonly level: 'proved' | 'cited' | 'claimed';
  readonly dmarc: 'pass' | 'fail' | 'none' | 'unknown';
  /** What decided the level, for a person. */
  readonly reason: string;
  /** What is odd about the sender; decides nothing. */
  readonly flags: readonly string[];
}

/** What a judgement rests on. */
export interface AuthenticityInput {
  /** Every address of every From field. */
  readonly from: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  /** As `trustedResults` answers. */
  readonly trusted: readonly AuthenticationResults[];
  /** What `verifyOurselves` found; undefined when it was not asked. */
  readonly own: OwnCheck | undefined;
  /**
   * An address token or Message-ID in this mail. `issuedToSender`: we issued it to this From address, it has not expired and
   * was never seen in a mail addressed to others as well. Undefined when it cites none.
   */
  readonly citation: { readonly issuedToSender: boolean; readonly reason: string } | undefined;
  readonly known: KnownParties;
}

/** Judges who sent a mail by the three levels of the design (§4): proved, cited, claimed. */
export function judge(input: AuthenticityInput): Authenticity {
  const { from, trusted, own, citation } = input;
  const flags = flagsOf(from, input.replyTo, input.known);
  const addresses = new Set(from.map(({ address }) => addressKey(address)));
  const author = [...addresses][0];
  if (author === undefined) return { level: 'claimed', dmarc: 'unknown', reason: 'there is no From address', flags };
  const said = trusted.flatMap(({ authservId, results }) =>
    results.map((result) => ({ ...result, by: authservId || 'the receiver' })),
  );
  if (addresses.size > 1) {
    const failed = said.some(({ method, result }) => method === 'dmarc' && result === 'fail');
    return { level: 'claimed', dmarc: failed ? 'fail' : 'unknown', reason: 'there are several From addresses', flags };
  }
  const domain = domainOf(author);
  const dmarc = dmarcOf(said, domain) ?? own?.dmarc ?? 'unknown';
  const proof = proofOf(said, author, domain, dmarc) ?? ownProof(own, dmarc);
  if (proof) return { level: 'proved', dmarc, reason: proof, flags };
  if (citation?.issuedToSender && dmarc !== 'fail') return { level: 'cited', dmarc, reason: citation.reason, flags };
  return { level: 'claimed', dmarc, reason: whyClaimed(dmarc, own, citation), flags };
}

type Said = MethodResult & { readonly by: string };

/** DMARC as trusted receivers say; `fail` beats `pass`, so that a forged `pass` which slipped in never helps. Undefined when they say nothing. */
function dmarcOf(said: readonly Said[], domain: string): Authenticity['dmarc'] | undefined {
  const about = said.filter((result) => {
    const from = propertyOf(result, 'header', 'from');
    return result.method === 'dmarc' && (from === undefined || concerns(from, domain));
  });
  const results = new Set(about.map(({ result }) => result));
  if (results.has('fail')) return 'fail';
  if (results.has('pass')) return 'pass';
  if (results.has('none') || results.has('bestguesspass')) return 'none';
  return results.size > 0 ? 'unknown' : undefined;
}

function proofOf(
  said: readonly Said[],
  author: string,
  domain: string,
  dmarc: Authenticity['dmarc'],
): string | undefined {
  // An authenticated submission is proved by its login; it has no signature yet, and DMARC may fail for that very reason.
  const login = said.find(
    ({ method, result, properties }) =>
      method === 'auth' &&
      result === 'pass' &&
      properties.some(
        ({ ptype, property, value }) => ptype === 'smtp' && property === 'auth' && addressKey(value) === author,
      ),
  );
  if (login) return `${login.by} says auth=pass for ${author}`;
  if (dmarc === 'fail') return undefined;
  const policy = said.find(
    (result) =>
      result.method === 'dmarc' &&
      result.result === 'pass' &&
      concerns(propertyOf(result, 'header', 'from') ?? domain, domain),
  );
  if (policy && dmarc === 'pass') return `${policy.by} says dmarc=pass for ${domain}`;
  const signed = said.find(
    (result) => result.method === 'dkim' && result.result === 'pass' && aligned(signerOf(result), domain),
  );
  return signed && `${signed.by} says dkim=pass for ${signerOf(signed)}`;
}

function ownProof(own: OwnCheck | undefined, dmarc: Authenticity['dmarc']): string | undefined {
  return own?.dkim === 'pass' && dmarc !== 'fail' ? own.reason : undefined;
}

function whyClaimed(
  dmarc: Authenticity['dmarc'],
  own: OwnCheck | undefined,
  citation: AuthenticityInput['citation'],
): string {
  if (dmarc === 'fail') return 'DMARC failed at a trusted receiver';
  const reasons = [own?.reason, citation?.reason].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? `only the From line: ${reasons.join('; ')}` : 'only the From line';
}

/** Receivers name the From domain or its organisational domain. */
function concerns(named: string, domain: string): boolean {
  const [a, b] = [domainKey(named.slice(named.lastIndexOf('@') + 1)), domainKey(domain)];
  return a !== '' && (a === b || b.endsWith(`.${a}`));
}

function signerOf(result: MethodResult): string {
  const named = propertyOf(result, 'header', 'd') ?? propertyOf(result, 'header', 'i') ?? '';
  return named.slice(named.lastIndexOf('@') + 1);
}

function propertyOf({ properties }: MethodResult, ptype: string, property: string): string | undefined {
  return properties.find((one) => one.ptype === ptype && one.property === property)?.value;
}
