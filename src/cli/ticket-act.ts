import type { Settings } from '../config/settings.ts';
import { ACCESS_WAYS } from '../desk/access/event.ts';
import { readTerms, type Terms } from '../desk/agreement/terms.ts';
import type { Act } from '../desk/command.ts';
import { COVER_WORDS } from '../desk/coverage/answer.ts';
import { productCalled } from '../desk/coverage/products.ts';
import type { ContactId, MessageKey } from '../desk/ids.ts';
import { deskOf } from '../desk/policy.ts';
import { requestTypeCalled } from '../desk/request-type/choose.ts';
import { NOT_THE_SAME } from '../desk/similar/same.ts';
import { CHANNELS, PRIORITIES, STATUSES, TICKET_TYPES, TIERS } from '../desk/status.ts';
import { readWorkTime } from '../desk/time/read.ts';
import type { StaffCommand } from '../intake/execute.ts';
import { cleanSubject } from '../mail/subject.ts';
import type { MessageRow } from '../store/port.ts';
import { configured } from './configuration.ts';
import { type Changing, changing, notRunning } from './data.ts';
import { EXIT, Failure } from './exit.ts';
import { actor, address, agentOrNobody, desk, deskOrOnly, ids, oneOf, textOf, ticketOf, wholeNumber } from './given.ts';
import { count, remark, say, sayJson } from './terminal.ts';
import type { ActOptions, EscalateOptions, OpenOptions, SplitOptions, StatusOptions } from './ticket.ts';

/** Does something to one ticket and says what came of it. */
export async function act(
  number: string,
  options: ActOptions,
  what: (
    settings: Settings,
    change: Changing,
  ) => Promise<{ readonly acts?: readonly Act[]; readonly text?: string; readonly internal?: boolean }>,
): Promise<void> {
  const settings = await configured(options.config);
  const by = actor(settings, options.as);
  await changing(settings, async (change) => {
    const { acts = [], text, internal } = await what(settings, change);
    const ticket = await ticketOf(change.read, number);
    const visibility = internal === true ? 'internal' : 'client';
    await carryOut(change, { kind: 'act', ticket, by, acts, text, visibility }, options);
  });
}

/** Carries out a command through whoever writes, and tells the tickets that changed and the mails that follow. */
export async function carryOut(change: Changing, command: StaffCommand, options: ActOptions): Promise<void> {
  const done = await change.operations.execute(command);
  if (done.kind === 'refused') throw new Failure(EXIT.refused, done.why);
  const facts = await change.read.ticketFacts(done.tickets);
  const numbers = [...facts.values()].map(({ ticket }) => ticket.number);
  if (options.json === true) sayJson({ tickets: numbers, notices: done.notices });
  else {
    for (const { ticket, subject } of facts.values())
      say(`${ticket.number}  ${ticket.status}  ${ticket.assignee ?? 'nobody'}  ${subject}`);
    if (done.tickets.length === 0) say('Nothing changed: it was so already.');
    else say(`${count(done.notices, 'mail')} to be sent.`);
  }
  const wait = done.notices > 0 ? notRunning(change.running, 'mail goes out') : undefined;
  if (wait !== undefined) remark(wait);
}

export async function assign(number: string, to: string, options: ActOptions): Promise<void> {
  await act(number, options, async (settings) => ({
    acts: [{ kind: 'assign', to: agentOrNobody(settings, to) }],
  }));
}

export async function setStatus(
  number: string,
  status: string,
  words: readonly string[],
  options: ActOptions,
): Promise<void> {
  const to = oneOf(status, STATUSES, 'status');
  const text = words.length === 0 ? undefined : await textOf(words);
  await act(number, options, async () => ({ acts: [{ kind: 'status', to }], ...(text === undefined ? {} : { text }) }));
}

export async function setType(number: string, type: string, options: ActOptions): Promise<void> {
  await act(number, options, async (settings, { read }) => {
    const id = await ticketOf(read, number);
    const facts = (await read.ticketFacts([id])).get(id);
    const desk = facts === undefined ? undefined : deskOf(settings.policy, facts.ticket.desk);
    const called = desk && requestTypeCalled(desk, type);
    if (called !== undefined) return { acts: [{ kind: 'request-type', to: called.id }] };
    const all = [...TICKET_TYPES, ...(desk?.requestTypes?.types ?? []).map((one) => one.id)];
    const to = TICKET_TYPES.find((one) => one === oneOf(type, all, 'type'));
    return { acts: to === undefined ? [] : [{ kind: 'type', to }] };
  });
}

export async function quote(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await act(number, options, async (settings, change) => {
    const terms = await termsOf(settings, change, number, words, true);
    return { acts: [{ kind: 'quote', terms }], ...(terms.text === '' ? {} : { text: terms.text }) };
  });
}

export async function agreed(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await act(number, options, async (settings, change) => ({
    acts: [
      { kind: 'agreed', terms: words.length === 0 ? undefined : await termsOf(settings, change, number, words, false) },
    ],
  }));
}

/** What was offered or agreed, by the clock and the currency of the ticket's desk. */
async function termsOf(
  settings: Settings,
  { read }: Changing,
  number: string,
  words: readonly string[],
  mayBeSaid: boolean,
): Promise<Terms> {
  const id = await ticketOf(read, number);
  const facts = (await read.ticketFacts([id])).get(id);
  if (facts === undefined) throw new Failure(EXIT.missing, `there is no ticket ${number}`);
  const { timeZone, agreements } = deskOf(settings.policy, facts.ticket.desk);
  const terms = readTerms(words.join(' '), { now: new Date(), timeZone, currency: agreements.currency });
  if (terms === undefined || (!mayBeSaid && terms.text !== ''))
    throw new Failure(EXIT.usage, `"${words.join(' ')}" is no offer`, 'write it as 120 EUR by 2026-12-05');
  return terms;
}

export async function same(number: string, earlier: string | undefined, options: ActOptions): Promise<void> {
  const none = earlier?.toLowerCase() === NOT_THE_SAME;
  await act(number, options, async () => ({ acts: [{ kind: 'same', as: none ? NOT_THE_SAME : earlier }] }));
}

export async function setService(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  const named = words.join(' ');
  await act(number, options, async () => ({
    acts: [{ kind: 'service', named: named.toLowerCase() === 'none' ? undefined : named }],
  }));
}

export async function setFact(
  number: string,
  field: string,
  words: readonly string[],
  options: ActOptions,
): Promise<void> {
  const written = `${field}: ${words.join(' ')}`;
  await act(number, options, async () => ({ acts: [{ kind: 'fact', written, at: new Date() }] }));
}

export async function grant(number: string, word: string, options: ActOptions): Promise<void> {
  const way = oneOf(word, ACCESS_WAYS, 'way');
  await act(number, options, async () => ({ acts: [{ kind: 'grant', way }] }));
}

export async function resume(number: string, options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'resume' }] }));
}

/** Books work; a minus before the time takes some of it back. */
export async function bookTime(
  number: string,
  time: string,
  words: readonly string[],
  options: ActOptions,
): Promise<void> {
  const read = readWorkTime([time, ...words].join(' '));
  if (read === undefined)
    throw new Failure(EXIT.usage, `"${time}" is no time of work`, 'write it as 25m, 1h 30m or 1:30; at most 24 hours');
  await act(number, options, async () => ({ acts: [{ kind: 'time', ...read }] }));
}

export async function setCover(number: string, work: string, options: ActOptions): Promise<void> {
  await act(number, options, async (settings) => {
    const rules = [...settings.policy.desks.values()].flatMap(
      ({ coverage }) => coverage?.rules.map(({ id }) => id) ?? [],
    );
    const rule = rules.find((id) => id === work);
    if (rule !== undefined) return { acts: [{ kind: 'cover', to: 'rule', rule }] };
    const words: readonly string[] = [...COVER_WORDS, ...rules];
    const to = COVER_WORDS.find((one) => one === oneOf(work, words, 'coverage'));
    return { acts: to === undefined ? [] : [{ kind: 'cover', to }] };
  });
}

export async function setProduct(number: string, word: string, options: ActOptions): Promise<void> {
  await act(number, options, async (settings) => {
    const products = [...settings.policy.desks.values()].flatMap(({ coverage }) => coverage?.products ?? []);
    const to =
      word.toLowerCase() === 'none'
        ? undefined
        : (productCalled(products, word)?.id ??
          oneOf(
            word,
            products.map(({ id }) => id),
            'product',
          ));
    return { acts: [{ kind: 'product', to }] };
  });
}

export async function setPriority(number: string, priority: string, options: ActOptions): Promise<void> {
  const to = oneOf(priority, PRIORITIES, 'priority');
  await act(number, options, async () => ({ acts: [{ kind: 'priority', to }] }));
}

/** Up one level of its matrix, or to the level named. */
export async function approve(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  const client = words.join(' ').trim() || undefined;
  await act(number, options, async () => ({ acts: [{ kind: 'approve', client }] }));
}

export async function decline(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  const text = words.length === 0 ? undefined : await textOf(words);
  await act(number, options, async () => ({ acts: [{ kind: 'decline' }], ...(text === undefined ? {} : { text }) }));
}

export async function escalate(number: string, options: EscalateOptions): Promise<void> {
  const level = options.level === undefined ? undefined : wholeNumber(options.level, 20, '--level');
  await act(number, options, async () => ({ acts: [{ kind: 'escalate', level }] }));
}

export async function setTier(number: string, level: string, options: ActOptions): Promise<void> {
  const to = oneOf(level, TIERS, 'level');
  await act(number, options, async () => ({ acts: [{ kind: 'tier', to }] }));
}

export async function move(number: string, to: string, options: ActOptions): Promise<void> {
  await act(number, options, async (settings) => ({ acts: [{ kind: 'move', to: desk(settings, to) }] }));
}

export async function watch(number: string, who: string, options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'watch', address: address(who) }] }));
}

export async function unwatch(number: string, who: string, options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'unwatch', address: address(who) }] }));
}

export async function note(number: string, words: readonly string[], options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ text: await textOf(words), internal: true }));
}

export async function reply(number: string, words: readonly string[], options: StatusOptions): Promise<void> {
  const { status } = options;
  const acts: readonly Act[] = status === undefined ? [] : [{ kind: 'status', to: oneOf(status, STATUSES, 'status') }];
  await act(number, options, async () => ({ acts, text: await textOf(words) }));
}

export async function send(number: string, options: ActOptions): Promise<void> {
  await act(number, options, async () => ({ acts: [{ kind: 'send', message: undefined }] }));
}

/** Opens a ticket on behalf of a contact. */
export async function open(words: readonly string[], options: OpenOptions): Promise<void> {
  const settings = await configured(options.config);
  const chosen = {
    desk: deskOrOnly(settings, options.desk),
    by: actor(settings, options.as),
    channel: oneOf(options.channel, CHANNELS, 'channel'),
    type: oneOf(options.type, TICKET_TYPES, 'type'),
    priority: oneOf(options.priority, PRIORITIES, 'priority'),
    direction: options.write === true ? 'outbound' : 'inbound',
  } as const;
  const who = address(options.for);
  const text = await textOf(words);
  await changing(settings, async (change) => {
    const requester = await requesterOf(change, who, options.name ?? '');
    await carryOut(change, { kind: 'open', ...chosen, requester, subject: options.subject, text }, options);
  });
}

/** Moves messages to a ticket of their own. */
export async function split(number: string, options: SplitOptions): Promise<void> {
  const settings = await configured(options.config);
  const by = actor(settings, options.as);
  const keys = ids<MessageKey>(options.messages);
  await changing(settings, async (change) => {
    const ticket = await ticketOf(change.read, number);
    const messages = (await change.read.messages(ticket)).filter(({ key }) => keys.includes(key));
    const [first] = messages;
    if (first === undefined || messages.length < keys.length)
      throw new Failure(
        EXIT.missing,
        `not all of these messages are on ${number}`,
        `\`spoc ticket show ${number}\` names them`,
      );
    const requester =
      options.for === undefined
        ? await writerOf(change, ticket, first)
        : await requesterOf(change, address(options.for), '');
    const subject = options.subject ?? cleanSubject(first.subject);
    await carryOut(change, { kind: 'split', ticket, messages: keys, subject, requester, by }, options);
  });
}

/** The contact who wrote a message; of a message of staff the ticket's requester. */
async function writerOf(
  { read }: Changing,
  ticket: Parameters<Changing['read']['messages']>[0],
  message: MessageRow,
): Promise<ContactId> {
  if (message.by.kind === 'contact') return message.by.id;
  const facts = (await read.ticketFacts([ticket])).get(ticket);
  if (facts === undefined) throw new Failure(EXIT.missing, 'the ticket is gone');
  return facts.requester.id;
}

async function requesterOf(
  { operations }: Changing,
  who: ReturnType<typeof address>,
  name: string,
): Promise<ContactId> {
  const contact = await operations.contactFor(who, name);
  if (contact === undefined)
    throw new Failure(EXIT.refused, `${who} can be no contact`, 'an agent of the configuration is none');
  return contact.id;
}
