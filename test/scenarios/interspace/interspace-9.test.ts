import { expect } from 'vitest';
import type { DeskId, ServiceId } from '../../../src/desk/ids.ts';
import { pdfPages } from '../../delivery/document/pdf-text.ts';
import { not, story } from '../story.ts';

const TOM = 'tom@balkanmedia.example';

story(
  'INTERSPACE-9',
  'the escalation matrix of a service is handed over as an official document at its activation',
  'interspace',
  async (desk) => {
    const { at, told, world } = desk;
    await desk.people('interspace');
    await at('Mon 2026-11-23 10:00');
    const tom = (await world.store.read.people([TOM])).get(TOM);
    if (tom?.kind !== 'contact') throw new Error('Tom is a contact');
    const handedOver = await world.core.operations.execute({
      kind: 'hand-over',
      desk: 'contact-centre' as DeskId,
      by: { kind: 'operator' },
      to: tom.contact.id,
      service: 'SVC-20077' as ServiceId,
      client: tom.contact.client,
    });
    expect(handedOver.kind).toBe('done');
    await world.deliver();
    await at('Mon 2026-11-23 10:01');
    const { attachments } = told(TOM, 'escalation-matrix', 'SVC-20077', /\.pdf/, not('vesna@'));
    const document = pdfPages(Buffer.from(attachments[0]?.content as ArrayBuffer))
      .flat()
      .join(' ')
      .replace(/\s+/g, ' ');
    for (const words of [
      'Balkan Media AD',
      'Shift manager',
      '+381 11 555 0201',
      'Head of network operations',
      '2 hours',
      '6 hours',
    ])
      expect(document).toContain(words);
  },
);
