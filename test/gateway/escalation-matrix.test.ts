import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientId, ContactId, DeskId, MatrixId, ServiceId } from '../../src/desk/ids.ts';
import { pdfPages } from '../delivery/document/pdf-text.ts';
import { clientRecord, contactRecord } from '../store/make.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { CONFIGURATION } from './world.ts';

const MATRICES = `${CONFIGURATION.replace('    signature: Your support team', '    signature: Your support team\n    escalation: usual')}
escalations:
  usual: { name: Usual, levels: [{ name: Head of support, agents: [emma] }] }
  noc: { name: NOC, levels: [{ name: Shift manager, agents: [marko], after: 2h, phone: "+381 11 555 0101" }] }
`;

describe('the escalation matrix by mail (INTERSPACE-9)', () => {
  let world: DeskWorld;
  const people: Record<'ana' | 'bob' | 'mute', ContactId> = { ana: 0, bob: 0, mute: 0 } as never;
  let mlin: ClientId;
  const handOver = (to: ContactId, over: { readonly service?: string; readonly client?: ClientId } = {}) =>
    world.core.operations.execute({
      kind: 'hand-over',
      desk: 'support' as DeskId,
      by: { kind: 'operator' },
      to,
      service: over.service as ServiceId | undefined,
      client: over.client,
    });

  beforeAll(async () => {
    world = await startDesk(MATRICES);
    await world.store.write(async (tx) => {
      mlin = await tx.putClient(clientRecord('Mlin Žitko', { locale: 'sr-Cyrl' }));
      const bank = await tx.putClient(clientRecord('Bank'));
      people.ana = await tx.putContact(contactRecord('ana@mlin.example', { client: mlin, name: 'Ana' }));
      people.bob = await tx.putContact(contactRecord('bob@bank.example', { client: bank, name: 'Bob' }));
      people.mute = await tx.putContact(
        contactRecord('x@x.example', { client: mlin, addresses: [], landline: '+38111' }),
      );
      const rest = { name: 'VPN', circuits: [], level: undefined };
      await tx.putService({ id: 'SRV-1' as ServiceId, client: mlin, matrix: 'noc' as MatrixId, ...rest });
    });
  });
  afterAll(() => world.close());

  it('goes to a contact of the client as a document, in his language, without private addresses', async () => {
    expect(await handOver(people.ana, { service: 'SRV-1' })).toMatchObject({ kind: 'done', notices: 1 });
    await world.deliver();
    const mail = world.last('ana@mlin.example');
    expect(mail.subject).toBe('Матрица ескалације за услугу SRV-1');
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toContain('auto-generated');
    const [pdf] = mail.attachments;
    expect(pdf).toMatchObject({ filename: 'escalation-matrix-SRV-1.pdf', mimeType: 'application/pdf' });
    const said = (await pdfPages(Buffer.from(pdf?.content as ArrayBuffer))).flat().join(' ');
    for (const part of ['SRV-1, VPN', 'Mlin Žitko', 'Shift manager', 'Marko Petrović', '+381 11 555 0101', '2 сата'])
      expect(said.replaceAll('\u00a0', ' '), part).toContain(part);
    expect(`${mail.raw.toString()}${said}`).not.toContain('staff.test');
    expect(world.everybody()).toEqual(['ana@mlin.example']);
  });

  it("is the desk's own where neither service nor client has one", async () => {
    expect(await handOver(people.bob)).toMatchObject({ kind: 'done' });
    await world.deliver();
    expect(world.last('bob@bank.example').attachments[0]?.filename).toBe('escalation-matrix.pdf');
  });

  it('goes to nobody else: not to a contact of another client, nor to one without an address', async () => {
    world.clear();
    expect(await handOver(people.bob, { service: 'SRV-1' })).toMatchObject({
      kind: 'refused',
      why: 'bob@bank.example is no contact of the client whose matrix that is',
    });
    expect(await handOver(people.bob, { client: mlin })).toMatchObject({ kind: 'refused' });
    expect(await handOver(people.mute)).toMatchObject({ kind: 'refused', why: expect.stringContaining('no address') });
    expect(await handOver(people.ana, { service: 'SRV-2' })).toMatchObject({ kind: 'refused' });
    expect(await handOver(99 as ContactId)).toMatchObject({ kind: 'refused' });
    await world.deliver();
    expect(world.everybody()).toEqual([]);
  });
});
