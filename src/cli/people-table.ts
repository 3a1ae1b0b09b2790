import type { Settings } from '../config/settings.ts';
import { LOCALES } from '../desk/status.ts';
import type { PeopleRows } from '../intake/import/people.ts';
import { emailAddress } from '../mail/address.ts';
import type { EmailAddress } from '../mail/mail.ts';
import { type CsvProblem, type CsvRow, readCsv, writeCsv } from './csv.ts';
import type { ClientEntry, ContactEntry } from './people-find.ts';

export const CLIENT_COLUMNS = ['company_number', 'name', 'locale', 'domains', 'desk'] as const;
/** The six attributes of SAGA-6 among them: name, business unit, position, landline, mobile, address. */
export const CONTACT_COLUMNS = [
  'addresses',
  'name',
  'client',
  'business_unit',
  'position',
  'landline',
  'mobile',
  'locale',
  'responsible',
] as const;

export type PeopleTable =
  | { readonly kind: 'read'; readonly people: PeopleRows; readonly lines: readonly number[] }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

const MOST_CELL = 1000;

/** Reads a table of clients or contacts; tells every wrong row. */
export function readPeople(kind: 'clients' | 'contacts', text: string, settings: Settings): PeopleTable {
  const table =
    kind === 'clients' ? readCsv(text, CLIENT_COLUMNS, ['name']) : readCsv(text, CONTACT_COLUMNS, ['addresses']);
  if (table.kind === 'wrong') return table;
  const problems: CsvProblem[] = [];
  const keep = <T>(read: (cells: Cells) => T): readonly T[] =>
    table.rows.flatMap((row) => {
      const cells = new Cells(row);
      const value = read(cells);
      problems.push(...cells.problems.map((why) => ({ line: row.line, why })));
      return cells.problems.length === 0 ? [value] : [];
    });
  const desks = [...settings.policy.desks.keys()];
  const people: PeopleRows =
    kind === 'clients'
      ? {
          kind,
          rows: keep((cells) => ({
            id: undefined,
            companyNumber: cells.text('company_number'),
            name: cells.needed('name'),
            locale: cells.word('locale', LOCALES),
            domains: cells.list('domains', (word) => /^[^\s@]+\.[^\s@.]+$/.test(word), 'a mail domain'),
            desk: cells.word('desk', desks),
            level: undefined,
            calendar: undefined,
            matrix: undefined,
          })),
        }
      : {
          kind,
          rows: keep((cells) => ({
            client: cells.text('client'),
            contact: {
              id: undefined,
              name: cells.text('name') ?? '',
              businessUnit: cells.text('business_unit'),
              position: cells.text('position'),
              landline: cells.text('landline'),
              mobile: cells.text('mobile'),
              addresses: cells.addresses(),
              locale: cells.word('locale', LOCALES),
              responsible: cells.word('responsible', ['yes', 'no']) === 'yes',
            },
          })),
        };
  if (problems.length > 0) return { kind: 'wrong', problems };
  return { kind: 'read', people, lines: table.rows.map(({ line }) => line) };
}

/** The cells of one row; collects what is wrong with them. */
class Cells {
  readonly problems: string[] = [];
  readonly #cells: CsvRow['cells'];

  constructor({ cells }: CsvRow) {
    this.#cells = cells;
  }

  text(name: string): string | undefined {
    const cell = this.#cells[name] ?? '';
    if (cell.length > MOST_CELL) this.problems.push(`${name} has more than ${MOST_CELL} characters`);
    return cell === '' ? undefined : cell;
  }

  needed(name: string): string {
    const cell = this.text(name);
    if (cell === undefined) this.problems.push(`${name} is empty`);
    return cell ?? '';
  }

  word<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const cell = this.text(name);
    const found = allowed.find((one) => one.toLowerCase() === cell?.toLowerCase());
    if (cell !== undefined && found === undefined)
      this.problems.push(`${name} is "${cell}"; one of ${allowed.join(', ')} would be right`);
    return found;
  }

  list(name: string, right: (word: string) => boolean, what: string): readonly string[] {
    const words = (this.text(name) ?? '').split(/[\s,;]+/).filter((word) => word !== '');
    for (const word of words) if (!right(word)) this.problems.push(`${name}: "${word}" is not ${what}`);
    return words;
  }

  addresses(): readonly [EmailAddress, ...EmailAddress[]] {
    const [first, ...others] = this.list(
      'addresses',
      (word) => emailAddress(word) !== undefined,
      'an e-mail address',
    ).flatMap((word) => emailAddress(word) ?? []);
    if (first !== undefined) return [first, ...others];
    if (this.problems.length === 0) this.problems.push('addresses is empty');
    return ['' as EmailAddress];
  }
}

/** A table of clients as `readPeople` reads it. */
export function clientsTable(clients: readonly ClientEntry[]): string {
  return writeCsv(
    CLIENT_COLUMNS,
    clients.map((one) => [one.companyNumber ?? '', one.name, one.locale ?? '', one.domains.join(' '), one.desk ?? '']),
  );
}

/** A table of contacts; a client goes by its company number or, without one, by its name. */
export function contactsTable(contacts: readonly ContactEntry[], clients: readonly ClientEntry[]): string {
  const names = new Map(clients.map((client) => [client.id, client.companyNumber ?? client.name]));
  return writeCsv(
    CONTACT_COLUMNS,
    contacts.map((one) => [
      one.addresses.join(' '),
      one.name,
      one.client === undefined ? '' : (names.get(one.client) ?? ''),
      one.businessUnit ?? '',
      one.position ?? '',
      one.landline ?? '',
      one.mobile ?? '',
      one.locale ?? '',
      one.responsible ? 'yes' : 'no',
    ]),
  );
}
