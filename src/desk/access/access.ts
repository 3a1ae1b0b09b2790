import { createHash } from 'node:crypto';
import { asksForAccess } from '../../mail/access-words.ts';
import { readCompanyNumber } from '../../mail/form/company-number.ts';
import type { MailCommand } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { TicketFacts } from '../facts.ts';
import type { Actor } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { type Desk, deskOf, type Policy } from '../policy.ts';
import type { Receiving } from '../receiving.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { AccessWay } from './event.ts';

/** Whether a mail asks for access at a desk that gives any. */
export function beginsAccess({ desk, command, facts }: Receiving): boolean {
  const human = command.mailKind === 'human' || command.released;
  return desk.access !== undefined && human && facts.sender.kind !== 'agent' && asksForAccess(command.subject);
}

/** Company numbers of a mail that are looked up. */
const MOST_NUMBERS = 5;

/** The company numbers that a request for access names, in the form in which the register keeps them. */
export function companiesNamed(
  { subject, body }: Pick<MailCommand, 'subject' | 'body'>,
  desk: Desk,
): readonly string[] {
  if (desk.access === undefined || !asksForAccess(subject)) return [];
  const written = body.slice(0, 5_000).match(/(?:\b[A-Z]{2} ?)?\b\d[\d .]{4,16}\d\b/g) ?? [];
  const numbers = written.flatMap((one) => {
    const plain = one.trim();
    if (desk.companyNumbers.length === 0) return [plain];
    return readCompanyNumber(plain, desk.companyNumbers)?.number ?? [];
  });
  return [...new Set(numbers)].slice(0, MOST_NUMBERS);
}

/** Puts a request for access on record and tells the administrators what is known of the applicant; he himself is told nothing of it. */
export function beginAccess(receiving: Receiving, ticket: TicketDraft, by: Actor): void {
  const { command, desk, draft, facts } = receiving;
  const named = companiesNamed(command, desk).flatMap((number) => facts.companies.get(number) ?? [])[0];
  ticket.push({ kind: 'access-asked', named: named?.id, by });
  const { id, desk: at } = ticket.state;
  for (const agent of desk.access?.administrators ?? [])
    draft.tell({ kind: 'agent-access', to: { kind: 'agent', id: agent }, desk: at, ticket: id, changes: [] });
}

/** Why access cannot be granted; undefined when it can. Only to somebody whom the register has as a contact of a client. */
export function grantProblem(policy: Policy, on: TicketFacts, by: Actor): TranscriptResult | undefined {
  const { access } = deskOf(policy, on.ticket.desk);
  if (access === undefined || on.ticket.care.access === undefined) return { kind: 'no-access-request' };
  if (by.kind === 'agent' && !access.administrators.includes(by.id)) return { kind: 'forbidden', needs: 'approver' };
  const entered = on.requester.client !== undefined && on.requester.entered;
  return entered ? undefined : { kind: 'applicant-unknown' };
}

/** Hands access over in the agreed way, after the applicant was verified; a key that was given before is good no more. */
export function grantAccess(draft: Draft, ticket: TicketDraft, way: AccessWay, by: Actor): void {
  const { access } = deskOf(draft.policy, ticket.state.desk);
  if (access === undefined) return;
  const { id, desk, number } = ticket.state;
  const secret = draft.ids.secret();
  const until = new Date(draft.now.getTime() + (way === 'link' ? access.linkValid : access.letterValid));
  ticket.push({ kind: 'access-granted', way, hash: hashOf(secret), until, by });
  if (by.kind === 'agent' && ticket.state.assignee === undefined) ticket.assign(by.id, by);
  ticket.setStatus('resolved', by);
  const key = `${number}.${secret}`;
  if (way === 'link') {
    const to = { kind: 'contact', id: ticket.requester.id } as const;
    draft.tell({ kind: 'access-link', to, desk, ticket: id, changes: [], key, until });
    return;
  }
  const [first] = access.administrators;
  const agent = by.kind === 'agent' ? by.id : first;
  if (agent === undefined) return;
  draft.tell({
    kind: 'agent-access-letter',
    to: { kind: 'agent', id: agent },
    desk,
    ticket: id,
    changes: [],
    key,
    until,
  });
}

/** Why a key is not good; undefined when it is. The same words for all, so that trying teaches nothing. */
export function redeemProblem({ care }: TicketFacts['ticket'], hash: string, now: Date): TranscriptResult | undefined {
  const { access } = care;
  const good = access?.state === 'granted' && access.hash === hash && access.until !== undefined && access.until >= now;
  return good ? undefined : { kind: 'key-not-good' };
}

/** Under which a key is kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The ticket's number and the secret of a key as it was handed over; undefined when it is none. */
export function keyParts(key: string): { readonly number: string; readonly secret: string } | undefined {
  const found = /^([A-Z][A-Z0-9]{0,9}-\d{1,12})\.([0-9a-z]{20,60})$/i.exec(key.trim());
  if (found === null) return undefined;
  return { number: (found[1] ?? '').toUpperCase(), secret: (found[2] ?? '').toLowerCase() };
}
