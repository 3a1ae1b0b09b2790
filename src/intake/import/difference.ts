/** How an entry of a register is shown and compared: each field as text. */
export type Shown = Readonly<Record<string, string>>;

/** One entry that an import adds, changes field by field, or removes. */
export interface Difference {
  readonly what: 'added' | 'changed' | 'removed';
  readonly id: string;
  /** Undefined is a field that was not there, or is not any more. */
  readonly fields: readonly {
    readonly field: string;
    readonly from: string | undefined;
    readonly to: string | undefined;
  }[];
}

/** What makes one state of a register another, by id. */
export function differences(
  before: ReadonlyMap<string, Shown>,
  after: ReadonlyMap<string, Shown>,
): readonly Difference[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => (a < b ? -1 : 1));
  return ids.flatMap((id): readonly Difference[] => {
    const [old, now] = [before.get(id), after.get(id)];
    const fields = changedFields(old ?? {}, now ?? {});
    if (old !== undefined && now !== undefined) return fields.length === 0 ? [] : [{ what: 'changed', id, fields }];
    return [{ what: old === undefined ? 'added' : 'removed', id, fields }];
  });
}

function changedFields(before: Shown, after: Shown): Difference['fields'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field], to: after[field] }));
}

/** A value of nested tables and lists as fields: `targets.urgent.resolution.within` → `4h`. */
export function flattened(value: unknown, path = ''): Shown {
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.every(isPlain)))
    return { [path]: Array.isArray(value) ? value.join(', ') : String(value) };
  const entries = Object.entries(value).map(([key, inner]) => flattened(inner, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...entries);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
