import { assignByRules } from '../assignment/assign.ts';
import { tellStaff } from '../audience.ts';
import type { Draft } from '../draft.ts';
import type { Client, Contact } from '../facts.ts';
import { NO_PROMPTS } from '../form/case.ts';
import type { Actor, MessageKey } from '../ids.ts';
import type { TranscriptResult } from '../notice.ts';
import { deskOf } from '../policy.ts';
import { usualPriority } from '../priority/settle.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { UpkeepAct } from '../upkeep/act.ts';
import type { SplitMatter } from '../upkeep/beside.ts';

interface Chosen {
  readonly messages: readonly MessageKey[];
  readonly requester: Contact;
  readonly client: Client | undefined;
  readonly subject: string;
}

type Split = Extract<UpkeepAct, { kind: 'split' }>;

/** Which messages go, and whose case they become; or why none can. */
export function chosenOf(
  { message, count }: Split,
  { messages, writers, clients }: SplitMatter,
): Chosen | Extract<TranscriptResult, { kind: 'no-split' }> {
  const inbound = [...messages].filter(([, { direction, held }]) => direction === 'inbound' && !held);
  const last = message === undefined ? inbound.at(-1) : inbound.find(([key]) => key === message);
  if (last === undefined) return { kind: 'no-split', why: 'message' };
  const [key, { by, subject }] = last;
  const writer = by.kind === 'contact' ? writers.get(by.id) : undefined;
  if (writer === undefined) return { kind: 'no-split', why: 'message' };
  const his = inbound.filter(([, one]) => one.by.kind === 'contact' && one.by.id === writer.id).map(([each]) => each);
  const chosen = his.slice(0, his.indexOf(key) + 1).slice(-count);
  if (chosen.length < count) return { kind: 'no-split', why: 'message' };
  if (chosen.length >= messages.size) return { kind: 'no-split', why: 'only' };
  const client = writer.client === undefined ? undefined : clients.get(writer.client);
  return { messages: chosen, requester: writer, client, subject };
}

/** Takes messages off a case and gives them one of their own, whose number their writer is told. */
export function splitOff(
  draft: Draft,
  from: TicketDraft,
  { messages, requester, client, subject }: Chosen,
  first: MessageKey,
  by: Actor,
): TicketDraft {
  const desk = deskOf(draft.policy, from.state.desk);
  const into = draft.open(desk, requester, client, subject, {
    channel: from.state.channel,
    type: from.state.type,
    priority: usualPriority(desk),
    status: 'new',
    by,
  });
  into.push({ kind: 'linked', ticket: from.state.id, relation: 'split-from', by });
  from.push({ kind: 'split', messages, into: into.state.id, by });
  for (const message of messages) draft.moveMessage(message, into);
  assignByRules(draft, into);
  tellStaff(draft, into, first, 'agent-new', by);
  draft.tell({
    kind: 'confirmation',
    to: { kind: 'contact', id: requester.id },
    desk: desk.id,
    ticket: into.state.id,
    changes: [],
    message: first,
    onBehalf: true,
    follows: undefined,
    ...NO_PROMPTS,
  });
  return into;
}
