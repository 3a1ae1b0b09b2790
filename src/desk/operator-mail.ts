import { atLeast } from './command.ts';
import type { Citation, HeldAct, MailFacts } from './facts.ts';
import type { LedgerId } from './ids.ts';
import type { TranscriptLine, TranscriptResult } from './notice.ts';
import { type Receiving, type Ruling, still } from './receiving.ts';

/** What the operator can say of a mail that waits, as he types it. */
export const HELD_VERBS = ['release', 'drop', 'spam'] as const;
type HeldVerb = (typeof HELD_VERBS)[number];

/** The notice of held mail that this mail of the operator answers; undefined when it is none, or not his. */
export function operatorCitation({ command, facts, policy }: Receiving): Citation | undefined {
  const own = policy.operator?.address.toLowerCase();
  if (own === undefined || command.from.length !== 1 || command.from[0]?.address.toLowerCase() !== own)
    return undefined;
  return facts.citations.find((one) => one.purpose === 'operator' && one.issuedToSender && !one.expired);
}

/** An answer of the operator to a notice of held mail: `release 12 13`, `drop 14`, `spam all`, with # or without. All of it is done, or nothing. */
export function operatorMail(receiving: Receiving): Ruling {
  const { command, facts, desk, draft, mayAnswer } = receiving;
  const least = desk.needs.agentCommand;
  const base = { to: { kind: 'operator' }, desk: desk.id } as const;
  if (!atLeast(facts.authenticity.level, least) && !command.released) {
    const { level, reason } = facts.authenticity;
    const reasons = [`the operator's answer is ${level} (${reason}); this needs ${least}`];
    return still('held', reasons, mayAnswer ? [{ ...base, kind: 'prove', role: 'agent' }] : []);
  }
  const read = readHeldVerbs(typedLines(receiving), facts.listed);
  if (read.kind === 'wrong') {
    const wrong = read.lines.filter(({ result }) => result.kind !== 'not-done').map(({ line }) => line);
    const transcript = {
      ...base,
      kind: 'transcript',
      ticket: undefined,
      lines: read.lines,
      help: false,
      unsent: '',
    } as const;
    const reasons = [`nothing was done: cannot follow ${wrong.join(', ')}`];
    return still('command', reasons, mayAnswer ? [transcript] : []);
  }
  for (const act of read.acts) draft.decideHeld(act);
  const { level, reason } = facts.authenticity;
  const done = read.acts.map(({ act, mail }) => `${act} ${mail}`).join(', ');
  return still('command', [`the operator, ${level}: ${reason}`, done]);
}

/** Lines at the head of the answer, up to the first that cannot be one: what follows is a greeting. */
const MOST_LINES = 50;

function typedLines({ command }: Receiving): readonly string[] {
  const marked = command.commands.map(({ verb, argument }) => `${verb} ${argument}`.trim());
  const bare: string[] = [];
  for (const line of command.body.split('\n', 2 * MOST_LINES)) {
    const text = line.replace(/\s+/g, ' ').trim();
    if (text === '' && marked.length + bare.length === 0) continue;
    if (text === '' || (marked.length + bare.length > 0 && verbOf(text) === undefined)) break;
    bare.push(text.replace(/^#\s?/, ''));
  }
  return [...marked, ...bare].slice(0, MOST_LINES);
}

function verbOf(line: string): HeldVerb | undefined {
  const word = /^#?\s?([a-z]+)/i.exec(line)?.[1]?.toLowerCase();
  return HELD_VERBS.find((verb) => verb === word);
}

type Read =
  | { readonly kind: 'acts'; readonly acts: readonly HeldAct[] }
  | { readonly kind: 'wrong'; readonly lines: readonly TranscriptLine[] };

/** Reads the lines against the mails that the notice listed; each mail can be decided once. */
function readHeldVerbs(typed: readonly string[], listed: MailFacts['listed']): Read {
  const acts = new Map<LedgerId, HeldAct>();
  const lines = typed.map((line): TranscriptLine => {
    const verb = verbOf(line);
    const shown = line.slice(0, 200);
    if (verb === undefined) return { line: shown, result: expectedLine(listed) };
    const mails = idsIn(line.slice(verb.length), listed);
    const fault = 'fault' in mails ? mails.fault : undefined;
    if (fault === undefined && 'ids' in mails)
      for (const mail of mails.ids) {
        if (acts.has(mail)) return { line: shown, result: expected(listed) };
        acts.set(mail, { mail, act: verb });
      }
    return { line: shown, result: fault ?? { kind: 'not-done' } };
  });
  const wrong = lines.length === 0 || lines.some(({ result }) => result.kind !== 'not-done');
  if (!wrong) return { kind: 'acts', acts: [...acts.values()] };
  const empty: TranscriptLine = { line: '…', result: expectedLine(listed) };
  return { kind: 'wrong', lines: lines.length === 0 ? [empty] : lines };
}

/** `12, #13`, `all`, or nothing where the notice tells of one alone. */
function idsIn(
  text: string,
  listed: MailFacts['listed'],
): { readonly ids: readonly LedgerId[] } | { readonly fault: TranscriptResult } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const open = listed.filter((one) => one.open).map((one) => one.mail);
  if (words.length === 0 && listed.length === 1) return open.length === 1 ? { ids: open } : { fault: DECIDED };
  if (words.length === 1 && words[0]?.toLowerCase() === 'all')
    return open.length > 0 ? { ids: open } : { fault: DECIDED };
  const ids: LedgerId[] = [];
  for (const word of words) {
    const id = Number(/^#?(\d{1,15})\.?$/.exec(word)?.[1]);
    const one = listed.find(({ mail }) => mail === id);
    if (one === undefined) return { fault: expected(listed) };
    if (!one.open) return { fault: DECIDED };
    ids.push(one.mail);
  }
  return ids.length === 0 ? { fault: expected(listed) } : { ids };
}

const DECIDED: TranscriptResult = { kind: 'already-decided' };

/** The lines that would be right. */
function expectedLine(listed: MailFacts['listed']): TranscriptResult {
  const mail = listed.find((one) => one.open)?.mail ?? listed[0]?.mail ?? 'all';
  return { kind: 'bad-argument', expected: HELD_VERBS.map((verb) => `${verb} ${mail}`), nearest: undefined };
}

function expected(listed: MailFacts['listed']): TranscriptResult {
  const open = listed.filter((one) => one.open).map((one) => String(one.mail));
  return { kind: 'bad-argument', expected: [...open, 'all'], nearest: undefined };
}
