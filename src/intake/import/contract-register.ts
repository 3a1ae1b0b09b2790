import { parseLocalDate } from '../../desk/calendar/local.ts';
import type { CalendarId } from '../../desk/calendar/rules.ts';
import type { ClientId } from '../../desk/ids.ts';
import type { Policy } from '../../desk/policy.ts';
import { type Contract, type ContractId, overlap } from '../../desk/sla/contract.ts';
import type { ServiceLevelId } from '../../desk/sla/policy.ts';
import { type Queries, RecordRefused, type Tx } from '../../store/port.ts';
import { ClientNames } from './client-names.ts';
import type { Shown } from './difference.ts';
import { checkAgreed } from './known-names.ts';
import { enterEach, RowsRefused } from './refused.ts';

/** A contract as tables have it; the client goes by company number or name, days as `2026-11-23`. */
export interface ContractRow {
  readonly id: string;
  readonly client: string;
  readonly level: string;
  readonly calendar: string | undefined;
  readonly from: string;
  readonly until: string | undefined;
}

const PAGE = 1000;

/** All contracts, by id. */
export async function allContracts(read: Queries): Promise<readonly (Contract & { readonly client: ClientId })[]> {
  const found: (Contract & { readonly client: ClientId })[] = [];
  for (;;) {
    const page = await read.contracts(found.at(-1)?.id, PAGE);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** The register as it stands, by id. */
export async function shownContracts(read: Queries): Promise<ReadonlyMap<string, Shown>> {
  const clients = await ClientNames.read(read);
  return new Map(
    (await allContracts(read)).map(({ id, client, level, calendar, from, until }) => [
      id as string,
      { client: clients.called(client), service_level: level, calendar: calendar ?? '', from, until: until ?? '' },
    ]),
  );
}

/** Enters contracts and takes others away; throws `RowsRefused`. Two of one client never hold on the same day. */
export async function putContracts(
  tx: Tx,
  rows: readonly ContractRow[],
  going: readonly string[],
  policy: Policy,
): Promise<void> {
  for (const id of going) await tx.removeContract(id as ContractId);
  const clients = await ClientNames.read(tx);
  // What is entered anew makes room first: contracts may change their days together.
  for (const { id } of rows) await tx.removeContract(id as ContractId);
  const problems = await enterEach(rows, async (row) => {
    const contract = { ...contractOf(row), client: clients.needed(row.client) };
    checkAgreed({ level: contract.level, calendar: contract.calendar, matrix: undefined }, policy);
    const other = (await tx.client(contract.client))?.contracts?.find((one) => overlap(one, contract));
    if (other !== undefined)
      throw new RecordRefused(`${contract.id} and ${other.id} of ${row.client} hold on the same days: end one first`);
    await tx.putContract(contract);
  });
  if (problems.length > 0) throw new RowsRefused(problems);
}

function contractOf({ id, level, calendar, from, until }: ContractRow): Contract {
  if (id.trim() === '') throw new RecordRefused('a contract needs an ID');
  const [first, last] = [parseLocalDate(from), until === undefined ? undefined : parseLocalDate(until)];
  if (first === undefined) throw new RecordRefused(`"${from}" is no day; write it as 2026-11-23`);
  if (until !== undefined && last === undefined)
    throw new RecordRefused(`"${until}" is no day; write it as 2026-11-23`);
  if (last !== undefined && last < first) throw new RecordRefused(`${id} ends before it begins: ${from} – ${until}`);
  return {
    id: id as ContractId,
    level: level as ServiceLevelId,
    calendar: calendar as CalendarId | undefined,
    from: first,
    until: last,
  };
}
