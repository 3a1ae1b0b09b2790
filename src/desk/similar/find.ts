import type { Draft } from '../draft.ts';
import type { TicketId } from '../ids.ts';
import { deskOf } from '../policy.ts';
import { maySee } from '../record/permission.ts';
import type { Locale } from '../status.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { Earlier } from './event.ts';
import type { EarlierTicket } from './facts.ts';
import { ALIKE, rank, rankArticles } from './rank.ts';

/** Earlier tickets that are shown. */
const MOST_SHOWN = 3;

/**
 * What a new ticket is like, once it is known what was asked: earlier tickets of the same contact or client, and published answers (SAOP-5). They are
 * only found: whether it is the same question is for staff to say.
 */
export function findSimilar(draft: Draft, ticket: TicketDraft): void {
  const { earlier, answers } = draft.around.similar;
  const { care, desk } = ticket.state;
  if (care.imported || care.enrolment !== undefined) return;
  const text = `${ticket.title}\n${ticket.opening}`;
  const own = earlier.filter((one) => isOf(ticket, one));
  const alike = rank(
    text,
    own.map((of) => ({ of, words: of.words })),
  );
  const found = alike
    .filter(({ score, of }) => score >= ALIKE && of.ticket !== ticket.state.id)
    .slice(0, MOST_SHOWN)
    .map(({ of }): Earlier => ({ ticket: of.ticket, number: of.number }));
  if (found.length > 0) ticket.push({ kind: 'similar-found', earlier: found });

  const rules = deskOf(draft.policy, desk).answers;
  if (rules === undefined) return;
  const language = latin(localeOf(draft, ticket));
  const readable = answers.filter(({ locale }) => locale === undefined || latin(locale) === language);
  const helpful = rankArticles(
    text,
    readable.map((of) => ({ of: of.id, title: of.titleWords, words: of.words })),
  );
  const ids = helpful
    .filter(({ score }) => score >= ALIKE)
    .slice(0, rules.most)
    .map(({ of }) => of);
  if (ids.length > 0) ticket.push({ kind: 'answers-found', answers: ids });
}

/** Serbian is one language in both alphabets. */
function latin(locale: Locale): Locale {
  return locale === 'sr-Cyrl' ? 'sr' : locale;
}

/** Whether an earlier ticket is of the same contact or client. */
function isOf({ state }: TicketDraft, { client, requester }: EarlierTicket): boolean {
  return requester.id === state.requester || (client !== undefined && client === state.client);
}

/** The language in which the requester is written to. */
function localeOf({ policy }: Draft, { state, requester, client }: TicketDraft): Locale {
  const desk = deskOf(policy, state.desk);
  return desk.correspondence ?? requester.locale ?? client?.locale ?? desk.locale;
}

/**
 * Whether some of what was found is not for the requester to see: it is told to staff by a mail of its own, whose replies are notes; the rest stands in
 * the mail that tells of the new ticket, which can be answered to him.
 */
export function hidesSimilar({ around, drafts }: Draft, id: TicketId): boolean {
  const ticket = drafts.find(({ state }) => state.id === id);
  const event = ticket?.events.find(({ kind }) => kind === 'similar-found');
  if (ticket === undefined || event?.kind !== 'similar-found') return false;
  return event.earlier.some((one) => {
    const found = around.similar.earlier.find((earlier) => earlier.ticket === one.ticket);
    return found !== undefined && !maySee(ticket.requester, { ticket: found, requester: found.requester });
  });
}
