import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationReference, REFERENCE_MARKERS, withReference } from '../../src/config/reference.ts';
import { jsonSchema } from '../../src/config/schema.ts';
import { PLAIN } from './helpers.ts';

type Schema = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Just enough of JSON Schema 2020-12 to judge documents against ours, by the words that it uses. */
function fits(schema: unknown, value: unknown): boolean {
  if (!isTable(schema)) return true;
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return options.some((option) => fits(option, value));
  if ('const' in schema) return schema.const === value;
  if (Array.isArray(schema.enum)) return schema.enum.includes(value);
  if (schema.type === 'object') return fitsTable(schema, value);
  if (schema.type === 'array') {
    return (
      Array.isArray(value) &&
      value.every((item) => fits(schema.items, item)) &&
      value.length >= Number(schema.minItems ?? 0)
    );
  }
  if (schema.type === 'boolean') return typeof value === 'boolean';
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    return typeof value === 'number' && value >= Number(minimum) && value <= Number(maximum);
  }
  if (typeof value !== 'string' || value.length > Number(schema.maxLength ?? 1e9)) return false;
  const patterns = [schema, ...(Array.isArray(schema.allOf) ? schema.allOf : [])].map((one) => one.pattern);
  return patterns.every((pattern) => pattern === undefined || new RegExp(String(pattern)).test(value));
}

function fitsTable(schema: Schema, value: unknown): boolean {
  if (!isTable(value)) return false;
  const properties = isTable(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return (
    required.every((key) => key in value) &&
    Object.entries(value).every(([key, part]) => {
      if (isTable(schema.propertyNames) && !fits({ type: 'string', ...schema.propertyNames }, key)) return false;
      if (key in properties) return fits(properties[key], part);
      return schema.additionalProperties !== false && fits(schema.additionalProperties, part);
    })
  );
}

describe('the JSON Schema for editors', () => {
  const schema = jsonSchema();

  test.each([
    ['the file that comes with Spoc', readFileSync('config/spoc.yaml', 'utf8')],
    ['a plain one', PLAIN],
    [
      'durations, sizes and unions',
      `${PLAIN}limits: { token_life: 30d, outgoing: 10 MB }\ndns: 'off'\nlmtp: { listen: '127.0.0.1:2424' }\n`,
    ],
    ['labels in some languages', PLAIN.replace('prefix: SUP', 'prefix: SUP, labels: { sr: { new: Primljen } }')],
  ])('takes %s', (_, text) => {
    expect(fits(schema, parse(text))).toBe(true);
  });

  test.each([
    ['an unknown key', `${PLAIN}delivry: send\n`],
    ['a secret in the file', PLAIN.replace(/"[^"]*PASSWORD[^"]*"/, 'hunter2')],
    ['a bad name', PLAIN.replace('  ana:', '  Ana B:')],
    ['a bad prefix', PLAIN.replace('prefix: SUP', 'prefix: sup')],
    ['a duration without unit', `${PLAIN}limits: { token_life: 30 }\n`],
    ['no desks', PLAIN.replace(/desks:[\s\S]*/, '')],
  ])('refuses %s', (_, text) => {
    expect(fits(schema, parse(text))).toBe(false);
  });

  test('describes every key', () => {
    const bare: string[] = [];
    const walk = (at: unknown, path: string): void => {
      if (!isTable(at)) return;
      for (const [key, property] of Object.entries(isTable(at.properties) ? at.properties : {})) {
        if (!isTable(property) || typeof property.description !== 'string') bare.push(`${path}.${key}`);
        walk(property, `${path}.${key}`);
      }
      for (const option of [at.anyOf, at.oneOf].flat()) walk(option, path);
      walk(at.additionalProperties, path);
      walk(at.items, path);
    };
    walk(schema, '');
    expect(bare).toEqual([]);
  });
});

describe('the reference', () => {
  test('names every key once under its heading, with values, default and meaning', () => {
    const text = configurationReference();
    expect(text).toContain('| `poll` | duration | `60s` | How often the mailbox is looked at');
    expect(text).toContain('| `prefix` | text | required |');
    expect(text.match(/^#### `desks\.NAME`$/gm)).toHaveLength(1);
    expect(text).toContain('The keys of `mailboxes.NAME.imap`');
  });

  test('takes the place of what stands between the markers', () => {
    const [open, close] = REFERENCE_MARKERS;
    const readme = `before\n${open}\nold\n${close}\nafter\n`;
    const filled = withReference(readme) ?? '';
    expect(filled).toBe(`before\n${open}\n\n${configurationReference()}\n${close}\nafter\n`);
    expect(withReference(filled)).toBe(filled);
    expect(withReference('no markers')).toBeUndefined();
  });

  test('stands in the README as it is today (`spoc schema --markdown` prints it)', () => {
    const readme = existsSync('README.md') ? readFileSync('README.md', 'utf8') : '';
    expect(withReference(readme)).toBe(readme);
  });
});
