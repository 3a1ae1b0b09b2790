import { promises as dns } from 'node:dns';
import type { Resolver } from '../mail/authenticity/own-check.ts';

/** How the cache behaves; times in milliseconds. */
export interface DnsCacheOptions {
  /** Asks the DNS; `dns.promises.resolve` unless a test says otherwise. */
  readonly resolve?: (domain: string, type: string) => Promise<unknown>;
  /** The current time in ms. */
  readonly now?: () => number;
  readonly maxEntries?: number;
  /** How long an answer counts. Node tells no TTL of TXT records; five minutes is what mail domains use at the least. */
  readonly answerMs?: number;
  /** How long "there is none" counts. */
  readonly absenceMs?: number;
  /** How long one question may take. */
  readonly timeoutMs?: number;
}

interface Entry {
  readonly answer: Promise<string[][]>;
  expires: number;
}

const ABSENT = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * A resolver for DKIM and DMARC records: remembers answers and absences, asks once for questions that come at once, and ends a
 * question that takes too long with `ETIMEOUT`. Failures of the network are not remembered.
 */
export function cachedResolver(options: DnsCacheOptions = {}): Resolver {
  const { resolve = (domain, type) => dns.resolve(domain, type), now = Date.now } = options;
  const { maxEntries = 2000, answerMs = 300_000, absenceMs = 60_000, timeoutMs = 5_000 } = options;
  const entries = new Map<string, Entry>();

  return (domain, type) => {
    const key = `${type} ${domain.toLowerCase()}`;
    const known = entries.get(key);
    if (known && known.expires > now()) return known.answer;
    const answer = within(timeoutMs, resolve(domain, type)).then(rows);
    const entry: Entry = { answer, expires: Number.POSITIVE_INFINITY };
    answer.then(
      () => {
        entry.expires = now() + answerMs;
      },
      (problem: unknown) => {
        if (ABSENT.has(codeOf(problem))) entry.expires = now() + absenceMs;
        else if (entries.get(key) === entry) entries.delete(key);
      },
    );
    entries.delete(key);
    entries.set(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
    return answer;
  };
}

async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the DNS did not answer in time'), { code: 'ETIMEOUT' })),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** TXT answers are rows of pieces; other types (A, MX) are not asked for. */
function rows(answer: unknown): string[][] {
  if (!Array.isArray(answer)) return [];
  return answer.map((row: unknown) => (Array.isArray(row) ? row.map(String) : [String(row)]));
}

function codeOf(problem: unknown): string {
  return problem instanceof Error && 'code' in problem ? String(problem.code) : '';
}
