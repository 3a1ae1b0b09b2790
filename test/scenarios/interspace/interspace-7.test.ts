import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const [NOC, PETRA] = ['noc@adriahosting.example', 'petra.simic@adriahosting.example'] as const;
const [MILA, STEFAN, JOVANA] = [
  'mila@interspace.example',
  'stefan@interspace.example',
  'jovana@interspace.example',
] as const;

story(
  'INTERSPACE-7',
  'problems gather incidents, their root cause and what prevents them; each month the incidents that recur are reported, before they bite again',
  'interspace',
  async (desk) => {
    const { at, told, ticket, world } = desk;
    await desk.people('interspace');
    for (const [nth, day] of ['Tue 2026-11-03', 'Tue 2026-11-10', 'Tue 2026-11-17'].entries()) {
      const number = `ISP-100${nth + 1}`;
      await at(`${day} 10:00`, mail(FAULTS[nth] ?? ''));
      told(NOC, 'confirmation', number, 'Priority: High');
      told([MILA, STEFAN], 'agent-new', number);
      await at(`${day} 10:30`, mail(FIXED[nth] ?? ''));
      told(NOC, 'answer', number, 'the loss is gone');
      told(PETRA, 'status-changed', number);
    }

    // Reporting: the list comes by itself after the month has ended, and names what no problem holds yet.
    await at('Tue 2026-12-01 07:00');
    const list = told(
      JOVANA,
      'recurring-incidents',
      'November 2026',
      'there were 3 incidents',
      /Circuit ICR-4410: 3 \| ISP-1001, ISP-1002, ISP-1003 \| –|Circuit ICR-4410 +3 +ISP-1001, ISP-1002, ISP-1003 +–/,
      'recurring-incidents-2026-11.csv',
      not('Client Adria'),
    );
    const [table] = list.attachments;
    expect(Buffer.from(table?.content as ArrayBuffer).toString()).toContain('circuit,ICR-4410,ISP-1001,');

    // A problem is opened, and the incidents hang on it; nobody of the client is told of that.
    await at('Tue 2026-12-01 09:00', mail('interspace/7-problem.eml'));
    told(NOC, 'confirmation', 'ISP-1004');
    told([MILA, STEFAN], 'agent-new', 'ISP-1004');
    await at('Tue 2026-12-01 09:05', mail('interspace/7-becomes-problem.eml'));
    told(STEFAN, 'agent-note', 'the transponder in Novi Sad is suspected');
    for (const one of HANGS) await at('Tue 2026-12-01 09:10', mail(one));
    expect((await ticket('ISP-1004')).care.bonds.gathered).toHaveLength(3);

    // Reactive: root cause and preventive measures stand on it, for staff alone.
    await at('Tue 2026-12-01 09:30', mail('interspace/7-root-cause.eml'));
    told(STEFAN, 'agent-note', 'loses power when the room gets warm');
    await at('Tue 2026-12-01 09:40', mail('interspace/7-prevention.eml'));
    told(STEFAN, 'agent-note', 'The transponder is replaced');
    const { analysis } = (await ticket('ISP-1004')).care.bonds;
    expect(Object.keys(analysis).toSorted()).toEqual(['prevention', 'root-cause']);

    // At any time the list can be had again: now the problem holds them.
    const result = await world.core.operations.execute({
      kind: 'recurring',
      desk: 'contact-centre' as never,
      by: { kind: 'operator' },
      month: '2026-11' as never,
    });
    expect(result.kind).toBe('done');
    await world.deliver();
    await at('Tue 2026-12-01 09:41');
    told(JOVANA, 'recurring-incidents', /ISP-1001, ISP-1002, ISP-1003 (?:\| )?ISP-1004/);
  },
);

const FAULTS = ['interspace/7-fault-1.eml', 'interspace/7-fault-2.eml', 'interspace/7-fault-3.eml'];
const FIXED = ['interspace/7-fixed-1.eml', 'interspace/7-fixed-2.eml', 'interspace/7-fixed-3.eml'];
const HANGS = ['interspace/7-hangs-1.eml', 'interspace/7-hangs-2.eml', 'interspace/7-hangs-3.eml'];
