import { Readable } from 'node:stream';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { dmarc } from 'mailauth/lib/dmarc/index.js';
import { addressKey, domainOf } from '../address.ts';
import type { EmailAddress } from '../mail.ts';
import { aligned } from './alignment.ts';

/** Asks the DNS, as `dns.promises.resolve` does; rejects with a `code` (`ENOTFOUND`, `ETIMEOUT`). */
export type Resolver = (domain: string, type: string) => Promise<string[][]>;

/** What we found ourselves. There is no `fail`: a mail without a good signature may have passed SPF, which a mailbox cannot show. */
export interface OwnCheck {
  /** An aligned DKIM signature over the whole body verified. */
  readonly dkim: 'pass' | 'none' | 'unknown';
  /** `pass` when the domain also has a DMARC policy, `none` when it has none. */
  readonly dmarc: 'pass' | 'none' | 'unknown';
  readonly reason: string;
}

/** What verifying needs from outside. */
export interface OwnCheckInput {
  readonly from: readonly EmailAddress[];
  readonly resolver: Resolver;
  /** Signatures that expired before it, or were made after it, do not count. */
  readonly now: Date;
  /** Ends the check as `unknown` when it aborts: the time limit. */
  readonly signal?: AbortSignal;
}

/** The parts we read of what mailauth answers; its own types differ from what it does. */
interface Signature {
  readonly signingDomain?: string;
  readonly algo?: string;
  readonly signatureTimeValid?: boolean;
  readonly signingHeaders?: { readonly keys?: string };
  readonly status: { readonly result: string; readonly comment?: string; readonly underSized?: number };
}

const unknown = (reason: string): OwnCheck => ({ dkim: 'unknown', dmarc: 'unknown', reason });

/** Verifies DKIM and DMARC over the raw bytes (RFC 6376, RFC 7489). Never rejects: what cannot be found out is `unknown`. */
export async function verifyOurselves(raw: Buffer | Readable, input: OwnCheckInput): Promise<OwnCheck> {
  const { from, signal } = input;
  const stop = () => {
    if (raw instanceof Readable) raw.destroy();
  };
  if (signal?.aborted) {
    stop();
    return unknown('the time for checking was over before it began');
  }
  const [author] = from;
  if (!author || new Set(from.map(addressKey)).size !== 1) {
    stop();
    return unknown(from.length === 0 ? 'there is no From address' : 'there are several From addresses');
  }
  let onAbort: (() => void) | undefined;
  const tooLate = new Promise<OwnCheck>((resolve) => {
    onAbort = () => resolve(unknown('checking took too long'));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  const checked = verified(raw, author, input).catch((problem: unknown) =>
    unknown(`could not be checked: ${messageOf(problem)}`),
  );
  try {
    return await Promise.race([checked, tooLate]);
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    stop();
  }
}

async function verified(
  raw: Buffer | Readable,
  author: EmailAddress,
  { resolver, now }: OwnCheckInput,
): Promise<OwnCheck> {
  const options = { resolver, curTime: now };
  const { headerFrom, results } = await dkimVerify(raw, options);
  // Two readings of one From are a way to show one address and sign with another.
  const [seen] = headerFrom;
  if (!seen || headerFrom.length > 1 || addressKey(seen) !== addressKey(author))
    return unknown('From can be read in two ways');
  const domain = domainOf(author);
  const signatures = (results as unknown as readonly Signature[]).filter(({ signingDomain }) => signingDomain);
  const good = signatures.filter((signature) => weakness(signature) === undefined);
  const policy = await dmarc({
    headerFrom: author,
    spfDomains: [],
    dkimDomains: good.map(({ signingDomain }) => ({ domain: signingDomain ?? '' })),
    resolver,
  });
  const found = policy ? policy.status.result : 'temperror';
  const strict = policy && found !== 'none' && found !== 'temperror' && policy.alignment?.dkim.strict;
  const proof = good.find(({ signingDomain }) => aligned(signingDomain ?? '', domain, strict === true));
  if (proof) {
    const dmarcResult = found === 'none' ? 'none' : found === 'temperror' ? 'unknown' : 'pass';
    return {
      dkim: 'pass',
      dmarc: dmarcResult,
      reason: `DKIM signature of ${proof.signingDomain} verified by ourselves`,
    };
  }
  return unproved(signatures, domain, found === 'none');
}

function unproved(signatures: readonly Signature[], domain: string, noPolicy: boolean): OwnCheck {
  const dmarcResult = noPolicy ? 'none' : 'unknown';
  const own = signatures.find(({ signingDomain }) => aligned(signingDomain ?? '', domain)) ?? signatures[0];
  if (!own) return { dkim: 'none', dmarc: dmarcResult, reason: 'it has no DKIM signature' };
  const weak = weakness(own);
  const temporary = own.status.result === 'temperror';
  const why = weak ?? `it is not of the domain of ${domain}`;
  return {
    dkim: temporary ? 'unknown' : 'none',
    dmarc: temporary ? 'unknown' : dmarcResult,
    reason: `DKIM signature of ${own.signingDomain} does not prove it: ${why}`,
  };
}

/** Why a signature proves nothing; undefined when it is good. All results but `pass` are alike to us. */
function weakness({ status, signatureTimeValid, signingHeaders, algo }: Signature): string | undefined {
  if (status.result !== 'pass') return status.comment ?? status.result;
  if (signatureTimeValid === false) return 'expired, or from the future';
  // l= signs the beginning of a body only: anything may have been added (RFC 6376 §8.2).
  if (status.underSized) return 'it covers a part of the body only';
  if (/sha1$/i.test(algo ?? '')) return 'SHA-1';
  if (!/(?:^|[\s:])from(?:$|[\s:])/i.test(signingHeaders?.keys ?? '')) return 'it does not cover From';
  return undefined;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message.slice(0, 200) : 'unknown error';
}
