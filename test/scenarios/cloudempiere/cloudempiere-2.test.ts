import { expect } from 'vitest';
import { mail, not, story } from '../story.ts';

const STAFF = ['lucia@cloud.example', 'igor@cloud.example'] as const;
const PETER = 'peter@zakaznik.example';
const EMMA = 'emma@trading.example';

story(
  'CLOUDEMPIERE-2',
  'answers to what is frequently asked are published in Slovak and English, and are offered where they may help',
  'cloudempiere',
  async (desk) => {
    const { at, told, ticket } = desk;
    await desk.people('cloudempiere');

    await at('Mon 2026-11-23 10:00', mail('cloudempiere/2-invoice.eml'));
    told(
      PETER,
      'confirmation',
      'Možno Vám pomôže toto',
      'Ako vytlačiť faktúru do PDF: https://help.cloud.example/sk/faktura-pdf',
      not('help.cloud.example/en'),
      not('Zabudnuté heslo'),
    );
    told(STAFF, 'agent-new', 'CLD-1001', 'help.cloud.example/sk/faktura-pdf');

    await at('Mon 2026-11-23 10:10', mail('cloudempiere/2-invoice-en.eml'));
    told(
      EMMA,
      'confirmation',
      'How to print an invoice to PDF: https://help.cloud.example/en/invoice-pdf',
      not('/sk/'),
    );
    told(STAFF, 'agent-new', 'CLD-1002');

    // It did help: one word is enough.
    await at('Mon 2026-11-23 10:20', mail('cloudempiere/2-helped.eml'));
    told(PETER, 'status-changed', 'CLD-1001', 'Vyriešená');
    told(STAFF, 'agent-message', 'CLD-1001');
    expect(await ticket('CLD-1001')).toMatchObject({ status: 'resolved' });
  },
);
