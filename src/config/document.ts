import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Report } from './report.ts';
import { isTable, type Key, readSource, type Source } from './source.ts';

export type { Key } from './source.ts';

/** More included files are a mistake in a pattern. */
const MAX_FILES = 500;

/** All files of a configuration as one value, of which each key knows its file and line. */
export interface Document {
  readonly value: Readonly<Record<string, unknown>>;
  /** The main file, absolute. */
  readonly file: string;
  /** A path that stands at `path`, resolved from the folder of the file in which it stands. */
  resolve(path: readonly Key[], written: string): string;
  valuePlace(path: readonly Key[]): { readonly file: string; readonly line: number; readonly column: number };
  keyPlace(path: readonly Key[]): { readonly file: string; readonly line: number; readonly column: number };
  /** Of a character (from 0) of the text that stands at `path`. */
  textPlace(
    path: readonly Key[],
    character: number,
  ): { readonly file: string; readonly line: number; readonly column: number };
}

/** Reads the main file and what it includes; undefined when one of them cannot be used, which the report then says. */
export async function readDocument(file: string, report: Report): Promise<Document | undefined> {
  const path = resolve(file);
  const main = await readSource(path, file, report);
  if (main === undefined) return undefined;
  const sources: (Source | undefined)[] = [main];
  for (const included of await includedFiles(main, report)) {
    sources.push(await readSource(included.path, included.shown, report));
  }
  const good = sources.filter((source) => source !== undefined);
  const merged = merge(good, report);
  return good.length === sources.length ? merged : undefined;
}

interface Included {
  readonly path: string;
  readonly shown: string;
}

async function includedFiles(main: Source, report: Report): Promise<readonly Included[]> {
  const patterns = main.value.include;
  // Anything else is told by the schema.
  if (!Array.isArray(patterns)) return [];
  const found = new Map<string, Included>();
  for (const [index, pattern] of patterns.entries()) {
    if (typeof pattern !== 'string' || pattern === '') continue;
    const place = main.place(['include', index], 'value');
    if (pattern.includes('**')) {
      report.file('error', main.shown, `the pattern ${pattern} has **`, '`*` stands for any name in one folder', place);
      continue;
    }
    const matches = (await expand(pattern, dirname(main.path))).filter((path) => path !== main.path);
    if (matches.length === 0) {
      const severity = /[*?]/.test(pattern) ? 'warning' : 'error';
      report.file(severity, main.shown, `no file matches ${pattern}`, 'it is read relative to this file', place);
    }
    const folder = dirname(main.shown);
    for (const path of matches) found.set(path, { path, shown: showIn(folder, path, dirname(main.path)) });
  }
  if (found.size > MAX_FILES) {
    report.file(
      'error',
      main.shown,
      `includes ${found.size} files`,
      `at most ${MAX_FILES}`,
      main.place(['include'], 'key'),
    );
    return [];
  }
  return [...found.values()];
}

/** An included file is shown the way the main file was named. */
function showIn(shownFolder: string, path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? join(shownFolder, path.slice(folder.length + 1)) : path;
}

/** The files that match, in the order of their names; `*` and `?` stand for characters of one name, but not for a leading dot. */
async function expand(pattern: string, folder: string): Promise<readonly string[]> {
  let found: string[] = [isAbsolute(pattern) ? '/' : folder];
  for (const segment of pattern.split('/').filter((part) => part !== '' && part !== '.')) {
    if (segment === '..') {
      found = found.map((base) => dirname(base));
      continue;
    }
    const next: string[] = [];
    for (const base of found) {
      for (const entry of await list(base)) if (matches(segment, entry)) next.push(join(base, entry));
    }
    found = next.slice(0, MAX_FILES + 1);
  }
  return found;
}

async function list(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    // No folder, or a file in its place: nothing matches, and that is told with the pattern.
    return [];
  }
}

/** Whether a file's name matches; walks both once, going back to the last star only (linear in practice, never exponential). */
function matches(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let star = -1;
  let mark = 0;
  for (let n = 0; n < name.length; ) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      mark = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Joins the files table by table; a key that two files say is an error that names both places. */
function merge(sources: readonly Source[], report: Report): Document {
  const main = sources[0];
  if (main === undefined) throw new Error('a configuration has a main file');
  // Without a prototype: a key may be called __proto__.
  const value: Record<string, unknown> = Object.create(null);
  /** `desks` or `desks/ebanking` → the file that says it. */
  const owners = new Map<string, Source>();
  const say = (source: Source, path: readonly string[], table: Record<string, unknown>, item: unknown) => {
    const key = path.join('\0');
    const owner = owners.get(key);
    const last = path.at(-1) ?? '';
    if (owner === undefined || owner === source) {
      owners.set(key, source);
      table[last] = item;
      return;
    }
    const { line, column } = owner.place(path, 'key');
    report.file(
      'error',
      source.shown,
      `${path.join('.')} stands here and in ${owner.shown}:${line}:${column}`,
      'keep one of them',
      source.place(path, 'key'),
    );
  };
  for (const source of sources) {
    for (const [key, item] of Object.entries(source.value)) {
      if (key === 'include' && source !== main) {
        const place = source.place(['include'], 'key');
        report.file('error', source.shown, 'an included file includes others', 'list them in the main file', place);
      } else if (isTable(item) && (value[key] === undefined || value[key] === null || isTable(value[key]))) {
        const table: Record<string, unknown> = isTable(value[key]) ? value[key] : Object.create(null);
        value[key] = table;
        if (!owners.has(key)) owners.set(key, source);
        for (const [inner, part] of Object.entries(item)) say(source, [key, inner], table, part);
      } else if (item !== null || value[key] === undefined) say(source, [key], value, item);
    }
  }
  const ownerOf = (path: readonly Key[]) =>
    owners.get(path.slice(0, 2).join('\0')) ?? owners.get(String(path[0] ?? '')) ?? main;
  const placeOf = (path: readonly Key[], what: 'key' | 'value') => {
    const source = ownerOf(path);
    return { file: source.shown, ...source.place(path, what) };
  };
  return {
    value,
    file: main.path,
    resolve: (path, written) => resolve(dirname(ownerOf(path).path), written),
    valuePlace: (path) => placeOf(path, 'value'),
    keyPlace: (path) => placeOf(path, 'key'),
    textPlace: (path, character) => {
      const source = ownerOf(path);
      return { file: source.shown, ...source.within(path, character) };
    },
  };
}
