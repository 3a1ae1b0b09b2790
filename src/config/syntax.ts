import type { YAMLParseError } from 'yaml';

interface Words {
  readonly message: string;
  readonly hint: string;
}

const QUOTE = 'put the value into quotes';
const COMMON = 'check indentation, colons and quotes';
/** In our own words: the reader's repeat what stands there, and that may be a password. */
const SYNTAX: Readonly<Record<string, Words>> = {
  TAB_AS_INDENT: { message: 'a tab indents this line', hint: 'indent with spaces' },
  BAD_INDENT: { message: 'this line is indented wrongly', hint: 'keys of one table begin in one column' },
  MISSING_CHAR: { message: 'a bracket, quote, comma or blank is missing here', hint: COMMON },
  UNEXPECTED_TOKEN: { message: 'this does not belong here', hint: COMMON },
  BAD_SCALAR_START: { message: 'a value cannot begin with this sign', hint: QUOTE },
  BAD_DQ_ESCAPE: { message: 'this is no escape that YAML knows', hint: 'use single quotes, or double the \\' },
  BAD_ALIAS: { message: 'what follows the * is no name', hint: QUOTE },
  TAG_RESOLVE_FAILED: { message: 'what follows the ! is no tag that is read', hint: QUOTE },
  MULTIPLE_DOCS: { message: 'a second document begins here', hint: 'one file holds one configuration' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'a second colon stands in this line', hint: QUOTE },
};

/** One wrong sign makes the reader stumble over all that follows: of such errors only the first tells anything. */
export function telling(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const first = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN');
  return errors.filter(({ code }, index) => index <= first || code !== 'UNEXPECTED_TOKEN');
}

/** What an error of the YAML reader means, and what would be right. */
export function syntaxProblem(code: string, text: string, offset: number): Words {
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]{1,60}/.exec(text.slice(offset, offset + 100))?.[0];
    return { message: `the key ${key === undefined ? '' : `"${key}" `}stands twice in one table`, hint: 'keep one' };
  }
  if (/[{,].*:\s+\$\{/.test(lineAt(text, offset))) {
    // In {…} and […] the brace of ${NAME} is YAML's own.
    return { message: 'a variable stands here without quotes', hint: `write "$${'{NAME}'}" with quotes within {…}` };
  }
  return SYNTAX[code] ?? { message: `is not YAML here (${code})`, hint: COMMON };
}

/** The line around an offset, its first 200 characters. */
function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', from);
  return text.slice(from, to < 0 ? undefined : to).slice(0, 200);
}
