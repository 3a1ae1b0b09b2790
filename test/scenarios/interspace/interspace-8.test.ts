import { expect } from 'vitest';
import { pdfPages } from '../../delivery/document/pdf-text.ts';
import { mail, not, story } from '../story.ts';

const TOM = 'tom@balkanmedia.example';
const [MILA, STEFAN, JOVANA] = [
  'mila@interspace.example',
  'stefan@interspace.example',
  'jovana@interspace.example',
] as const;

story(
  'INTERSPACE-8',
  'for a resolved Critical or Major incident the client gets a document with root cause and preventive measures, within 5 working days of his request',
  'interspace',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('interspace');
    await at('Mon 2026-11-23 09:00', mail('interspace/1-night.eml'));
    told(TOM, 'confirmation', 'ISP-1001', 'Priority: Urgent');
    told(MILA, 'agent-new', 'ISP-1001');

    // Not while it lasts.
    await at('Mon 2026-11-23 09:05', mail('interspace/8-too-early.eml'));
    told(TOM, 'rfo-answered', 'issued once the incident is resolved', 'the single word RFO');
    told(MILA, 'agent-message', 'ISP-1001');

    await at('Mon 2026-11-23 09:20', mail('interspace/8-resolved.eml'));
    told(TOM, 'answer', 'a splice in Zemun was cut');

    // Asked for on a Monday: due on the Monday after. The incident stays resolved.
    await at('Mon 2026-11-23 09:30', mail('interspace/8-asks.eml'));
    told(TOM, 'rfo-answered', 'by 30 November 2026 at 16:00');
    told(MILA, 'agent-rfo', 'due by 30 November 2026 at 16:00', 'The problem began', 'Status: “Resolved”', 'Our board');
    expect(await ticket('ISP-1001')).toMatchObject({ status: 'resolved', care: { rfo: { state: 'asked' } } });

    await at('Fri 2026-11-27 16:01');
    told([MILA, JOVANA], 'agent-rfo', 'is due soon: 30 November 2026 at 16:00');

    // It is late, and the client is told so.
    await at('Mon 2026-11-30 16:01');
    told([MILA, JOVANA], 'agent-rfo', 'has not been sent');
    told(TOM, 'rfo-answered', 'promised you', 'by 30 November 2026 at 16:00', 'we apologise');

    await at('Mon 2026-11-30 16:05', mail('interspace/8-incomplete.eml'));
    told(MILA, 'transcript', 'the section “Preventive measures:” is missing');

    await at('Mon 2026-11-30 16:30', mail('interspace/8-written.eml'));
    const { attachments } = told(TOM, 'rfo', 'rfo-isp-1001.pdf', not('#rfo'));
    const text = pdfPages(Buffer.from(attachments[0]?.content as ArrayBuffer))
      .flat()
      .join(' ')
      .replace(/\s+/g, ' ');
    for (const words of [
      'Reason for outage',
      'ISP-1001 – Balkan Media AD',
      'An excavator cut the fibre',
      'The problem began',
      'Reported by e-mail',
      'Status: “Resolved”',
      'The second path now runs through another duct',
      'Issued on 30 November 2026',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/Mila|mila@|RFO$/);
    expect(await ticket('ISP-1001')).toMatchObject({ status: 'resolved', care: { rfo: { state: 'issued' } } });
    // On the first of the month the list of what recurs came: nothing did.
    await at('Mon 2026-12-14 09:00');
    told(JOVANA, 'recurring-incidents', 'November 2026', 'there were 1 incident', 'No circuit, service or client');

    // Asked for again, it comes again; of lesser incidents there is none.
    await at('Mon 2026-12-14 09:01', mail('interspace/8-asks-again.eml'));
    told(TOM, 'rfo', 'rfo-isp-1001.pdf');
    told(MILA, 'agent-message', 'ISP-1001');
    await at('Mon 2026-12-14 10:00', mail('interspace/6-harmless.eml'));
    told(TOM, 'confirmation', 'ISP-1002', 'Priority: Normal');
    told([MILA, STEFAN], 'agent-new', 'ISP-1002');
    await at('Mon 2026-12-14 10:10', mail('interspace/8-harmless-resolved.eml'));
    told(TOM, 'answer', 'ISP-1002');
    await at('Mon 2026-12-14 10:20', mail('interspace/8-harmless-asks.eml'));
    told(TOM, 'rfo-answered', 'ISP-1002', 'issued only for incidents of priority “Urgent” and “High”');
    told(MILA, 'agent-message', 'ISP-1002');
    expect((await ticket('ISP-1002')).status).toBe('resolved');
  },
);
