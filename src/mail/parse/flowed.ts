/** Reads the quote marks of a line: how many `>` it starts with, and the text behind them without space-stuffing. */
function takeApart(line: string): { readonly depth: number; readonly text: string } {
  let depth = 0;
  while (line.charAt(depth) === '>') depth++;
  const text = line.slice(depth);
  return { depth, text: text.startsWith(' ') ? text.slice(1) : text };
}

/**
 * Joins the soft-broken lines of `format=flowed` text (RFC 3676 §4): a line that ends in a blank goes on in the next
 * one of the same quote depth. With `delSp` that blank goes too. `-- ` stays a line of its own (§4.3).
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = [];
  let open: { depth: number; parts: string[] } | undefined;
  const close = (): void => {
    if (open) out.push((open.depth > 0 ? `${'>'.repeat(open.depth)} ` : '') + open.parts.join(''));
    open = undefined;
  };
  for (const line of text.split('\n')) {
    const { depth, text: content } = takeApart(line);
    if (open && open.depth !== depth) close();
    if (content === '-- ') {
      close();
      out.push((depth > 0 ? `${'>'.repeat(depth)} ` : '') + content);
      continue;
    }
    const soft = content.endsWith(' ');
    const piece = soft && delSp ? content.slice(0, -1) : content;
    if (open) open.parts.push(piece);
    else open = { depth, parts: [piece] };
    if (!soft) close();
  }
  close();
  return out.join('\n');
}
