import type { Settings } from '../config/settings.ts';
import type { CalendarId } from '../desk/calendar/rules.ts';
import { checkedCompanyNumber } from '../desk/company-number.ts';
import { OBLIGATIONS } from '../desk/coverage/rules.ts';
import type { DeskId, MatrixId } from '../desk/ids.ts';
import { SEES } from '../desk/record/sees.ts';
import type { ServiceLevelId } from '../desk/sla/policy.ts';
import { LOCALES } from '../desk/status.ts';
import { CLIENT_DETAILS, type ClientDetail, type PeopleRows } from '../intake/import/people.ts';
import { Cells } from './cells.ts';
import { type CsvProblem, readCsv, writeCsv } from './csv.ts';
import type { ClientEntry, ContactEntry } from './people-find.ts';

export const CLIENT_COLUMNS = [
  'company_number',
  'name',
  'locale',
  'domains',
  'desk',
  'service_level',
  'calendar',
  'escalation',
  'obligations',
] as const;
/** The columns that say a detail; the others say who it is. */
const DETAIL_COLUMNS: Readonly<Record<ClientDetail, (typeof CLIENT_COLUMNS)[number]>> = {
  locale: 'locale',
  domains: 'domains',
  desk: 'desk',
  level: 'service_level',
  calendar: 'calendar',
  matrix: 'escalation',
  obligations: 'obligations',
};
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
  'sees',
] as const;

export type PeopleTable =
  | { readonly kind: 'read'; readonly people: PeopleRows; readonly lines: readonly number[] }
  | { readonly kind: 'wrong'; readonly problems: readonly CsvProblem[] };

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
          details: CLIENT_DETAILS.filter((detail) => table.columns.includes(DETAIL_COLUMNS[detail])),
          rows: keep((cells) => ({
            id: undefined,
            companyNumber: companyNumber(cells, settings),
            name: cells.needed('name'),
            locale: cells.word('locale', LOCALES),
            domains: cells.list('domains', (word) => /^[^\s@]+\.[^\s@.]+$/.test(word), 'a mail domain'),
            desk: cells.word('desk', desks),
            level: cells.text('service_level') as ServiceLevelId | undefined,
            calendar: cells.text('calendar') as CalendarId | undefined,
            matrix: cells.text('escalation') as MatrixId | undefined,
            obligations: cells.word('obligations', OBLIGATIONS),
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
              sees: cells.word('sees', SEES),
            },
          })),
        };
  if (problems.length > 0) return { kind: 'wrong', problems };
  return { kind: 'read', people, lines: table.rows.map(({ line }) => line) };
}

/** A company number as its desk's rules have it. */
function companyNumber(cells: Cells, settings: Settings): string | undefined {
  const text = cells.text('company_number');
  if (text === undefined) return undefined;
  const home = cells.text('desk') as DeskId | undefined;
  const read = checkedCompanyNumber(settings.policy, home, text);
  if (!read.ok) cells.problems.push(read.why);
  return read.ok ? read.number : undefined;
}

/** A table of clients as `readPeople` reads it. */
export function clientsTable(clients: readonly ClientEntry[]): string {
  return writeCsv(
    CLIENT_COLUMNS,
    clients.map((one) => [
      one.companyNumber ?? '',
      one.name,
      one.locale ?? '',
      one.domains.join(' '),
      one.desk ?? '',
      one.level ?? '',
      one.calendar ?? '',
      one.matrix ?? '',
      one.obligations ?? '',
    ]),
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
      one.sees ?? 'own',
    ]),
  );
}
