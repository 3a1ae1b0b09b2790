import { randomBytes } from 'node:crypto';

/**
 * A token for an address or a Message-ID: 32 hexadecimal digits, the last 24 of them random. The first 8 are the second in which it was made: tokens of
 * one time stand together in the store's indexes, where each random one would have a page to itself that is read and written.
 */
export function newToken(at: Date): string {
  const second = Math.floor(at.getTime() / 1_000);
  return second.toString(16).padStart(8, '0').slice(-8) + randomBytes(12).toString('hex');
}
