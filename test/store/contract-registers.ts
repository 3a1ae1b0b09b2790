import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/desk/facts.ts';
import type { ClientId, MatrixId, ServiceId } from '../../src/desk/ids.ts';
import type { ServiceLevelId } from '../../src/desk/sla/policy.ts';
import { RecordRefused, type Tx } from '../../src/store/port.ts';
import type { NewStore } from './contract.ts';
import { clientRecord } from './make.ts';

function service(id: string, client: ClientId, over: Partial<Service> = {}): Service {
  return { id: id as ServiceId, client, name: '', circuits: [], level: undefined, matrix: undefined, ...over };
}

const putTwo = async (tx: Tx) => {
  const [first, second] = [await tx.putClient(clientRecord('Mlin')), await tx.putClient(clientRecord('Banka'))];
  await tx.putService(service('SRV-100234', first, { circuits: ['C 17/b', 'C-18'] }));
  await tx.putService(service('SRV-2', second));
  await tx.putService(service('Đ-3', first));
  return { first, second };
};

export function registersContract(fresh: NewStore): void {
  describe('the registers of services and service levels', () => {
    test('a service comes back as it was entered', async () => {
      const bench = await fresh();
      const whole = await bench.store.write(async (tx) => {
        const client = await tx.putClient(clientRecord('Mlin'));
        const one = service('SRV-1', client, {
          name: 'Internet 1 Gb/s',
          circuits: ['z', 'a'],
          level: 'gold' as ServiceLevelId,
          matrix: 'noc' as MatrixId,
        });
        await tx.putService(one);
        return one;
      });
      expect(await (await bench.reopen()).read.service(whole.id)).toEqual(whole);
    });

    test.each([
      ['SRV-100234', 'SRV-100234'],
      ['srv 100 234', 'SRV-100234'],
      ['СРВ-100234', 'SRV-100234'],
      ['c-17B', 'SRV-100234'],
      ['C18', 'SRV-100234'],
      ['d3', 'Đ-3'],
      ['SRV-10023', undefined],
      ['', undefined],
      ['---', undefined],
    ])('%j names %s, whatever its case and signs', async (word, id) => {
      const { store } = await fresh();
      await store.write(putTwo);
      expect((await store.read.servicesNamed([word, 'nothing'])).get(word)?.id).toBe(id);
      expect((await store.read.servicesNamed([word, 'nothing'])).has('nothing')).toBe(false);
    });

    test('lists are paged in the order of ids, and bounded to a client', async () => {
      const { store } = await fresh();
      const { first } = await store.write(putTwo);
      const ids = async (filter: Parameters<typeof store.read.services>[0]) =>
        (await store.read.services(filter)).map(({ id }) => id);
      expect(await ids({ limit: 2 })).toEqual(['SRV-100234', 'SRV-2']);
      expect(await ids({ limit: 2, after: 'SRV-2' as ServiceId })).toEqual(['Đ-3']);
      expect(await ids({ limit: 9, client: first })).toEqual(['SRV-100234', 'Đ-3']);
    });

    test('what is put takes the place of what has the same id, circuits included', async () => {
      const { store } = await fresh();
      const { first, second } = await store.write(putTwo);
      await store.write((tx) => tx.putService(service('SRV-100234', second, { circuits: ['C-19'] })));
      expect((await store.read.service('SRV-100234' as ServiceId))?.client).toBe(second);
      expect((await store.read.servicesNamed(['C-18', 'C-19'])).size).toBe(1);
      expect(await store.read.services({ client: first, limit: 9 })).toHaveLength(1);
    });

    test.each([
      ['an id that reads like another', 'srv 2', 0, 'reads like SRV-2'],
      ['an id of signs', '–/–', 0, 'no service ID'],
      ['a client who is not there', 'SRV-9', 77, 'there is no client 77'],
    ])('%s is refused, and nothing is written', async (_name, id, client, says) => {
      const { store } = await fresh();
      const { first } = await store.write(putTwo);
      const put = store.write((tx) => tx.putService(service(id, client === 0 ? first : (client as ClientId))));
      await expect(put).rejects.toThrow(RecordRefused);
      await expect(put).rejects.toThrow(says);
      expect(await store.read.services({ limit: 9 })).toHaveLength(3);
    });

    test('a service that is removed is named by nothing', async () => {
      const { store } = await fresh();
      await store.write(putTwo);
      expect(await store.write((tx) => tx.removeService('SRV-100234' as ServiceId))).toBe(true);
      expect(await store.write((tx) => tx.removeService('SRV-100234' as ServiceId))).toBe(false);
      expect(await store.read.servicesNamed(['SRV-100234', 'C-18'])).toEqual(new Map());
    });

    test('service levels are kept as they were written, by id', async () => {
      const bench = await fresh();
      const gold = { name: 'Gold – злато', targets: { all: { resolution: '4h' } }, warn_at: [0.5] };
      await bench.store.write(async (tx) => {
        await tx.putServiceLevel('silver' as ServiceLevelId, { name: 'old' });
        await tx.putServiceLevel('gold' as ServiceLevelId, gold);
        await tx.putServiceLevel('silver' as ServiceLevelId, { name: 'Silver' });
      });
      const { read, write } = await bench.reopen();
      expect(await read.serviceLevels()).toEqual([
        { id: 'gold', level: gold },
        { id: 'silver', level: { name: 'Silver' } },
      ]);
      expect(await write((tx) => tx.removeServiceLevel('gold' as ServiceLevelId))).toBe(true);
      expect(await write((tx) => tx.removeServiceLevel('gold' as ServiceLevelId))).toBe(false);
      expect((await read.serviceLevels()).map(({ id }) => id)).toEqual(['silver']);
    });
  });
}
