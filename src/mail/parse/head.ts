/** One header field as it came: name in lower case, value in latin1 (one unit a byte), still folded. */
export interface RawField {
  readonly name: string;
  readonly raw: string;
}

/** A header block that was read; `rest` is what turned out to be no header any more (latin1), often empty. */
export interface RawHead {
  readonly fields: readonly RawField[];
  readonly rest: string;
  /** Whether fields were dropped because there were too many. */
  readonly cut: boolean;
}

const FIELD = /^([!-9;-~]{1,128})[ \t]*:/;
/** Fields that nobody would write as the first words of a text. */
const WELL_KNOWN =
  /^(?:content-|mime-version|subject|from|to|cc|date|message-id|received|return-path|reply-to|in-reply-to|references|x-|dkim-|arc-|list-|auto-submitted|sender|precedence)[\w-]*[ \t]*:/i;

/**
 * Reads header fields out of a block of bytes (latin1). Line ends may be CRLF, LF or, when there is no LF at all, CR.
 * A line that is no field continues the field above when more headers follow (a mailer that folded without a
 * blank); otherwise the text of the mail begins there without an empty line, and it is handed back in `rest`.
 */
export function readHead(block: string, maxFields: number): RawHead {
  const lines = block.includes('\n') ? block.split(/\r?\n/) : block.split('\r');
  const fields: { name: string; parts: string[] }[] = [];
  let lastKnown = -1;
  for (let i = lines.length - 1; i >= 0 && lastKnown < 0; i--) if (WELL_KNOWN.test(lines[i] ?? '')) lastKnown = i;
  let rest = '';
  let cut = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const open = fields.at(-1);
    if (line === '') continue;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (open && !cut) open.parts.push(line);
      continue;
    }
    const match = FIELD.exec(line.slice(0, 160));
    if (match && fields.length >= maxFields) cut = true;
    else if (match) fields.push({ name: (match[1] ?? '').toLowerCase(), parts: [line.slice(match[0].length)] });
    else if (/^>?From /.test(line)) continue;
    else if (i > lastKnown) {
      rest = lines.slice(i).join('\n');
      break;
    } else if (open && !cut) open.parts.push(` ${line}`);
  }
  return { fields: fields.map(({ name, parts }) => ({ name, raw: parts.join('\r\n') })), rest, cut };
}

/** The first field of a name; duplicates further down were not written by the sender's software, or to deceive. */
export function firstField(fields: readonly RawField[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.raw;
}

/** Where a header block ends in a buffer: the index of the first byte of the body, or undefined when it goes on. */
export function endOfHead(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(0x0a, Math.max(0, from)); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const next = bytes[at + 1];
    if (next === 0x0a) return at + 2;
    if (next === 0x0d && bytes[at + 2] === 0x0a) return at + 3;
  }
  return undefined;
}
