import { registeredLevel, type WrittenLevel } from '../../config/registered-levels.ts';
import type { Service } from '../../desk/facts.ts';
import type { MatrixId, ServiceId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import type { ServiceLevelId } from '../../desk/sla/policy.ts';
import { type Queries, RecordRefused, type Store, type Tx } from '../../store/port.ts';
import { type Policies, readRegistered } from '../policies.ts';
import { reckonAll } from '../reckon.ts';
import { ClientNames } from './client-names.ts';
import { allContracts, type ContractRow, putContracts, shownContracts } from './contract-register.ts';
import {
  type HoursRow,
  type IntroductionRow,
  putHours,
  putIntroductions,
  shownHours,
  shownIntroductions,
} from './coverage-registers.ts';
import { type Difference, differences, flattened, type Shown } from './difference.ts';
import { checkAgreed } from './known-names.ts';
import { enterEach, type RowProblem, RowsRefused } from './refused.ts';
import { putReleases, type ReleaseRow, shownReleases } from './release-register.ts';

/** A service as tables have it; the client goes by company number or name. */
export interface ServiceRow {
  readonly id: string;
  readonly client: string;
  readonly name: string;
  readonly circuits: readonly string[];
  readonly level: string | undefined;
  readonly matrix: string | undefined;
}

/** A service level as tables have it. */
export interface LevelRow {
  readonly id: string;
  readonly level: WrittenLevel;
}

interface Change<Row> {
  /** Take the place of what has the same id. */
  readonly rows: readonly Row[];
  /** Ids that go; `others`: all that have no row. */
  readonly remove: 'others' | readonly string[];
  /** Only says what would be different. */
  readonly dryRun: boolean;
}

/** What is to become of a register. */
export type RegisterChange =
  | (Change<ServiceRow> & { readonly kind: 'services' })
  | (Change<LevelRow> & { readonly kind: 'service-levels' })
  | (Change<IntroductionRow> & { readonly kind: 'introductions' })
  | (Change<HoursRow> & { readonly kind: 'agreed-hours' })
  | (Change<ReleaseRow> & { readonly kind: 'releases' })
  | (Change<ContractRow> & { readonly kind: 'contracts' });

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

/** Changes a register in one transaction: all of it, or nothing when a row is refused. The policy follows a change of levels and releases. */
export async function changeRegister(
  store: Store,
  change: RegisterChange,
  policies: Policies,
): Promise<RegisterChanged> {
  try {
    const { result, registered } = await store.write(async (tx) => {
      const result = await changed(tx, change, policies);
      if (change.dryRun) throw new DryRun(result);
      if (result.kind === 'done' && result.differences.length > 0) await reckonAll(tx);
      const ofPolicy = change.kind === 'service-levels' || change.kind === 'releases';
      return { result, registered: ofPolicy ? await readRegistered(tx) : undefined };
    });
    if (registered !== undefined) {
      policies.adopt(registered);
      // A walk that began in between was by the old policy.
      await store.write(reckonAll);
    }
    return result;
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    if (error instanceof RowsRefused) return { kind: 'refused', problems: error.problems };
    throw error;
  }
}

function changed(tx: Tx, change: RegisterChange, policies: Policies): Promise<RegisterChanged> {
  switch (change.kind) {
    case 'services':
      return changeServices(tx, change, policies.current);
    case 'service-levels':
      return changeLevels(tx, change, policies.configured);
    case 'introductions':
      return changeIntroductions(tx, change, policies.current);
    case 'agreed-hours':
      return changeHours(tx, change);
    case 'contracts':
      return changeContracts(tx, change, policies.current);
    case 'releases':
      return changeReleases(tx, change, policies.configured);
  }
}

async function changeIntroductions(tx: Tx, change: Change<IntroductionRow>, policy: Policy): Promise<RegisterChanged> {
  const before = await shownIntroductions(tx);
  await putIntroductions(tx, change.rows, goingOf(before, change, 'introduction'), policy);
  return compared(before, await shownIntroductions(tx));
}

async function changeReleases(tx: Tx, change: Change<ReleaseRow>, configured: Policy): Promise<RegisterChanged> {
  const before = await shownReleases(tx);
  await putReleases(tx, change.rows, goingOf(before, change, 'release'), configured);
  return compared(before, await shownReleases(tx));
}

async function changeContracts(tx: Tx, change: Change<ContractRow>, policy: Policy): Promise<RegisterChanged> {
  const before = await shownContracts(tx);
  await putContracts(tx, change.rows, goingOf(before, change, 'contract'), policy);
  return compared(before, await shownContracts(tx));
}

async function changeHours(tx: Tx, change: Change<HoursRow>): Promise<RegisterChanged> {
  const before = await shownHours(tx);
  await putHours(tx, change.rows, goingOf(before, change, 'agreement on hours'));
  return compared(before, await shownHours(tx));
}

async function changeServices(tx: Tx, change: Change<ServiceRow>, policy: Policy): Promise<RegisterChanged> {
  const clients = await ClientNames.read(tx);
  const shown = async () =>
    new Map((await allServices(tx)).map((one) => [one.id as string, shownService(one, clients)]));
  const before = await shown();
  const going = goingOf(before, change, 'service');
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

async function changeLevels(tx: Tx, change: Change<LevelRow>, configured: Policy): Promise<RegisterChanged> {
  const shown = async () =>
    new Map((await tx.serviceLevels()).map(({ id, level }) => [id as string, flattened(level)] as const));
  const before = await shown();
  const going = goingOf(before, change, 'service level');
  const problems = await enterEach(change.rows, async ({ id, level }) => {
    const read = registeredLevel(id as ServiceLevelId, level, configured);
    if (read.kind === 'wrong') throw new RecordRefused(`${id}: ${read.problems.join('; ')}`);
    await tx.putServiceLevel(read.level.id, level);
  });
  for (const id of going) await tx.removeServiceLevel(id as ServiceLevelId);
  if (problems.length > 0) throw new RowsRefused(problems);
  const missed = await missedLevels(tx, going, configured);
  if (missed.length > 0) throw new RowsRefused(missed);
  return compared(before, await shown());
}

/** Levels that go although a client or service has them. */
async function missedLevels(tx: Tx, going: readonly string[], { sla }: Policy): Promise<readonly RowProblem[]> {
  const gone = new Set(going.filter((id) => !sla.levels.has(id as ServiceLevelId)));
  if (gone.size === 0) return [];
  const users = new Map<string, string[]>();
  const note = (level: string | undefined, who: string) => {
    if (level !== undefined && gone.has(level)) users.set(level, [...(users.get(level) ?? []), who]);
  };
  for (const { level, id } of await allServices(tx)) note(level, `the service ${id}`);
  for (const { level, name } of await allClientsOf(tx)) note(level, `the client ${name}`);
  for (const { level, id } of await allContracts(tx)) note(level, `the contract ${id}`);
  return [...users].map(([level, [first = '', ...others]]) => ({
    row: undefined,
    why: `${level} is the service level of ${first}${others.length === 0 ? '' : ` and ${others.length} more`}: give them another first`,
  }));
}

async function allClientsOf(tx: Tx): Promise<Awaited<ReturnType<Queries['clients']>>> {
  const found: Awaited<ReturnType<Queries['clients']>>[number][] = [];
  for (;;) {
    const page = await tx.clients(PAGE, found.at(-1)?.id);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** What a change came to, from the register before and after it. */
function compared(before: ReadonlyMap<string, Shown>, after: ReadonlyMap<string, Shown>): RegisterChanged {
  const found = differences(before, after);
  const touched = found.filter(({ what }) => what !== 'removed').length;
  return { kind: 'done', differences: found, unchanged: after.size - touched };
}

/** The ids that a change takes away; throws `RowsRefused` when one of those named is not there. */
function goingOf(
  before: ReadonlyMap<string, unknown>,
  { rows, remove }: Change<{ readonly id: string }>,
  what: string,
): readonly string[] {
  if (remove === 'others') {
    const staying = new Set(rows.map(({ id }) => id));
    return [...before.keys()].filter((id) => !staying.has(id));
  }
  const unknown = remove.filter((id) => !before.has(id));
  if (unknown.length > 0)
    throw new RowsRefused(unknown.map((id) => ({ row: undefined, why: `there is no ${what} ${id} in the register` })));
  return remove;
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
