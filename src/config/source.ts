import { readFile, stat } from 'node:fs/promises';
import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type Document as YamlDocument,
} from 'yaml';
import type { Report } from './report.ts';
import { syntaxProblem, telling } from './syntax.ts';

/** A configuration is written by people: more than this is some other file. */
export const MAX_BYTES = 1024 * 1024;
/** Aliases may repeat this much; more is a bomb. */
const MAX_ALIASES = 100;

export type Key = string | number;
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One YAML file, read. */
export interface Source {
  readonly path: string;
  /** As it is named to people. */
  readonly shown: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a key or its value stands; the nearest surrounding table's place when there is none. */
  readonly place: (path: readonly Key[], what: 'key' | 'value') => Place;
  /** Where a character of a text stands, counted from 0 in the text as it was read. */
  readonly within: (path: readonly Key[], character: number) => Place;
}

/** Reads one file; undefined when it cannot be used, which the report then says. */
export async function readSource(path: string, shown: string, report: Report): Promise<Source | undefined> {
  const text = await readText(path, shown, report);
  return text === undefined ? undefined : parseSource(text, path, shown, report);
}

async function readText(path: string, shown: string, report: Report): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      report.file('error', shown, `is ${size} bytes long`, `a configuration has at most ${MAX_BYTES} bytes`);
      return undefined;
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') report.file('error', shown, 'there is no such file', '`spoc init` writes one');
    else if (error instanceof TypeError) report.file('error', shown, 'is not UTF-8 text', 'save it as UTF-8');
    else report.file('error', shown, `cannot be read (${String(code ?? error)})`, 'check the path and its permissions');
    return undefined;
  }
}

/** Reads the text of a file; undefined when it cannot be used, which the report then says. */
export function parseSource(text: string, path: string, shown: string, report: Report): Source | undefined {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    for (const { code, pos } of telling(document.errors)) {
      const error = syntaxProblem(code, text, pos[0]);
      report.file('error', shown, error.message, error.hint, at(pos[0]));
    }
    for (const warning of document.warnings) {
      report.file('error', shown, 'a tag (!…) or directive stands here', 'only plain YAML is read', at(warning.pos[0]));
    }
    if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
    if (!aliasesResolve(document, shown, report, at)) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
    if (!isTable(value)) {
      report.file('error', shown, 'is no table of keys', 'it begins with keys such as `mailboxes:`', at(0));
      return undefined;
    }
    const root = document.contents;
    const resolve = (node: unknown) => (isAlias(node) ? (node as Alias).resolve(document) : node);
    const offset = (keys: readonly Key[], what: 'key' | 'value') => offsetOf(root, keys, what, resolve);
    return {
      path,
      shown,
      value,
      place: (keys, what) => at(offset(keys, what)),
      within: (keys, character) => at(offsetWithin(text, document.getIn(keys, true), character, offset(keys, 'value'))),
    };
  } catch (error) {
    // Aliases without end, or nesting deeper than the reader's stack.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    report.file('error', shown, 'is nested or repeats itself too much to be read', 'write it out plainly');
    return undefined;
  }
}

/** Whether each `*name` has its `&name`; without the words that follow a star, for they may be a password that was not quoted. */
function aliasesResolve(document: YamlDocument, shown: string, report: Report, at: (offset: number) => Place): boolean {
  const aliases: Alias[] = [];
  visit(document, {
    Alias: (_, node) => {
      aliases.push(node);
      return aliases.length > MAX_ALIASES ? visit.BREAK : undefined;
    },
  });
  const lost = aliases.filter((alias) => alias.resolve(document) === undefined);
  for (const alias of lost) {
    const hint = 'put a value that begins with * into quotes';
    report.file('error', shown, 'what follows the * names no anchor', hint, at(alias.range?.[0] ?? 0));
  }
  if (aliases.length > MAX_ALIASES) report.file('error', shown, 'has too many aliases', `at most ${MAX_ALIASES}`);
  return lost.length === 0 && aliases.length <= MAX_ALIASES;
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function offsetOf(
  root: unknown,
  path: readonly Key[],
  what: 'key' | 'value',
  resolve: (node: unknown) => unknown,
): number {
  let offset = start(root) ?? 0;
  let node: unknown = resolve(root);
  for (const [index, key] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) return offset;
      const keyAt = start(pair.key) ?? offset;
      const last = index === path.length - 1;
      offset = last && what === 'value' && isScalarLike(pair.value) ? (start(pair.value) ?? keyAt) : keyAt;
      node = resolve(pair.value);
    } else if (isSeq(node) && typeof key === 'number') {
      const item: unknown = node.items[key];
      if (item === undefined) return offset;
      offset = start(item) ?? offset;
      node = resolve(item);
    } else return offset;
  }
  return offset;
}

/** A text as written is what was read, with quotes, escapes, indents and line breaks added: both are walked side by side. */
function offsetWithin(file: string, node: unknown, character: number, otherwise: number): number {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return otherwise;
  const [from, to] = node.range;
  let at = from;
  for (let read = 0; read <= character && read < node.value.length; read++) {
    const wanted = node.value[read] ?? '';
    let next = at;
    while (next < to && !(file[next] === wanted || (/\s/.test(wanted) && /\s/.test(file[next] ?? '')))) next++;
    if (next >= to) return at;
    if (read === character) return next;
    at = next + 1;
  }
  return Math.min(at, to);
}

/** A table's own place is its key; a value's is where it is written. */
function isScalarLike(node: unknown): boolean {
  return isScalar(node) || isAlias(node) || (isSeq(node) && node.flow === true);
}

function start(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
