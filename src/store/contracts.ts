import type { ClientId } from '../desk/ids.ts';
import type { Contract } from '../desk/sla/contract.ts';
import { known } from './codec.ts';
import type { Connection } from './connection.ts';
import type { Queries, Tx } from './port.ts';

interface Row {
  readonly id: Contract['id'];
  readonly client: ClientId;
  readonly level: Contract['level'];
  readonly calendar: NonNullable<Contract['calendar']> | null;
  readonly valid_from: Contract['from'];
  readonly valid_until: NonNullable<Contract['until']> | null;
}

const COLUMNS = 'id, client, level, calendar, valid_from, valid_until';

function contractOf({ id, level, calendar, valid_from: from, valid_until: until }: Row): Contract {
  return { id, level, calendar: known(calendar), from, until: known(until) };
}

/** The contracts of one client, the newest first. */
export function contractLookup({ raw }: Connection): (client: ClientId) => readonly Contract[] {
  const ofClient = raw.prepare(`SELECT ${COLUMNS} FROM contracts WHERE client = ?`);
  return (client) => (ofClient.all(client) as Row[]).map(contractOf).sort((a, b) => (a.from < b.from ? 1 : -1));
}

/** What is asked of the register of contracts. */
export function contractQueries({ raw }: Connection): Pick<Queries, 'contracts'> {
  const page = raw.prepare(`SELECT ${COLUMNS} FROM contracts WHERE id > ? ORDER BY id LIMIT ?`);
  return {
    async contracts(after, limit) {
      return (page.all(after ?? '', limit) as Row[]).map((row) => ({ ...contractOf(row), client: row.client }));
    },
  };
}

/** Writes the register of contracts. */
export function contractWrites({ raw }: Connection): Pick<Tx, 'putContract' | 'removeContract'> {
  const put = raw.prepare(
    `INSERT INTO contracts (${COLUMNS}) VALUES (@id, @client, @level, @calendar, @from, @until)
     ON CONFLICT DO UPDATE SET client = excluded.client, level = excluded.level, calendar = excluded.calendar,
       valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
  );
  const remove = raw.prepare('DELETE FROM contracts WHERE id = ?');
  return {
    async putContract({ id, client, level, calendar, from, until }) {
      put.run({ id, client, level, calendar: calendar ?? null, from, until: until ?? null });
    },
    async removeContract(id) {
      return remove.run(id).changes > 0;
    },
  };
}
