import type { Policy } from '../../desk/policy.ts';
import type { ClientRecord, ContactRecord, Store, Tx } from '../../store/port.ts';
import { reckonAll } from '../reckon.ts';
import { ClientNames } from './client-names.ts';
import { checkAgreed } from './known-names.ts';
import { enterEach, type RowProblem, RowsRefused } from './refused.ts';

/** What a table of clients may have beside number and name; what it does not have a column for stays as it is. */
export const CLIENT_DETAILS = ['locale', 'domains', 'desk', 'level', 'calendar', 'matrix', 'obligations'] as const;
export type ClientDetail = (typeof CLIENT_DETAILS)[number];

/** A contact whose client is named as people name it: by company number or by name. */
export interface ContactRow {
  readonly contact: Omit<ContactRecord, 'client'>;
  readonly client: string | undefined;
}

/** The rows of one table, as an operator keeps it. */
export type PeopleRows =
  | { readonly kind: 'clients'; readonly rows: readonly ClientRecord[]; readonly details: readonly ClientDetail[] }
  | { readonly kind: 'contacts'; readonly rows: readonly ContactRow[] };

export type PeopleImported =
  | { readonly kind: 'done'; readonly entered: number }
  /** Nothing was entered. */
  | { readonly kind: 'refused'; readonly problems: readonly RowProblem[] };

/** Enters clients or contacts, those that are there already with their new details; all in one transaction. */
export async function importPeople(store: Store, people: PeopleRows, policy: Policy): Promise<PeopleImported> {
  try {
    return await store.write(async (tx) => {
      const clients = await ClientNames.read(tx);
      const problems =
        people.kind === 'clients'
          ? await enterClients(tx, people.rows, people.details, clients, policy)
          : await enterContacts(tx, people.rows, clients);
      if (problems.length > 0) throw new RowsRefused(problems);
      if (people.kind === 'clients') await reckonAll(tx);
      return { kind: 'done', entered: people.rows.length };
    });
  } catch (error) {
    if (error instanceof RowsRefused) return { kind: 'refused', problems: error.problems };
    throw error;
  }
}

async function enterClients(
  tx: Tx,
  rows: readonly ClientRecord[],
  details: readonly ClientDetail[],
  clients: ClientNames,
  policy: Policy,
): Promise<readonly RowProblem[]> {
  const kept = CLIENT_DETAILS.filter((detail) => !details.includes(detail));
  return enterEach(rows, async (row) => {
    checkAgreed(row, policy);
    // Without a number a client is known by its name, so that a table can be read again.
    const named = row.companyNumber === undefined ? clients.only(row.name) : undefined;
    const numbered = row.companyNumber === undefined ? undefined : await tx.clientByCompanyNumber(row.companyNumber);
    const id = row.id ?? named ?? numbered?.id;
    const old = id === undefined || kept.length === 0 ? undefined : (numbered ?? (await tx.client(id)));
    const stays = old === undefined ? {} : Object.fromEntries(kept.map((detail) => [detail, old[detail]]));
    clients.add(await tx.putClient({ ...row, ...stays, id }), row);
  });
}

async function enterContacts(
  tx: Tx,
  rows: readonly ContactRow[],
  clients: ClientNames,
): Promise<readonly RowProblem[]> {
  return enterEach(rows, async ({ contact, client }) => {
    await tx.putContact({ ...contact, client: client === undefined ? undefined : clients.needed(client) });
  });
}
