import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Service } from '../desk/facts.ts';
import type { ServiceId } from '../desk/ids.ts';
import { fold } from '../mail/fold.ts';
import { known, parsed } from './codec.ts';
import { type Connection, inserter, list, param, within } from './connection.ts';
import { type Queries, RecordRefused, type Tx } from './port.ts';
import { change, select } from './prepared.ts';
import { clients, serviceCircuits, serviceLevels, services } from './schema.ts';

type RegisterQueries = Pick<Queries, 'servicesNamed' | 'service' | 'services' | 'serviceLevels'>;
type ServiceRow = typeof services.$inferSelect;

/** An id as it is looked up: case, alphabet, signs and blanks make no difference (`srv 100-234` is `SRV-100234`). Empty when nothing is left. */
export function serviceKey(id: string): string {
  return fold(id).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What is asked of the registers of services and service levels. */
export function registerQueries(db: Connection): RegisterQueries {
  const { orm } = db;
  const byId = select(
    db,
    orm
      .select()
      .from(services)
      .where(eq(services.id, param('id'))),
  );
  const byKeys = select(db, orm.select().from(services).where(within(services.key, 'keys')));
  const byCircuits = select(
    db,
    orm
      .select({ key: serviceCircuits.key, service: services })
      .from(serviceCircuits)
      .innerJoin(services, eq(services.id, serviceCircuits.service))
      .where(within(serviceCircuits.key, 'keys')),
  );
  const circuitsOf = select(
    db,
    orm
      .select()
      .from(serviceCircuits)
      .where(within(serviceCircuits.service, 'ids'))
      .orderBy(asc(serviceCircuits.service), asc(serviceCircuits.position)),
  );
  const page = select(
    db,
    orm
      .select()
      .from(services)
      .where(gt(services.id, param('after')))
      .orderBy(asc(services.id))
      .limit(sql.placeholder('limit')),
  );
  const pageOf = select(
    db,
    orm
      .select()
      .from(services)
      .where(and(eq(services.client, param('client')), gt(services.id, param('after'))))
      .orderBy(asc(services.id))
      .limit(sql.placeholder('limit')),
  );
  const levels = select(db, orm.select().from(serviceLevels).orderBy(asc(serviceLevels.id)));

  function whole(rows: readonly ServiceRow[]): readonly Service[] {
    if (rows.length === 0) return [];
    const circuits = circuitsOf.all({ ids: list(rows.map(({ id }) => id)) });
    return rows.map(({ id, client, name, level, matrix }) => ({
      id,
      client,
      name,
      circuits: circuits.filter((one) => one.service === id).map((one) => one.circuit),
      level: known(level),
      matrix: known(matrix),
    }));
  }

  return {
    async servicesNamed(words) {
      if (words.length === 0) return new Map();
      const keyOf = new Map(words.map((word) => [word, serviceKey(word)] as const).filter(([, key]) => key !== ''));
      const keys = list([...new Set(keyOf.values())]);
      const direct = whole(byKeys.all({ keys }));
      const found = new Map(direct.map((service) => [serviceKey(service.id), service]));
      const circuits = byCircuits.all({ keys }).sort((a, b) => (a.service.id < b.service.id ? -1 : 1));
      const behind = new Map(whole(circuits.map(({ service }) => service)).map((service) => [service.id, service]));
      for (const { key, service } of circuits) {
        const one = behind.get(service.id);
        if (one !== undefined && !found.has(key)) found.set(key, one);
      }
      return new Map(
        [...keyOf].flatMap(([word, key]) => {
          const service = found.get(key);
          return service === undefined ? [] : [[word, service] as const];
        }),
      );
    },
    async service(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : whole([row])[0];
    },
    async services({ client, after, limit }) {
      const rest = { after: after ?? '', limit };
      return whole(client === undefined ? page.all(rest) : pageOf.all({ ...rest, client }));
    },
    async serviceLevels() {
      return levels.all().map(({ id, level }) => ({ id, level: parsed<unknown>(level) }));
    },
  };
}

/** Writes the registers. */
export function registerWrites(
  db: Connection,
): Pick<Tx, 'putService' | 'removeService' | 'putServiceLevel' | 'removeServiceLevel'> {
  const { orm } = db;
  const put = inserter(
    db,
    services,
    'ON CONFLICT (id) DO UPDATE SET key = excluded.key, client = excluded.client, name = excluded.name, level = excluded.level, matrix = excluded.matrix',
  );
  const putCircuit = inserter(db, serviceCircuits, 'ON CONFLICT DO NOTHING');
  const clearCircuits = change(db, orm.delete(serviceCircuits).where(eq(serviceCircuits.service, param('id'))));
  const remove = change(db, orm.delete(services).where(eq(services.id, param('id'))));
  const sameKey = select(
    db,
    orm
      .select({ id: services.id })
      .from(services)
      .where(eq(services.key, param('key'))),
  );
  const client = select(
    db,
    orm
      .select({ id: clients.id })
      .from(clients)
      .where(eq(clients.id, param('id'))),
  );
  const putLevel = inserter(db, serviceLevels, 'ON CONFLICT DO UPDATE SET level = excluded.level');
  const removeLevel = change(db, orm.delete(serviceLevels).where(eq(serviceLevels.id, param('id'))));
  return {
    async putService({ circuits, ...service }) {
      const key = serviceKey(service.id);
      if (key === '') throw new RecordRefused(`“${service.id}” is no service ID: it has neither letters nor digits`);
      const other = sameKey.get({ key });
      if (other !== undefined && other.id !== service.id)
        throw new RecordRefused(`${service.id} reads like ${other.id}, which is another service`);
      if (client.get({ id: service.client }) === undefined)
        throw new RecordRefused(`there is no client ${service.client} for the service ${service.id}`);
      put({ ...service, key });
      clearCircuits.run({ id: service.id });
      for (const [position, circuit] of circuits.entries()) {
        const circuitKey = serviceKey(circuit);
        if (circuitKey === '') throw new RecordRefused(`“${circuit}” of ${service.id} is no circuit ID`);
        putCircuit({ key: circuitKey, service: service.id, circuit, position });
      }
    },
    async removeService(id) {
      clearCircuits.run({ id });
      return remove.run({ id }).changes > 0;
    },
    async putServiceLevel(id, level) {
      putLevel({ id, level: JSON.stringify(level) });
    },
    async removeServiceLevel(id) {
      return removeLevel.run({ id }).changes > 0;
    },
  };
}

/** Ids of services, for those who make them of text. */
export function serviceId(text: string): ServiceId {
  return text.trim() as ServiceId;
}
