import type { EmailAddress } from '../../mail/mail.ts';
import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import { link, merge, mergeProblem } from '../filing/merge.ts';
import { chosenOf, splitOff } from '../filing/split-off.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import type { Policy } from '../policy.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { UpkeepAct } from './act.ts';
import type { Beside } from './beside.ts';
import { markSpam } from './spam.ts';
import { MOST_TAGS } from './verbs.ts';

/** Why an act cannot be done, in the words of a transcript; undefined when it can. `says`: words for the client came with it. */
export function upkeepProblem(
  act: UpkeepAct,
  facts: TicketFacts,
  by: Actor,
  says: boolean,
  policy: Policy,
  beside: Beside,
): TranscriptResult | undefined {
  switch (act.kind) {
    case 'merge':
      return mergeProblem(act, facts, beside.named, by, policy);
    case 'link': {
      const other = beside.named.get(act.number);
      if (other === undefined) return { kind: 'no-ticket' };
      return other.ticket.id === facts.ticket.id ? { kind: 'no-merge', why: 'same' } : undefined;
    }
    case 'split': {
      // Which of the two cases would they be for?
      if (says) return { kind: 'bad-argument', expected: ['#split'], nearest: undefined };
      const chosen = chosenOf(act, beside.splitting);
      return 'kind' in chosen ? chosen : undefined;
    }
    case 'unwatch':
      return watcherAt(facts, act.address) === undefined ? { kind: 'not-watching' } : undefined;
    case 'tag': {
      const kept = facts.ticket.care.upkeep.tags.filter((tag) => !act.remove.includes(tag));
      const count = new Set([...kept, ...act.add]).size;
      return count > MOST_TAGS ? { kind: 'too-many-tags', most: MOST_TAGS } : undefined;
    }
    case 'spam':
      return says ? { kind: 'bad-argument', expected: ['#spam'], nearest: undefined } : undefined;
    case 'due':
    case 'snooze':
      return undefined;
  }
}

/** Does what {@link upkeepProblem} found possible; answers what a transcript says of it beyond “done”. */
export function actOn(draft: Draft, ticket: TicketDraft, act: UpkeepAct, by: Actor): TranscriptResult | undefined {
  const beside = { named: draft.around.named, splitting: draft.splitting };
  switch (act.kind) {
    case 'merge': {
      const other = beside.named.get(act.number);
      if (other !== undefined) merge(draft, ticket, other, by);
      return { kind: 'merged', number: other?.ticket.number ?? act.number };
    }
    case 'link': {
      const other = beside.named.get(act.number);
      if (other !== undefined) link(draft, ticket, other, by);
      return undefined;
    }
    case 'split': {
      const chosen = chosenOf(act, beside.splitting);
      const first = 'kind' in chosen ? undefined : chosen.messages[0];
      if ('kind' in chosen || first === undefined) return undefined;
      const into = splitOff(draft, ticket, chosen, first, by);
      return { kind: 'split', number: into.state.number };
    }
    case 'unwatch': {
      const watcher = ticket.watchers.find(({ address }) => isAt(address, act.address));
      if (watcher !== undefined) ticket.unwatch(watcher, by);
      return undefined;
    }
    case 'tag':
      return tag(ticket, act, by);
    case 'due': {
      const { due } = ticket.state.care.upkeep;
      if (due?.getTime() !== act.at?.getTime()) ticket.push({ kind: 'due-set', due: act.at, by });
      return act.at === undefined ? undefined : { kind: 'due', at: act.at };
    }
    case 'snooze':
      ticket.setStatus('on-hold', by);
      ticket.push({ kind: 'snoozed', until: act.until, by });
      return { kind: 'snoozed', until: act.until };
    case 'spam':
      markSpam(draft, ticket, by);
      return undefined;
  }
}

function tag(
  ticket: TicketDraft,
  { add, remove }: Extract<UpkeepAct, { kind: 'tag' }>,
  by: Actor,
): TranscriptResult | undefined {
  const { tags } = ticket.state.care.upkeep;
  const added = add.filter((one) => !tags.includes(one));
  const removed = remove.filter((one) => tags.includes(one) && !add.includes(one));
  if (added.length > 0 || removed.length > 0) ticket.push({ kind: 'tags-changed', added, removed, by });
  return undefined;
}

function watcherAt({ watchers }: TicketFacts, address: EmailAddress): TicketFacts['watchers'][number] | undefined {
  return watchers.find((watcher) => isAt(watcher.address, address));
}

function isAt(one: EmailAddress | undefined, other: EmailAddress): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
