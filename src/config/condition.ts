import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { isNode, problemIn } from './condition-check.ts';
import { has, is } from './condition-text.ts';
import { type ConditionUse, usesOf } from './condition-uses.ts';

/*
 * Conditions of the configuration are CEL (https://cel.dev). Only what cannot fail is let through: comparisons, `in`, `&&`, `||`, `!`, `? :`, lists of
 * constants and a handful of functions, over names whose types are declared. There is no arithmetic (division by zero), no conversion, no look-up that
 * may miss, and no regular expression, which a client's text could make run for minutes.
 */

/** What a name is: text, a whole number, yes or no, a list of texts, or one of some words. */
export type NameType = 'string' | 'int' | 'bool' | 'list' | readonly string[];

/** The names that a condition may use: `mail` → `subject` → its type. A group that is empty here is not to be had. */
export type Names = Readonly<Record<string, Readonly<Record<string, NameType>>>>;

/** A condition, ready to be asked. `T` holds a value for each of the names; what is missing is empty. */
export interface Condition<T> {
  readonly source: string;
  readonly holds: (of: T) => boolean;
  /** The names that it asks for. */
  readonly uses: readonly ConditionUse[];
}

/** Why a condition cannot stand: at which character, what is wrong, what would be right. */
export interface ConditionProblem {
  /** From 0, into the source. */
  readonly at: number;
  readonly message: string;
  readonly hint: string | undefined;
}

export type Compiled<T> =
  | {
      readonly ok: true;
      readonly condition: Condition<T>;
      /** It uses no name: it holds always, or never. */
      readonly constant: boolean | undefined;
    }
  | { readonly ok: false; readonly problem: ConditionProblem };

/** Compiles conditions over some names; made once for all conditions of one sort. */
export interface ConditionCompiler<T> {
  readonly compile: (source: string) => Compiled<T>;
}

/** A longer condition is a program. */
const MOST_CHARACTERS = 2_000;
const LIMITS = { maxAstNodes: 500, maxDepth: 60, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 2 };

/** Makes a compiler for conditions over these names; `missing` says why a group is not there, as a hint. */
export function conditionCompiler<T extends object>(
  names: Names,
  missing: Readonly<Record<string, string>> = {},
): ConditionCompiler<T> {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS });
  const usable = Object.entries(names).filter(([, fields]) => Object.keys(fields).length > 0);
  for (const [name, fields] of usable)
    environment.registerVariable({
      name,
      schema: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, celType(type)])),
    });
  environment.registerFunction('string.has(string): bool', has);
  environment.registerFunction('string.has(list<string>): bool', (text: string, words: string[]) =>
    words.some((word) => has(text, word)),
  );
  environment.registerFunction('string.is(string): bool', is);
  environment.registerFunction('string.is(list<string>): bool', (text: string, words: string[]) =>
    words.some((word) => is(text, word)),
  );
  const known: Names = Object.fromEntries(usable);

  return {
    compile: (source) => {
      if (source.trim() === '')
        return wrong(0, 'the condition is empty', 'leave `when` out of a rule that always holds');
      if (source.length > MOST_CHARACTERS)
        return wrong(0, `the condition has ${source.length} characters`, `at most ${MOST_CHARACTERS}`);
      const parsed = attempt(() => environment.parse(source));
      if (parsed instanceof Error)
        return wrong(placeOf(parsed), syntax(parsed), 'a CEL expression such as `mail.subject.has("vpn")`');
      const problem = problemIn(parsed.ast, known, missing);
      if (problem !== undefined) return { ok: false, problem };
      const { valid, type, error } = parsed.check();
      if (!valid) return wrong(placeOf(error), typing(error), undefined);
      if (type !== 'bool') return wrong(0, `it says ${named(type)}, not yes or no`, 'compare it: `… == "…"`');
      const run = (of: Readonly<Record<string, unknown>>): boolean => attempt(() => parsed(of)) === true;
      // What it does not name need not be looked up for each case.
      const said = wordsOf(parsed.ast);
      const asked = usable.flatMap(([group, fields]) =>
        Object.entries(fields)
          .filter(([field]) => said.has(group) && said.has(field))
          .map(([field, type]): Asked => ({ group, field, type })),
      );
      const holds = (of: T): boolean => run(contextOf(of, asked));
      const constant = namesOf(parsed.ast) ? undefined : run({});
      return { ok: true, condition: { source, holds, uses: usesOf(parsed.ast) }, constant };
    },
  };
}

function wrong(
  at: number,
  message: string,
  hint: string | undefined,
): { readonly ok: false; readonly problem: ConditionProblem } {
  return { ok: false, problem: { at, message, hint } };
}

/** What comes out, or what was thrown: CEL tells mistakes by throwing. */
function attempt<R>(work: () => R): R | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function placeOf(error: unknown): number {
  const range = error instanceof Error && 'range' in error ? error.range : undefined;
  const start = typeof range === 'object' && range !== null && 'start' in range ? range.start : undefined;
  return typeof start === 'number' ? start : 0;
}

/** The library's words without its drawing of the place. */
function summaryOf(error: unknown): string {
  const text = error instanceof Error && 'summary' in error ? String(error.summary) : String(error);
  return text.split('\n', 1)[0] ?? '';
}

function syntax(error: Error): string {
  const summary = summaryOf(error);
  if (/unexpected token: EOF/i.test(summary)) return 'the condition ends too soon';
  return `it cannot be read (${summary.charAt(0).toLowerCase()}${summary.slice(1)})`;
}

/** `no such overload: string == int` is `string == int does not fit`. */
function typing(error: unknown): string {
  const found = /(?:overload:|overload for) '?(.+?)'?$/.exec(summaryOf(error))?.[1];
  return found === undefined ? summaryOf(error) : `${found.replaceAll(/\$(\w)/g, '$1')} does not fit together`;
}

function named(type: string | undefined): string {
  return type === 'string' ? 'a text' : type === 'int' ? 'a number' : (type ?? 'something').replace('$', '');
}

function celType(type: NameType): string {
  return typeof type !== 'string' ? 'string' : type === 'list' ? 'list<string>' : type;
}

/** Whether any name is used. */
function namesOf(node: ASTNode): boolean {
  return node.op === 'id' || argumentsOf(node).filter(isNode).some(namesOf);
}

/** Every word in it: the names that are used, and more. */
function wordsOf(node: ASTNode): ReadonlySet<unknown> {
  return new Set(argumentsOf(node).flatMap((one) => (isNode(one) ? [...wordsOf(one)] : [one])));
}

function argumentsOf(node: ASTNode): readonly unknown[] {
  return Array.isArray(node.args) ? node.args.flat(2) : [node.args];
}

/** One name that a condition may look at. */
interface Asked {
  readonly group: string;
  readonly field: string;
  readonly type: NameType;
}

/** The values of the names, in the library's types; what is missing is empty. */
function contextOf(of: object, asked: readonly Asked[]): Record<string, unknown> {
  const given = of as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const context: Record<string, Record<string, unknown>> = {};
  for (const { group, field, type } of asked) {
    context[group] ??= {};
    context[group][field] = celValue(given[group]?.[field], type);
  }
  return context;
}

function celValue(value: unknown, type: NameType): unknown {
  switch (type) {
    case 'int':
      return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
    case 'bool':
      return value === true;
    case 'list':
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    default:
      return typeof value === 'string' ? value : '';
  }
}
