/** One command of a mail, as written; whether there is such a verb is for the desk to say. */
export interface CommandLine {
  /** Lower case, without the #. */
  readonly verb: string;
  readonly argument: string;
  /** In the text, from 1. */
  readonly line: number;
}

/** Of several commands on one line; what follows is the argument of the last. */
const MAX_PER_LINE = 20;
/** A verb begins with a letter, so that `#1042` is a ticket and no command; phones write `#Resolved.` and put a blank after #. */
const COMMAND = /^# ?(\p{L}[\p{L}\p{N}_-]{0,39})(?:\.|[ :][ ]?(.*))?$/u;

/**
 * Reads the command lines at the head of a strict reply (nothing quoted in it): `#verb argument`, blank lines between them
 * allowed, up to the first other line, where the body begins. `##` and `#1042` begin a body. Linear; the text is bounded by its parser.
 */
export function readCommands(strictText: string): { readonly commands: readonly CommandLine[]; readonly body: string } {
  const commands: CommandLine[] = [];
  let at = 0;
  for (let line = 1; at < strictText.length; line++) {
    const end = endOfLine(strictText, at);
    const text = plain(strictText.slice(at, end.start));
    const found = commandsIn(text, line);
    if (text !== '' && found.length === 0) break;
    for (const command of found) commands.push(command);
    at = end.next;
  }
  return commands.length === 0 ? { commands, body: strictText } : { commands, body: strictText.slice(at) };
}

/** `#resolved #pending` are two; in `#note see #howto` the second is a word of the note. */
function commandsIn(text: string, line: number): CommandLine[] {
  const found: CommandLine[] = [];
  let rest = text;
  while (found.length < MAX_PER_LINE) {
    const match = COMMAND.exec(rest);
    if (!match) break;
    const argument = (match[2] ?? '').trim();
    const several = found.length + 1 < MAX_PER_LINE && COMMAND.test(argument);
    found.push({ verb: (match[1] ?? '').toLowerCase(), argument: several ? '' : withoutFinalDot(argument), line });
    if (!several) break;
    rest = argument;
  }
  return found;
}

/** `#assign marko.` names Marko; a sentence keeps its dot. */
function withoutFinalDot(argument: string): string {
  return /^[^\s.]\S*[^\s.]\.$/.test(argument) ? argument.slice(0, -1) : argument;
}

/** Without what phones and web mail slip in: no-break blanks, zero-width characters, full-width #. */
function plain(line: string): string {
  return line
    .replace(/\p{Cf}/gu, '')
    .replace(/[＃﹟]/g, '#')
    .replace(/：/g, ':')
    .replace(/\s+/g, ' ')
    .normalize('NFC')
    .trim();
}

function endOfLine(text: string, from: number): { readonly start: number; readonly next: number } {
  const end = text.indexOf('\n', from);
  if (end < 0) return { start: text.length, next: text.length };
  return { start: end, next: end + 1 };
}

/** The known verb that a mistyped one is nearest to, within a third of its letters (at least one); undefined when none is near. */
export function nearest(verb: string, known: readonly string[]): string | undefined {
  const typed = verb.slice(0, 40).toLowerCase();
  const reach = Math.max(1, Math.floor(typed.length / 3));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const word of known) {
    const distance = editDistance(typed, word.slice(0, 40).toLowerCase());
    if (distance <= reach && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    before = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
