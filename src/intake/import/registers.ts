import type { Service } from '../../desk/facts.ts';
import type { MatrixId, ServiceId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import type { ServiceLevelId } from '../../desk/sla/policy.ts';
import { type Queries, RecordRefused, type Store, type Tx } from '../../store/port.ts';
import { ClientNames } from './client-names.ts';
import { type Difference, differences, type Shown } from './difference.ts';
import { checkAgreed } from './known-names.ts';
import { enterEach, type RowProblem, RowsRefused } from './refused.ts';

/** A service as tables have it; the client goes by company number or name. */
export interface ServiceRow {
  readonly id: string;
  readonly client: string;
  readonly name: string;
  readonly circuits: readonly string[];
  readonly level: string | undefined;
  readonly matrix: string | undefined;
}

/** What is to become of a register. */
export interface RegisterChange {
  readonly kind: 'services';
  /** Take the place of what has the same id. */
  readonly rows: readonly ServiceRow[];
  /** Ids that go; `others`: all that have no row. */
  readonly remove: 'others' | readonly string[];
  /** Only says what would be different. */
  readonly dryRun: boolean;
}

export type RegisterChanged =
  | { readonly kind: 'done'; readonly differences: readonly Difference[]; readonly unchanged: number }
  /** Nothing was changed. */
  | { readonly kind: 'refused'; readonly problems: readonly RowProblem[] };

const PAGE = 1000;

/** Undoes the transaction of a dry run. */
class DryRun extends Error {
  override readonly name = 'DryRun';
  readonly result: RegisterChanged;

  constructor(result: RegisterChanged) {
    super('nothing is to be changed');
    this.result = result;
  }
}

/** Changes a register in one transaction: all of it, or nothing when a row is refused. */
export async function changeRegister(store: Store, change: RegisterChange, policy: Policy): Promise<RegisterChanged> {
  try {
    return await store.write(async (tx) => {
      const result = await changeServices(tx, change, policy);
      if (change.dryRun) throw new DryRun(result);
      return result;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    if (error instanceof RowsRefused) return { kind: 'refused', problems: error.problems };
    throw error;
  }
}

async function changeServices(tx: Tx, change: RegisterChange, policy: Policy): Promise<RegisterChanged> {
  const clients = await ClientNames.read(tx);
  const shown = async () =>
    new Map((await allServices(tx)).map((one) => [one.id as string, shownService(one, clients)]));
  const before = await shown();
  const going = goingOf(before, change);
  const unknown = going
    .filter((id) => !before.has(id))
    .map((id) => ({ row: undefined, why: `there is no service ${id}` }));
  if (unknown.length > 0) throw new RowsRefused(unknown);
  // What goes makes room first: an id may come back in another spelling.
  for (const id of going) await tx.removeService(id as ServiceId);
  const problems = await enterEach(change.rows, async (row) => {
    const service = serviceOf(row, clients);
    checkAgreed({ ...service, calendar: undefined }, policy);
    await tx.putService(service);
  });
  if (problems.length > 0) throw new RowsRefused(problems);
  return compared(before, await shown());
}

/** What a change came to, from the register before and after it. */
export function compared(before: ReadonlyMap<string, Shown>, after: ReadonlyMap<string, Shown>): RegisterChanged {
  const found = differences(before, after);
  const touched = found.filter(({ what }) => what !== 'removed').length;
  return { kind: 'done', differences: found, unchanged: after.size - touched };
}

/** The ids that a change takes away. */
export function goingOf(
  before: ReadonlyMap<string, unknown>,
  {
    rows,
    remove,
  }: { readonly rows: readonly { readonly id: string }[]; readonly remove: 'others' | readonly string[] },
): readonly string[] {
  if (remove !== 'others') return remove;
  const staying = new Set(rows.map(({ id }) => id));
  return [...before.keys()].filter((id) => !staying.has(id));
}

function serviceOf({ id, client, name, circuits, level, matrix }: ServiceRow, clients: ClientNames): Service {
  if (id.trim() === '') throw new RecordRefused('a service needs an ID');
  return {
    id: id as ServiceId,
    client: clients.needed(client),
    name,
    circuits,
    level: level as ServiceLevelId | undefined,
    matrix: matrix as MatrixId | undefined,
  };
}

function shownService({ client, name, circuits, level, matrix }: Service, clients: ClientNames): Shown {
  return {
    client: clients.called(client),
    name,
    circuits: circuits.join('; '),
    service_level: level ?? '',
    escalation: matrix ?? '',
  };
}

/** All services, by id. */
export async function allServices(read: Queries): Promise<readonly Service[]> {
  const found: Service[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const page = await read.services({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}
