import type { WatchSettings } from '../config/settings.ts';
import { TROUBLE_WORDS } from '../store/trouble.ts';
import type { Observed } from './observe.ts';

/** Something that an operator must look at. */
export interface Alarm {
  /** The same as long as it is about the same thing. */
  readonly key: string;
  readonly what: string;
  readonly next: string;
}

const MINUTE = 60_000;
/** A mailbox that is away for a moment is no news (milliseconds). */
const AWAY = 5 * MINUTE;
/** Mail that is not sent, or not decided, for so long is stuck. */
const STUCK = 15 * MINUTE;
const LATE = 5 * MINUTE;
/** A secret that ends is replaced by somebody who must be found first. */
const SECRET_ENDS = 14 * 24 * 60 * MINUTE;
/** Below either the disk is nearly full. */
const LITTLE_ROOM = 500 * 1024 * 1024;
const LITTLE_PART = 0.05;

/** What is wrong, as it stands; pure. `canary`: since when a canary has been missing. */
export function alarmsOf(seen: Observed, settings: WatchSettings, canary: ReadonlyMap<string, Date>): readonly Alarm[] {
  const { at, ledger, outbox, disk } = seen;
  const age = (since: Date | undefined): number => (since === undefined ? 0 : at.getTime() - since.getTime());
  const alarms: Alarm[] = [];
  const raise = (key: string, what: string, next: string): void => {
    alarms.push({ key, what, next });
  };

  for (const box of seen.mailboxes) {
    const away = box.state === 'disconnected' || box.state === 'refused' || box.state === 'connecting';
    if (away && age(box.since) > AWAY)
      raise(
        `mailbox:${box.id}`,
        `mailbox ${box.id} cannot be read since ${minute(box.since)}: ${box.error ?? box.state}`,
        'spoc check --connect',
      );
    if (box.login !== undefined) {
      const until =
        box.login.until === undefined ? 'it cannot log in' : `it can log in until ${minute(box.login.until)}`;
      raise(
        `login:${box.id}`,
        `the login of mailbox ${box.id} cannot be renewed: ${box.login.error}; ${until}`,
        `spoc login ${box.id}, or a new client secret`,
      );
    }
    if (box.secret !== undefined && -age(box.secret) < SECRET_ENDS)
      raise(
        `expiry:${box.id}`,
        `the secret by which mailbox ${box.id} logs in ends on ${box.secret.toISOString().slice(0, 10)}`,
        `make a new one with the provider, put it in place, say its \`expires:\`; spoc login ${box.id}`,
      );
  }
  const quiet = ledger.newest ?? seen.startedAt;
  if (age(quiet) > settings.quietFor)
    raise('quiet', `no mail since ${minute(quiet)}`, 'send one to the desk and see; spoc check --connect');
  if (age(ledger.oldestWaiting) > STUCK)
    raise(
      'waiting',
      `mail has waited to be decided since ${minute(ledger.oldestWaiting)}`,
      'spoc ledger --waiting; look into the log',
    );
  if (age(outbox.oldest) > STUCK)
    raise(
      'outbox',
      `mail has waited to be sent since ${minute(outbox.oldest)} (${outbox.counts.queued} in all)`,
      'spoc outbox list; spoc check --connect',
    );
  const { quarantined, failed } = ledger.outcomes;
  if (quarantined + failed > 0)
    raise(
      'quarantine',
      `${quarantined + failed} mails could not be dealt with and wait for a person`,
      'spoc held list',
    );
  if (seen.breaker !== undefined)
    raise(
      'breaker',
      `automatic mail is held since ${minute(seen.breaker)}: there was more of it than limits.automatic_per_minute`,
      'spoc outbox list --state hold, then spoc outbox release',
    );
  if (age(seen.lateTimer) > LATE)
    raise('timers', `something has been due since ${minute(seen.lateTimer)} and is not done`, 'look into the log');
  if (disk.freeBytes < LITTLE_ROOM || disk.freeBytes < disk.totalBytes * LITTLE_PART)
    raise(
      'disk',
      `${Math.round(disk.freeBytes / 1024 / 1024)} MB are free on the disk of the data folder`,
      'make room: without it no mail can be taken',
    );
  if (seen.store.kind !== 'fine')
    raise(
      'store',
      `no mail is taken in since ${minute(seen.store.since)}: ${TROUBLE_WORDS[seen.store.kind]}`,
      'make room on the disk, or make it writable: it goes on by itself',
    );
  for (const [mailbox, since] of canary)
    raise(
      `canary:${mailbox}`,
      `a mail sent at ${minute(since)} through mailbox ${mailbox} to itself has not come back`,
      'spoc outbox list; spoc check --connect',
    );
  return alarms;
}

function minute(at: Date | undefined): string {
  return at === undefined ? '–' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
