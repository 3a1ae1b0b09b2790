import { comparable, endsWithColon } from './lines.ts';
import { FORWARD_OPENINGS, FORWARD_PHRASES, ORIGINAL_PHRASES } from './tables/separators.ts';

const ORIGINAL = new Set(Object.values(ORIGINAL_PHRASES).flat().map(comparable));
const FORWARD = new Set(Object.values(FORWARD_PHRASES).flat().map(comparable));
const MAX_LENGTH = 160;

/** What a line between dashes says of the mail below it. */
export function separatorOf(body: string): 'original' | 'forward' | undefined {
  if (body.length > MAX_LENGTH || !(endsWithColon(body) || /^[>\s]*[-_=~\u2010-\u2015]{2}/.test(body)))
    return undefined;
  const text = comparable(body);
  const inner = text.replace(/^[-_=~>\s]+/, '').replace(/[-_=~:\s]+$/, '');
  if (inner === '' || inner === text.replace(/:$/, '')) return openingOf(text);
  const dashes = /^[-_=~]{2}/.test(text);
  if (!dashes) return undefined;
  if (
    FORWARD.has(inner) ||
    [...FORWARD].some((phrase) => inner.startsWith(`${phrase} `) && inner.length < phrase.length + 80)
  )
    return 'forward';
  return ORIGINAL.has(inner) ? 'original' : undefined;
}

/** Apple Mail writes "Begin forwarded message:" without dashes. */
function openingOf(text: string): 'forward' | undefined {
  const phrase = text.replace(/\s*:$/, '');
  return text.endsWith(':') && FORWARD.has(phrase) && FORWARD_OPENINGS.test(phrase) ? 'forward' : undefined;
}

/** The bare words of a separator line without dashes: only worth something directly over a header block. */
export function isBareSeparator(body: string): boolean {
  return body.length < 60 && ORIGINAL.has(comparable(body).replace(/\s*:$/, ''));
}

/** A line of dashes, underscores or the like: what stands between a reply and a header belongs to the header. */
export function isRule(body: string): boolean {
  return (
    body.length >= 2 &&
    body.length < 200 &&
    /^[-_=~*\u2010-\u2015\u2500-\u257f\s]{2,}$/.test(body) &&
    !/^--$/.test(body)
  );
}
