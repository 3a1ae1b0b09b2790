import { isOpenReason } from '../desk/coverage/settle.ts';
import { type Contact, calledName } from '../desk/facts.ts';
import { shown } from '../desk/form/ask.ts';
import type { Actor, MessageKey, TicketId } from '../desk/ids.ts';
import type { Filed, Notice } from '../desk/notice.ts';
import { phoneShown, type ShownPhone } from '../desk/phone/shown.ts';
import { requestTypeOf } from '../desk/request-type/choose.ts';
import type { Locale } from '../desk/status.ts';
import type { WordsByLocale } from '../mail/form/rules.ts';
import { markerLine } from '../mail/reply/marker.ts';
import { TOO_OLD } from '../store/age.ts';
import { FORGOTTEN } from '../store/forget.ts';
import type { MessageRow, StoredAttachment } from '../store/port.ts';
import { disguised } from './attachment-type.ts';
import type { Loaded } from './compose.ts';
import { askView, factViews } from './form-view.ts';
import type {
  AskView,
  AttachmentView,
  FiledView,
  GivenView,
  HistoryEntry,
  MessageView,
  RequestTypeView,
  TicketView,
} from './render/view.ts';

/** Characters of a message that a client gets quoted back. */
export const QUOTED = 3_000;
/** The newest messages that a history shows, and characters of each. */
export const HISTORY = { messages: 8, text: 1_500 };

/** The line below which nothing of a reply counts. */
export function markerOf(number: string, { renderer, to }: Loaded): string {
  return markerLine(number, renderer.markerText(to.locale));
}

/** Why the gateway has just now given the ticket to the reader, or taken it from somebody who is away; undefined when it has not. */
export function givenView(loaded: Loaded): GivenView | undefined {
  const { ticket, to, at, settings } = loaded;
  const last = ticket?.history.findLast(({ event }) => event.kind === 'assigned');
  if (last?.event.kind !== 'assigned' || last.at.getTime() !== at.getTime()) return undefined;
  const { why, to: assignee } = last.event;
  if (why === undefined || to.recipient.kind !== 'agent') return undefined;
  if (assignee !== undefined && assignee !== to.recipient.id) return undefined;
  if (why.kind === 'request-type') {
    const request = requestView(loaded);
    return { kind: 'request-type', name: request?.name ?? why.type };
  }
  if (why.kind !== 'absent') return why;
  const name = settings.policy.agents.get(why.agent)?.name ?? why.agent;
  if (assignee === undefined) return { kind: 'returned', name };
  return why.rule === undefined ? { kind: 'deputy', name } : { kind: 'away-rule', name, rule: why.rule };
}

/** Whether the reader is of the staff; others are shown no agents but where the desk says so. */
function isStaff({ to }: Loaded): boolean {
  return to.recipient.kind === 'agent';
}

/** The facts of the ticket that this reader may see. */
export function ticketView(loaded: Loaded): TicketView {
  const { ticket: facts, settings } = loaded;
  if (facts === undefined) throw new Error('a notice on a ticket that is not there');
  const { ticket, subject, requester, client } = facts;
  const assignee = ticket.assignee === undefined ? undefined : settings.policy.agents.get(ticket.assignee)?.name;
  return {
    number: ticket.number,
    subject,
    status: ticket.status,
    priority: ticket.priority,
    type: ticket.type,
    channel: ticket.channel,
    openedAt: ticket.openedAt,
    requesterName: calledName(requester),
    clientName: client?.name,
    assigneeName: isStaff(loaded) || loaded.desk.showAgentName ? assignee : undefined,
    facts: isStaff(loaded) ? factsFor(loaded) : [],
    request: requestView(loaded),
    coverage: isStaff(loaded) ? coverageFor(loaded) : undefined,
    tags: isStaff(loaded) ? ticket.care.upkeep.tags : [],
    due: isStaff(loaded) ? ticket.care.upkeep.due : undefined,
  };
}

/** The type of the request in the reader's language (SOFTECH-3). */
function requestView(loaded: Loaded): RequestTypeView | undefined {
  const { ticket, desk, to } = loaded;
  const type = requestTypeOf(desk, ticket?.ticket.care.requestType);
  if (type === undefined) return undefined;
  const { id, words, surcharge, checklist } = type;
  return {
    name: shown(words, to.locale) || id,
    surcharge,
    checklist: isStaff(loaded) ? linesOf(checklist, to.locale) : [],
  };
}

/** All lines in the reader's language, else in English, else in whatever there is. */
function linesOf(byLocale: WordsByLocale, locale: Locale): readonly string[] {
  const own = locale === 'sr-Cyrl' ? (byLocale['sr-Cyrl'] ?? byLocale.sr) : byLocale[locale];
  return own ?? byLocale.en ?? Object.values(byLocale)[0] ?? [];
}

/** What the work is; a reason that asks whether obligations are settled stands in no mail that can be answered to the client. */
function coverageFor({ ticket: facts, desk }: Loaded): TicketView['coverage'] {
  const { coverage, time } = facts?.ticket.care ?? {};
  const decided = coverage?.decided;
  if (decided === undefined || time === undefined) return undefined;
  const { work, until, answer, reason } = decided;
  const open = isOpenReason(desk, decided);
  return { work, until, answer, reason: open ? reason : undefined, spent: time.spent };
}

/** The facts of the form in the reader's language. */
function factsFor(loaded: Loaded): TicketView['facts'] {
  const { ticket, desk, to } = loaded;
  return ticket === undefined ? [] : factViews(desk, ticket, { staff: isStaff(loaded), locale: to.locale });
}

/** With the facts for the client, where he is told what was understood of his. */
export function withFacts<T extends { readonly ticket: TicketView }>(common: T, loaded: Loaded): T {
  return { ...common, ticket: { ...common.ticket, facts: factsFor(loaded) } };
}

/** The facts that the mail asks for, as a form to fill in. */
export function asked({ asks }: { readonly asks: boolean }, { desk, ticket, to }: Loaded): AskView | undefined {
  return asks && ticket !== undefined ? askView(desk, ticket, to.locale) : undefined;
}

/** The number that the reader is told: his own contact decides (SAGA-4, SAGA-5). */
export function shownPhone({ settings, desk, contact, message, at }: Loaded): ShownPhone | undefined {
  if (contact === undefined) return undefined;
  return phoneShown(settings.policy, desk, contact, message?.authenticity ?? 'claimed', at);
}

/** "We correspond in English only", in the reader's own language and in the desk's (INTERSPACE-4). */
export function oneLanguage({ desk, to, renderer }: Loaded): readonly string[] {
  const { correspondence } = desk;
  if (correspondence === undefined) return [];
  return [...new Set([to.own, correspondence])].map((locale) => renderer.correspondenceText(locale, correspondence));
}

/** Where a client's customer asked, what the client himself said of it is not shown to the customer (SAGA-2). */
export function isHis(row: MessageRow, { ticket }: Loaded): boolean {
  const served = ticket !== undefined && ticket.requester.client !== ticket.ticket.client;
  return !served || (row.by.kind === 'contact' && row.by.id === ticket.requester.id);
}

/** A name for whoever did something; agents only where the reader may see them, the gateway and the operator never. */
export async function actorName(by: Actor, loaded: Loaded): Promise<string | undefined> {
  if (by.kind === 'contact') {
    const contact = await loaded.store.contact(by.id);
    return contact?.name || contact?.address;
  }
  if (by.kind === 'agent' && (isStaff(loaded) || loaded.desk.showAgentName))
    return loaded.settings.policy.agents.get(by.id)?.name;
  return undefined;
}

/** A message by its key, at most so long. */
export async function messageView(key: MessageKey, loaded: Loaded, length: number): Promise<MessageView> {
  return rowView((await loaded.store.message(key)) ?? nowhere(key), loaded, length);
}

/** A notice of a message that is not there is a mistake of the desk. */
export function nowhere(key: MessageKey | undefined): never {
  throw new Error(`message ${key ?? '(the newest)'} is not there`);
}

/** A message, at most so long. */
export async function rowView(row: MessageRow, loaded: Loaded, length: number): Promise<MessageView> {
  const left = new Set(loaded.attachments.left.map(identity));
  const limit = loaded.settings.policy.limits.outgoingBytes;
  return {
    authorName: (await actorName(row.by, loaded)) ?? loaded.desk.name,
    at: row.at,
    text: row.shown.slice(0, length),
    truncated: row.shown.length > length,
    attachments: row.attachments
      .filter(isThere)
      .map((one) => attachmentView(one, left.has(identity(one)) ? limit : undefined, isStaff(loaded))),
  };
}

/** What was let go of since is not told of: it was no attachment that could not be sent. */
function isThere({ leftOut }: StoredAttachment): boolean {
  return leftOut !== TOO_OLD && leftOut !== FORGOTTEN;
}

/** One attachment of a message among its others. */
function identity({ blob, filename, contentId }: StoredAttachment): string {
  return JSON.stringify([blob, filename, contentId]);
}

function attachmentView(one: StoredAttachment, over: number | undefined, staff: boolean): AttachmentView {
  const { filename, size } = one;
  const is = staff ? disguised(one.contentType, filename, one.detectedType) : undefined;
  return { filename, size, leftOut: leftOutOf(one, over), disguised: is };
}

function leftOutOf(one: StoredAttachment, over: number | undefined): AttachmentView['leftOut'] {
  if (one.blocked !== undefined) return { kind: 'blocked' };
  if (one.leftOut !== undefined || one.blob === undefined) return { kind: 'too-large', limit: undefined };
  return over === undefined ? undefined : { kind: 'together-too-large', limit: over };
}

/** What client and desk wrote to each other before: nothing that waits, and notes only in a notice whose replies are notes. */
export async function history(
  ticket: TicketId,
  but: MessageKey | undefined,
  loaded: Loaded,
  notes = false,
): Promise<readonly HistoryEntry[]> {
  const rows = await loaded.store.messages(ticket, HISTORY.messages + 4);
  const entries: HistoryEntry[] = [];
  for (const row of rows.toReversed()) {
    if (row.key === but || row.held || (row.direction === 'internal' && !notes)) continue;
    if (entries.length === HISTORY.messages) break;
    const authorName = (await actorName(row.by, loaded)) ?? loaded.desk.name;
    entries.push({ authorName, direction: row.direction, at: row.at, text: row.shown.slice(0, HISTORY.text) });
  }
  return entries;
}

/** The solution travels with the notice that the ticket is resolved (SAOP-1), to those who see the ticket's answers. */
export async function solutionFor(
  notice: Extract<Notice, { kind: 'status-changed' }>,
  loaded: Loaded,
): Promise<MessageView | undefined> {
  if (!notice.changes.some((change) => change.to === 'resolved')) return undefined;
  const rows = await loaded.store.messages(notice.ticket, HISTORY.messages);
  const last = rows.filter((row) => row.direction === 'outbound' && !row.held).at(-1);
  return last === undefined ? undefined : rowView(last, loaded, QUOTED);
}

/** Why a message was filed where it was. */
export async function filedViews(filed: readonly Filed[], loaded: Loaded): Promise<readonly FiledView[]> {
  const views: FiledView[] = [];
  for (const one of filed) {
    if (one.kind === 'named')
      views.push({ kind: 'named', numbers: await Promise.all(one.tickets.map((id) => numberOf(id, loaded))) });
    else if (one.kind === 'follows') views.push({ kind: 'follows', number: await numberOf(one.ticket, loaded) });
    else views.push(one);
  }
  return views;
}

/** The number of a ticket. */
export async function numberOf(id: TicketId, { store }: Loaded): Promise<string> {
  return (await store.ticketFacts([id])).get(id)?.ticket.number ?? String(id);
}

/** The addresses of contacts. */
export async function addresses(contacts: readonly Contact['id'][], { store }: Loaded): Promise<readonly string[]> {
  const found = await Promise.all(contacts.map((id) => store.contact(id)));
  return found.flatMap((contact) => contact?.address ?? []);
}
