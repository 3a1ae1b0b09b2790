import type { EmailAddress } from '../mail/mail.ts';
import { redeemProblem } from './access/access.ts';
import { settleNotices } from './audience.ts';
import type { Act, ActCommand } from './command.ts';
import type { ActFacts } from './decide.ts';
import { Draft, nothing } from './draft.ts';
import type { Decision } from './facts.ts';
import type { Ids } from './ids.ts';
import type { TranscriptResult } from './notice.ts';
import type { Policy } from './policy.ts';
import { issueRfo } from './rfo/issue.ts';
import { analysed, answered, heldOf, impossible, noted, perform, release, setsStatus } from './work.ts';

/** Staff act on a ticket from the terminal (or a page): the same rules as by mail. */
export function decideAct(command: ActCommand, facts: ActFacts, policy: Policy, now: Date, ids: Ids): Decision {
  if (facts.ticket === undefined) return nothing(undefined, 'there is no such ticket');
  const { by, acts } = command;
  const text = command.text?.trim() === '' ? undefined : command.text;
  const on = facts.ticket;
  const watched = (address: EmailAddress) => facts.watched.get(address.toLowerCase());
  const says = text !== undefined && command.visibility === 'client';
  for (const act of acts) {
    if (act.kind === 'redeem') {
      const wrong =
        by.kind === 'operator' ? redeemProblem(on.ticket, act.hash, now) : ({ kind: 'key-not-good' } as const);
      if (wrong !== undefined) return nothing(undefined, refusalText(wrong, acts));
    }
    const problem = impossible(act, on, by, (address) => watched(address) !== undefined, says, policy, {
      acts,
      named: facts.around.named,
      written: { text: text ?? '', doubtful: false },
      splitting: facts.splitting,
      now,
      services: facts.around.services,
    });
    if (problem === undefined) continue;
    if (act.kind === 'watch') return nothing(undefined, `${act.address} is staff or ours: it cannot watch`);
    return nothing(undefined, refusalText(problem, acts));
  }
  const unknown = acts.find((act) => act.kind === 'assign' && act.to !== undefined && !policy.agents.has(act.to));
  if (unknown?.kind === 'assign')
    return nothing(undefined, `there is no agent ${unknown.to}; the configuration lists them`);
  const elsewhere = acts.find((act) => act.kind === 'move' && !policy.desks.has(act.to));
  if (elsewhere?.kind === 'move')
    return nothing(undefined, `there is no desk ${elsewhere.to}; the configuration lists them`);

  const draft = new Draft(policy, now, ids, facts.around);
  draft.splitting = facts.splitting;
  const ticket = draft.ticket(on);
  const send = acts.find((act) => act.kind === 'send');
  const held = send?.kind === 'send' ? heldOf(on, send.message, by) : undefined;
  const options = { addressed: new Set<string>(), statusSet: setsStatus(acts) };
  if (held === undefined) perform(draft, ticket, acts, by, watched);
  else release(draft, ticket, held, acts, by, { facts: on, watched, addressed: options.addressed });
  if (text !== undefined) {
    const message = { by, authenticity: 'proved', source: 'typed', text } as const;
    if (acts.some(({ kind }) => kind === 'rfo')) issueRfo(draft, ticket, { ...message, direction: 'outbound' });
    else if (command.visibility === 'internal' || acts.some(({ kind }) => kind === 'analysis'))
      analysed(ticket, acts, noted(draft, ticket, { ...message, direction: 'internal' }), by);
    else answered(draft, ticket, draft.addMessage(ticket, { ...message, direction: 'outbound' }), by, options);
  }
  return draft.decision(undefined, settleNotices(draft));
}

const NO_ESCALATION = {
  'no-matrix': 'the ticket has no escalation matrix; give its desk, client or service one',
  highest: 'the highest level has the ticket already',
  done: 'the ticket is done; open it first',
} as const;

const NO_RFO = {
  'not-resolved': 'the incident is not resolved yet',
  'other-case': 'the desk writes such documents of resolved incidents of the priorities that `rfo:` names alone',
  doubtful: 'it is not certain what is meant',
  cause: 'it lacks the section “Cause:”',
  prevention: 'it lacks the section “Prevention:”',
} as const;

const NO_BOND = {
  unknown: 'there is no ticket of that number',
  itself: 'a ticket that others hang on, or the ticket itself, cannot hang there',
  defect: 'the ticket of that number is no defect; `spoc ticket type NUMBER defect` makes it one',
  problem: 'the ticket of that number is no problem; `spoc ticket type NUMBER problem` makes it one',
  full: 'too many tickets hang there already',
  none: 'the ticket hangs on none',
} as const;

const NO_MERGE = {
  same: 'that is this ticket itself',
  clients: 'the two are of different clients, who must not see each other; `spoc ticket link` puts them side by side',
  held: 'an answer waits on that ticket: send or drop it first',
  bonds:
    'the two hang on different defects or problems: take one of them off first with `spoc ticket defect NUMBER none` or `problem NUMBER none`',
  gathered: 'other tickets hang on that one: merge the other way round, or hang them on this one first',
} as const;

function refusalText(problem: TranscriptResult, acts: readonly Act[]): string {
  switch (problem.kind) {
    case 'nothing-to-send':
      return 'no answer waits on this ticket';
    case 'no-access-request':
      return 'this ticket asks for no access, or its desk gives none';
    case 'applicant-unknown':
      return 'the register does not have the applicant as a contact of a client; `spoc contact add` enters him once he is verified';
    case 'key-not-good':
      return 'this key is wrong, used or too old';
    case 'no-offer':
      return 'no offer waits for the client; name what was agreed: 120 EUR by 2026-12-05';
    case 'quote-over':
      return 'a day of the offer that came with the answer has passed: drop it, and offer anew with `spoc ticket quote`';
    case 'no-agreement':
      return 'the client has not agreed to price and deadline yet: `spoc ticket quote` offers them, `spoc ticket agreed` records his consent';
    case 'nothing-similar':
      return 'nothing was found that is like the ticket';
    case 'not-deferred':
      return 'the ticket is not deferred: no later day was agreed for it';
    case 'no-coverage':
      return 'the desk has no rules of coverage; `coverage:` of the configuration makes some';
    case 'not-chargeable':
      return 'the work on the ticket costs nothing, so there is nothing to agree to';
    case 'less-booked':
      return 'so much time was not booked on the ticket';
    case 'no-escalation':
      return NO_ESCALATION[problem.why];
    case 'no-form':
      return 'the desk asks for no facts; `form:` of the configuration makes it do so';
    case 'no-service':
      return 'the register has no service of the client of this ticket; `spoc service import` enters one';
    case 'bad-argument':
      if (acts.some(({ kind }) => kind === 'fact' || kind === 'service'))
        return `it takes one of: ${problem.expected.map((one) => one.replace(/^#(?:fact|service) /, '')).join(', ')}`;
      if (acts.some(({ kind }) => kind === 'same'))
        return `it was found to be like ${problem.expected.map((one) => one.replace('#same ', '')).join(', ')}`;
      if (acts.some(({ kind }) => kind === 'stage')) return `it takes one of: ${problem.expected.join(', ')}`;
      if (acts.some(({ kind }) => kind === 'product'))
        return `one of these would be right: ${problem.expected.join(', ')}`;
      return problem.expected.some((one) => one.startsWith('#escalate'))
        ? `it can go to level ${problem.expected.map((one) => one.replace('#escalate ', '')).join(', ')}`
        : 'send it without other words';
    case 'no-enrolment':
      return 'the ticket is no enrolment, or it is decided';
    case 'enrolment-incomplete':
      return 'the applicant has not given all facts yet; `spoc client add` and `spoc contact add` enter him without them';
    case 'no-bond':
      return NO_BOND[problem.why];
    case 'no-rfo':
      return NO_RFO[problem.why];
    case 'no-defect':
      return problem.why === 'other-type'
        ? 'the ticket is no defect; `spoc ticket type NUMBER defect` makes it one'
        : 'the defect is not confirmed yet; `spoc defect confirm` does that';
    case 'enrolment-namesake':
      return 'a client has that company number already; `spoc contact add` enters the applicant with him';
    case 'no-ticket':
      return 'there is no ticket with that number';
    case 'no-merge':
      return NO_MERGE[problem.why];
    case 'merge-asks':
      return `${problem.number} is of ${problem.name}: with --yes each of the two takes part in both and sees what is written there`;
    case 'no-split':
      return problem.why === 'only' ? 'a ticket keeps at least one message' : 'there is no such message of a client';
    case 'not-watching':
      return 'the address does not watch this ticket';
    case 'too-many-tags':
      return `a ticket has at most ${problem.most} tags`;
    case 'forbidden':
      if (problem.needs === 'staff') return 'only staff of that ticket may do this';
      return 'the approvers of the desk decide on enrolments';
    default:
      return 'send it without other words';
  }
}
