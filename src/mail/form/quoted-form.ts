import { type FormLine, formLines } from './lines.ts';
import { rowsOfLine } from './rows.ts';
import type { FormRules } from './rules.ts';

/** Lines that the answer to one row of a form may take. */
const MOST_BETWEEN = 60;
/** What closes a form of ours in a text, behind quote marks. */
const FRAME = /^-{5,}\s*$/;

/**
 * The form of ours that a mail quotes, from its first row to its last, as the mail has it: what the writer put into it stands there. Our rows have
 * numbers; whatever else of our mail, or of his own, is quoted beside it is left out. `ours` is what our own facts begin with. Empty when there is none.
 */
export function quotedForm(text: string, form: FormRules, ours: readonly string[] = []): string {
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
  const to = endOf(text, lines, last, form, ours);
  return text.slice(lines[first]?.start ?? 0, lines[to]?.end ?? text.length);
}

/** The last line of what belongs to the last row: up to the frame, else up to a gap, to our own facts, or to what is another row. */
function endOf(
  text: string,
  lines: readonly FormLine[],
  last: number,
  form: FormRules,
  ours: readonly string[],
): number {
  const behind = lines.slice(last + 1, last + 1 + MOST_BETWEEN);
  const framed = behind.findIndex((line) => FRAME.test(text.slice(line.contentStart, line.end)));
  const others = behind.findIndex(
    (line, index) =>
      line.number === undefined &&
      (ours.some((one) => line.body.includes(one)) || rowsOfLine(line, last + 1 + index, form.labels).length > 0),
  );
  const gap = framed >= 0 ? -1 : behind.findIndex((line) => line.blank);
  const ends = [framed, others, gap].filter((index) => index >= 0);
  return last + Math.min(behind.length, ...ends);
}
