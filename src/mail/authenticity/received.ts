/** Who handed a mail to whom, as one Received line tells it (RFC 5321 §4.4). */
export interface Handover {
  /** What the other side called itself; '' when nobody handed it over. Anybody can write anything here. */
  readonly from: string;
  /** What the writer of the line saw: the name its address resolves to ('' when it says none) and the address. */
  readonly seenName: string;
  readonly seenAddress: string;
  /** The host that wrote the line. */
  readonly by: string;
}

const MAX_LINE = 2000;

/** Reads a Received line; what it does not say is ''. */
export function readReceived(value: string): Handover {
  const { plain, comments } = withoutComments(value.slice(0, MAX_LINE));
  const words = plain.split(';', 1)[0]?.trim().split(/\s+/) ?? [];
  const handed = words[0]?.toLowerCase() === 'from';
  const by = words.findIndex((word, at) => at >= (handed ? 2 : 0) && word.toLowerCase() === 'by');
  const from = handed ? (words[1] ?? '') : '';
  const seen = handed ? (comments[0] ?? '') : '';
  const address =
    /\[(?:ipv6:)?([0-9a-f.:]{2,45})\]/i.exec(`${seen} ${from}`)?.[1] ??
    /^[0-9a-f.:]{2,45}$/i.exec(seen.trim())?.[0] ??
    '';
  const name = /^([a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9_]))*)\.?\s*\[/i.exec(seen.trim())?.[1] ?? '';
  return {
    from: host(from),
    seenName: host(name),
    seenAddress: address.toLowerCase(),
    by: by < 0 ? '' : host(words[by + 1] ?? ''),
  };
}

/** Parts a line from its comments (RFC 5322 §3.2.2, nested); the outermost ones are kept in order. */
function withoutComments(text: string): { readonly plain: string; readonly comments: readonly string[] } {
  let plain = '';
  let comment = '';
  let depth = 0;
  const comments: string[] = [];
  for (const character of text) {
    if (character === '(' && depth++ === 0) comment = '';
    else if (character === ')' && depth > 0 && --depth === 0) {
      comments.push(comment);
      plain += ' ';
    } else if (depth > 0) comment += character;
    else plain += character;
  }
  return { plain, comments };
}

function host(word: string): string {
  return word
    .replace(/^\[(?:ipv6:)?|\]$/gi, '')
    .replace(/[.,;]$/, '')
    .toLowerCase();
}
