import type { ClientId } from '../../desk/ids.ts';
import { type ClientRecord, type Queries, RecordRefused } from '../../store/port.ts';

const PAGE = 1000;

/** Clients by what people call them: company number or name, whatever the case. */
export class ClientNames {
  readonly #byWord = new Map<string, Set<ClientId>>();
  readonly #records = new Map<ClientId, Pick<ClientRecord, 'companyNumber' | 'name'>>();

  static async read(queries: Queries): Promise<ClientNames> {
    const names = new ClientNames();
    for (let after: ClientId | undefined; ; ) {
      const page = await queries.clients(PAGE, after);
      for (const client of page) names.add(client.id, client);
      after = page.at(-1)?.id;
      if (page.length < PAGE) return names;
    }
  }

  add(id: ClientId, { companyNumber, name }: Pick<ClientRecord, 'companyNumber' | 'name'>): void {
    this.#records.set(id, { companyNumber, name });
    for (const word of [companyNumber, name]) {
      if (word === undefined || word.trim() === '') continue;
      const ids = this.#byWord.get(key(word)) ?? new Set();
      this.#byWord.set(key(word), ids.add(id));
    }
  }

  /** The client of that number or name, or of an id as `#3`; throws `RecordRefused` when there are several. */
  only(word: string): ClientId | undefined {
    const ids = [...(this.#byWord.get(key(word)) ?? [])];
    if (ids.length > 1)
      throw new RecordRefused(`${word} is the name of ${ids.length} clients; say the company number, or #${ids[0]}`);
    const id = Number(/^#(\d{1,15})$/.exec(word.trim())?.[1]) as ClientId;
    return ids[0] ?? (this.#records.has(id) ? id : undefined);
  }

  /** The client of that number or name; throws `RecordRefused` when there is none. */
  needed(word: string): ClientId {
    const id = this.only(word);
    if (id === undefined)
      throw new RecordRefused(`there is no client with the company number or name ${word}; enter it first`);
    return id;
  }

  /** How tables call a client: by its company number, else by its name, or where others have that too, by its id. */
  called(id: ClientId): string {
    const record = this.#records.get(id);
    const words = [record?.companyNumber, record?.name].filter((word) => word !== undefined && word.trim() !== '');
    const own = words.find((word) => word !== undefined && this.#byWord.get(key(word))?.size === 1);
    return own ?? `#${id}`;
  }
}

function key(word: string): string {
  return word.normalize('NFC').trim().toLowerCase();
}
