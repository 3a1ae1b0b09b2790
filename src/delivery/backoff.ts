/** How long to wait between tries, in milliseconds. */
export interface Backoff {
  /** After the first failure. */
  readonly first: number;
  /** The longest wait. */
  readonly cap: number;
}

/** For mails: a minute at first (greylisting wants a few), an hour at most. */
export const MAIL_BACKOFF: Backoff = { first: 60_000, cap: 3_600_000 };

/** For a relay that is down: a few seconds at first, so that one dropped connection costs little. */
export const RELAY_BACKOFF: Backoff = { first: 5_000, cap: 600_000 };

/** How long a mail is tried before it is given up (RFC 5321 §4.5.4.1: four to five days), in milliseconds. */
export const GIVE_UP_AFTER = 5 * 24 * 3_600_000;

/** The wait before jitter: doubled with each failure, never above the cap. */
function nominal(failures: number, { first, cap }: Backoff): number {
  return Math.min(cap, first * 2 ** Math.min(Math.max(failures, 1) - 1, 40));
}

/**
 * The wait after so many failures in a row, in milliseconds: exponential, capped, and shortened by up to a quarter at random, so that those
 * who failed together do not come back together. `random` is in [0, 1).
 */
export function backoff(failures: number, shape: Backoff, random: number): number {
  return Math.round(nominal(failures, shape) * (1 - random / 4));
}

/** When a mail is tried again after `attempts` tries; undefined when it has been tried for days and is given up. */
export function nextTry(attempts: number, now: Date, random: number): Date | undefined {
  let waited = 0;
  for (let failures = 1; failures < attempts; failures += 1) {
    waited += nominal(failures, MAIL_BACKOFF);
    if (waited >= GIVE_UP_AFTER) return undefined;
  }
  return new Date(now.getTime() + backoff(attempts, MAIL_BACKOFF, random));
}
