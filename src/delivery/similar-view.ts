import { calledName } from '../desk/facts.ts';
import { maySee } from '../desk/record/permission.ts';
import type { Loaded } from './compose.ts';
import type { AnswerView, SimilarView } from './render/view.ts';

/** Characters of a solution, and of an answer without an address. */
const MOST = { solution: 1_500, answer: 700 };
/** The newest messages of a ticket that are looked through for its solution. */
const NEWEST = 12;

/** Earlier tickets like the one at hand: those that its requester may see in the record, or those that he may not. */
export async function similarViews(
  { store, ticket }: Loaded,
  which: 'shown' | 'hidden',
): Promise<readonly SimilarView[]> {
  if (ticket === undefined) return [];
  const found = ticket.ticket.care.similar.found;
  const facts = await store.ticketFacts(found.map((one) => one.ticket));
  const views: SimilarView[] = [];
  for (const { ticket: id } of found) {
    const one = facts.get(id);
    if (one === undefined || maySee(ticket.requester, one) !== (which === 'shown')) continue;
    const rows = await store.messages(id, NEWEST);
    const solution = rows.findLast(({ direction, held }) => direction === 'outbound' && !held)?.shown;
    views.push({
      number: one.ticket.number,
      subject: one.subject,
      requesterName: calledName(one.requester),
      openedAt: one.ticket.openedAt,
      status: one.ticket.status,
      solution: solution?.slice(0, MOST.solution),
    });
  }
  return views;
}

/** The published answers that were found for the ticket at hand; one that is gone since is left out. */
export async function foundAnswers({ answers, desk, ticket }: Loaded): Promise<readonly AnswerView[]> {
  const ids = ticket?.ticket.care.similar.answers ?? [];
  if (ids.length === 0) return [];
  const published = new Map((await answers.of(desk.id)).map((one) => [one.id, one]));
  return ids.flatMap((id) => {
    const one = published.get(id);
    if (one === undefined) return [];
    return [{ title: one.title, url: one.url, text: one.url === undefined ? one.text.slice(0, MOST.answer) : '' }];
  });
}

/** Those that are offered to the client. */
export async function offeredAnswers(loaded: Loaded): Promise<readonly AnswerView[]> {
  const { desk, ticket } = loaded;
  const signsUp = ticket?.ticket.care.enrolment !== undefined;
  return desk.answers?.offer === true && !signsUp ? foundAnswers(loaded) : [];
}
