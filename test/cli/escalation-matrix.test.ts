import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfPages } from '../delivery/document/pdf-text.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

process.env.SPOC_TEST_PASSWORD = 'not used';

const CONFIGURATION = `${OFFLINE.replace('agents: [marko] }', 'agents: [marko], escalation: usual }')}
escalations:
  usual: { name: Usual, levels: [{ name: Šef, agents: [marko], at: { target: resolution, part: 0.8 } }] }
  noc: { name: NOC, levels: [{ name: Shift manager, agents: [marko], after: 2h }] }
`;

describe('spoc escalation-matrix', () => {
  let place: Awaited<ReturnType<typeof folderWith>>;
  const at = (...args: string[]) => spoc(...args, '--config', place.file);
  const file = () => join(place.folder, 'matrix.pdf');
  const said = async () => (await pdfPages(await readFile(file()))).flat().join(' ').replaceAll(/\s+/g, ' ');
  beforeAll(async () => {
    place = await folderWith(CONFIGURATION);
  });
  afterAll(() => place.remove());

  it("writes a desk's own before the first start", async () => {
    expect((await at('escalation-matrix', '--desk', 'podrska', '--output', file())).code).toBe(0);
    expect(await said()).toContain('Kada protekne 80% roka „Rešenje”');
    expect(await at('escalation-matrix', '--desk', 'support', '--output', file())).toMatchObject({ code: 66 });
  });

  it('writes that of a service in the language of its client, or in another', async () => {
    await at('client', 'add', 'ACME', '--company-number', '123', '--desk', 'support', '--locale', 'sk');
    await at('contact', 'add', 'jan@acme.test', '--client', '123');
    await writeFile(join(place.folder, 's.csv'), 'id,client,name,escalation\nSRV-1,123,VPN,noc\n');
    expect((await at('service', 'import', join(place.folder, 's.csv'))).code).toBe(0);
    const told = await at('escalation-matrix', '--service', 'srv1', '--output', file(), '--json');
    expect(json(told)).toEqual({ matrix: 'noc', file: file() });
    expect(await said()).toContain('Čas od prijatia požiadavky: 2 hodiny');
    await at('escalation-matrix', '--service', 'srv1', '--output', file(), '--locale', 'mk');
    expect(await said()).toContain('Време од приемот на барањето: 2 часа');
  });

  it('mails it to a contact of the client, and to nobody else', async () => {
    const sent = await at('escalation-matrix', '--service', 'srv1', '--send', 'jan@acme.test', '--json');
    expect(json(sent)).toEqual({ matrix: 'noc', sent: 'jan@acme.test' });
    expect((await at('outbox', 'list', '--json')).out).toContain('jan@acme.test');
    await at('contact', 'add', 'eve@other.test');
    const refused = await at('escalation-matrix', '--service', 'srv1', '--send', 'eve@other.test');
    expect(refused).toMatchObject({ code: 77 });
    expect(refused.err).toContain('is no contact of the client');
  });
});
