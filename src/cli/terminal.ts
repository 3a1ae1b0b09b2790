import Table from 'cli-table3';
import pc from 'picocolors';

/** Colours, none when the output is no terminal or NO_COLOR is set. */
export const colour = pc.createColors(coloured(process.env, process.argv, process.stdout.isTTY));

/** Colours are for a terminal and for those who insist; a build server's log is neither (no-color.org). */
export function coloured(env: NodeJS.ProcessEnv, argv: readonly string[], isTerminal: boolean | undefined): boolean {
  if ((env.NO_COLOR ?? '') !== '' || argv.includes('--no-color')) return false;
  return (env.FORCE_COLOR ?? '') !== '' || (isTerminal === true && env.TERM !== 'dumb');
}

/** Columns of a terminal that does not tell. */
const WIDTH = 100;

/** Writes a line to standard output. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a line to standard error: what is no result. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes one value for programs, on one line; nothing in it steers a terminal. */
export function sayJson(value: unknown): void {
  say(jsonLine(value));
}

/** A value as JSON on one line, DEL and C1 controls escaped like the others. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Text of a stranger on one line: without what steers a terminal (C0, C1, escape sequences' first character) or turns the direction of writing
 * (Trojan Source), blanks folded.
 */
export function plain(text: string): string {
  return lines(text).replace(/\s+/g, ' ').trim();
}

/** The same, line ends and blanks kept. */
export function lines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, '');
}

/** At most so many characters, the last an ellipsis when there were more. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** How wide the terminal is; output to a file or program is never shortened. */
export function width(): number {
  return process.stdout.isTTY ? (process.stdout.columns ?? WIDTH) : Number.POSITIVE_INFINITY;
}

/** A table without borders; in a terminal the `flexible` column is shortened to what is left of the line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], flexible?: number): string {
  const cells = rows.map((row) => row.map(plain));
  const limit = flexible === undefined ? undefined : room(head, cells, flexible);
  const drawn = new Table({
    head: head.map((name) => colour.dim(name)),
    chars: {
      ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
      ...{
        'bottom-right': '',
        left: '',
        'left-mid': '',
        mid: '',
        'mid-mid': '',
        right: '',
        'right-mid': '',
        middle: '  ',
      },
    },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const row of cells)
    drawn.push(row.map((cell, at) => (at === flexible && limit !== undefined ? shortened(cell, limit) : cell)));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function room(head: readonly string[], rows: readonly (readonly string[])[], flexible: number): number | undefined {
  const total = width();
  if (!Number.isFinite(total)) return undefined;
  const others = head.reduce((sum, name, at) => {
    if (at === flexible) return sum;
    return sum + 2 + Math.max(name.length, ...rows.map((row) => [...(row[at] ?? '')].length));
  }, 0);
  return Math.max(16, total - others);
}

/** A moment as people at a terminal read it, in their own time zone: `2026-11-22 07:05`. */
export function moment(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `1 mail`, `3 mails`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
