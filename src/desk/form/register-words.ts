import type { FormRules } from '../../mail/form/rules.ts';
import { foldKey } from '../../mail/form/spelling.ts';
import type { MailCommand, OpenCommand } from '../command.ts';
import type { Desk, Policy } from '../policy.ts';
import { readings, type Writing } from './reading.ts';

/** Words that are looked up for one mail: what names more services is a list of them. */
const MOST_WORDS = 2_000;

/** The words of a writing that the reading of forms will ask the register of services for, at most 2,000. */
export function registerWords(
  writings: readonly Writing[],
  desks: readonly Desk[],
  asked: readonly string[] = [],
): readonly string[] {
  const words = new Map<string, string>();
  const seen = new Set<FormRules>();
  for (const { form, timeZone, country } of desks) {
    if (form === undefined || seen.has(form.rules) || !looksUp(form.rules)) continue;
    seen.add(form.rules);
    const lookUp = (_: string, word: string) => {
      const key = foldKey(word);
      if (key !== '' && words.size < MOST_WORDS && !words.has(key)) words.set(key, word);
      return undefined;
    };
    // Asked for as the fields stand in the form: of numbered answers all are looked at.
    const context = { timeZone, country, lookUp, ours: [], asked };
    for (const writing of writings) readings(writing, form.rules, context);
  }
  return [...words.values()];
}

function looksUp({ fields }: FormRules): boolean {
  return fields.some((field) => field.kind === 'identifier' && field.register !== undefined);
}

/** The words that a mail may name services by: of the desk that it was sent to, and of all when it may belong to a ticket of another. */
export function servicesNamedBy(command: MailCommand, policy: Policy): readonly string[] {
  if (command.mailKind !== 'human' && !command.released) return [];
  const cites = command.tokens.length + command.cites.length + command.numbers.length > 0;
  const desks = [...policy.desks.values()].filter(
    ({ id, form }) => form !== undefined && (cites || id === command.desk),
  );
  if (desks.length === 0) return [];
  const { body, visible, full, html, writtenAt, forwarded } = command;
  const own = { whole: full, html, writtenAt, forwarded: false };
  const text = body.trim() === '' ? visible : body;
  const writings: Writing[] = [{ ...own, text }];
  if (forwarded !== undefined) writings.push({ ...own, text: forwarded.text, whole: forwarded.text, forwarded: true });
  const opening = registerWords(writings, desks);
  if (!cites) return opening;
  // As an answer to what was asked: what was filled into our form where it is quoted.
  const all = desks.flatMap(({ form }) => form?.rules.fields.map(({ key }) => key) ?? []);
  return [...new Set([...registerWords(writings, desks, all), ...opening])].slice(0, MOST_WORDS);
}

/** The words that a text which staff wrote down may name services by. */
export function servicesNamedIn(
  { desk: id, text }: Pick<OpenCommand, 'desk' | 'text'>,
  policy: Policy,
  writtenAt: Date,
): readonly string[] {
  const desk = policy.desks.get(id);
  return desk === undefined
    ? []
    : registerWords([{ text, whole: text, html: undefined, writtenAt, forwarded: false }], [desk]);
}
