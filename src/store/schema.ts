import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Absence } from '../desk/absence/absence.ts';
import type { LocalDate } from '../desk/calendar/local.ts';
import type { CalendarId } from '../desk/calendar/rules.ts';
import type { Introduction, Obligations } from '../desk/coverage/rules.ts';
import type { ReleaseName } from '../desk/defect/plan.ts';
import type { AuthenticityLevel, Direction, HeldWhy } from '../desk/event.ts';
import type { Outcome } from '../desk/facts.ts';
import type {
  AgentId,
  ClientId,
  ContactId,
  DeskId,
  LedgerId,
  MatrixId,
  MessageKey,
  OutboxId,
  ServiceId,
  TicketId,
  TicketNumber,
} from '../desk/ids.ts';
import type { Automation, OutgoingKind, ReplyPurpose } from '../desk/notice.ts';
import type { Sees } from '../desk/record/sees.ts';
import type { ServiceLevelId } from '../desk/sla/policy.ts';
import type { Channel, Locale, Priority, Status, TicketType } from '../desk/status.ts';
import type { EmailAddress, MessageId } from '../mail/mail.ts';
import type { BlobHash } from './blobs.ts';
import type { OutboxState } from './port.ts';

// The tables as the migrations make them, for typing. Instants are UTC milliseconds; `json` in a name's comment says how text is read.

export const blobs = sqliteTable('blobs', {
  id: integer('id').primaryKey(),
  hash: text('hash').$type<BlobHash>().notNull(),
  storedAt: integer('stored_at').notNull(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
});

export const cursors = sqliteTable('cursors', {
  mailbox: text('mailbox').notNull(),
  folder: text('folder').notNull(),
  uidValidity: integer('uid_validity').notNull(),
  lastUid: integer('last_uid').notNull(),
  firstMet: integer('first_met').notNull(),
});

export const ledger = sqliteTable('ledger', {
  id: integer('id').$type<LedgerId>().primaryKey(),
  source: text('source').$type<'imap' | 'pipe' | 'lmtp' | 'import'>().notNull(),
  mailbox: text('mailbox').notNull(),
  folder: text('folder'),
  uidValidity: integer('uid_validity'),
  uid: integer('uid'),
  recipient: text('recipient'),
  blob: text('blob').$type<BlobHash>().notNull(),
  size: integer('size').notNull(),
  seenAt: integer('seen_at').notNull(),
  arrivedAt: integer('arrived_at').notNull(),
  quiet: integer('quiet').notNull(),
  released: integer('released').notNull(),
  attempts: integer('attempts').notNull(),
  nextTry: integer('next_try').notNull(),
  lastError: text('last_error'),
  outcome: text('outcome').$type<Outcome>(),
  reasons: text('reasons').notNull(), // json: string[]
  settledAt: integer('settled_at'),
  settledBy: text('settled_by'),
  ticket: integer('ticket').$type<TicketId>(),
  desk: text('desk').$type<DeskId>(),
  sender: text('sender').notNull(),
  senderKey: text('sender_key'),
  subject: text('subject').notNull(),
  messageId: text('message_id').$type<MessageId>(),
  fingerprint: text('fingerprint'),
  mailKind: text('mail_kind').notNull(),
  authenticity: text('authenticity').$type<AuthenticityLevel>(),
  acknowledged: text('acknowledged').$type<'done' | 'gone'>(),
  removed: text('removed').$type<'age' | 'forgotten'>(),
  lane: integer('lane').notNull(),
  told: integer('told').$type<OutboxId>(),
});

export const ledgerHistory = sqliteTable('ledger_history', {
  ledger: integer('ledger').$type<LedgerId>().notNull(),
  position: integer('position').notNull(),
  at: integer('at').notNull(),
  outcome: text('outcome').$type<Outcome>(),
  by: text('by').notNull(),
  reasons: text('reasons').notNull(), // json: string[]
});

export const vanished = sqliteTable('vanished', {
  mailbox: text('mailbox').notNull(),
  folder: text('folder').notNull(),
  uidValidity: integer('uid_validity').notNull(),
  uid: integer('uid').notNull(),
  at: integer('at').notNull(),
});

export const counts = sqliteTable('counts', { name: text('name').primaryKey(), n: integer('n').notNull() });

export const clients = sqliteTable('clients', {
  id: integer('id').$type<ClientId>().primaryKey(),
  companyNumber: text('company_number'),
  name: text('name').notNull(),
  locale: text('locale').$type<Locale>(),
  desk: text('desk').$type<DeskId>(),
  level: text('level').$type<ServiceLevelId>(),
  calendar: text('calendar').$type<CalendarId>(),
  matrix: text('matrix').$type<MatrixId>(),
  obligations: text('obligations').$type<Obligations>(),
});

export const clientDomains = sqliteTable('client_domains', {
  domain: text('domain').primaryKey(),
  client: integer('client').$type<ClientId>().notNull(),
  position: integer('position').notNull(),
});

export const contacts = sqliteTable('contacts', {
  id: integer('id').$type<ContactId>().primaryKey(),
  client: integer('client').$type<ClientId>(),
  name: text('name').notNull(),
  businessUnit: text('business_unit'),
  position: text('position'),
  landline: text('landline'),
  mobile: text('mobile'),
  locale: text('locale').$type<Locale>(),
  responsible: integer('responsible').notNull(),
  undeliverable: integer('undeliverable').notNull(),
  known: integer('known').notNull(), // 0: only named by others, 1: accepted, 2: entered by staff
  forgotten: integer('forgotten'),
  sees: text('sees').$type<Sees>().notNull(),
  spammer: integer('spammer').notNull(),
});

export const contactAddresses = sqliteTable('contact_addresses', {
  key: text('key').primaryKey(),
  contact: integer('contact').$type<ContactId>().notNull(),
  position: integer('position').notNull(),
  address: text('address').$type<EmailAddress>().notNull(),
});

export const tickets = sqliteTable('tickets', {
  id: integer('id').$type<TicketId>().primaryKey(),
  version: integer('version').notNull(),
  number: text('number').$type<TicketNumber>().notNull(),
  desk: text('desk').$type<DeskId>().notNull(),
  subject: text('subject').notNull(),
  status: text('status').$type<Status>().notNull(),
  statusSince: integer('status_since').notNull(),
  priority: text('priority').$type<Priority>().notNull(),
  type: text('type').$type<TicketType>().notNull(),
  channel: text('channel').$type<Channel>().notNull(),
  requester: integer('requester').$type<ContactId>().notNull(),
  client: integer('client').$type<ClientId>(),
  assignee: text('assignee').$type<AgentId>(),
  openedAt: integer('opened_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  doneAt: integer('done_at'),
  answerBy: text('answer_by'),
  answerVersion: integer('answer_version'),
  answerMessage: integer('answer_message').$type<MessageKey>(),
  watchers: text('watchers').notNull(), // json: ContactId[]
  care: text('care').notNull(), // json: Care, see codec.ts
});

export const ticketTags = sqliteTable('ticket_tags', {
  tag: text('tag').notNull(),
  ticket: integer('ticket').$type<TicketId>().notNull(),
});

export const ticketFacts = sqliteTable('ticket_facts', {
  ticket: integer('ticket').$type<TicketId>().primaryKey(),
  facts: text('facts').notNull(), // json: Facts
});

export const timers = sqliteTable('timers', {
  ticket: integer('ticket').$type<TicketId>().notNull(),
  key: text('key').notNull(),
  due: integer('due').notNull(),
  attempts: integer('attempts').notNull(),
  nextTry: integer('next_try').notNull(),
});

export const services = sqliteTable('services', {
  id: text('id').$type<ServiceId>().primaryKey(),
  key: text('key').notNull(),
  client: integer('client').$type<ClientId>().notNull(),
  name: text('name').notNull(),
  level: text('level').$type<ServiceLevelId>(),
  matrix: text('matrix').$type<MatrixId>(),
});

export const serviceCircuits = sqliteTable('service_circuits', {
  key: text('key').notNull(),
  service: text('service').$type<ServiceId>().notNull(),
  circuit: text('circuit').notNull(),
  position: integer('position').notNull(),
});

export const serviceLevels = sqliteTable('service_levels', {
  id: text('id').$type<ServiceLevelId>().primaryKey(),
  level: text('level').notNull(), // json
});

export const releases = sqliteTable('releases', {
  desk: text('desk').$type<DeskId>().notNull(),
  name: text('name').$type<ReleaseName>().notNull(),
  key: text('key').notNull(),
  expected: text('expected').$type<LocalDate>(),
  released: text('released').$type<LocalDate>(),
});

export const introductions = sqliteTable('introductions', {
  contact: integer('contact').$type<ContactId>().notNull(),
  product: text('product').$type<Introduction['product']>().notNull(),
  introduction: text('introduction').$type<Introduction['introduction']>().notNull(),
  settings: text('settings').$type<Introduction['settings']>().notNull(),
  since: integer('since'),
});

export const agreedHours = sqliteTable('agreed_hours', {
  client: integer('client').$type<ClientId>().notNull(),
  since: integer('since').notNull(),
  until: integer('until').notNull(),
});

export const bookings = sqliteTable('bookings', {
  ticket: integer('ticket').$type<TicketId>().notNull(),
  version: integer('version').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  minutes: integer('minutes').notNull(),
  text: text('text').notNull(),
});

export const absences = sqliteTable('absences', {
  id: integer('id').primaryKey(),
  agent: text('agent').$type<AgentId>().notNull(),
  since: integer('since').notNull(),
  until: integer('until').notNull(),
  deputy: text('deputy').$type<AgentId>(),
  source: text('source').$type<Absence['source']>().notNull(),
});

export const turns = sqliteTable('turns', {
  key: text('key').primaryKey(),
  agent: text('agent').$type<AgentId>().notNull(),
});

export const remembered = sqliteTable('remembered', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

export const contactPhones = sqliteTable('contact_phones', {
  tail: text('tail').notNull(),
  contact: integer('contact').$type<ContactId>().notNull(),
});

export const ticketNumbers = sqliteTable('ticket_numbers', {
  number: text('number').primaryKey(),
  ticket: integer('ticket').$type<TicketId>().notNull(),
});

export const events = sqliteTable('events', {
  ticket: integer('ticket').$type<TicketId>().notNull(),
  version: integer('version').notNull(),
  at: integer('at').notNull(),
  event: text('event').notNull(), // json: TicketEvent
});

export const heldAnswers = sqliteTable('held_answers', {
  ticket: integer('ticket').$type<TicketId>().notNull(),
  position: integer('position').notNull(),
  message: integer('message').$type<MessageKey>().notNull(),
  by: text('by').notNull(),
  why: text('why').$type<HeldWhy>().notNull(),
});

export const messages = sqliteTable('messages', {
  id: integer('id').$type<MessageKey>().primaryKey(),
  ticket: integer('ticket').$type<TicketId>().notNull(),
  direction: text('direction').$type<Direction>().notNull(),
  by: text('by').notNull(),
  authenticity: text('authenticity').$type<AuthenticityLevel>().notNull(),
  at: integer('at').notNull(),
  held: integer('held').notNull(),
  messageId: text('message_id').$type<MessageId>(),
  ledger: integer('ledger').$type<LedgerId>(),
  subject: text('subject').notNull(),
  shown: text('shown'),
  body: text('body').notNull(),
  spans: text('spans').notNull(), // json: Span[]
  html: text('html'),
  channel: text('channel').$type<Channel>(),
});

export const attachments = sqliteTable('attachments', {
  message: integer('message').$type<MessageKey>().notNull(),
  position: integer('position').notNull(),
  filename: text('filename'),
  contentType: text('content_type').notNull(),
  size: integer('size').notNull(),
  contentId: text('content_id'),
  inline: integer('inline').notNull(),
  blob: text('blob').$type<BlobHash>(),
  leftOut: text('left_out'),
  detectedType: text('detected_type'),
  blocked: text('blocked'),
});

export const outbox = sqliteTable('outbox', {
  id: integer('id').$type<OutboxId>().primaryKey(),
  rank: integer('rank').notNull(),
  state: text('state').$type<OutboxState>().notNull(),
  attempts: integer('attempts').notNull(),
  unsure: integer('unsure').notNull(),
  handed: integer('handed').notNull(),
  nextTry: integer('next_try'),
  lastError: text('last_error'),
  response: text('response'),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at'),
  exposed: integer('exposed').notNull(),
  alias: text('alias').$type<MessageId>(),
  ticket: integer('ticket').$type<TicketId>(),
  message: integer('message').$type<MessageKey>(),
  contact: integer('contact').$type<ContactId>(),
  agent: text('agent').$type<AgentId>(),
  kind: text('kind').$type<OutgoingKind>().notNull(),
  automation: text('automation').$type<Automation>().notNull(),
  purpose: text('purpose').$type<ReplyPurpose>().notNull(),
  held: integer('held').$type<MessageKey>(),
  version: integer('version').notNull(),
  recipient: text('recipient').$type<EmailAddress>().notNull(),
  recipientKey: text('recipient_key').notNull(),
  desk: text('desk').$type<DeskId>().notNull(),
  messageId: text('message_id').$type<MessageId>().notNull(),
  tokenReply: text('token_reply'),
  tokenNote: text('token_note'),
  tokenBounce: text('token_bounce'),
  notBefore: integer('not_before'),
  emptied: integer('emptied'),
  mailbox: text('mailbox').notNull(),
});

export const outboxBodies = sqliteTable('outbox_bodies', {
  outbox: integer('outbox').$type<OutboxId>().primaryKey(),
  mail: text('mail').notNull(), // json: outbox-codec.ts
});

export const outboxBlobs = sqliteTable('outbox_blobs', {
  blob: text('blob').$type<BlobHash>().notNull(),
  outbox: integer('outbox').$type<OutboxId>().notNull(),
});
