import Handlebars from 'handlebars';
import { NOTICE_KINDS, type NoticeKind } from '../../desk/notice.ts';
import type { Locale } from '../../desk/status.ts';
import { checkTemplate, type ParsedTemplate } from './check.ts';
import { ShownMessage } from './context.ts';
import { type Block, inline, mark, unmarked } from './document.ts';
import { isProblem, source, type TemplateFolders, type TemplateSource } from './locale-files.ts';
import { MESSAGE_PARTS } from './message-parts.ts';
import { INLINE_HELPERS, isOneOf, MESSAGE_HELPERS, PART_HELPERS, TEXT_BLOCKS, type TextBlock } from './names.ts';
import { PARTS } from './parts.ts';
import type { TemplateProblem } from './problem.ts';
import type { NoticeView } from './view.ts';
import type { Words } from './words.ts';

/** Partials that every locale has: `templates/<locale>/partials/<name>.hbs`. */
export const PARTIALS = ['greeting', 'client-foot', 'agent-head', 'cover'] as const;

/** What a template writes to while it runs. */
export interface Stage {
  readonly view: NoticeView;
  readonly words: Words;
  subject: string;
  preheader: string;
  readonly blocks: Block[];
}

/** A compiled template: fills the stage. */
export type CompiledTemplate = (context: Readonly<Record<string, unknown>>, stage: Stage) => void;

/** Reads, checks and compiles all templates of a locale. */
export function compileLocale(
  folders: TemplateFolders,
  locale: Locale,
): { readonly templates: ReadonlyMap<NoticeKind, CompiledTemplate>; readonly problems: readonly TemplateProblem[] } {
  const problems: TemplateProblem[] = [];
  const parsed = (name: string): (ParsedTemplate & { readonly again: () => hbs.AST.Program }) | undefined => {
    const found = source(folders, locale, name);
    const program = isProblem(found) ? found : parse(found);
    if ('program' in program && !isProblem(found)) return { ...program, again: () => programOf(found) };
    if (!('program' in program)) problems.push(program);
    return undefined;
  };
  const partials = new Map<string, ParsedTemplate>();
  for (const name of PARTIALS) {
    const partial = parsed(`partials/${name}.hbs`);
    if (partial !== undefined) partials.set(name, partial);
  }
  const environment = environmentWith(partials);
  const templates = new Map<NoticeKind, CompiledTemplate>();
  for (const kind of NOTICE_KINDS) {
    const template = parsed(`${kind}.hbs`);
    if (template === undefined) continue;
    problems.push(...checkTemplate(template, kind, partials));
    const { again } = template;
    let run: ReturnType<typeof environment.compile> | undefined;
    templates.set(kind, (context, stage) => {
      // Most desks never send most kinds in most languages, and what was parsed takes a hundred times the room of the text.
      run ??= environment.compile(again(), OPTIONS);
      run(context, { data: { stage } });
    });
  }
  return { templates, problems: distinct(problems) };
}

/** `noEscape`: a template makes text only; what becomes HTML is escaped where HTML is made. Nothing is looked up on a prototype. */
const OPTIONS: CompileOptions = { noEscape: true, knownHelpersOnly: true, knownHelpers: knownHelpers(), strict: false };

function knownHelpers(): KnownHelpers {
  const names = [...TEXT_BLOCKS, ...INLINE_HELPERS, ...MESSAGE_HELPERS, ...Object.keys(PART_HELPERS)];
  return Object.fromEntries(names.map((name) => [name, true]));
}

function parse(source: TemplateSource): ParsedTemplate | TemplateProblem {
  const { file } = source;
  try {
    return { file, program: programOf(source) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /on line (\d+)/.exec(message)?.[1];
    const hash = lineOf(error);
    return {
      file,
      line: at === undefined ? hash : Number(at),
      message: `cannot be read: ${message.replace(/\s+/g, ' ').slice(0, 300)}`,
    };
  }
}

function programOf({ text, spell }: TemplateSource): hbs.AST.Program {
  const program = Handlebars.parse(text);
  respell(program, spell);
  return program;
}

function lineOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'lineNumber' in error && typeof error.lineNumber === 'number'
    ? error.lineNumber
    : undefined;
}

/** Changes the spelling of the words that stand in the template itself; values come later and are left as they are. */
function respell(program: hbs.AST.Program | undefined, spell: (ours: string) => string): void {
  for (const node of program?.body ?? []) {
    if (node.type === 'ContentStatement') {
      const content = node as hbs.AST.ContentStatement;
      content.value = spell(content.value);
    } else if (node.type === 'BlockStatement') {
      const block = node as hbs.AST.BlockStatement;
      respell(block.program, spell);
      respell(block.inverse, spell);
    }
  }
}

function environmentWith(partials: ReadonlyMap<string, ParsedTemplate>): typeof Handlebars {
  const environment = Handlebars.create();
  for (const name of ['each', 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing'])
    environment.unregisterHelper(name);
  for (const block of TEXT_BLOCKS) {
    environment.registerHelper(block, function (this: unknown, options: Handlebars.HelperOptions) {
      put(block, options.fn(this), stageOf(options));
      return '';
    });
  }
  for (const kind of INLINE_HELPERS) {
    environment.registerHelper(kind, (value: unknown) => mark(MARKS[kind], String(value ?? '')));
  }
  for (const name of MESSAGE_HELPERS) {
    environment.registerHelper(name, (message: unknown, options: Handlebars.HelperOptions) => {
      const stage = stageOf(options);
      if (message instanceof ShownMessage) stage.blocks.push(...MESSAGE_PARTS[name](message, stage.view, stage.words));
      return '';
    });
  }
  for (const name of Object.keys(PARTS)) {
    if (!isOneOf(PART_NAMES, name)) continue;
    environment.registerHelper(name, (options: Handlebars.HelperOptions) => {
      const stage = stageOf(options);
      stage.blocks.push(...PARTS[name](stage.view, stage.words));
      return '';
    });
  }
  for (const [name, { program }] of partials) environment.registerPartial(name, environment.compile(program, OPTIONS));
  return environment;
}

const PART_NAMES = Object.keys(PART_HELPERS) as (keyof typeof PART_HELPERS)[];

/** What each inline helper marks its value as; `label` is a status. */
const MARKS = { strong: 'strong', label: 'pill', mailto: 'mail', code: 'code' } as const;

function put(block: TextBlock, text: string, stage: Stage): void {
  switch (block) {
    case 'subject':
      stage.subject = unmarked(text);
      return;
    case 'preheader':
      stage.preheader = unmarked(text);
      return;
  }
  const line = inline(text);
  if (line.length === 0) return;
  if (block === 'title' || block === 'heading')
    stage.blocks.push({ kind: 'title', level: block === 'title' ? 1 : 2, line });
  else stage.blocks.push({ kind: 'paragraph', line, tone: block === 'p' ? 'normal' : block });
}

function stageOf(options: Handlebars.HelperOptions): Stage {
  return options.data.stage;
}

/** A partial is checked with every notice that includes it; what is wrong in it is told once. */
function distinct(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  return [...new Map(problems.map((one) => [`${one.file}:${one.line}:${one.message}`, one])).values()];
}
