import type { Settings } from '../config/settings.ts';
import { spokenFrom } from '../desk/contact-point.ts';
import { deskFor } from '../desk/enrolment/enrol.ts';
import type { Contact, TicketFacts } from '../desk/facts.ts';
import type { Actor, DeskId } from '../desk/ids.ts';
import type { Automation, Notice, Recipient, ReplyPurpose } from '../desk/notice.ts';
import type { Agent, Desk } from '../desk/policy.ts';
import { replyContact } from '../desk/reply-address/state.ts';
import type { PublishedAnswer } from '../desk/similar/published.ts';
import type { Locale } from '../desk/status.ts';
import { domainOf } from '../mail/address.ts';
import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { MessageRow, OutgoingMail, Queries, StoredAttachment, Tx } from '../store/port.ts';
import { documentsOf } from './documents.ts';
import { viewOf } from './notice-view.ts';
import { LANGUAGE_TAGS } from './render/locale-files.ts';
import type { Renderer } from './render/renderer.ts';
import type { MailView } from './render/view.ts';

/** What writing a mail needs beside the store. */
export interface Composer {
  readonly settings: Settings;
  readonly renderer: Renderer;
  /** A new unguessable token: lower-case letters and digits, at least 100 bits. */
  readonly token: () => string;
  /** What the desks have published. */
  readonly answers: { of(desk: DeskId): Promise<readonly PublishedAnswer[]> };
}

/** Somebody to write to: resolved from a `Recipient`. `own` is his language where the desk writes in one only (INTERSPACE-4). */
export interface Addressee {
  readonly recipient: Recipient;
  /** The contact whose address it is: of a requester it may be another one (SOFTECH-4). */
  readonly contact?: Contact['id'];
  readonly name: string;
  readonly address: EmailAddress;
  readonly locale: Locale;
  readonly own: Locale;
}

/** The mail that caused a notice, the mailbox by which it came, and the address of ours that it was sent to. */
export interface AboutMail extends MailView {
  /** Undefined: by none. */
  readonly mailbox: string | undefined;
  /** Lower case; undefined: none of ours. */
  readonly sentTo: string | undefined;
}

/** All that is loaded for one notice. */
export interface Loaded {
  readonly store: Queries;
  readonly settings: Settings;
  readonly renderer: Renderer;
  readonly answers: Composer['answers'];
  readonly desk: Desk;
  /** From which of its addresses it speaks. */
  readonly from: EmailAddress;
  readonly to: Addressee;
  readonly ticket: TicketFacts | undefined;
  /** The reader, where he is one. */
  readonly contact: Contact | undefined;
  /** What the notice is of; undefined where it is of none. */
  readonly message: MessageRow | undefined;
  readonly tokens: OutgoingMail['tokens'];
  readonly noteAddress: string | undefined;
  /** When what it tells came about. */
  readonly at: Date;
  /** The mail that a notice without a ticket is about. */
  readonly about: MailView;
  /** What of the message's attachments travels along, and what does not. */
  readonly attachments: { readonly sent: readonly StoredAttachment[]; readonly left: readonly StoredAttachment[] };
}

/** References beyond these say no more. */
const MAX_REFERENCES = 20;

/** What mails are written from; documents that are made for one are kept with it. */
export type Composing = Queries & Pick<Tx, 'putBlob'>;

/** Writes the mails that a decision's notices ask for; `about` is the mail that caused it. Call it after the decision was applied. */
export async function composeNotices(
  store: Composing,
  notices: readonly Notice[],
  composer: Composer,
  at: Date,
  about: AboutMail = { subject: '', at, mailbox: undefined, sentTo: undefined },
): Promise<readonly OutgoingMail[]> {
  const mails: OutgoingMail[] = [];
  for (const notice of notices) {
    const mail = await compose(store, notice, composer, at, about);
    if (mail !== undefined) mails.push(mail);
  }
  return mails;
}

async function compose(
  store: Composing,
  notice: Notice,
  { settings, renderer, token, answers }: Composer,
  at: Date,
  about: AboutMail,
): Promise<OutgoingMail | undefined> {
  const deskSettings = settings.desks.get(notice.desk);
  if (deskSettings === undefined) throw new Error(`a notice of desk ${notice.desk}, which is not configured`);
  const box = settings.mailboxes.get(deskSettings.mailbox);
  const ticketId = 'ticket' in notice ? notice.ticket : undefined;
  const ticket = ticketId === undefined ? undefined : (await store.ticketFacts([ticketId])).get(ticketId);
  const desk = deskFor(deskSettings.desk, ticket?.ticket);
  const to = await addressee(store, notice.to, ticket, desk, settings);
  if (to === undefined || box === undefined) return undefined;

  const purpose = purposeOf(notice);
  const plus = box.plusAddresses ? box.delimiter : undefined;
  const detail = (mark: string, value: string) => `${mark}${value}`;
  const tokens = {
    reply: plus !== undefined && purpose !== 'none' && purpose !== 'note' ? token() : undefined,
    note: plus !== undefined && (purpose === 'answer' || purpose === 'note') ? token() : undefined,
    bounce: plus === undefined ? undefined : detail(BOUNCE_MARK, token()),
  };
  const from = spokenFrom(desk, ticket?.ticket, ticket?.client, about.sentTo);
  const withToken = (value: string | undefined) =>
    value === undefined || plus === undefined ? undefined : withDetail(from, plus, value);
  const message = await messageOf(notice, store);
  const attachments = fitting(
    carries(notice) ? (message?.attachments ?? []) : [],
    settings.policy.limits.outgoingBytes,
  );
  const documents = await documentsOf(notice, { store, settings, renderer, desk, to, at });
  const noteAddress = withToken(tokens.note);
  const loaded: Loaded = {
    store,
    settings,
    renderer,
    answers,
    desk,
    from,
    to,
    ticket,
    contact: notice.to.kind === 'contact' ? await store.contact(notice.to.id) : undefined,
    message,
    tokens,
    noteAddress,
    at,
    about,
    attachments,
  };
  const rendered = renderer.render(await viewOf(notice, loaded), {
    locale: to.locale,
    timeZone: desk.timeZone,
    labels: desk.statusLabels,
  });
  const seen = ticketId === undefined ? [] : await store.seenIds(ticketId, to.address, MAX_REFERENCES);
  return {
    ticket: ticketId,
    message: message?.key,
    contact: notice.to.kind === 'contact' ? (to.contact ?? notice.to.id) : undefined,
    agent: notice.to.kind === 'agent' ? notice.to.id : undefined,
    kind: notice.kind,
    automation: automationOf(notice),
    purpose,
    held: notice.kind === 'agent-held' ? notice.message : undefined,
    version: ticket?.ticket.version ?? 0,
    recipient: to.address,
    desk: desk.id,
    messageId: `${token()}@${domainOf(from)}` as MessageId,
    tokens,
    // An address of some clients' own is not to be seen beside the mailbox's.
    envelopeFrom: envelopeSender(
      notice,
      desk.addressRoles.has(from.toLowerCase()) ? from : box.address,
      withToken(tokens.bounce),
    ),
    from: { name: fromName(notice, desk, message?.by, settings), address: from },
    replyTo: withToken(tokens.reply ?? tokens.note),
    to: [{ name: to.name, address: to.address }],
    cc: notice.kind === 'answer' ? await shown(store, notice.cc, ticket, desk, settings) : [],
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    date: at,
    inReplyTo: seen.at(-1),
    references: seen,
    headers: { 'Content-Language': LANGUAGE_TAGS[to.locale] },
    attachments: [...attachments.sent, ...documents],
    notBefore: notice.kind === 'status-changed' ? notice.notBefore : undefined,
  };
}

/** Messages that are looked through for the newest of the client. */
const NEWEST = 20;

/** The message of a notice; one that names none to an agent who is new to the ticket is about the client's newest, or else ours to him. */
async function messageOf(notice: Notice, store: Queries): Promise<MessageRow | undefined> {
  if (!('message' in notice)) return undefined;
  if (notice.message !== undefined) return store.message(notice.message);
  // What is told without words of anybody needs none.
  if (notice.kind === 'quote' || notice.kind === 'agent-quote') return undefined;
  const rows = (await store.messages(notice.ticket, NEWEST)).filter((row) => !row.held && row.direction !== 'internal');
  return rows.findLast((row) => row.direction === 'inbound') ?? rows.at(-1);
}

/** Marks the detail of a bounce address; no mail to such an address ever causes a mail (DESIGN §3.7). */
export const BOUNCE_MARK = 'b-';

/** `desk@host` and `token` make `desk+token@host`. */
export function withDetail(address: string, delimiter: string, detail: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}${delimiter}${detail}${address.slice(at)}`;
}

/** What a reply to the notice will mean. A notice that can be answered to the client holds only what the client may see. */
export function purposeOf(notice: Notice): ReplyPurpose {
  switch (notice.kind) {
    case 'confirmation':
    case 'facts-asked':
    case 'deferral-answered':
    case 'coverage':
    case 'coverage-answered':
    case 'follow-up':
    case 'status-changed':
    case 'answer':
    case 'target-missed':
    case 'escalated':
    case 'escalation-refused':
    case 'customer-opened':
    case 'defect-news':
    case 'rfo-answered':
    case 'rfo':
    case 'welcome':
    case 'enrolment-declined':
    case 'access-link':
    case 'reply-address':
    case 'worker-introduced':
    case 'quote':
    case 'quote-answered':
    case 'quote-reminder':
    case 'merged':
    case 'reminder':
      return 'client';
    case 'agent-new':
    case 'agent-resumed':
    case 'agent-message':
    case 'agent-assigned':
    case 'agent-changed':
    case 'agent-held':
    case 'agent-undelivered':
    case 'agent-on-call':
    case 'agent-enrolment':
    case 'agent-quote':
    case 'agent-access':
    case 'agent-reminded':
      return 'answer';
    case 'agent-note':
    case 'agent-similar':
    case 'agent-coverage':
    case 'agent-escalated':
    case 'agent-call-back':
    case 'agent-rfo':
    case 'agent-access-letter':
      return 'note';
    case 'agent-target':
      return notice.manager ? 'note' : 'answer';
    case 'transcript':
      return notice.ticket === undefined ? 'none' : 'answer';
    case 'operator-held':
      return 'operator';
    case 'agent-also':
    case 'refused':
    case 'prove':
    case 'escalation-matrix':
    case 'recurring-incidents':
    case 'statement':
    case 'report':
    case 'record':
    case 'record-case':
    case 'agent-absences':
      return 'none';
  }
}

/** RFC 3834 §5: an answer to a mail, a notice of an event, or a person's words. */
export function automationOf(notice: Notice): Automation {
  switch (notice.kind) {
    case 'answer':
    case 'quote':
      return 'person';
    case 'confirmation':
    case 'facts-asked':
    case 'deferral-answered':
    case 'coverage-answered':
    case 'follow-up':
    case 'enrolment-declined':
    case 'welcome':
    case 'refused':
    case 'prove':
    case 'transcript':
    case 'escalation-refused':
    case 'record':
    case 'record-case':
    case 'quote-answered':
    case 'reply-address':
      return 'answer';
    case 'rfo-answered':
      return notice.answer === 'late' ? 'notice' : 'answer';
    case 'escalated':
      return notice.answers ? 'answer' : 'notice';
    default:
      return 'notice';
  }
}

/** Whether the message's attachments travel along: to the client with an answer, to the agent who works by mail. */
function carries(notice: Notice): boolean {
  if (notice.kind === 'quote' || notice.kind === 'agent-quote') return notice.message !== undefined;
  return [
    'answer',
    'defect-news',
    'rfo',
    'agent-new',
    'agent-resumed',
    'agent-message',
    'agent-assigned',
    'agent-note',
    'agent-on-call',
  ].includes(notice.kind);
}

/** As many attachments as fit; the others are named in the mail. */
function fitting(all: readonly StoredAttachment[], limit: number): Loaded['attachments'] {
  const sent: StoredAttachment[] = [];
  const left: StoredAttachment[] = [];
  let total = 0;
  for (const attachment of all) {
    const fits = attachment.blob !== undefined && attachment.blocked === undefined && total + attachment.size <= limit;
    if (fits) total += attachment.size;
    (fits ? sent : left).push(attachment);
  }
  return { sent, left };
}

/** `<>` only towards senders whom we do not know; else the bounce address of this mail, or the mailbox. */
function envelopeSender(notice: Notice, mailbox: EmailAddress, bounce: string | undefined): string {
  return notice.to.kind === 'address' ? '' : (bounce ?? mailbox);
}

/** The desk, with the agent's name before it where the desk shows who answers; never his address. */
function fromName(notice: Notice, desk: Desk, by: Actor | undefined, settings: Settings): string {
  const agent =
    (notice.kind === 'answer' || notice.kind === 'quote') && by?.kind === 'agent'
      ? settings.policy.agents.get(by.id)
      : undefined;
  return agent !== undefined && desk.showAgentName ? `${agent.name} (${desk.name})` : desk.name;
}

/** Whom a mail to somebody goes to, and in which language; undefined when it can go to none. */
export async function addressee(
  store: Queries,
  recipient: Recipient,
  ticket: TicketFacts | undefined,
  desk: Desk,
  settings: Settings,
): Promise<Addressee | undefined> {
  if (recipient.kind === 'address')
    return { recipient, name: recipient.name, address: recipient.address, ...languages(desk, desk.locale) };
  if (recipient.kind === 'operator') {
    const { operator } = settings.policy;
    return (
      operator && {
        recipient,
        name: operator.name,
        address: operator.address,
        locale: operator.locale,
        own: operator.locale,
      }
    );
  }
  if (recipient.kind === 'agent') {
    const agent: Agent | undefined = settings.policy.agents.get(recipient.id);
    if (agent === undefined) return undefined;
    const { locale } = agent;
    return { recipient, name: agent.name, address: agent.addresses[0], locale, own: locale };
  }
  const contact: Contact | undefined = await reachedContact(store, recipient.id, ticket);
  if (contact?.address === undefined) return undefined;
  const client =
    contact.client === undefined || contact.client === ticket?.client?.id
      ? ticket?.client
      : await store.client(contact.client);
  const locale = contact.locale ?? (contact.client === undefined ? undefined : client?.locale) ?? desk.locale;
  return {
    recipient,
    contact: contact.id,
    name: contact.name,
    address: contact.address,
    ...languages(desk, locale),
  };
}

/** The requester of a case is reached at the address that he named for it, once that has confirmed (SOFTECH-4). */
async function reachedContact(
  store: Queries,
  id: Contact['id'],
  ticket: TicketFacts | undefined,
): Promise<Contact | undefined> {
  const other = id === ticket?.requester.id ? replyContact(ticket.ticket.care.replyAddress) : undefined;
  const named = other === undefined ? undefined : await store.contact(other);
  return named?.address === undefined ? store.contact(id) : named;
}

/** A desk that corresponds in one language only writes in that one to all but its agents. */
function languages({ correspondence }: Desk, own: Locale): Pick<Addressee, 'locale' | 'own'> {
  return { locale: correspondence ?? own, own };
}

/** The others that the answer goes to, for people to see. */
async function shown(
  store: Queries,
  cc: readonly Recipient[],
  ticket: TicketFacts | undefined,
  desk: Desk,
  settings: Settings,
): Promise<OutgoingMail['cc']> {
  const people: { readonly name: string; readonly address: string }[] = [];
  for (const recipient of cc) {
    const person = await addressee(store, recipient, ticket, desk, settings);
    if (person !== undefined) people.push({ name: person.name, address: person.address });
  }
  return people;
}
