import type { ASTNode } from '@marcbachmann/cel-js';
import type { ConditionProblem, Names } from './condition.ts';
import { nearest } from './nearest.ts';

const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '&&', '||', '!_', '?:']);
/** Functions of a value, `mail.subject.has("vpn")`, with the number of their arguments. */
const METHODS: ReadonlyMap<string, number> = new Map([
  ['has', 1],
  ['is', 1],
  ['contains', 1],
  ['startsWith', 1],
  ['endsWith', 1],
  ['size', 0],
]);

/** What is not let through, or names nothing; undefined when all is well. Bounded by the limits of the parser. */
export function problemIn(
  node: ASTNode,
  names: Names,
  missing: Readonly<Record<string, string>>,
): ConditionProblem | undefined {
  const inside = (nodes: readonly ASTNode[]): ConditionProblem | undefined => {
    for (const one of nodes) {
      const problem = problemIn(one, names, missing);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  const problem = (message: string, hint: string | undefined): ConditionProblem => ({ at: node.start, message, hint });
  switch (node.op) {
    case 'value':
      return undefined;
    case 'list':
      return node.args.every((one) => one.op === 'value')
        ? undefined
        : problem('a list holds something else than constants', 'write `["a", "b"]`');
    case 'id':
      return Object.hasOwn(names, node.args)
        ? problem(`\`${node.args}\` is a group of names`, `say which: ${fieldsOf(names, node.args)}`)
        : unknown(node, node.args, names, missing);
    case '.':
    case '[]': {
      const field = fieldOf(node);
      if (field === undefined) return problem('this cannot be asked for', 'write `group.name`, as `mail.subject`');
      if (!Object.hasOwn(names, field.group)) return unknown(node.args[0], field.group, names, missing);
      if (Object.hasOwn(names[field.group] ?? {}, field.name)) return undefined;
      const near = nearest(field.name, Object.keys(names[field.group] ?? {}));
      const message = `there is no \`${field.group}.${field.name}\``;
      const hint =
        near === undefined ? `there is ${fieldsOf(names, field.group)}` : `did you mean \`${field.group}.${near}\`?`;
      return { at: node.range.end - field.written, message, hint };
    }
    case 'rcall': {
      const [name, of, given] = node.args;
      const first = inside([of]);
      if (first !== undefined) return first;
      const count = METHODS.get(name);
      const methods = [...METHODS.keys()].map((one) => `\`${one}\``).join(', ');
      if (count === undefined) {
        const near = nearest(name, METHODS.keys());
        const at = of.range.end + 1;
        return {
          at,
          message: `there is no function \`${name}\` here`,
          hint: near === undefined ? `there is ${methods}` : `did you mean \`${near}\`?`,
        };
      }
      if (given.length !== count) return problem(`\`${name}\` is given ${given.length} values`, `it takes ${count}`);
      return inside(given);
    }
    case 'call':
      return problem(
        `\`${node.args[0]}(…)\` cannot be used here`,
        node.args[0] === 'has'
          ? 'what is not known is empty: write `form.x != ""`'
          : 'functions stand behind what they ask: `mail.subject.has("vpn")`',
      );
    case '==':
    case '!=':
    case 'in': {
      const [left, right] = node.args;
      return inside([left, right]) ?? neverSo(left, right, names) ?? neverSo(right, left, names);
    }
    default: {
      if (!OPERATORS.has(node.op))
        return problem(
          `\`${node.op.replaceAll('_', '')}\` cannot be used here`,
          'conditions compare; they do not count',
        );
      const args: readonly unknown[] = Array.isArray(node.args) ? node.args : [node.args];
      return inside(args.filter(isNode));
    }
  }
}

/** Whether a value of a node is a node itself. */
export function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

function unknown(
  node: ASTNode,
  name: string,
  names: Names,
  missing: Readonly<Record<string, string>>,
): ConditionProblem {
  const near = nearest(name, Object.keys(names));
  const known = Object.keys(names)
    .map((one) => `\`${one}\``)
    .join(', ');
  const hint = missing[name] ?? (near === undefined ? `there is ${known}` : `did you mean \`${near}\`?`);
  return { at: node.start, message: `there is no \`${name}\``, hint };
}

function fieldsOf(names: Names, group: string): string {
  return Object.keys(names[group] ?? {})
    .map((field) => `\`${group}.${field}\``)
    .join(', ');
}

/** `mail.subject` or `form["service-id"]`; `written` is how many characters from its end the name begins. */
export function fieldOf(
  node: ASTNode,
): { readonly group: string; readonly name: string; readonly written: number } | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [of, key] = node.args;
  if (of.op !== 'id') return undefined;
  if (typeof key === 'string') return { group: of.args, name: key, written: key.length };
  if (key.op !== 'value' || typeof key.args !== 'string') return undefined;
  return { group: of.args, name: key.args, written: node.range.end - key.start };
}

/** A name that is one of some words, compared with another word: the condition would never hold, or always. */
function neverSo(asked: ASTNode, given: ASTNode, names: Names): ConditionProblem | undefined {
  const field = fieldOf(asked);
  const type = field === undefined ? undefined : names[field.group]?.[field.name];
  if (field === undefined || type === undefined || typeof type === 'string') return undefined;
  for (const one of given.op === 'list' ? given.args : [given]) {
    if (one.op !== 'value' || typeof one.args !== 'string' || type.includes(one.args)) continue;
    const near = nearest(one.args, type);
    const hint = near === undefined ? `it is one of ${type.join(', ')}` : `did you mean "${near}"?`;
    return { at: one.start, message: `\`${field.group}.${field.name}\` is never "${one.args}"`, hint };
  }
  return undefined;
}
