import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { NoticeDocument } from './document.ts';
import { isProblem, read, type TemplateFolders } from './locale-files.ts';
import type { TemplateProblem } from './problem.ts';

/** The page around every HTML part, the same for all languages. */
export const LAYOUT = 'layout.hbs';

/** Puts a page around the body of a notice; `tag` is the language for screen readers. */
export type Layout = (document: NoticeDocument, body: string, tag: string) => string;

/** What the layout may name; `body` is HTML that the renderer made, hence `{{{body}}}`. */
const NAMES = ['lang', 'subject', 'preheader', 'body'];

/** Reads and compiles the layout, or answers what is wrong with it. */
export function compileLayout(folders: TemplateFolders): Layout | TemplateProblem {
  const own = folders.own === undefined ? undefined : join(folders.own, LAYOUT);
  const file = own !== undefined && existsSync(own) ? own : join(folders.builtIn, LAYOUT);
  const found = read({ file, spell: (ours) => ours });
  if (isProblem(found)) return found;
  const environment = Handlebars.create();
  try {
    const program = Handlebars.parse(found.text);
    const problem = check(program, file);
    if (problem !== undefined) return problem;
    const run = environment.compile(program, { knownHelpersOnly: true });
    return ({ subject, preheader }, body, lang) => run({ lang, subject, preheader, body });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/.exec(message)?.[1];
    return {
      file,
      line: line === undefined ? undefined : Number(line),
      message: `cannot be read: ${message.replace(/\s+/g, ' ').slice(0, 300)}`,
    };
  }
}

function check(program: hbs.AST.Program, file: string): TemplateProblem | undefined {
  let shows = false;
  for (const node of program.body) {
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') continue;
    const name =
      node.type === 'MustacheStatement'
        ? ((node as hbs.AST.MustacheStatement).path as hbs.AST.PathExpression).original
        : '';
    const line = node.loc.start.line;
    if (!NAMES.includes(name)) return { file, line, message: `the layout has ${NAMES.join(', ')} and nothing else` };
    const raw = (node as hbs.AST.MustacheStatement).escaped === false;
    if (raw !== (name === 'body'))
      return { file, line, message: 'write {{{body}}} with three braces and everything else with two' };
    shows ||= name === 'body';
  }
  return shows ? undefined : { file, line: undefined, message: 'never shows {{{body}}}' };
}
