import type { FieldRule, FormContext } from './rules.ts';

type IdentifierRule = Extract<FieldRule, { readonly kind: 'identifier' }>;

/** A word of a text that may be an identifier. */
export interface Candidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const MAX_IDENTIFIER = 64;
const MAX_CANDIDATES = 5_000;
const CANDIDATE = /[\p{L}\p{N}][\p{L}\p{N}._/#@:+-]*/gu;

/**
 * The words of a text that can be identifiers (they hold a digit), and pairs like "SVC 1234"; at most 5,000. For the shell to load what
 * registers know of them before a mail is decided.
 */
export function identifierCandidates(text: string): readonly Candidate[] {
  const found: Candidate[] = [];
  let before: Candidate | undefined;
  for (const match of text.matchAll(CANDIDATE)) {
    if (found.length >= MAX_CANDIDATES) break;
    const word = { text: trimmedEnd(match[0]), start: match.index, end: match.index };
    const candidate: Candidate = { text: word.text, start: word.start, end: word.start + word.text.length };
    if (word.text.length <= MAX_IDENTIFIER && /\p{N}/u.test(word.text)) {
      // "SVC 1234" goes before "1234", of which it tells more.
      if (before !== undefined && /^\p{L}{1,8}-?$/u.test(before.text) && candidate.start - before.end === 1)
        found.push({ text: `${before.text} ${candidate.text}`, start: before.start, end: candidate.end });
      found.push(candidate);
    }
    before = candidate;
  }
  return found;
}

function trimmedEnd(word: string): string {
  let end = word.length;
  while (end > 0 && /[._/#@:+-]/.test(word[end - 1] ?? '')) end--;
  return word.slice(0, end);
}

/** What the register or a pattern makes of a candidate; the register goes first. */
export function identify(
  candidate: string,
  rule: IdentifierRule,
  context: FormContext,
): { readonly value: string; readonly by: 'register' | 'pattern' } | undefined {
  for (const spelling of spellings(candidate)) {
    const known = rule.register === undefined ? undefined : context.lookUp(rule.register, spelling);
    if (known !== undefined) return { value: known, by: 'register' };
  }
  for (const spelling of spellings(candidate))
    if (rule.patterns.some((pattern) => wholly(pattern, spelling))) return { value: spelling, by: 'pattern' };
  return undefined;
}

function spellings(candidate: string): readonly string[] {
  const plain = candidate.normalize('NFKC').replace(/[\u2010-\u2015]/g, '-');
  const written = plain.includes(' ') ? [plain.replace(' ', '-'), plain.replace(/-? /, ''), plain] : [plain];
  return [...new Set(written.flatMap((one) => [one, one.toUpperCase()]))];
}

/** Patterns as they are tried, by the pattern of the rule. */
const WHOLE = new WeakMap<RegExp, RegExp>();

/** Whether a pattern takes a whole candidate, whatever its own anchors and flags. */
function wholly(pattern: RegExp, candidate: string): boolean {
  let whole = WHOLE.get(pattern);
  if (whole === undefined) {
    whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
    WHOLE.set(pattern, whole);
  }
  return whole.test(candidate);
}

/**
 * The identifier in a row of a form: one that is known, else one of the right shape, else what stands there if it can be one (it holds a digit): not
 * known then. Several different known ones are no answer.
 */
export function readIdentifier(
  value: string,
  rule: IdentifierRule,
  context: FormContext,
): { readonly value: string; readonly recognised: boolean } | undefined {
  const candidates = identifierCandidates(value.slice(0, 1_000));
  const wordAlone = value.trim();
  const all = /^\S{1,64}$/.test(wordAlone) ? [{ text: wordAlone }, ...candidates] : candidates;
  const found = all.flatMap((candidate) => identify(candidate.text, rule, context) ?? []);
  for (const by of ['register', 'pattern'] as const) {
    const distinct = [...new Set(found.filter((one) => one.by === by).map((one) => one.value))];
    const [first] = distinct;
    if (first === undefined) continue;
    // The joined and the split spelling of one "SVC 1234" are two of the same.
    const longest = distinct.reduce((a, b) => (b.length > a.length ? b : a), first);
    if (distinct.every((one) => longest.includes(one)))
      return { value: longest, recognised: by === 'register' || rule.register === undefined };
    return undefined;
  }
  const [only] = candidates;
  if (only === undefined || candidates.length > 3) return undefined;
  const written = wordAlone.length <= MAX_IDENTIFIER ? wordAlone : only.text;
  return { value: written, recognised: rule.register === undefined && rule.patterns.length === 0 };
}
