import { emailAddress } from '../address.ts';
import type { Mailbox } from '../mail.ts';
import { decodeHeader, type Note, unfold } from './words.ts';

/** What stands between two commas, taken apart: the phrase, comments, and what was in angle brackets. */
interface Draft {
  words: string;
  comments: string[];
  angle: string | undefined;
  /** Whether the phrase had a quoted part: then a comma belongs to no one else. */
  quoted: boolean;
}

function emptyDraft(): Draft {
  return { words: '', comments: [], angle: undefined, quoted: false };
}

/** Reads a quoted string at `at` (RFC 5322 §3.2.4); without a closing quote it is no quoted string. */
function readQuoted(raw: string, at: number): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  for (let i = at + 1; i < raw.length; i++) {
    const char = raw.charAt(i);
    if (char === '"') return { text, end: i + 1 };
    if (char === '\\' && i + 1 < raw.length) i++;
    text += raw.charAt(i);
  }
  return undefined;
}

/** Reads a comment at `at`, nested ones included (RFC 5322 §3.2.2); undefined when it does not end. */
function readComment(raw: string, at: number): { readonly text: string; readonly end: number } | undefined {
  let depth = 0;
  let text = '';
  for (let i = at; i < raw.length; i++) {
    const char = raw.charAt(i);
    if (char === '\\' && i + 1 < raw.length) text += raw.charAt(++i);
    else if (char === '(' && ++depth === 1) continue;
    else if (char === ')' && --depth === 0) return { text, end: i + 1 };
    else text += char;
  }
  return undefined;
}

/** The addr-spec inside angle brackets: without route (`<@a,@b:u@c>`), blanks, comments, quotes around the whole. */
function addrSpec(text: string): string {
  const bare = text
    .slice(0, 1000)
    .replace(/^\s*@[^:]{0,500}:/, '')
    .replace(/\([^()]{0,200}\)/g, '');
  const tight = /^\s*"[^"]*"\s*@/.test(bare)
    ? bare.replace(/^\s*"([^"\s]*)"\s*@\s*/, '$1@')
    : bare.replace(/["\s]+/g, '');
  return tight
    .replace(/^(?:mailto:|smtp:)/i, '')
    .replace(/^[<']+|[>',;]+$/g, '')
    .replace(/\.$/, '');
}

const BARE = /[^\s<>()[\]",;:]{1,128}(?:\s{0,3}@\s{0,3})[^\s<>()",;:@]{1,255}/;

function mailboxOf(draft: Draft, hint: string | undefined, note: Note): Mailbox | undefined {
  const tidy = (text: string): string =>
    decodeHeader(
      text
        .trim()
        .slice(0, 2000)
        .replace(/^[<>]{1,4}|[<>]{1,4}$/g, ''),
      hint,
      note,
    )
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^'(.{0,250})'$/, '$1')
      .slice(0, 500);
  const named = (address: string, phrase: string): Mailbox | undefined => {
    const spec = emailAddress(/[^\x00-\x7f]|=\?/.test(address) ? decodeHeader(address, hint, note) : address);
    if (!spec) return undefined;
    const name = tidy(phrase) || tidy(draft.comments.join(' '));
    return { name: name.toLowerCase() === spec.toLowerCase() ? '' : name, address: spec };
  };
  if (draft.angle !== undefined) {
    const found = named(addrSpec(draft.angle), draft.words);
    if (found) return found;
  }
  const bare = BARE.exec(draft.words.slice(0, 2000));
  if (!bare) return undefined;
  return named(addrSpec(bare[0]), draft.words.replace(bare[0], ' '));
}

/**
 * Reads an address list (RFC 5322 §3.4, the obsolete and many broken forms): groups are flattened, `;` separates as
 * Outlook writes it, an unquoted comma in a name is kept in the name. What holds no address is dropped. Linear; at most `max`.
 */
export function readAddresses(
  value: string,
  max: number,
  hint?: string,
  note: Note = () => undefined,
): readonly Mailbox[] {
  let raw = unfold(value).slice(0, 200_000);
  // Some mailers encode the whole field; only what brings its own brackets is read as an address (RFC 2047 §5).
  if (!raw.includes('@') && raw.includes('=?')) {
    const whole = decodeHeader(raw, hint, note);
    if (/<[^<>@\s]{1,128}@[^<>\s]{1,255}>/.test(whole)) raw = Buffer.from(whole, 'utf8').toString('latin1');
  }
  const found: Mailbox[] = [];
  let draft = emptyDraft();
  /** A name cut by an unquoted comma (`Novak, Ana <a@b>`), waiting for its address. */
  let carried = '';
  const close = (separator: string): void => {
    const words = draft.words.trim();
    if (draft.angle === undefined && words !== '' && !words.includes('@') && !draft.quoted && separator === ',') {
      carried += `${words}, `;
    } else {
      const takes = carried !== '' && draft.angle !== undefined && words !== '';
      const mailbox = mailboxOf(takes ? { ...draft, words: carried + draft.words } : draft, hint, note);
      if (mailbox && found.length < max) found.push(mailbox);
      carried = '';
    }
    draft = emptyDraft();
  };
  let unquoted = raw.lastIndexOf('"');
  let uncommented = raw.lastIndexOf(')');
  for (let i = 0; i < raw.length && found.length < max; ) {
    const char = raw.charAt(i);
    if (char === '"' && i < unquoted) {
      const quoted = readQuoted(raw, i);
      if (!quoted) unquoted = i;
      else {
        // A quoted local part (`"ana"@example.org`) stays an address, `"ana@example.org"` alone stays readable as one.
        draft.words += quoted.text;
        draft.quoted = true;
        i = quoted.end;
        continue;
      }
    } else if (char === '(' && i < uncommented) {
      const comment = readComment(raw, i);
      if (!comment) uncommented = i;
      else {
        draft.comments.push(comment.text);
        draft.words += ' ';
        i = comment.end;
        continue;
      }
    } else if (char === '<') {
      const end = raw.indexOf('>', i);
      const next = raw.indexOf('<', i + 1);
      const comma = raw.indexOf(',', i + 1);
      if (end >= 0 && (next < 0 || end < next)) {
        if (draft.angle !== undefined) draft.words += ` ${draft.angle}`;
        draft.angle = raw.slice(i + 1, end);
        i = end + 1;
        continue;
      }
      if (next < 0) {
        // No closing bracket: the address goes up to the comma.
        draft.angle = raw.slice(i + 1, comma < 0 ? raw.length : comma);
        i = comma < 0 ? raw.length : comma;
        continue;
      }
    } else if (char === ',' || char === ';') {
      close(char);
      i++;
      continue;
    } else if (
      char === ':' &&
      !draft.words.includes('@') &&
      draft.angle === undefined &&
      !/=\?[^?]*$/.test(draft.words.slice(-80))
    ) {
      // A group's name says nothing of its members.
      draft = emptyDraft();
      carried = '';
      i++;
      continue;
    } else if (char === '\\') i++;
    if (char !== '"' && char !== '<') draft.words += raw.charAt(i);
    i++;
  }
  close('');
  return found;
}

/**
 * The author as a local mail system writes him, without a domain (`MAILER-DAEMON (Mail Delivery System)`, `Root <root>`);
 * to show and to classify, never to write to: a relay would complete it to an address of ours. Undefined for real addresses.
 */
export function readLocalAuthor(value: string): { readonly name: string; readonly address: string } | undefined {
  const line = decodeHeader(value).replace(/\s+/g, ' ').trim().slice(0, 1000);
  if (line.includes('@')) return undefined;
  const angle = /^([^<>]{0,500})<\s*([\w.+-]{1,64})\s*>$/.exec(line);
  if (angle) return { name: (angle[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address: angle[2] ?? '' };
  const bare = /^([\w.+-]{1,64})(?: \(([^()]{0,200})\))?$/.exec(line);
  return bare ? { name: bare[2] ?? '', address: bare[1] ?? '' } : undefined;
}
