import { ENV_REFERENCE, NAME } from './fields.ts';
import { jsonSchema } from './schema.ts';
import { isTable } from './source.ts';
import { DURATION, SIZE } from './units.ts';

/** Between these lines of the README stands the reference. */
export const REFERENCE_MARKERS = ['<!-- configuration -->', '<!-- /configuration -->'] as const;

/** Every key of the configuration, its values, default and meaning: Markdown, made from the schema. */
export function configurationReference(): string {
  const sections: string[] = [];
  const known = new Map<string, string>();
  addSection(sections, known, '', jsonSchema());
  return `${sections.join('\n\n')}\n`;
}

/** The text with what stands between the markers replaced by the reference; undefined when it has no markers. */
export function withReference(readme: string): string | undefined {
  const [open, close] = REFERENCE_MARKERS;
  const from = readme.indexOf(open);
  const to = readme.indexOf(close, from);
  if (from < 0 || to < 0) return undefined;
  return `${readme.slice(0, from + open.length)}\n\n${configurationReference()}\n${readme.slice(to)}`;
}

type Schema = Readonly<Record<string, unknown>>;

/** One table of keys, and after it the tables that lie in it; a shape that was described before is pointed at. */
function addSection(sections: string[], known: Map<string, string>, path: string, schema: Schema, note?: string): void {
  const properties = tableOf(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const inner: (() => void)[] = [];
  const rows = Object.entries(properties).map(([key, property]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const { link, tables } = tablesIn(here, tableOf(property), known);
    for (const [name, table, about] of tables) inner.push(() => addSection(sections, known, name, table, about));
    return row(key, tableOf(property), required.includes(key), link);
  });
  const head = path === '' ? [] : [`#### \`${path}\``, ...(note === undefined ? [] : [note])];
  sections.push(
    [...head, ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')].join('\n\n'),
  );
  for (const add of inner) add();
}

type Table = readonly [name: string, schema: Schema, note: string | undefined];

/** The tables that a value may be, each under its own heading, unless the same one was described already. */
function tablesIn(
  path: string,
  schema: Schema,
  known: Map<string, string>,
): { link?: string; tables: readonly Table[] } {
  const [place, entry] = entryOf(path, schema);
  const options = optionsOf(entry).filter((option) => isTable(option.properties));
  // Of a value that may be a word or a table of one key, the description says it all.
  const short = (option: Schema) => options.length > 1 && Object.keys(tableOf(option.properties)).length === 1;
  const tables: Table[] = [];
  let link: string | undefined;
  for (const option of options.filter((one) => !short(one))) {
    const shape = JSON.stringify(option.properties);
    const before = known.get(shape);
    if (before !== undefined) link = before;
    else {
      const constant = Object.entries(tableOf(option.properties)).find(([, property]) => 'const' in tableOf(property));
      known.set(shape, place);
      tables.push([place, option, constant && `With \`${constant[0]}: ${String(tableOf(constant[1]).const)}\`:`]);
    }
  }
  return link === undefined ? { tables } : { link, tables };
}

/** Where the entries of a table of names or of a list are described. */
function entryOf(path: string, schema: Schema): readonly [place: string, schema: Schema] {
  if (isTable(schema.additionalProperties)) return [`${path}.NAME`, schema.additionalProperties];
  return isTable(schema.items) ? [`${path}[]`, schema.items] : [path, schema];
}

function row(key: string, schema: Schema, required: boolean, link: string | undefined): string {
  const fallback = required ? 'required' : defaultText(schema);
  const meaning = [String(schema.description ?? ''), ...(link === undefined ? [] : [`The keys of \`${link}\``])].join(
    '. ',
  );
  return `| \`${key}\` | ${valueText(schema)} | ${fallback} | ${meaning.replaceAll('|', '\\|')} |`;
}

function defaultText(schema: Schema): string {
  const value = schema.default;
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  if (isTable(value)) return Object.keys(value).length === 0 ? '' : `\`${flow(value)}\``;
  return `\`${flow(value)}\``;
}

/** A value as one would write it in YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return value.map(flow).join(', ');
  if (isTable(value))
    return `{ ${Object.entries(value)
      .map(([key, part]) => `${key}: ${flow(part)}`)
      .join(', ')} }`;
  return String(value);
}

const PATTERNS: ReadonlyMap<string, string> = new Map([
  [DURATION.source, 'duration'],
  [SIZE.source, 'size'],
  [NAME.source, 'name'],
  [ENV_REFERENCE.source, `\`$${'{VARIABLE}'}\``],
]);

function valueText(schema: Schema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if ('const' in schema) return `\`${String(schema.const)}\``;
  const options = optionsOf(schema);
  if (options.length > 1) return [...new Set(options.map(valueText))].join(', ');
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'table';
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  return PATTERNS.get(String(schema.pattern)) ?? 'text';
}

function optionsOf(schema: Schema): readonly Schema[] {
  const options = schema.anyOf ?? schema.oneOf;
  return Array.isArray(options) ? options.map(tableOf) : [schema];
}

function tableOf(value: unknown): Schema {
  return isTable(value) ? value : {};
}
