import { Parser } from 'htmlparser2';
import type { Received } from '../gateway/world.ts';

/** Fields that our mails have; each at most once. */
const OURS = new Set(
  'from to cc reply-to subject message-id in-reply-to references date mime-version content-type content-transfer-encoding content-language auto-submitted x-auto-response-suppress'.split(
    ' ',
  ),
);
const TAGS = new Set('html head meta title body div table tr th td h1 h2 p ul li span strong a code br'.split(' '));
/** What Windows, old and new, takes for a device, whatever the ending. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/** Whatever is wrong with a mail that we sent: header fields that are not ours, markup that we do not write, names that are no plain names. */
export function faultsOf(mail: Received, allowed: ReadonlySet<string>): readonly string[] {
  const raw = mail.raw.toString('latin1');
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end < 0 ? raw.length : end);
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const line of head.split('\r\n')) {
    if (/[^\x20-\x7e\t]/.test(line))
      faults.push(`a header line of other than ASCII: ${JSON.stringify(line.slice(0, 60))}`);
    if (/^[ \t]/.test(line)) continue;
    const name = /^([A-Za-z-]+):/.exec(line)?.[1]?.toLowerCase() ?? '';
    if (!OURS.has(name)) faults.push(`a header ${JSON.stringify(line.slice(0, 60))}`);
    if (seen.has(name)) faults.push(`a second ${name}`);
    seen.add(name);
  }
  if (raw.split('\r\n').some((line) => line.length > 998)) faults.push('a line over 998 characters');
  if (/[^\r]\n|\r[^\n]/.test(raw)) faults.push('a lone CR or LF');
  if (raw.includes('\0')) faults.push('a NUL');
  for (const list of [mail.to, mail.cc, mail.bcc, mail.replyTo, mail.from === undefined ? [] : [mail.from]]) {
    for (const { address } of list ?? [])
      if (
        address !== undefined &&
        !allowed.has(address) &&
        !/^(?:support|podrska)(?:\+[a-z0-9-]+)?@spoc\.test$/.test(address)
      )
        faults.push(`it is addressed to or from ${address}`);
  }
  return [...faults, ...markupFaults(mail.html ?? ''), ...mail.attachments.flatMap((one) => nameFaults(one.filename))];
}

function markupFaults(html: string): readonly string[] {
  const faults: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!TAGS.has(name)) faults.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^(?:on|src|srcset|background|data|action|formaction|xlink|poster|ping)/.test(attribute))
          faults.push(`${name} ${attribute}`);
        if (attribute === 'href' && !value.startsWith('mailto:')) faults.push(`href ${value.slice(0, 60)}`);
        if (attribute === 'style' && /url\(|expression|@import|javascript|behavior|-moz-binding|\\/i.test(value))
          faults.push(`style ${value.slice(0, 60)}`);
      }
    },
    oncomment: (text) => faults.push(`a comment ${text.slice(0, 40)}`),
    onprocessinginstruction: (name) => {
      if (name !== '!doctype') faults.push(`an instruction ${name.slice(0, 40)}`);
    },
  });
  parser.end(html);
  return faults;
}

function nameFaults(filename: string | null | undefined): readonly string[] {
  if (filename === undefined || filename === null || filename === '') return ['an attachment without a name'];
  const faults: string[] = [];
  if (/[/\\:*?"<>|]/.test(filename)) faults.push(`a name with a path or a special: ${JSON.stringify(filename)}`);
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(filename))
    faults.push(`a name with invisible characters: ${JSON.stringify(filename)}`);
  if (/^\.|[. ]$/.test(filename)) faults.push(`a name that begins or ends with a dot: ${JSON.stringify(filename)}`);
  if (DEVICE.test(filename)) faults.push(`a device: ${filename}`);
  if (Buffer.byteLength(filename) > 255) faults.push(`a name of ${Buffer.byteLength(filename)} bytes`);
  return faults;
}

/** What is wrong with the HTML of a message as it is kept to be shown: anything that runs, loads or leaves its place. */
export function storedFaults(html: string | undefined): readonly string[] {
  const faults: string[] = [];
  const active = new Set(
    'script style iframe frame object embed applet form input button select textarea link meta base svg math template video audio source title noscript xmp plaintext marquee portal dialog slot'.split(
      ' ',
    ),
  );
  const parser = new Parser({
    onopentag(name, attributes) {
      if (active.has(name)) faults.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (
          attribute.startsWith('on') ||
          /^(?:action|formaction|srcset|background|xlink|srcdoc|ping|is|slot|id|name|form)/.test(attribute)
        )
          faults.push(`${name} ${attribute}`);
        if (attribute === 'src' && !value.startsWith('cid:')) faults.push(`src ${value.slice(0, 60)}`);
        if (attribute === 'href' && !/^(?:https?:|mailto:|tel:|ftp:)/i.test(value))
          faults.push(`href ${value.slice(0, 60)}`);
        if (
          attribute === 'style' &&
          /url\(|expression|@import|javascript|behavior|-moz-binding|position\s*:\s*(?:fixed|absolute)|\\/i.test(value)
        )
          faults.push(`style ${value.slice(0, 60)}`);
      }
    },
    oncomment: (text) => faults.push(`a comment ${text.slice(0, 40)}`),
  });
  parser.end(html ?? '');
  return faults;
}
