import type { Settings } from '../config/settings.ts';
import { spokenFrom } from '../desk/contact-point.ts';
import { deskFor } from '../desk/enrolment/enrol.ts';
import type { Contact, TicketFacts } from '../desk/facts.ts';
import type { Actor, DeskId } from '../desk/ids.ts';
import type { Notice } from '../desk/notice.ts';
import type { Desk } from '../desk/policy.ts';
import type { PublishedAnswer } from '../desk/similar/published.ts';
import { domainOf } from '../mail/address.ts';
import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { MessageRow, OutgoingMail, Queries, StoredAttachment, Tx } from '../store/port.ts';
import { type Addressee, addressee, copiesTo } from './addressee.ts';
import { documentsOf } from './documents.ts';
import { viewOf } from './notice-view.ts';
import { automationOf, carries, purposeOf } from './purpose.ts';
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
    contact: to.reader,
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
    cc: notice.kind === 'answer' ? await copiesTo(store, notice.cc, ticket, desk, settings) : [],
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
