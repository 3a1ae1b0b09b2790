import { type Contact, calledName } from '../desk/facts.ts';
import type { Actor, MessageKey, TicketId } from '../desk/ids.ts';
import type { Filed, Notice } from '../desk/notice.ts';
import { phoneShown, type ShownPhone } from '../desk/phone/shown.ts';
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
  NoticeView,
  TicketView,
} from './render/view.ts';

/** Characters of a message that a client gets quoted back, that an agent gets whole, and of each message of the history. */
const QUOTED = 3_000;
const WHOLE = 100_000;
const HISTORY = { messages: 8, text: 1_500 };

/** Stands in the marker of mails to the operator, where others have a ticket's number. */
const OPERATOR_MARK = 'SPOC';

type OnTicketNotice = Extract<Notice, { readonly changes: readonly unknown[] }>;

/** Fills the view of a notice. What the reader may not see is left out here; the renderer shows everything it is given. */
export async function viewOf(notice: Notice, loaded: Loaded): Promise<NoticeView> {
  const { desk, from, to, about } = loaded;
  const base = {
    desk: { name: desk.name, address: from, signature: desk.signature },
    recipient: { name: to.name },
  };
  switch (notice.kind) {
    case 'refused':
      return { kind: 'refused', ...base, about };
    case 'prove':
      return { kind: 'prove', ...base, role: notice.role, about };
    case 'escalation-matrix':
      return { kind: 'escalation-matrix', ...base, service: notice.service, validFrom: loaded.at };
    case 'operator-held': {
      const { mails, more } = notice;
      return { kind: 'operator-held', ...base, marker: markerOf(OPERATOR_MARK, loaded), mails, more };
    }
    case 'transcript':
      return {
        kind: 'transcript',
        ...base,
        ticket: loaded.ticket === undefined ? undefined : ticketView(loaded),
        marker: loaded.ticket === undefined ? undefined : markerOf(loaded.ticket.ticket.number, loaded),
        about,
        lines: notice.lines,
        help: notice.help,
        unsent: notice.unsent,
      };
    default:
      return onTicket(notice, loaded, base);
  }
}

async function onTicket(
  notice: OnTicketNotice,
  loaded: Loaded,
  base: Pick<NoticeView, 'desk' | 'recipient'>,
): Promise<NoticeView> {
  const { desk, noteAddress } = loaded;
  const ticket = ticketView(loaded);
  const changes = await Promise.all(
    notice.changes.map(async ({ from, to: next, by, at }) => ({
      from,
      to: next,
      at,
      byName: await actorName(by, loaded),
    })),
  );
  const marker = markerOf(ticket.number, loaded);
  const common = { ...base, ticket, changes, marker, reply: { noteAddress } };
  switch (notice.kind) {
    case 'confirmation': {
      const message = await messageView(notice.message, loaded, QUOTED);
      const follows = notice.follows === undefined ? undefined : await numberOf(notice.follows, loaded);
      const { onBehalf, offer } = notice;
      return {
        kind: 'confirmation',
        ...withFacts(common, loaded),
        message,
        onBehalf,
        follows,
        ask: asked(notice, loaded),
        offer,
        enrolment: loaded.ticket?.ticket.care.enrolment !== undefined,
        call: ticket.channel === 'phone' && onBehalf,
        phone: shownPhone(loaded),
        languages: oneLanguage(loaded),
      };
    }
    case 'facts-asked':
      return { kind: 'facts-asked', ...withFacts(common, loaded), ask: asked(notice, loaded), offer: notice.offer };
    case 'deferral-answered':
      return { kind: 'deferral-answered', ...common, agreed: notice.agreed, until: notice.until };
    case 'follow-up':
      return { kind: 'follow-up', ...common, message: await messageView(notice.message, loaded, QUOTED) };
    case 'status-changed':
      return { kind: 'status-changed', ...common, solution: await solutionFor(notice, loaded) };
    case 'answer': {
      const earlier = (await loaded.store.messages(notice.ticket, HISTORY.messages)).filter(
        (row) => row.key !== notice.message,
      );
      const asked = earlier.filter((row) => row.direction === 'inbound' && !row.held && isHis(row, loaded)).at(-1);
      return {
        kind: 'answer',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        solution: notice.solution,
        opening: earlier.every((row) => row.direction === 'internal'),
        answered: asked === undefined ? undefined : await rowView(asked, loaded, QUOTED),
      };
    }
    case 'agent-new':
      return {
        kind: 'agent-new',
        ...common,
        given: givenView(loaded),
        message: await rowView(loaded.message ?? nowhere(notice.message), loaded, WHOLE),
        filed: await filedViews(notice.source.filed, loaded),
        warnings: notice.source.warnings,
      };
    case 'agent-resumed':
      return {
        kind: 'agent-resumed',
        ...common,
        message: await rowView(loaded.message ?? nowhere(notice.message), loaded, WHOLE),
      };
    case 'agent-message': {
      const row = await loaded.store.message(notice.message);
      return {
        kind: 'agent-message',
        ...common,
        given: givenView(loaded),
        message: await messageView(notice.message, loaded, WHOLE),
        direction: row?.direction === 'outbound' ? 'outbound' : 'inbound',
        history: await history(notice.ticket, notice.message, loaded),
        proposed: await addresses(notice.proposed, loaded),
        filed: await filedViews(notice.source.filed, loaded),
        warnings: notice.source.warnings,
      };
    }
    case 'agent-assigned':
      return {
        kind: 'agent-assigned',
        ...common,
        given: givenView(loaded),
        byName: await actorName(notice.by, loaded),
        message: loaded.message === undefined ? undefined : await rowView(loaded.message, loaded, WHOLE),
        history: await history(notice.ticket, loaded.message?.key, loaded),
      };
    case 'customer-opened':
      return { kind: 'customer-opened', ...common, message: await messageView(notice.message, loaded, QUOTED) };
    case 'agent-on-call':
      return {
        kind: 'agent-on-call',
        ...common,
        message: loaded.message === undefined ? undefined : await rowView(loaded.message, loaded, WHOLE),
      };
    case 'agent-call-back': {
      const contact = await loaded.store.contact(notice.contact);
      return {
        kind: 'agent-call-back',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        phones: contact?.phones ?? [],
      };
    }
    case 'agent-enrolment':
      return { kind: 'agent-enrolment', ...common };
    case 'welcome':
      return {
        kind: 'welcome',
        ...common,
        client:
          loaded.contact?.client === undefined ? undefined : (await loaded.store.client(loaded.contact.client))?.name,
        phone: shownPhone(loaded),
        languages: oneLanguage(loaded),
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED),
      };
    case 'enrolment-declined':
      return {
        kind: 'enrolment-declined',
        ...common,
        message: notice.message === undefined ? undefined : await messageView(notice.message, loaded, QUOTED),
      };
    case 'agent-note':
      return {
        kind: 'agent-note',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        history: await history(notice.ticket, notice.message, loaded),
      };
    case 'agent-changed':
      return {
        kind: 'agent-changed',
        ...common,
        priority: notice.priority,
        byName: await actorName(notice.by, loaded),
      };
    case 'agent-held':
      return {
        kind: 'agent-held',
        ...common,
        message: await messageView(notice.message, loaded, WHOLE),
        why: notice.why,
        newer: notice.newer === undefined ? undefined : await messageView(notice.newer, loaded, WHOLE),
      };
    case 'agent-undelivered':
      return {
        kind: 'agent-undelivered',
        ...common,
        address: notice.address,
        status: notice.status,
        detail: notice.detail,
      };
    case 'agent-also':
      return { kind: 'agent-also', ...common, marker: undefined, handledBy: desk.name };
    case 'agent-target':
      return { kind: 'agent-target', ...common, step: notice.step, manager: notice.manager };
    case 'target-missed':
      return { kind: 'target-missed', ...common, step: notice.step, mayEscalate: notice.mayEscalate };
    case 'escalated':
      return { kind: 'escalated', ...common, level: notice.rise.name, asked: notice.asked };
    case 'escalation-refused':
      return { kind: 'escalation-refused', ...common, why: notice.why, level: notice.level };
    case 'agent-escalated':
      return {
        kind: 'agent-escalated',
        ...common,
        level: notice.rise.name,
        why: notice.rise.why,
        byName: await actorName(notice.by, loaded),
        history: await history(notice.ticket, undefined, loaded, true),
      };
  }
}

/** The line below which nothing of a reply counts. */
function markerOf(number: string, { renderer, to }: Loaded): string {
  return markerLine(number, renderer.markerText(to.locale));
}

/** Why the gateway has just now given the ticket to the reader, or taken it from somebody who is away; undefined when it has not. */
function givenView({ ticket, to, at, settings }: Loaded): GivenView | undefined {
  const last = ticket?.history.findLast(({ event }) => event.kind === 'assigned');
  if (last?.event.kind !== 'assigned' || last.at.getTime() !== at.getTime()) return undefined;
  const { why, to: assignee } = last.event;
  if (why === undefined || to.recipient.kind !== 'agent') return undefined;
  if (assignee !== undefined && assignee !== to.recipient.id) return undefined;
  if (why.kind !== 'absent') return why;
  const name = settings.policy.agents.get(why.agent)?.name ?? why.agent;
  if (assignee === undefined) return { kind: 'returned', name };
  return why.rule === undefined ? { kind: 'deputy', name } : { kind: 'away-rule', name, rule: why.rule };
}

/** Whether the reader is of the staff; others are shown no agents but where the desk says so. */
function isStaff({ to }: Loaded): boolean {
  return to.recipient.kind === 'agent';
}

function ticketView(loaded: Loaded): TicketView {
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
  };
}

/** The facts of the form in the reader's language. */
function factsFor(loaded: Loaded): TicketView['facts'] {
  const { ticket, desk, to } = loaded;
  return ticket === undefined ? [] : factViews(desk, ticket, { staff: isStaff(loaded), locale: to.locale });
}

/** With the facts for the client, where he is told what was understood of his. */
function withFacts<T extends { readonly ticket: TicketView }>(common: T, loaded: Loaded): T {
  return { ...common, ticket: { ...common.ticket, facts: factsFor(loaded) } };
}

function asked({ asks }: { readonly asks: boolean }, { desk, ticket, to }: Loaded): AskView | undefined {
  return asks && ticket !== undefined ? askView(desk, ticket, to.locale) : undefined;
}

/** The number that the reader is told: his own contact decides (SAGA-4, SAGA-5). */
function shownPhone({ settings, desk, contact, message, at }: Loaded): ShownPhone | undefined {
  if (contact === undefined) return undefined;
  return phoneShown(settings.policy, desk, contact, message?.authenticity ?? 'claimed', at);
}

/** "We correspond in English only", in the reader's own language and in the desk's (INTERSPACE-4). */
function oneLanguage({ desk, to, renderer }: Loaded): readonly string[] {
  const { correspondence } = desk;
  if (correspondence === undefined) return [];
  return [...new Set([to.own, correspondence])].map((locale) => renderer.correspondenceText(locale, correspondence));
}

/** Where a client's customer asked, what the client himself said of it is not shown to the customer (SAGA-2). */
function isHis(row: MessageRow, { ticket }: Loaded): boolean {
  const served = ticket !== undefined && ticket.requester.client !== ticket.ticket.client;
  return !served || (row.by.kind === 'contact' && row.by.id === ticket.requester.id);
}

/** A name for whoever did something; agents only where the reader may see them, the gateway and the operator never. */
async function actorName(by: Actor, loaded: Loaded): Promise<string | undefined> {
  if (by.kind === 'contact') {
    const contact = await loaded.store.contact(by.id);
    return contact?.name || contact?.address;
  }
  if (by.kind === 'agent' && (isStaff(loaded) || loaded.desk.showAgentName))
    return loaded.settings.policy.agents.get(by.id)?.name;
  return undefined;
}

async function messageView(key: MessageKey, loaded: Loaded, length: number): Promise<MessageView> {
  return rowView((await loaded.store.message(key)) ?? nowhere(key), loaded, length);
}

function nowhere(key: MessageKey | undefined): never {
  throw new Error(`message ${key ?? '(the newest)'} is not there`);
}

async function rowView(row: MessageRow, loaded: Loaded, length: number): Promise<MessageView> {
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
async function history(
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
async function solutionFor(
  notice: Extract<Notice, { kind: 'status-changed' }>,
  loaded: Loaded,
): Promise<MessageView | undefined> {
  if (!notice.changes.some((change) => change.to === 'resolved')) return undefined;
  const rows = await loaded.store.messages(notice.ticket, HISTORY.messages);
  const last = rows.filter((row) => row.direction === 'outbound' && !row.held).at(-1);
  return last === undefined ? undefined : rowView(last, loaded, QUOTED);
}

async function filedViews(filed: readonly Filed[], loaded: Loaded): Promise<readonly FiledView[]> {
  const views: FiledView[] = [];
  for (const one of filed) {
    if (one.kind === 'named')
      views.push({ kind: 'named', numbers: await Promise.all(one.tickets.map((id) => numberOf(id, loaded))) });
    else if (one.kind === 'follows') views.push({ kind: 'follows', number: await numberOf(one.ticket, loaded) });
    else views.push(one);
  }
  return views;
}

async function numberOf(id: TicketId, { store }: Loaded): Promise<string> {
  return (await store.ticketFacts([id])).get(id)?.ticket.number ?? String(id);
}

async function addresses(contacts: readonly Contact['id'][], { store }: Loaded): Promise<readonly string[]> {
  const found = await Promise.all(contacts.map((id) => store.contact(id)));
  return found.flatMap((contact) => contact?.address ?? []);
}
