import { endsWithColon } from './lines.ts';
import { beginsHeader, replyHeaderAt, sharedHeaderAt } from './reply-header.ts';
import type { ReadLine } from './structure.ts';

/** Where a header shares its line with the reply before it, the line is taken for two. */
export function splitSharedLine(lines: readonly ReadLine[]): readonly ReadLine[] {
  for (let i = 0; i < lines.length - 1; i++) {
    const line = lines[i];
    if (!line || line.depth > 0 || !endsWithColon(line.body)) continue;
    const shared = sharedHeaderAt(lines, i);
    // "V V tor., 5. mar. …" is one header, not a reply and a header.
    if (!shared || (beginsHeader(line.body) && replyHeaderAt(lines, i)?.sure)) continue;
    const at = line.start + shared.column;
    const before = line.text.slice(0, shared.column);
    const reply: ReadLine = { ...line, end: at, text: before, body: before.trim(), blank: before.trim() === '' };
    const header: ReadLine = {
      ...line,
      start: at,
      text: line.text.slice(shared.column),
      body: line.text
        .slice(shared.column)
        .replace(/^[\s-]+/, '')
        .trim(),
    };
    return [...lines.slice(0, i), reply, header, ...lines.slice(i + 1)];
  }
  return lines;
}
