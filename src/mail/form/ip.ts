const V4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/\d{1,2})?(?![\d]|\.\d)/g;
const V6 = /(?<![\w:.])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?:\/\d{1,3})?(?![\w:])/gi;
const MAX_ADDRESSES = 10;

/** An IP address in a text. */
export interface FoundIp {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The IPv4 and IPv6 addresses (with a prefix length, if any) in a text, in order, at most ten; IPv6 in its short form (RFC 5952). */
export function ipsIn(text: string): readonly FoundIp[] {
  const found: FoundIp[] = [];
  for (const match of text.matchAll(V4)) {
    if (found.length >= MAX_ADDRESSES) break;
    // A mask is nobody's address.
    if (!tooLong(match[0], 32) && !/^(?:255\.|0\.0\.0\.0$)/.test(match[0]))
      found.push({ value: match[0], start: match.index, end: match.index + match[0].length });
  }
  let tried = 0;
  for (const match of text.matchAll(V6)) {
    if (found.length >= MAX_ADDRESSES || ++tried > 2_000) break;
    if (!match[0].includes(':') || !/::|:.*:.*:/.test(match[0])) continue;
    const value = shortV6(match[0]);
    if (value !== undefined) found.push({ value, start: match.index, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}

function tooLong(address: string, bits: number): boolean {
  const prefix = address.split('/')[1];
  return prefix !== undefined && Number(prefix) > bits;
}

function shortV6(written: string): string | undefined {
  const [address = '', prefix] = written.split('/');
  // "::" alone and "10:00:00" are no addresses of anybody.
  if (address === '::' || !URL.canParse(`http://[${address}]/`) || tooLong(written, 128)) return undefined;
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  return prefix === undefined ? short : `${short}/${prefix}`;
}
