import { afterEach, describe, expect, it } from 'vitest';
import { type Month, monthSpan } from '../../src/desk/calendar/month.ts';
import { zoneOf } from '../../src/desk/calendar/zone.ts';
import { deskOf } from '../../src/desk/policy.ts';
import { loadReport } from '../../src/intake/reports.ts';
import { type DeskWorld, startDesk } from './desk-world.ts';
import { words } from './promises.ts';
import type { Received } from './world.ts';

const ANA = 'Ana Novak <ana@client.test>';
const EVE = 'Eve Else <eve@other.test>';
const EMMA = 'Emma Clark <emma@staff.test>';
const DESK = 'support@spoc.test';

/** Open 9 to 17; a first answer within 2 hours, an end within 8. Gold clients get all of the report, others the figures, bronze ones nothing. */
const CONFIGURATION = `
data: data
mailboxes:
  demo:
    embedded: { imap: 0, smtp: 0 }
    address: ${DESK}
agents:
  emma: { name: Emma Clark, address: emma@staff.test, locale: en }
  olga: { name: Olga Boss, address: olga@staff.test, locale: sk, level: manager }
desks:
  support:
    name: Support
    address: ${DESK}
    prefix: SUP
    locale: en
    time_zone: Europe/London
    agents: [emma]
    calendar: office
    service_level: standard
    report: { managers: [olga], clients: figures }
calendars:
  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/London }
service_levels:
  standard: { name: Standard, targets: { all: { first_response: 2h, resolution: 8h } } }
  gold: { name: Gold, report: full, targets: { all: { first_response: 2h, resolution: 8h } } }
  bronze: { name: Bronze, report: none, targets: { all: { first_response: 2h, resolution: 8h } } }
dns: 'off'
log: { level: warn }
`;

let world: DeskWorld;
afterEach(() => world.close());

async function client(name: string, domain: string, level: string | undefined, responsible: string): Promise<void> {
  const id = await world.core.operations.putClient({
    ...{ id: undefined, companyNumber: name, name, locale: 'en', domains: [domain] },
    ...{ desk: undefined, level: level as never, calendar: undefined, matrix: undefined },
  });
  await world.core.operations.putContact({
    ...{ id: undefined, client: id, name: 'Rita', businessUnit: undefined, position: undefined, landline: undefined },
    ...{ mobile: undefined, addresses: [responsible as never], locale: 'en', responsible: true },
  });
}

const at = (moment: string) => world.until(`${moment}:00Z`);
const asks = (from: string, subject: string) => world.send({ from, to: DESK, subject, text: 'Please help.' });
const says = (number: string, text: string) => world.send({ from: EMMA, to: DESK, subject: `[${number}]`, text });

/**
 * October 2026, counted by hand (London is at UTC+1 till the 25th, then at UTC; the desk opens at 9 by its clock):
 * 1001 before the month, still open at its end: 33 days old. 1002 answered after 1 h, resolved after 3 h: both kept. 1003 of another client, answered
 * after 4 h (missed), resolved after 6 h (kept). 1004 spam. 1005 merged into 1003. 1006 opened on the last Friday, not answered in the month.
 */
async function october(): Promise<void> {
  world = await startDesk(CONFIGURATION);
  world.clock = new Date('2026-09-28T09:00:00Z');
  await client('Client', 'client.test', 'gold', 'rita@client.test');
  await client('Other', 'other.test', undefined, 'rita@other.test');
  await client('Bronze', 'bronze.test', 'bronze', 'rita@bronze.test');
  await asks(ANA, 'Old'); // 1001
  await says('SUP-1001', 'We look.');
  await says('SUP-1001', '#hold');
  await at('2026-10-05T08:00');
  await asks(ANA, 'Quick'); // 1002, 9:00
  await says('SUP-1002', '#tag printer');
  await at('2026-10-05T09:00');
  await says('SUP-1002', '#open\n\nTry this.');
  await at('2026-10-05T11:00');
  await says('SUP-1002', '#resolved');
  await at('2026-10-06T08:00');
  await asks(EVE, 'Slow'); // 1003, 9:00
  await asks(EVE, 'Buy cheap'); // 1004
  await says('SUP-1004', '#spam');
  await at('2026-10-06T12:00');
  await says('SUP-1003', '#open\n#type incident\n\nSorry, it took long.');
  await at('2026-10-06T14:00');
  await says('SUP-1003', '#resolved');
  await world.core.operations.putContact({
    ...{
      id: undefined,
      client: undefined,
      name: 'Eve',
      businessUnit: undefined,
      position: undefined,
      landline: undefined,
    },
    ...{ mobile: undefined, addresses: ['eve2@other.test' as never], locale: 'en', responsible: false },
  });
  await at('2026-10-07T08:00');
  await world.send({ from: 'Bea <bea@bronze.test>', to: DESK, subject: 'Last', text: 'Please help.' }); // 1005
  world.clear();
}

describe('the monthly report', () => {
  it('counts a month as it is counted by hand', async () => {
    await october();
    const { policy } = world.core.execution;
    const desk = deskOf(policy, 'support' as never);
    const month = '2026-10' as Month;
    const report = await loadReport(world.store.read, policy, desk, undefined, month);
    expect(report).toMatchObject({
      opened: 3,
      resolved: 2,
      backlog: {
        count: 2,
        week: 0,
        month: 1,
        older: 1,
        oldest: monthSpan(zoneOf('Europe/London'), month).to.getTime() - Date.parse('2026-09-28T09:00:00Z'),
      },
      firstResponse: { count: 2, median: 2.5 * 3_600_000 },
      resolution: { count: 2, median: 4.5 * 3_600_000 },
      attainment: [
        { target: 'first-response', met: 1, missed: 1 },
        { target: 'resolution', met: 2, missed: 0 },
      ],
      causes: [
        { cause: { type: 'request' }, count: 2 },
        { cause: { type: 'incident' }, count: 1 },
      ],
      tags: [{ tag: 'printer', count: 1 }],
    });
    expect(report.cases.map(({ number }) => number)).toEqual(['SUP-1001', 'SUP-1002', 'SUP-1003', 'SUP-1005']);
    const [first] = await world.store.read.clients(1);
    const own = await loadReport(world.store.read, policy, desk, first?.id, month);
    expect(own.cases.map(({ number }) => number)).toEqual(['SUP-1001', 'SUP-1002']);
    // Nothing that came later changes a month that was.
    const before = await loadReport(world.store.read, policy, desk, undefined, '2026-09' as Month);
    expect(before).toMatchObject({ opened: 1, resolved: 0, backlog: { count: 1, week: 1 } });
  });

  it('goes to managers and, as their service levels say, to responsible persons, once, in the morning after the month', async () => {
    await october();
    const reports = (address: string): readonly Received[] =>
      world.inbox(address).filter(({ subject }) => /Report for October|Prehľad za mesiac/.test(subject ?? ''));
    await at('2026-11-01T05:59');
    expect(['olga@staff.test', 'rita@client.test'].flatMap(reports)).toEqual([]);
    await at('2026-11-01T06:01');
    await world.tick();
    const [mine] = reports('rita@client.test');
    expect(mine?.subject).toBe('Report for October 2026: Client');
    expect(mine?.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['report-2026-10.pdf', 'application/pdf'],
      ['report-2026-10.csv', 'text/csv'],
    ]);
    const csv = Buffer.from(mine?.attachments[1]?.content as ArrayBuffer).toString('utf8');
    expect(csv).toContain('SUP-1002,2026-10-05 09:00,2026-10-05 12:00');
    expect(csv).not.toContain('SUP-1003');
    const [figures] = reports('rita@other.test');
    expect(figures?.attachments).toEqual([]);
    expect(figures === undefined ? '' : words(figures)).toContain('First response 0 1 0%');
    expect(reports('rita@bronze.test')).toEqual([]);
    const [managers] = reports('olga@staff.test');
    expect(managers?.subject).toBe('Prehľad za mesiac: október 2026');
    expect(managers?.attachments).toHaveLength(2);
    await at('2026-11-20T12:00');
    expect(reports('olga@staff.test')).toHaveLength(1);
    expect(reports('rita@client.test')).toHaveLength(1);
  });
});
