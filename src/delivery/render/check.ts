import type { NoticeKind } from '../../desk/notice.ts';
import { INLINE_HELPERS, isOneOf, MESSAGE_HELPERS, NAMES, PART_HELPERS, TEXT_BLOCKS } from './names.ts';
import type { TemplateProblem } from './problem.ts';

/** A template or partial as parsed. */
export interface ParsedTemplate {
  readonly file: string;
  readonly program: hbs.AST.Program;
}

interface Check {
  readonly kind: NoticeKind;
  readonly partials: ReadonlyMap<string, ParsedTemplate>;
  readonly problems: TemplateProblem[];
  readonly file: string;
  /** Partials that are being read, so that none includes itself. */
  readonly within: readonly string[];
}

/**
 * Finds everything in a template that could not be shown: names that its notice does not have, text outside a block, helpers that do not
 * exist. So no template fails while mail waits to be sent.
 */
export function checkTemplate(
  template: ParsedTemplate,
  kind: NoticeKind,
  partials: ReadonlyMap<string, ParsedTemplate>,
): readonly TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  checkBlocks(template.program, { kind, partials, problems, file: template.file, within: [] });
  if (!hasSubject(template.program)) problems.push({ file: template.file, line: 1, message: 'has no {{#subject}}' });
  return problems;
}

function hasSubject(program: hbs.AST.Program): boolean {
  return program.body.some(
    (node) => node.type === 'BlockStatement' && nameOf((node as hbs.AST.BlockStatement).path) === 'subject',
  );
}

/** What stands beside each other in a mail: text blocks, parts, partials, conditions; no bare text. */
function checkBlocks(program: hbs.AST.Program | undefined, check: Check): void {
  for (const node of program?.body ?? []) {
    switch (node.type) {
      case 'CommentStatement':
        break;
      case 'ContentStatement':
        if ((node as hbs.AST.ContentStatement).value.trim() !== '') {
          report(check, node, 'text stands outside a block: put it into {{#p}}…{{/p}}');
        }
        break;
      case 'PartialStatement':
        checkPartial(node as hbs.AST.PartialStatement, check);
        break;
      case 'MustacheStatement':
        checkPart(node as hbs.AST.MustacheStatement, check);
        break;
      case 'BlockStatement':
        checkBlock(node as hbs.AST.BlockStatement, check);
        break;
      default:
        report(check, node, 'this is not known here');
    }
  }
}

function checkBlock(block: hbs.AST.BlockStatement, check: Check): void {
  const name = nameOf(block.path);
  if (name === 'if' || name === 'unless') {
    checkCondition(block, check);
    checkBlocks(block.program, check);
    checkBlocks(block.inverse, check);
  } else if (isOneOf(TEXT_BLOCKS, name)) {
    checkLine(block.program, check);
  } else {
    report(check, block, `there is no block {{#${name}}}; there are ${['if', 'unless', ...TEXT_BLOCKS].join(', ')}`);
  }
}

function checkPart(node: hbs.AST.MustacheStatement, check: Check): void {
  const name = nameOf(node.path);
  if (isOneOf(MESSAGE_HELPERS, name)) {
    const of = nameOf(node.params[0]);
    const messages = NAMES[check.kind]
      .filter((one) => one.endsWith('.says'))
      .map((one) => one.slice(0, -'.says'.length));
    if (messages.includes(of)) return;
    const may = messages.length === 0 ? 'this notice has none' : `this notice has ${messages.join(', ')}`;
    report(check, node, `{{${name} …}} shows a message, and ${may}`);
    return;
  }
  const part = Object.entries(PART_HELPERS).find(([one]) => one === name);
  if (part === undefined) {
    const parts = [...MESSAGE_HELPERS, ...Object.keys(PART_HELPERS)].join(', ');
    report(check, node, `{{${name}}} is no part of a notice; there are ${parts}; a value stands in {{#p}}…{{/p}}`);
  } else if (!part[1](check.kind)) {
    report(check, node, `the notice ${check.kind} has no {{${name}}}`);
  }
}

function checkPartial(node: hbs.AST.PartialStatement, check: Check): void {
  const name = nameOf(node.name);
  const partial = check.partials.get(name);
  if (partial === undefined)
    report(check, node, `there is no partial ${name}; there are ${[...check.partials.keys()].join(', ')}`);
  else if (check.within.includes(name)) report(check, node, `the partial ${name} includes itself`);
  else checkBlocks(partial.program, { ...check, file: partial.file, within: [...check.within, name] });
}

/** Text with values in it. */
function checkLine(program: hbs.AST.Program | undefined, check: Check): void {
  for (const node of program?.body ?? []) {
    switch (node.type) {
      case 'CommentStatement':
      case 'ContentStatement':
        break;
      case 'MustacheStatement':
        checkValue(node as hbs.AST.MustacheStatement, check);
        break;
      case 'BlockStatement': {
        const block = node as hbs.AST.BlockStatement;
        const name = nameOf(block.path);
        if (name !== 'if' && name !== 'unless') {
          report(check, node, `{{#${name}}} cannot stand within a line of text; only if and unless can`);
          break;
        }
        checkCondition(block, check);
        checkLine(block.program, check);
        checkLine(block.inverse, check);
        break;
      }
      default:
        report(check, node, 'this cannot stand within a line of text');
    }
  }
}

function checkValue(node: hbs.AST.MustacheStatement, check: Check): void {
  if (!node.escaped) report(check, node, 'two braces are enough: a mail is made of text, and its HTML is escaped');
  const name = nameOf(node.path);
  if (isOneOf(INLINE_HELPERS, name)) {
    const [value] = node.params;
    if (value === undefined) report(check, node, `{{${name} …}} needs a value`);
    else if (value.type !== 'StringLiteral') checkName(value, check);
  } else if (node.params.length > 0) {
    report(check, node, `there is no helper ${name} in a line of text; there are ${INLINE_HELPERS.join(', ')}`);
  } else checkName(node.path, check);
}

function checkCondition(block: hbs.AST.BlockStatement, check: Check): void {
  const [condition] = block.params;
  if (condition === undefined || block.params.length > 1)
    report(check, block, `{{#${nameOf(block.path)} …}} asks for one name`);
  else checkName(condition, check);
}

function checkName(node: hbs.AST.Expression, check: Check): void {
  const name = nameOf(node);
  if (!NAMES[check.kind].includes(name)) {
    report(check, node, `the notice ${check.kind} has no ${name}; it has ${NAMES[check.kind].join(', ')}`);
  }
}

/** The path as it is written; never a name of ours for anything but a plain path. */
function nameOf(node: hbs.AST.Expression | undefined): string {
  if (node?.type !== 'PathExpression') return node === undefined ? '' : `(${node.type})`;
  return (node as hbs.AST.PathExpression).original;
}

function report({ problems, file }: Check, node: hbs.AST.Node, message: string): void {
  problems.push({ file, line: node.loc?.start.line, message });
}
