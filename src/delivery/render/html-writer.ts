import type { Block, FormRow, Inline, Line, NoticeDocument, TableColumn, Tone } from './document.ts';

/*
 * Mail clients understand tables and style attributes; style sheets, pictures and anything remote are left out. Every colour is set together
 * with its background, so that a dark mode turns both or neither.
 */

const INK = '#1f2933';
const QUIET = '#5b6673';
const EDGE = '#d9dee4';
const ACCENT = '#1d5f8a';
const BREAK = 'overflow-wrap:anywhere;word-break:break-word';
const MAX_UNBROKEN = 28;
const MONO = "font-family:ui-monospace,Menlo,Consolas,'Liberation Mono',monospace;font-size:13px";

const TONES: Readonly<Record<Tone, string>> = {
  normal: `margin:0 0 16px;color:${INK}`,
  quiet: `margin:0 0 16px;color:${QUIET};font-size:13px;line-height:1.5`,
  notice: `margin:0 0 16px;padding:10px 14px;background-color:#eef4f8;border-left:3px solid ${ACCENT};color:${INK}`,
  warning: `margin:0 0 16px;padding:10px 14px;background-color:#fdf3e1;border-left:3px solid #b4690e;color:${INK}`,
};

/** Writes the blocks as HTML for the layout's `{{{body}}}`. The one place where HTML is made; everything is escaped here. */
export function writeHtml(document: NoticeDocument): string {
  return document.blocks.map(writeBlock).join('\n');
}

/** The five characters that mean something in HTML, in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return title(block.level, block.line);
    case 'paragraph':
      return `<p style="${TONES[block.tone]};${BREAK}">${writeLine(block.line)}</p>`;
    case 'form':
      return form(block.rows);
    case 'facts':
      return facts(block.rows);
    case 'words':
      return `<div dir="auto" style="margin:0 0 20px;color:${INK};${BREAK}">${writeText(block.text)}</div>`;
    case 'quote':
      return quote(block.heading, block.text, block.tail);
    case 'list':
      return list(block.heading, block.items);
    case 'table':
      return table(block.columns, block.rows);
    case 'marker':
      return `<div style="margin:0 0 16px;font-size:12px;line-height:1.5;color:${QUIET}">${escapeHtml(block.line)}</div>`;
    case 'signature':
      return `<div dir="auto" style="margin:24px 0 16px;padding:14px 0 0;border-top:1px solid ${EDGE};font-size:13px;line-height:1.5;color:${QUIET};${BREAK}">${writeText(block.text)}</div>`;
  }
}

function title(level: 1 | 2, line: Line): string {
  const size = level === 1 ? 'margin:0 0 16px;font-size:20px' : 'margin:24px 0 10px;font-size:16px';
  return `<h${level} style="${size};line-height:1.3;font-weight:600;color:${INK};${BREAK}">${writeLine(line)}</h${level}>`;
}

function facts(rows: Extract<Block, { kind: 'facts' }>['rows']): string {
  const cells = rows.map(({ label, value }, index) => {
    const edge = index === 0 ? '' : `border-top:1px solid ${EDGE};`;
    return (
      `<tr><th scope="row" align="left" valign="top" width="34%" style="${edge}padding:8px 12px 8px 0;font-weight:normal;color:${QUIET};${BREAK}">${escapeHtml(label)}</th>` +
      `<td valign="top" style="${edge}padding:8px 0;color:${INK};${BREAK}">${writeLine(value)}</td></tr>`
    );
  });
  const frame = `border-top:1px solid ${EDGE};border-bottom:1px solid ${EDGE}`;
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:4px 0 20px;border-collapse:collapse;font-size:14px;line-height:1.4;${frame}">${cells.join('')}</table>`;
}

/** Two columns: labels, and room to write in. What stands in brackets behind a label is not read back. */
function form(rows: readonly FormRow[]): string {
  const cells = rows.map(({ number, label, aside, options }) => {
    const small = [aside, options.join(' / ')]
      .filter((part) => part !== '')
      .map((part) => ` <span style="font-size:12px;color:${QUIET}">(${escapeHtml(part)})</span>`);
    const box = `border:1px solid ${EDGE};padding:8px 10px;color:${INK};${BREAK}`;
    return (
      `<tr><th scope="row" align="left" valign="top" width="42%" style="${box};font-weight:normal;background-color:#f6f8fa">${number}. ${escapeHtml(label)}${small.join('')}</th>` +
      `<td valign="top" style="${box};background-color:#ffffff">&nbsp;</td></tr>`
    );
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:4px 0 20px;border-collapse:collapse;font-size:14px;line-height:1.4">${cells.join('')}</table>`;
}

function quote(heading: Line, text: string, tail: Line | undefined): string {
  const end =
    tail === undefined ? '' : `<div style="margin:8px 0 0;font-size:13px;color:${QUIET}">${writeLine(tail)}</div>`;
  return (
    `<div style="margin:0 0 6px;font-size:13px;line-height:1.5;color:${QUIET};${BREAK}">${writeLine(heading)}</div>` +
    `<div dir="auto" style="margin:0 0 20px;padding:2px 0 2px 14px;border-left:3px solid ${EDGE};color:${INK};${BREAK}">${writeText(text)}${end}</div>`
  );
}

function list(heading: Line | undefined, items: readonly Line[]): string {
  const head =
    heading === undefined
      ? ''
      : `<div style="margin:0 0 6px;font-size:13px;line-height:1.5;color:${QUIET}">${writeLine(heading)}</div>`;
  const rows = items.map((item) => `<li style="margin:0 0 4px;color:${INK};${BREAK}">${writeLine(item)}</li>`);
  return `${head}<ul style="margin:0 0 20px;padding:0 0 0 20px;color:${INK}">${rows.join('')}</ul>`;
}

/** Outlook and phones set tables alike when every cell says how it looks itself. */
function table(columns: readonly TableColumn[], rows: readonly (readonly Line[])[]): string {
  const head = columns.map(
    ({ head: text, align }) =>
      `<th scope="col" align="${align}" valign="bottom" style="padding:8px 10px;border-bottom:2px solid ${EDGE};text-align:${align};font-weight:600;color:${QUIET};${BREAK}">${escapeHtml(text)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(
      ({ align }, nth) =>
        `<td align="${align}" valign="top" style="padding:8px 10px;border-bottom:1px solid ${EDGE};text-align:${align};color:${INK};${BREAK}">${writeLine(row[nth] ?? [])}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:4px 0 20px;border-collapse:collapse;font-size:14px;line-height:1.4"><tr>${head.join('')}</tr>${body.join('')}</table>`;
}

function writeLine(line: Line): string {
  return line.map(writeInline).join('');
}

function writeInline({ kind, text }: Inline): string {
  const safe = escapeHtml(text);
  switch (kind) {
    case 'text':
      return safe;
    case 'strong': {
      // A telephone number is read in one piece.
      const wrap = text.length <= MAX_UNBROKEN && /^\+?\d[\d ()/.-]*$/.test(text) ? 'white-space:nowrap;' : '';
      return `<strong style="${wrap}font-weight:600">${safe}</strong>`;
    }
    case 'pill': {
      // A label of usual length stays on one line of a phone; a long one may break.
      const wrap = text.length <= MAX_UNBROKEN ? 'white-space:nowrap;' : '';
      return `<span style="${wrap}padding:1px 8px;border:1px solid ${EDGE};border-radius:10px;background-color:#f2f5f8;color:${INK};font-weight:600">${safe}</span>`;
    }
    case 'mail':
      return `<a href="mailto:${encodeURIComponent(text).replaceAll('%40', '@')}" style="color:${ACCENT};text-decoration:underline">${safe}</a>`;
    case 'code':
      return `<code style="${MONO};padding:1px 5px;border-radius:4px;background-color:#f2f5f8;color:${INK}">${safe}</code>`;
  }
}

/** A person's text: its lines stay lines, its indents stay indents, its addresses are left to the mail client. */
function writeText(text: string): string {
  return escapeHtml(text)
    .replaceAll('\t', '    ')
    .replace(/ {2,}/g, (blanks) => `${'&#160;'.repeat(Math.min(blanks.length, 40) - 1)} `)
    .replaceAll('\n', '<br>\n');
}
