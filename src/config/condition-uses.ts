import type { ASTNode } from '@marcbachmann/cel-js';
import { fieldOf, isNode } from './condition-check.ts';

/** A name that a condition asks for, and what it is compared with. */
export interface ConditionUse {
  /** `ticket.channel`. */
  readonly name: string;
  readonly values: readonly (string | number | boolean)[];
}

/** All names of a condition, each once. */
export function usesOf(node: ASTNode): readonly ConditionUse[] {
  const found = new Map<string, Set<string | number | boolean>>();
  walk(node, found);
  return [...found].map(([name, values]) => ({ name, values: [...values] }));
}

function walk(node: ASTNode, found: Map<string, Set<string | number | boolean>>): void {
  const field = fieldOf(node);
  if (field !== undefined) {
    note(found, `${field.group}.${field.name}`, []);
    return;
  }
  if (node.op === 'rcall') {
    const [, of, given] = node.args;
    const asked = fieldOf(of);
    if (asked !== undefined) note(found, `${asked.group}.${asked.name}`, given.flatMap(constants));
    walk(of, found);
    for (const one of given) walk(one, found);
    return;
  }
  const args: readonly unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  const nodes = args.filter(isNode);
  if (nodes.length === 2) {
    const [left, right] = nodes;
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const asked = one === undefined ? undefined : fieldOf(one);
      if (asked !== undefined && other !== undefined) note(found, `${asked.group}.${asked.name}`, constants(other));
    }
  }
  for (const one of nodes) walk(one, found);
}

function note(
  found: Map<string, Set<string | number | boolean>>,
  name: string,
  values: readonly (string | number | boolean)[],
): void {
  const known = found.get(name) ?? new Set();
  for (const value of values) known.add(value);
  found.set(name, known);
}

function constants(node: ASTNode): readonly (string | number | boolean)[] {
  if (node.op === 'list') return node.args.flatMap(constants);
  if (node.op !== 'value') return [];
  const { args: value } = node;
  if (typeof value === 'bigint') return [Number(value)];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : [];
}
