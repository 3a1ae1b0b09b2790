import { randomUUID } from 'node:crypto';

/**
 * A token for an address or a Message-ID: 32 hexadecimal digits, the last 24 of them random. The first 8 are the second in which it was made: tokens of
 * one time stand together in the store's indexes, where each random one would have a page to itself that is read and written.
 */
export function newToken(at: Date): string {
  const second = Math.floor(at.getTime() / 1_000);
  // Node draws the randomness of many UUIDs at once. Their 13th digit is always 4, and the 17th has two bits of its own: both are left out.
  const uuid = randomUUID();
  return second.toString(16).padStart(8, '0').slice(-8) + uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24);
}
