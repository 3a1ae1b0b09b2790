interface Suspect {
  readonly failures: number;
  readonly notBefore: number;
}

/** A lost connection may have any cause: once more in company, then alone, then with pauses. */
const ALONE = 2;
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Mails that could not be fetched: alone after a while, then less and less often, so that none of them holds up the others (DESIGN §5.2).
 * Kept in memory: the cursor stays below them, hence a restart only asks again sooner.
 */
export class Suspects {
  readonly #failed = new Map<number, Suspect>();

  /** How many mails are waiting for another try. */
  get size(): number {
    return this.#failed.size;
  }

  failed(uid: number, now: Date): void {
    const failures = (this.#failed.get(uid)?.failures ?? 0) + 1;
    const pause = failures < ALONE + 1 ? 0 : FIRST_PAUSE * 2 ** Math.min(failures - ALONE - 1, 10);
    this.#failed.set(uid, { failures, notBefore: now.getTime() + Math.min(LONGEST_PAUSE, pause) });
  }

  settled(uid: number): void {
    this.#failed.delete(uid);
  }

  /** UIDs mean nothing under another UIDVALIDITY. */
  clear(): void {
    this.#failed.clear();
  }

  /** Whether it is to be fetched alone. */
  isSuspect(uid: number): boolean {
    return (this.#failed.get(uid)?.failures ?? 0) >= ALONE;
  }

  isDue(uid: number, now: Date): boolean {
    const suspect = this.#failed.get(uid);
    return suspect === undefined || suspect.notBefore <= now.getTime();
  }
}
