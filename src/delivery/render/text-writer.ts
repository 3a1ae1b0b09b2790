import type { Block, FormRow, Inline, Line, NoticeDocument, TableColumn } from './document.ts';

/** Our own paragraphs are broken at blanks before this column; what people wrote keeps its lines. */
const WIDTH = 76;

/** Writes the text/plain part. `quotes` are the language's quotation marks, which set off a status. */
export function writeText(document: NoticeDocument, quotes: readonly [string, string]): string {
  return `${document.blocks.map((block) => writeBlock(block, quotes)).join('\n\n')}\n`;
}

function writeBlock(block: Block, quotes: readonly [string, string]): string {
  const flat = (line: Line) => line.map((one) => writeInline(one, quotes)).join('');
  const bare = (line: Line) => line.map((one) => one.text).join('');
  switch (block.kind) {
    case 'title':
      return underlined(flat(block.line), block.level === 1 ? '=' : '-');
    case 'paragraph':
      return block.tone === 'warning' ? wrap(flat(block.line), '! ', '  ') : wrap(flat(block.line));
    case 'form':
      return [FRAME, ...block.rows.map(formRow), FRAME].join('\n');
    case 'facts': {
      const width = Math.max(...block.rows.map((row) => row.label.length)) + 1;
      return block.rows.map((row) => `${`${row.label}:`.padEnd(width)}  ${bare(row.value)}`).join('\n');
    }
    case 'words':
      return block.text;
    case 'quote': {
      const body = block.text.split('\n').map((one) => (one === '' || one.startsWith('>') ? `>${one}` : `> ${one}`));
      const tail = block.tail === undefined ? [] : [`[${flat(block.tail)}]`];
      return [`${flat(block.heading)}:`, ...body, ...tail].join('\n');
    }
    case 'list': {
      const items = block.items.map((item) => wrap(flat(item), '- ', '  '));
      return block.heading === undefined ? items.join('\n') : [`${flat(block.heading)}:`, ...items].join('\n');
    }
    case 'table':
      return table(
        block.columns,
        block.rows.map((row) => row.map(flat)),
      );
    case 'marker':
      return block.line;
    case 'signature':
      // RFC 3676 §4.3: what follows is a signature, which replies leave off.
      return `-- \n${block.text}`;
  }
}

/** Columns side by side where they fit; else a list, each row with its cells behind each other as the heads are. */
function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ head }, nth) =>
    Math.max(...[head, ...rows.map((row) => row[nth] ?? '')].map(lengthOf)),
  );
  const whole = widths.reduce((sum, width) => sum + width, 0) + 2 * (columns.length - 1);
  if (whole > WIDTH) {
    const rowText = ([first = '', ...rest]: readonly string[]) => [first, rest.join(' | ')].join(': ');
    return [rowText(columns.map(({ head }) => head)), ...rows.map((row) => wrap(rowText(row), '- ', '  '))].join('\n');
  }
  const set = (cells: readonly string[]) =>
    columns
      .map(({ align }, nth) => {
        const cell = cells[nth] ?? '';
        const gap = ' '.repeat(Math.max(0, (widths[nth] ?? 0) - lengthOf(cell)));
        return align === 'right' ? `${gap}${cell}` : `${cell}${gap}`;
      })
      .join('  ')
      .trimEnd();
  return [
    set(columns.map(({ head }) => head)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(set),
  ].join('\n');
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Shows where a form begins and ends, and where reading it ends (`mail/form/quoted-form.ts`). */
const FRAME = '-'.repeat(40);

function formRow({ number, label, aside, options }: FormRow): string {
  const head = `${number}. ${label}${aside === '' ? '' : ` (${aside})`}:`;
  return [head, ...options.map((option) => `   [ ] ${option}`)].join('\n');
}

/** A heading over its own length in dashes, as plain text has always had it. */
function underlined(text: string, dash: string): string {
  return `${text}\n${dash.repeat(Math.min([...text].length, WIDTH))}`;
}

function writeInline({ kind, text }: Inline, [open, close]: readonly [string, string]): string {
  return kind === 'pill' ? `${open}${text}${close}` : text;
}

/** Breaks at blanks only: an address or a number is never cut. */
function wrap(text: string, first = '', rest = ''): string {
  const rows: string[] = [];
  let row = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && row.length + 1 + word.length > WIDTH) {
      rows.push(row);
      row = rest;
      empty = true;
    }
    row += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...rows, row].join('\n');
}
