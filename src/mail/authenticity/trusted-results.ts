import type { HeaderField } from '../mail.ts';
import { type AuthenticationResults, parseAuthenticationResults } from './authentication-results.ts';
import { type Handover, readReceived } from './received.ts';

/**
 * Exchange Online writes no authserv-id (and renames what a sender forged to Authentication-Results-Original), so its fields
 * count for the host that wrote the Received line above; its own hops come from these addresses.
 */
const EXCHANGE_ONLINE = { host: /\.outlook\.com$/, address: /^(?:10\.|2603:10[0-9a-f]6:)/ };
const MAX_FIELDS = 1000;

/**
 * The Authentication-Results that may be believed.
 *
 * Every host puts its fields above those it received, so reading from the top: the first Received line was written by the
 * last receiver. It is believed when its `by` host is trusted, or is no name at all (a hand-over inside a machine, which Google
 * writes as `by 2002:…`). A believed line that took the mail from outside is the border; one that took it from a trusted host
 * (by the name its address resolves to, never by what it called itself), from loopback or from nobody lets the next line be
 * judged alike. What stands below the border's next Received line was there before a trusted host saw the mail and can be
 * forged, `by` host included. Above it a field counts when its authserv-id is exactly a trusted name: the receiver removes
 * forged ones with its own name (RFC 8601 §5), not those with others'. A receiver writes in one place: where it wrote above its Received
 * line, a field with its name below is not its own, whether or not it removes such. `trusted` entries are names or `*.domain`.
 */
export function trustedResults(
  headers: readonly HeaderField[],
  trusted: readonly string[],
): readonly AuthenticationResults[] {
  const names = trusted.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
  const found: AuthenticationResults[] = [];
  let writer: string | undefined;
  let outside = false;
  const above = new Set<string>();
  for (const { name, value } of headers.slice(0, MAX_FIELDS)) {
    if (name === 'received') {
      if (outside) break;
      const handover = readReceived(value);
      if (!isOurs(handover, names)) break;
      writer = handover.by;
      outside = !isInside(handover, names);
    } else if (name === 'authentication-results') {
      const results = parseAuthenticationResults(value);
      if (results?.version !== 1 || !isNamed(results.authservId, writer, names)) continue;
      if (!outside) above.add(results.authservId);
      else if (above.has(results.authservId)) continue;
      found.push(results);
    }
  }
  return found;
}

function isNamed(authservId: string, writer: string | undefined, names: readonly string[]): boolean {
  if (authservId !== '') return names.some((name) => matches(authservId, name));
  return writer !== undefined && EXCHANGE_ONLINE.host.test(writer) && names.some((name) => matches(writer, name));
}

function isOurs({ from, by }: Handover, names: readonly string[]): boolean {
  if (names.some((name) => matches(by, name))) return true;
  return from === '' && (by === '' || by === 'localhost' || /^[0-9a-f:.]*:[0-9a-f:.]*$|^\d+(?:\.\d+){3}$/.test(by));
}

function isInside({ from, seenName, seenAddress, by }: Handover, names: readonly string[]): boolean {
  if (from === '') return true;
  if (/^127\.|^::1$/.test(seenAddress)) return true;
  if (seenName !== '' && names.some((name) => matches(seenName, name))) return true;
  return EXCHANGE_ONLINE.host.test(by) && EXCHANGE_ONLINE.host.test(from) && EXCHANGE_ONLINE.address.test(seenAddress);
}

function matches(host: string, name: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) && host.length > name.length - 1 : host === name;
}
