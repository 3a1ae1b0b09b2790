import { IntlMessageFormat } from 'intl-messageformat';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Locale } from '../../desk/status.ts';
import { CATALOGUE_KEYS, type CatalogueKey, isCatalogueKey } from './catalogue-keys.ts';
import { isProblem, LANGUAGE_TAGS, layers, read, type TemplateFolders, type TemplateSource } from './locale-files.ts';
import type { TemplateProblem } from './problem.ts';

/** The phrases of one locale, compiled. */
export type Catalogue = ReadonlyMap<CatalogueKey, IntlMessageFormat>;

type Ast = ReturnType<IntlMessageFormat['getAst']>;
type Element = Ast[number];

/** Reads the catalogue of a locale: the built-in one, then the operator's, which may hold single phrases. */
export function readCatalogue(
  folders: TemplateFolders,
  locale: Locale,
): { readonly catalogue: Catalogue; readonly problems: readonly TemplateProblem[] } {
  const catalogue = new Map<CatalogueKey, IntlMessageFormat>();
  const problems: TemplateProblem[] = [];
  const places = layers(folders, locale, 'catalogue.yaml');
  for (const place of places.filter(({ exists }) => exists)) {
    const found = read(place);
    if (isProblem(found)) problems.push(found);
    else readInto(catalogue, problems, found, LANGUAGE_TAGS[locale]);
  }
  const file = places[0]?.file ?? locale;
  for (const key of Object.keys(CATALOGUE_KEYS).filter(isCatalogueKey)) {
    if (!catalogue.has(key)) problems.push({ file, line: undefined, message: `the phrase ${key} is missing` });
  }
  return { catalogue, problems };
}

function readInto(
  catalogue: Map<CatalogueKey, IntlMessageFormat>,
  problems: TemplateProblem[],
  { file, text, spell }: TemplateSource,
  tag: string,
): void {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (offset: number | undefined) => (offset === undefined ? undefined : counter.linePos(offset).line);
  for (const error of document.errors)
    problems.push({ file, line: lineOf(error.pos[0]), message: error.message.split('\n')[0] ?? '' });
  if (document.errors.length > 0) return;

  const walk = (node: unknown, path: string): void => {
    if (!isMap(node)) {
      problems.push({ file, line: 1, message: 'a catalogue is a map of phrases' });
      return;
    }
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const line = lineOf(isScalar(key) ? key.range?.[0] : node.range?.[0]);
      const full = path === '' ? name : `${path}.${name}`;
      if (isMap(value)) walk(value, full);
      else if (!isCatalogueKey(full)) problems.push({ file, line, message: `there is no phrase ${full}` });
      else if (!isScalar(value) || typeof value.value !== 'string') {
        problems.push({ file, line, message: `the phrase ${full} is no text: put it between quotation marks` });
      } else {
        const phrase = compile(full, value.value, tag, spell);
        if (typeof phrase === 'string') problems.push({ file, line, message: phrase });
        else catalogue.set(full, phrase);
      }
    }
  };
  walk(document.contents, '');
}

/** Answers the compiled phrase, or what is wrong with it. */
function compile(
  key: CatalogueKey,
  text: string,
  tag: string,
  spell: (ours: string) => string,
): IntlMessageFormat | string {
  let ast: Ast;
  try {
    ast = new IntlMessageFormat(text, tag, undefined, { ignoreTag: true }).getAst();
  } catch (error) {
    return `the phrase ${key} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const allowed: readonly string[] = CATALOGUE_KEYS[key];
  const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  for (const element of flatten(ast)) {
    if (element.type === 0 || element.type === 7) continue;
    if (!allowed.includes(element.value)) {
      const may = allowed.length === 0 ? 'it takes none' : `it takes ${allowed.map((one) => `{${one}}`).join(', ')}`;
      return `the phrase ${key} has no value {${element.value}}: ${may}`;
    }
    if (element.type !== 6) continue;
    const missing = categories.filter((category) => !Object.hasOwn(element.options, category));
    if (missing.length > 0) return `the phrase ${key} lacks the plural ${missing.join(', ')} of ${tag}`;
  }
  return new IntlMessageFormat(respell(ast, spell), tag, undefined, { ignoreTag: true });
}

function flatten(ast: Ast): readonly Element[] {
  return ast.flatMap((element) =>
    'options' in element
      ? [element, ...Object.values(element.options).flatMap((option) => flatten(option.value))]
      : [element],
  );
}

/** Changes the spelling of our words, not of values and of what ICU reads. */
function respell(ast: Ast, spell: (ours: string) => string): Ast {
  return ast.map((element): Element => {
    if (element.type === 0) return { ...element, value: spell(element.value) };
    if (element.type !== 5 && element.type !== 6) return element;
    const options = Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: respell(option.value, spell) },
    ]);
    return { ...element, options: Object.fromEntries(options) };
  });
}
