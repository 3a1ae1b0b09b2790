import type { NoticeKind } from '../../desk/notice.ts';

/*
 * What a template may name, for each kind of notice. `context.ts` gives exactly these (a test holds the two together), so that a name
 * mistyped in a template is told before start and not in a client's mail.
 */

const BASE = ['desk.name', 'desk.address', 'recipient.name'];
const MAIL = ['about.subject', 'about.at'];
const TICKET = [
  'ticket',
  'ticket.number',
  'ticket.subject',
  'ticket.status',
  'ticket.priority',
  'ticket.type',
  'ticket.opened',
  'ticket.requester',
  'ticket.client',
  'ticket.assignee',
];
const STATUS = ['status.open', 'status.pending', 'status.resolved', 'status.closed'];
const CHANGE = ['change', 'change.from', 'change.to', 'change.by', 'change.several'];
const ON_TICKET = [...BASE, ...TICKET, ...STATUS, ...CHANGE];
const FOR_AGENT = [...ON_TICKET, 'reply.note'];

/** A number that the reader may call, in its hours or outside of them. */
const PHONE = ['landline', 'always', 'onCall'];

const COVER = [
  ...['waits', 'refused', 'chargeable', 'free', 'stops', 'asks', 'until', 'reason'].map((name) => `cover.${name}`),
  'word.agree',
  'word.decline',
];

const ASKING = ['ask', 'ask.moment', 'ask.unsettled', 'offer', 'word.agree', 'word.decline'];

const message = (name: string): readonly string[] =>
  ['', '.author', '.at', '.says', '.attachments', '.leftOut'].map((part) => `${name}${part}`);

export const NAMES: Readonly<Record<NoticeKind, readonly string[]>> = {
  confirmation: [
    ...ON_TICKET,
    ...message('message'),
    'onBehalf',
    'follows',
    'enrolment',
    'call',
    'shortened',
    'introduces',
    'replyAddress',
    'agreement',
    'surcharge',
    'usualType',
    'offered',
    'solved',
    ...PHONE,
    ...ASKING,
    'cover',
    ...COVER,
  ],
  'facts-asked': [...ON_TICKET, ...ASKING, 'cover', ...COVER],
  coverage: [...ON_TICKET, ...COVER],
  'coverage-answered': [...ON_TICKET, 'answer.agreed', 'answer.declined', 'answer.unproven'],
  'agent-coverage': [...ON_TICKET, 'work', 'before', 'rule', 'reason', 'answer.asked', 'answer.agreed', 'answer.none'],
  statement: [...BASE, 'client', 'month', 'waits'],
  report: [...BASE, 'client', 'month', 'full'],
  'deferral-answered': [...ON_TICKET, 'agreed', 'until'],
  'follow-up': [...ON_TICKET, ...message('message'), 'shortened'],
  'status-changed': [...ON_TICKET, ...message('solution')],
  answer: [
    ...ON_TICKET,
    ...message('message'),
    ...message('answered'),
    'agent',
    'solution',
    'opening',
    'cover',
    ...COVER,
  ],
  refused: [...BASE, ...MAIL],
  prove: [...BASE, ...MAIL, 'agent', 'record'],
  'agent-new': [...FOR_AGENT, ...message('message'), 'returned', 'similar', 'same', 'published'],
  'agent-similar': [...ON_TICKET, 'similar', 'same'],
  'agent-resumed': [...FOR_AGENT, ...message('message')],
  'agent-message': [...FOR_AGENT, ...message('message'), 'answer', 'proposed', 'history'],
  'agent-assigned': [...FOR_AGENT, ...message('message'), 'by', 'history'],
  'customer-opened': [...ON_TICKET, ...message('message')],
  'agent-on-call': [...FOR_AGENT, ...message('message')],
  'agent-call-back': [...ON_TICKET, ...message('message'), 'phones'],
  'agent-enrolment': [...FOR_AGENT],
  welcome: [...ON_TICKET, ...message('message'), ...PHONE, 'client'],
  'enrolment-declined': [...ON_TICKET, ...message('message')],
  'defect-news': [
    ...ON_TICKET,
    ...message('message'),
    ...['reported', 'confirmed', 'refuted', 'planned', 'released'].map((stage) => `stage.${stage}`),
    ...['release', 'expected', 'replanned', 'wasRelease', 'wasExpected'],
  ],
  'recurring-incidents': [...BASE, 'from', 'until', 'looked', 'least', 'groups', 'month'],
  'rfo-answered': [
    ...ON_TICKET,
    ...['promised', 'late', 'unresolved', 'other', 'unproven'].map((one) => `answer.${one}`),
    ...['due', 'priorities', 'word.rfo'],
  ],
  rfo: [...ON_TICKET, ...message('message')],
  'agent-rfo': [
    ...ON_TICKET,
    ...message('message'),
    ...['stage.asked', 'stage.warning', 'stage.late', 'due', 'analysis'],
    ...['section.cause', 'section.timeline', 'section.prevention'],
  ],
  'agent-note': [...ON_TICKET, ...message('message'), 'history'],
  'agent-changed': [...FOR_AGENT, 'by', 'priority', 'priority.from', 'priority.to'],
  'agent-held': [...FOR_AGENT, ...message('message'), ...message('newer'), 'why.empty', 'waiting', 'done', 'undone'],
  transcript: [...BASE, ...TICKET, ...MAIL, 'lines', 'done', 'away', 'help', 'unsent'],
  'agent-absences': [...BASE, 'away'],
  'agent-stand-in': [...BASE, 'standsIn'],
  'agent-undelivered': [...FOR_AGENT, 'address'],
  'agent-also': [...ON_TICKET, 'handledBy'],
  'operator-held': [...BASE, 'waiting', 'more', 'one', 'two'],
  'agent-target': [...FOR_AGENT, 'target', 'missed', 'late', 'manager'],
  'target-missed': [...ON_TICKET, 'target', 'escalation', 'word'],
  escalated: [...ON_TICKET, 'level', 'asked'],
  'escalation-refused': [...ON_TICKET, 'level', 'why.soon', 'why.highest', 'why.often', 'why.none', 'why.unproven'],
  'escalation-matrix': [...BASE, 'service', 'valid'],
  record: [...BASE, ...MAIL, 'none', 'open', 'done', 'moreOpen', 'moreDone', 'unit', 'client', 'example'],
  'record-case': [...BASE, ...MAIL],
  'agent-access': [...FOR_AGENT],
  'access-link': [...ON_TICKET, 'link', 'until'],
  'agent-access-letter': [...ON_TICKET, 'until'],
  'reply-address': [...ON_TICKET, 'writer', 'word.agree', 'word.decline'],
  'worker-introduced': [...ON_TICKET, 'agreement'],
  quote: [...ON_TICKET, ...message('message'), 'agent', 'word.agree', 'word.decline'],
  'quote-answered': [...ON_TICKET, 'accepted', 'declined', 'late', 'unproven'],
  'quote-reminder': [...ON_TICKET, 'work', 'passed', 'until', 'due', 'word.agree', 'word.decline'],
  'agent-quote': [
    ...FOR_AGENT,
    ...message('message'),
    ...['accepted', 'declined', 'late', 'unproven', 'ends', 'expired', 'nears', 'passed'],
  ],
  'agent-escalated': [...ON_TICKET, 'level', 'by', 'history', 'why.age', 'why.target', 'why.client', 'why.agent'],
  merged: [...ON_TICKET, 'number'],
  reminder: [...ON_TICKET, ...message('message'), 'closes'],
  'agent-reminded': [
    ...FOR_AGENT,
    ...['why.near', 'why.due', 'why.snooze', 'why.merged', 'why.silent'],
    ...['number', 'due'],
  ],
};

/** Blocks that hold a line of text. */
export const TEXT_BLOCKS = ['subject', 'preheader', 'title', 'heading', 'p', 'quiet', 'notice', 'warning'] as const;
/** What sets off one value within a line. */
export const INLINE_HELPERS = ['strong', 'label', 'mailto', 'code'] as const;
/** Blocks that show one message. */
export const MESSAGE_HELPERS = ['quote', 'words', 'attachments', 'leftOut'] as const;

/** Notices that are not about one ticket. */
const APART: readonly NoticeKind[] = [
  'refused',
  'prove',
  'escalation-matrix',
  'recurring-incidents',
  'statement',
  'report',
  'record',
  'record-case',
  'agent-absences',
  'agent-stand-in',
];

/** Blocks that show a part of the notice, with the kinds that have it. */
export const PART_HELPERS = {
  marker: (kind) => !APART.includes(kind) || kind === 'recurring-incidents',
  facts: (kind) => !APART.includes(kind) && kind !== 'operator-held',
  changes: (kind) => !APART.includes(kind) && kind !== 'operator-held' && kind !== 'transcript',
  signature: () => true,
  history: (kind) => NAMES[kind].includes('history'),
  filed: (kind) => kind === 'agent-new' || kind === 'agent-message',
  warnings: (kind) => kind === 'agent-new' || kind === 'agent-message',
  given: (kind) => kind === 'agent-new' || kind === 'agent-message' || kind === 'agent-assigned',
  proposed: (kind) => kind === 'agent-message',
  held: (kind) => kind === 'agent-held',
  waitingLines: (kind) => kind === 'agent-held',
  doneLines: (kind) => kind === 'agent-held',
  undoneLines: (kind) => kind === 'agent-held',
  transcript: (kind) => kind === 'transcript',
  absences: (kind) => kind === 'agent-absences',
  standIns: (kind) => kind === 'agent-stand-in',
  help: (kind) => kind === 'transcript',
  unsent: (kind) => kind === 'transcript',
  form: (kind) => NAMES[kind].includes('ask'),
  unsettled: (kind) => NAMES[kind].includes('ask'),
  languages: (kind) => kind === 'confirmation' || kind === 'welcome',
  bounce: (kind) => kind === 'agent-undelivered',
  mails: (kind) => kind === 'operator-held',
  similar: (kind) => kind === 'agent-new' || kind === 'agent-similar',
  published: (kind) => kind === 'agent-new',
  offered: (kind) => kind === 'confirmation',
  openRequests: (kind) => kind === 'record',
  doneRequests: (kind) => kind === 'record',
  cases: (kind) => kind === 'record-case',
  applicant: (kind) => kind === 'agent-access',
  terms: (kind) => kind === 'agent-quote' || kind.startsWith('quote'),
  statement: (kind) => kind === 'statement',
  report: (kind) => kind === 'report',
  promise: (kind) => NAMES[kind].includes('target'),
  timeline: (kind) => kind === 'agent-rfo',
  recurring: (kind) => kind === 'recurring-incidents',
  analysis: (kind) => kind === 'agent-rfo',
} as const satisfies Readonly<Record<string, (kind: NoticeKind) => boolean>>;

export type TextBlock = (typeof TEXT_BLOCKS)[number];
export type InlineHelper = (typeof INLINE_HELPERS)[number];
export type MessageHelper = (typeof MESSAGE_HELPERS)[number];
export type PartHelper = keyof typeof PART_HELPERS;

/** Whether a word is one of a list, for the type checker too. */
export function isOneOf<T extends string>(list: readonly T[], word: string): word is T {
  return (list as readonly string[]).includes(word);
}
