import { formLines } from './lines.ts';
import { rowsOfLine } from './rows.ts';
import type { FormRules } from './rules.ts';

/** Lines that the answer to one row of a form may take. */
const MOST_BETWEEN = 60;
/** What closes a form of ours in a text, behind quote marks. */
const FRAME = /^-{5,}\s*$/;

/**
 * The form of ours that a mail quotes, from its first row to its last, as the mail has it: what the writer put into it stands there. Our rows have
 * numbers; whatever else of our mail, or of his own, is quoted beside it is left out. Empty when there is none.
 */
export function quotedForm(text: string, form: FormRules): string {
  const lines = formLines(text);
  let first: number | undefined;
  let last = 0;
  let number = 0;
  for (const [index, line] of lines.entries()) {
    if (line.number === undefined || line.blank || rowsOfLine(line, index, form.labels).length === 0) continue;
    // The same form once more, or an older one.
    if (first !== undefined && (line.number <= number || index - last > MOST_BETWEEN)) break;
    first ??= index;
    last = index;
    number = line.number;
  }
  if (first === undefined) return '';
  const behind = lines.slice(last + 1, last + 1 + MOST_BETWEEN);
  const frame = behind.findIndex(
    (line) => FRAME.test(line.body) || FRAME.test(text.slice(line.contentStart, line.end)),
  );
  const gap = behind.findIndex((line) => line.blank);
  const to = frame >= 0 ? last + frame : gap >= 0 ? last + gap : last + behind.length;
  return text.slice(lines[first]?.start ?? 0, lines[to]?.end ?? text.length);
}
