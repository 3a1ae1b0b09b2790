import type { EmailAddress, MessageId } from './mail.ts';

/** RFC 5321 §4.5.3.1: a path has at most 254 octets. */
const MAX_ADDRESS = 254;

/** KELVIN SIGN: the one other character whose lower case is an ASCII letter, which makes a strange address equal to somebody's. */
const KELVIN = '\u212a';

/** Reads an addr-spec; undefined when it cannot be one (no @, blanks, controls, too long, a disguised k). */
export function emailAddress(text: string): EmailAddress | undefined {
  const trimmed = text.trim().replace(/^<|>$/g, '');
  if (trimmed.length > MAX_ADDRESS || trimmed.includes(KELVIN)) return undefined;
  if (!/^[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+$/.test(trimmed)) return undefined;
  return trimmed as EmailAddress;
}

/** The form in which two addresses are equal: lower case throughout (what every real desk expects of local parts). */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}

/** The domain of an address, lower case; empty when there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Splits `desk+token@host` at the first delimiter of the local part; `detail` is undefined when there is none. */
export function splitDetail(
  address: string,
  delimiter = '+',
): { readonly base: string; readonly detail: string | undefined } {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const cut = local.indexOf(delimiter);
  if (at < 0 || cut <= 0) return { base: address, detail: undefined };
  return { base: local.slice(0, cut) + address.slice(at), detail: local.slice(cut + delimiter.length) };
}

/** Reads a msg-id with or without angle brackets; undefined when it is empty or has blanks inside. */
export function messageId(text: string): MessageId | undefined {
  const trimmed = text.trim().replace(/^<+/, '').replace(/>+$/, '').trim();
  return trimmed === '' || trimmed.length > 998 || /[\s<>\x00-\x1f]/.test(trimmed) ? undefined : (trimmed as MessageId);
}
