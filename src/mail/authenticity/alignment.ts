import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';

/** A domain in the form in which two are equal: lower case, punycode, no final dot; '' when it is none. */
export function domainKey(domain: string): string {
  return domainToASCII(domain.trim().replace(/\.$/, '').toLowerCase());
}

/** Whether two domains are aligned (RFC 7489 §3.1): relaxed means the same organisational domain, strict the same domain. */
export function aligned(one: string, other: string, strict = false): boolean {
  const [a, b] = [domainKey(one), domainKey(other)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  return !strict && organisation(a) === organisation(b);
}

/** The organisational domain by the public suffix list, private suffixes (github.io) included. */
export function organisation(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
