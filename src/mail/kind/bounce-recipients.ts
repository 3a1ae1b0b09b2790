import { ORIGINAL_STARTS } from './bounce-texts.ts';

const MAX_LINES = 600;
const MAX_RECIPIENTS = 50;

/** An addr-spec as reports print it: bounded, so that hostile text costs no more than its length. */
const ADDRESS = String.raw`[^\s<>()\[\]:;,"'\x60@|=]{1,64}@[^\s<>()\[\]:;,"'\x60@|/=]{1,200}[^\s<>()\[\]:;,"'\x60@|/=.?!]`;
const LEADING = new RegExp(String.raw`^[\s>*•·\-–"'<(]{0,20}(?:554 )?<?(${ADDRESS})(?:[<>"')\]]|\s|[:,;.]|$)`);
const NAMED = new RegExp(
  String.raw`(?<![\w.@+-])(?:rcpt to|recipients?|address(?:es)?|to|for|errors?|users?|size|attempts|host|failed|pro|delivering|delivered|doručená|für|za)(?![\w.@+-])[^\S\n]{0,3}[:=]?[^\S\n]{0,6}(?:rfc822;[^\S\n]{0,3})?[<"'(\[]{0,2}(${ADDRESS})`,
  'gi',
);
const REPLY = new RegExp(String.raw`\b[45]\d\d\b[^@\n]{0,120}?<?(${ADDRESS})`, 'g');
const ANY = new RegExp(`(${ADDRESS})`, 'g');
/** Lines that speak of the sender or of whom to ask. */
const NOT_A_RECIPIENT =
  /\b(?:mail from|envelope[- ]from|sender|reply-to|return-path|assistance|contact|please include|on behalf)\b|^\s*(?:from|to|cc|sent|message-id|subject|references|in-reply-to)\s*:|^\s*from \S+@/i;
const SUMMARY = /^\s*(?:from|to|cc|sent|subject|date)\s*:/i;

/** The addresses a report's words name as failed: those that lead a line, else those after RCPT TO and the like, else any in a reply. */
export function recipientsInText(body: string, notThese: ReadonlySet<string>): readonly string[] {
  const lines = reportLines(body);
  const asking = lines.filter((line) => !NOT_A_RECIPIENT.test(line));
  const ways = [
    () => asking.flatMap((line) => LEADING.exec(line)?.[1] ?? []),
    () =>
      lines
        .filter((line) => !/mail from|sender|\bfrom:/i.test(line) && !SUMMARY.test(line))
        .flatMap((line) => every(NAMED, line)),
    () => asking.flatMap((line) => every(REPLY, line)),
    () => lines.filter((line) => /^\s*to\s*:/i.test(line)).flatMap((line) => every(ANY, line)),
    () => asking.flatMap((line) => every(ANY, line)),
  ];
  for (const way of ways) {
    const found = distinct(way());
    const others = found.filter((address) => !notThese.has(address.toLowerCase()));
    if (others.length > 0) return others;
  }
  return [];
}

/** To whom the original went: the envelope in its oldest Received line, else its only To (several would be guessing). */
export function recipientsOfOriginal(original: string): readonly string[] {
  const head = original.slice(0, 32 * 1024).replace(/\n[ \t]+/g, ' ');
  const envelope = every(new RegExp(String.raw`^received\s*:.{0,600}?\bfor <(${ADDRESS})>`, 'gim'), head).at(-1);
  if (envelope) return [envelope];
  const to = /^to\s*:(.{0,2000})/im.exec(head)?.[1] ?? '';
  const found = distinct(every(ANY, to));
  return found.length === 1 ? found : [];
}

/** The lines of a report above the mail it returns. */
export function reportLines(body: string): readonly string[] {
  const lines = body.split('\n', MAX_LINES);
  const end = lines.findIndex((line, at) => ORIGINAL_STARTS.test(line) || (at > 0 && startsHeaders(lines, at)));
  return end < 0 ? lines : lines.slice(0, end);
}

/** The text from the returned mail on; '' when it is not there. */
export function returnedText(body: string): string {
  const lines = body.split('\n');
  const end = lines.findIndex((line, at) => ORIGINAL_STARTS.test(line) || (at > 0 && startsHeaders(lines, at)));
  return end < 0 ? '' : lines.slice(end).join('\n');
}

/** Header fields that only an internet mail begins with. */
function startsHeaders(lines: readonly string[], at: number): boolean {
  return /^(?:received|return-path|dkim-signature|x-received|x-google-[a-z-]+|x-originating-ip)\s*:/i.test(
    lines[at] ?? '',
  );
}

function every(pattern: RegExp, text: string): string[] {
  return [...text.slice(0, 4000).matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

function distinct(addresses: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const address of addresses) {
    if (byKey.size >= MAX_RECIPIENTS) break;
    if (!byKey.has(address.toLowerCase())) byKey.set(address.toLowerCase(), address);
  }
  return [...byKey.values()];
}
