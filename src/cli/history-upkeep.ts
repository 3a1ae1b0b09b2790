import type { UpkeepEvent } from '../desk/upkeep/event.ts';
import type { Names } from './history.ts';

/** What staff keep on a ticket, in a person's words. */
export function upkeepEventText(event: UpkeepEvent, names: Names): string {
  switch (event.kind) {
    case 'tags-changed': {
      const said = [...event.added.map((tag) => `+${tag}`), ...event.removed.map((tag) => `-${tag}`)].join(', ');
      return `tags ${said} by ${names.actor(event.by)}`;
    }
    case 'due-set':
      return `own date ${event.due === undefined ? 'taken away' : event.due.toISOString()}, by ${names.actor(event.by)}`;
    case 'due-told':
      return `agents told that their own date ${event.due.toISOString()} ${event.step === 'near' ? 'nears' : 'has come'}`;
    case 'snoozed':
      return `put off until ${event.until.toISOString()} by ${names.actor(event.by)}`;
    case 'snooze-ended':
      return event.key === undefined ? `back before its time, by ${names.actor(event.by)}` : 'back, as put off';
    case 'spam-marked':
      return `spam, says ${names.actor(event.by)}${event.sender ? '; its sender is marked' : ''}`;
    case 'spam-unmarked':
      return `no spam, says ${names.actor(event.by)}`;
    case 'client-reminded': {
      const closes = event.closes === undefined ? '' : `; closes at ${event.closes.toISOString()} without a reply`;
      return `client reminded (${event.nth})${closes}`;
    }
    case 'closed-silent':
      return 'the client stayed silent after the notice';
  }
}
