import type { ClientId } from '../ids.ts';
import type { AccessEvent } from './event.ts';

/** How far a request for access is. */
export interface Access {
  readonly state: 'asked' | 'granted' | 'redeemed';
  readonly named: ClientId | undefined;
  /** SHA-256 of the newest key, which alone is good, and until when. */
  readonly hash: string | undefined;
  readonly until: Date | undefined;
}

/** What an event makes of it. */
export function accessAfter(before: Access | undefined, event: AccessEvent): Access | undefined {
  switch (event.kind) {
    case 'access-asked':
      return { state: 'asked', named: event.named, hash: undefined, until: undefined };
    case 'access-granted':
      return { state: 'granted', named: before?.named, hash: event.hash, until: event.until };
    case 'access-redeemed':
      return before && { ...before, state: 'redeemed' };
  }
}
