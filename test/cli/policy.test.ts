import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const CONFIGURATION = `${OFFLINE.replace('agents: [marko] }', 'agents: [marko], assignment: [{ when: \'form.impact == "outage"\', to: marko }], form: { use: ours } }')}
forms:
  ours: { ready: [service, description], fields: { impact: { kind: choice, labels: { en: Impact }, options: { outage: { en: Outage }, other: { en: Other } } } } }
`;

interface Explained {
  readonly desk: { readonly id: string };
  readonly level: { readonly id: string; readonly by: string } | undefined;
  readonly at: string;
  readonly targets: readonly { readonly kind: string; readonly due: string }[];
  readonly assignment: readonly { readonly outcome: { readonly kind: string } }[];
}

describe('spoc policy explain', () => {
  it('answers for a client, a service, a priority and a moment, by configuration and registers', async () => {
    const place = await folderWith(CONFIGURATION);
    const at = (...args: string[]) => spoc('policy', 'explain', ...args, '--config', place.file);
    try {
      // Before the first start a configuration can be asked as well.
      const first = await at('--desk', 'podrska');
      expect(first.err).toBe('');
      expect(first.out).toContain('none: nothing is promised');
      expect((await at()).err).toContain('say which with --desk: support, podrska');

      const imports = async (kind: string, text: string) => {
        await writeFile(join(place.folder, 'table.csv'), text);
        const ran = await spoc(kind, 'import', join(place.folder, 'table.csv'), '--config', place.file);
        expect(ran.err).toBe('');
      };
      await imports(
        'service-level',
        'id,name,priority,target,within,time\ngold,Gold,all,resolution,4h,clock\ngold,,urgent,resolution,1h,clock\n',
      );
      await imports('client', 'company_number,name,desk\n123,ACME,podrska\n124,Other,\n');
      await imports('service', 'id,client,service_level\nSRV-1,123,gold\n');

      const told = await at('--service', 'srv1', '--priority', 'urgent', '--at', '2026-12-24 18:00', '--json');
      expect(json<Explained>(told)).toMatchObject({
        desk: { id: 'podrska' },
        at: '2026-12-24T17:00:00.000Z',
        level: { id: 'gold', by: 'service' },
        targets: [{ kind: 'resolution', due: '2026-12-24T18:00:00.000Z' }],
        assignment: [{ outcome: { kind: 'does not hold' } }],
      });
      const outage = await at('--client', 'ACME', '--form', 'impact=outage');
      expect(outage.out).toContain('1 when form.impact == "outage" → marko: decides, marko gets it');
      expect(outage.out).toContain('ours: required service, description, impact');

      expect((await at('--service', 'SRV-1', '--client', '124')).err).toContain('SRV-1 is a service of another client');
      expect((await at('--client', '123', '--at', 'tomorrow')).err).toContain('"tomorrow" is no moment');
      expect((await at('--client', '123', '--priority', 'hihg')).err).toContain('did you mean "high"?');
    } finally {
      await place.remove();
    }
  });
});
