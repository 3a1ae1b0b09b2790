import type { z } from 'zod';
import type { Document, Key } from './document.ts';
import { suggestion } from './nearest.ts';
import type { Report } from './report.ts';
import {
  type AgentInput,
  agent,
  type ConfigurationInput,
  configuration,
  type DeskInput,
  desk,
  jsonSchema,
} from './schema.ts';
import { type FormInput, form } from './schema-form.ts';
import { type MailboxInput, mailbox } from './schema-mailbox.ts';
import { type RotaInput, rota } from './schema-phone.ts';
import {
  type CalendarInput,
  calendar,
  type EscalationInput,
  escalation,
  type ServiceLevelInput,
  serviceLevel,
} from './schema-sla.ts';
import { isTable } from './source.ts';

/** What the schema let through. Of a broken entry what can be read is kept; else only its name (undefined), so that others may refer to it. */
export interface Parts {
  /** Undefined when anything is of the wrong shape. */
  readonly whole: ConfigurationInput | undefined;
  readonly mailboxes: ReadonlyMap<string, MailboxInput | undefined>;
  readonly agents: ReadonlyMap<string, AgentInput | undefined>;
  readonly desks: ReadonlyMap<string, DeskInput | undefined>;
  readonly calendars: ReadonlyMap<string, CalendarInput | undefined>;
  readonly serviceLevels: ReadonlyMap<string, ServiceLevelInput | undefined>;
  readonly escalations: ReadonlyMap<string, EscalationInput | undefined>;
  readonly rotas: ReadonlyMap<string, RotaInput | undefined>;
  readonly forms: ReadonlyMap<string, FormInput | undefined>;
}

/** Checks every key and value by itself; the report gets all that is wrong. */
export function checkShape(document: Document, report: Report): Parts {
  const whole = shaped(configuration, SCHEMA, document, report);
  return {
    whole,
    mailboxes: entries(document.value.mailboxes, mailbox),
    agents: entries(document.value.agents, agent),
    desks: entries(document.value.desks, desk),
    calendars: entries(document.value.calendars, calendar),
    serviceLevels: entries(document.value.service_levels, serviceLevel),
    escalations: entries(document.value.escalations, escalation),
    rotas: entries(document.value.on_call, rota),
    forms: entries(document.value.forms, form),
  };
}

/** Checks a document by a schema, of which `json` is the JSON Schema; undefined when anything is of the wrong shape. */
export function shaped<T>(schema: z.ZodType<T>, json: unknown, document: Document, report: Report): T | undefined {
  const result = schema.safeParse(document.value);
  for (const issue of result.error?.issues ?? []) tell(issue, { json, document, report });
  report.shapeChecked();
  return result.data;
}

function entries<T>(table: unknown, schema: z.ZodType<T>): ReadonlyMap<string, T | undefined> {
  if (!isTable(table)) return new Map();
  return new Map(Object.entries(table).map(([name, value]) => [name, salvage(schema, value)]));
}

/** Reads an entry; where parts of it are wrong, without them, so that the rest is checked as well. */
function salvage<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const first = schema.safeParse(value);
  if (first.success) return first.data;
  const rest = structuredClone(value);
  for (const issue of first.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of keys) remove(rest, key === undefined ? issue.path : [...issue.path, key]);
  }
  return schema.safeParse(rest).data;
}

/** Takes a value out of a table; of a list that holds it the whole list, so that no place shifts. */
function remove(root: unknown, path: readonly PropertyKey[]): void {
  const list = path.findIndex((key) => typeof key === 'number');
  const keys = list < 0 ? path : path.slice(0, list);
  const table = valueAt(root, keys.slice(0, -1).map(String));
  const last = keys.at(-1);
  if (isTable(table) && last !== undefined) delete table[String(last)];
}

type Issue = z.core.$ZodIssue;

/** What the telling of an issue works with. */
interface Telling {
  readonly json: unknown;
  readonly document: Document;
  readonly report: Report;
}

function tell(issue: Issue, telling: Telling): void {
  const { json, document, report } = telling;
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const value = valueAt(document.value, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path, document.value, json);
    for (const key of issue.keys) {
      report.keyError(document, [...path, key], 'this key is unknown', suggestion(key, known));
    }
  } else if (issue.code === 'invalid_union') {
    const branch = meant(issue.errors, value);
    if (branch === undefined) wrong(issue, path, value, document, report);
    else for (const inner of branch) tell({ ...inner, path: [...path, ...inner.path] }, telling);
  } else wrong(issue, path, value, document, report);
}

/** The alternative that the writer had in mind: the one that takes a value of this kind, with the fewest complaints. */
function meant(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  if (!isTable(value)) return undefined;
  const fitting = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return [...fitting].sort((a, b) => a.length - b.length)[0];
}

function wrong(issue: Issue, path: readonly Key[], value: unknown, document: Document, report: Report): void {
  const hint = `expected ${issue.message}`;
  if (value === undefined) report.error(document, path, 'is missing', hint);
  else if (value === null) report.error(document, path, 'is empty', hint);
  else report.error(document, path, `${shown(path, value)} cannot stand here`, hint);
}

const SECRET_KEY = /password|secret|token/;

/** The value as it may be shown; never one that could be a secret in the wrong place. */
function shown(path: readonly Key[], value: unknown): string {
  if (path.some((key) => typeof key === 'string' && SECRET_KEY.test(key))) return 'this value';
  if (Array.isArray(value)) return 'a list';
  if (isTable(value)) return 'a table';
  const text = String(value);
  if (typeof value !== 'string') return text;
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function valueAt(root: unknown, path: readonly Key[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

const SCHEMA = jsonSchema();

/** The keys that the schema knows at a place; of alternatives those of the one that the value has begun (`provider: google`). */
function knownKeys(path: readonly Key[], value: unknown, json: unknown): readonly string[] {
  let schemas: readonly unknown[] = [json];
  let current = value;
  for (const key of path) {
    schemas = alternatives(schemas, current).flatMap((schema) => {
      if (typeof key === 'number') return isTable(schema) ? [schema.items] : [];
      const properties = isTable(schema) && isTable(schema.properties) ? schema.properties : {};
      if (Object.hasOwn(properties, key)) return [properties[key]];
      return isTable(schema) && isTable(schema.additionalProperties) ? [schema.additionalProperties] : [];
    });
    current = valueAt(current, [key]);
  }
  const keys = alternatives(schemas, current).flatMap((schema) => {
    if (!isTable(schema)) return [];
    const names =
      isTable(schema.propertyNames) && Array.isArray(schema.propertyNames.enum) ? schema.propertyNames.enum : [];
    return [...Object.keys(isTable(schema.properties) ? schema.properties : {}), ...names.map(String)];
  });
  return [...new Set(keys)];
}

function alternatives(schemas: readonly unknown[], value: unknown): readonly unknown[] {
  return schemas.flatMap((schema) => {
    if (!isTable(schema)) return [];
    const options = Array.isArray(schema.anyOf) ? schema.anyOf : Array.isArray(schema.oneOf) ? schema.oneOf : undefined;
    if (options === undefined) return [schema];
    const begun = options.filter((option) => hasConstants(option, value));
    return begun.length > 0 ? begun : options;
  });
}

/** Whether the value says what the alternative demands word for word. */
function hasConstants(schema: unknown, value: unknown): boolean {
  if (!isTable(schema) || !isTable(schema.properties) || !isTable(value)) return false;
  const constants = Object.entries(schema.properties).filter(
    ([, property]) => isTable(property) && 'const' in property,
  );
  return (
    constants.length > 0 && constants.every(([key, property]) => isTable(property) && value[key] === property.const)
  );
}
