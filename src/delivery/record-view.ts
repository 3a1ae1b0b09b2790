import { calledName, type TicketFacts } from '../desk/facts.ts';
import type { TicketId } from '../desk/ids.ts';
import type { RecordEntry, RecordNotice } from '../desk/record/notice.ts';
import { isDone } from '../desk/status.ts';
import type { MessageRow } from '../store/port.ts';
import type { Loaded } from './compose.ts';
import type { CaseView, NoticeView, RequestView, StepView } from './render/view.ts';
import { actorName, QUOTED } from './view-parts.ts';

/** Messages and changes of status that the history of one request shows. */
const MOST_STEPS = 40;

/** Fills the view of the record; the desk has said what the reader may see. */
export async function recordView(
  notice: RecordNotice,
  loaded: Loaded,
  base: Pick<NoticeView, 'desk' | 'recipient'>,
): Promise<NoticeView> {
  const { about } = loaded;
  if (notice.kind === 'record-case') {
    const cases: CaseView[] = [];
    for (const { number, entry } of notice.cases) cases.push(await caseView(number, entry, loaded));
    return { kind: 'record-case', ...base, about, cases };
  }
  const { sees, more } = notice;
  const open = await requests(notice.open, loaded);
  return { kind: 'record', ...base, about, sees, open, done: await requests(notice.done, loaded), more };
}

async function requests(entries: readonly RecordEntry[], loaded: Loaded): Promise<readonly RequestView[]> {
  const facts = await loaded.store.ticketFacts(entries.map(({ ticket }) => ticket));
  const views: RequestView[] = [];
  for (const entry of entries) {
    const found = facts.get(entry.ticket);
    if (found === undefined) throw new Error(`the record names ticket ${entry.ticket}, which is not there`);
    views.push(requestView(found, entry, await visible(entry.ticket, found, loaded), loaded));
  }
  return views;
}

function requestView(
  { ticket, subject, requester, history }: TicketFacts,
  { place }: RecordEntry,
  messages: readonly MessageRow[],
  { contact }: Loaded,
): RequestView {
  const taken = history.find(({ event }) => event.kind === 'status-changed' && event.from === 'new');
  const begun = history[0]?.event.kind === 'opened' && history[0].event.status !== 'new' ? ticket.openedAt : undefined;
  const { deferral } = ticket.care;
  const solution = isDone(ticket.status) ? messages.findLast(({ direction }) => direction === 'outbound') : undefined;
  return {
    number: ticket.number,
    subject,
    requesterName: requester.id === contact?.id ? undefined : calledName(requester),
    status: ticket.status,
    receivedAt: ticket.openedAt,
    takenAt: taken?.at ?? begun,
    place,
    deferredUntil: deferral?.state === 'agreed' ? deferral.until : undefined,
    closedAt: isDone(ticket.status) ? ticket.doneAt : undefined,
    solution:
      solution === undefined
        ? undefined
        : { text: solution.shown.slice(0, QUOTED), truncated: solution.shown.length > QUOTED },
  };
}

/**
 * The messages of a ticket that the reader may see: no notes, none that waits; a client's customer sees what he wrote and what he was answered, as
 * in every mail to him (SAGA-2).
 */
async function visible(id: TicketId, facts: TicketFacts, { store, contact }: Loaded): Promise<readonly MessageRow[]> {
  const { ticket, requester } = facts;
  const served = requester.client !== ticket.client && requester.id === contact?.id;
  const rows = await store.messages(id, MOST_STEPS);
  return rows.filter(
    ({ direction, held, by }) =>
      !held &&
      direction !== 'internal' &&
      !(served && direction === 'inbound' && !(by.kind === 'contact' && by.id === requester.id)),
  );
}

async function caseView(number: string, entry: RecordEntry | undefined, loaded: Loaded): Promise<CaseView> {
  const none: CaseView = { number, request: undefined, steps: [], more: 0 };
  if (entry === undefined) return none;
  const facts = (await loaded.store.ticketFacts([entry.ticket])).get(entry.ticket);
  if (facts === undefined) return none;
  const messages = await visible(entry.ticket, facts, loaded);
  const steps: StepView[] = [];
  for (const { by, at, shown } of messages)
    steps.push({
      kind: 'message',
      at,
      authorName: (await actorName(by, loaded)) ?? loaded.desk.name,
      text: shown.slice(0, QUOTED),
      truncated: shown.length > QUOTED,
    });
  for (const { event, at } of facts.history)
    if (event.kind === 'status-changed') steps.push({ kind: 'status', at, from: event.from, to: event.to });
  steps.sort((a, b) => a.at.getTime() - b.at.getTime());
  return {
    number,
    request: requestView(facts, entry, messages, loaded),
    steps: steps.slice(-MOST_STEPS),
    more: Math.max(0, steps.length - MOST_STEPS),
  };
}
