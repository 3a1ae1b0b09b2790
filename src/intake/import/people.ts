import type { ClientId } from '../../desk/ids.ts';
import { type ClientRecord, type ContactRecord, RecordRefused, type Store, type Tx } from '../../store/port.ts';

/** A contact whose client is named as people name it: by company number or by name. */
export interface ContactRow {
  readonly contact: Omit<ContactRecord, 'client'>;
  readonly client: string | undefined;
}

/** The rows of one table, as an operator keeps it. */
export type PeopleRows =
  | { readonly kind: 'clients'; readonly rows: readonly ClientRecord[] }
  | { readonly kind: 'contacts'; readonly rows: readonly ContactRow[] };

export type PeopleImported =
  | { readonly kind: 'done'; readonly entered: number }
  /** Nothing was entered; `row` counts from 0. */
  | { readonly kind: 'refused'; readonly problems: readonly { readonly row: number; readonly why: string }[] };

/** Rows that are refused one by one before the rest is not looked at. */
const MOST_PROBLEMS = 100;
const PAGE = 1000;

/** Undoes the transaction of an import with refused rows. */
class Refused extends Error {
  readonly problems: readonly { readonly row: number; readonly why: string }[];
  constructor(problems: Refused['problems']) {
    super('rows were refused');
    this.problems = problems;
  }
}

/** Enters clients or contacts, those that are there already with their new details; all in one transaction. */
export async function importPeople(store: Store, people: PeopleRows): Promise<PeopleImported> {
  try {
    return await store.write(async (tx) => {
      const clients = await ClientNames.read(tx);
      const problems =
        people.kind === 'clients'
          ? await enterClients(tx, people.rows, clients)
          : await enterContacts(tx, people.rows, clients);
      if (problems.length > 0) throw new Refused(problems);
      return { kind: 'done', entered: people.rows.length };
    });
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', problems: error.problems };
    throw error;
  }
}

async function enterClients(tx: Tx, rows: readonly ClientRecord[], clients: ClientNames): Promise<Refused['problems']> {
  return each(rows, async (row) => {
    // Without a number a client is known by its name, so that a table can be read again.
    const id = row.id ?? (row.companyNumber === undefined ? clients.only(row.name) : undefined);
    clients.add(await tx.putClient({ ...row, id }), row);
  });
}

async function enterContacts(tx: Tx, rows: readonly ContactRow[], clients: ClientNames): Promise<Refused['problems']> {
  return each(rows, async ({ contact, client: named }) => {
    const client = named === undefined ? undefined : clients.only(named);
    if (named !== undefined && client === undefined)
      throw new RecordRefused(`there is no client with the company number or name ${named}; enter it first`);
    await tx.putContact({ ...contact, client });
  });
}

async function each<T>(rows: readonly T[], enter: (row: T) => Promise<void>): Promise<Refused['problems']> {
  const problems: { readonly row: number; readonly why: string }[] = [];
  for (const [at, row] of rows.entries()) {
    try {
      await enter(row);
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      problems.push({ row: at, why: error.message });
      if (problems.length >= MOST_PROBLEMS) break;
    }
  }
  return problems;
}

/** Clients by what people call them. */
class ClientNames {
  readonly #byWord = new Map<string, Set<ClientId>>();

  static async read(tx: Tx): Promise<ClientNames> {
    const names = new ClientNames();
    for (let after: ClientId | undefined; ; ) {
      const page = await tx.clients(PAGE, after);
      for (const client of page) names.add(client.id, client);
      after = page.at(-1)?.id;
      if (page.length < PAGE) return names;
    }
  }

  add(id: ClientId, { companyNumber, name }: Pick<ClientRecord, 'companyNumber' | 'name'>): void {
    for (const word of [companyNumber, name]) {
      if (word === undefined || word.trim() === '') continue;
      const ids = this.#byWord.get(key(word)) ?? new Set();
      this.#byWord.set(key(word), ids.add(id));
    }
  }

  /** The client of that number or name; throws `RecordRefused` when there are several. */
  only(word: string): ClientId | undefined {
    const ids = [...(this.#byWord.get(key(word)) ?? [])];
    if (ids.length > 1) throw new RecordRefused(`${word} is the name of ${ids.length} clients; say the company number`);
    return ids[0];
  }
}

function key(word: string): string {
  return word.normalize('NFC').trim().toLowerCase();
}
