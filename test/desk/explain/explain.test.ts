import { describe, expect, it } from 'vitest';
import { explainPolicy, type PolicyQuestion } from '../../../src/desk/explain/explain.ts';
import { type Client, NOTHING_AROUND, type Service } from '../../../src/desk/facts.ts';
import type { AgentId, DeskId } from '../../../src/desk/ids.ts';
import type { Policy } from '../../../src/desk/policy.ts';
import { ENV, settingsOf } from '../../config/helpers.ts';

const CONFIGURATION = `
mailboxes:
  main:
    imap: { host: imap.example.com, user: support@example.com, password: "\${PASSWORD}" }
    smtp: { host: smtp.example.com, user: support@example.com, password: "\${PASSWORD}" }
agents:
  ana: { name: Ana, address: ana@example.com, phone: "+381 64 111 2222" }
  eva: { name: Eva, address: eva@example.com }
calendars:
  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/Belgrade, holidays: [RS] }
  long: { hours: Mon-Fri 07:00-19:00, time_zone: Europe/Belgrade }
service_levels:
  basic: { name: Basic, targets: { all: { first_response: 4h } } }
  gold:
    name: Gold
    calendar: long
    targets: { all: { first_response: 4h, resolution: 24h }, urgent: { first_response: { within: 30m, time: clock, warn_at: [0.5] } } }
escalations:
  noc:
    name: Escalation
    levels:
      - { name: Shift, agents: [ana], after: 2h }
      - { name: Head, agents: [eva], at: { target: resolution } }
      - { name: Owner, agents: [eva] }
on_call:
  night: { agents: [ana], start: 2026-11-02T08:00, time_zone: Europe/Belgrade }
desks:
  support:
    name: Support
    address: support@example.com
    prefix: SUP
    locale: sr
    time_zone: Europe/Belgrade
    agents: [ana, eva]
    calendar: office
    service_level: basic
    escalation: noc
    form: { use: fault }
    deferral: { impacts: [non-service-affecting] }
    rfo: {}
    phone: { landline: "+381 11 555 0100", on_call: night }
    assignment:
      - { when: 'client.level == "gold"', to: ana }
      - { to: eva }
`;

const { settings } = await settingsOf(CONFIGURATION, ENV);
const policy: Policy = settings.policy;
const client = {
  id: 1,
  name: 'Mlin Žitko',
  companyNumber: '17171717',
  locale: 'sl',
  responsible: [],
  level: undefined,
  calendar: undefined,
  matrix: undefined,
} as unknown as Client;
const service = {
  id: 'SRV-1',
  client: 1,
  name: 'VPN',
  circuits: [],
  level: 'gold',
  matrix: undefined,
} as unknown as Service;

function ask(over: Partial<PolicyQuestion> = {}) {
  const answer = explainPolicy(policy, {
    desk: 'support' as DeskId,
    client: undefined,
    service: undefined,
    priority: 'normal',
    type: 'incident',
    request: undefined,
    channel: 'mail',
    mail: { subject: '', text: '', from: '', domain: '', to: '' },
    form: {},
    at: new Date('2026-11-25T10:00:00Z'),
    around: NOTHING_AROUND,
    ...over,
  });
  if (answer === undefined) throw new Error('no desk');
  return answer;
}

describe('which rules apply', () => {
  it('names the level and hours of the desk for those who have none of their own', () => {
    const { level, hours, targets } = ask();
    expect(level).toEqual({ id: 'basic', name: 'Basic', by: 'desk', known: true });
    expect(hours).toMatchObject({ id: 'office', by: 'desk', open: true, changes: new Date('2026-11-25T16:00:00Z') });
    expect(targets.map(({ kind, due }) => [kind, due.toISOString()])).toEqual([
      ['first-response', '2026-11-25T14:00:00.000Z'],
    ]);
  });

  it('names the service before the client, and the client before the desk', () => {
    const gold = { ...client, level: 'gold', calendar: 'office', matrix: 'noc' } as unknown as Client;
    expect(ask({ client: gold }).level).toMatchObject({ id: 'gold', by: 'client' });
    expect(ask({ client: gold }).hours).toMatchObject({ id: 'office', by: 'client' });
    expect(ask({ client: gold }).escalation).toMatchObject({ id: 'noc', by: 'client' });
    expect(ask({ client, service }).level).toMatchObject({ id: 'gold', by: 'service' });
    expect(ask({ client, service }).hours).toMatchObject({ id: 'long', by: 'service level' });
    expect(ask({ client, service }).escalation).toMatchObject({ id: 'noc', by: 'desk' });
  });

  it('counts opening hours over a weekend, and the clock through it', () => {
    const at = new Date('2026-11-27T17:00:00Z');
    const due = (priority: 'normal' | 'urgent') =>
      ask({ client, service, priority, at }).targets.map((one) => one.due.toISOString());
    expect(due('normal')).toEqual(['2026-11-30T09:00:00.000Z', '2026-12-01T17:00:00.000Z']);
    expect(due('urgent')[0]).toBe('2026-11-27T17:30:00.000Z');
    expect(ask({ client, service, priority: 'urgent', at }).targets[0]?.warnings).toEqual([
      new Date('2026-11-27T17:15:00Z'),
    ]);
  });

  it('tells until when a document on an outage would be due, and that lesser cases have none', () => {
    const at = new Date('2026-11-27T09:00:00Z');
    const { rfo } = ask({ priority: 'urgent', at });
    expect([rfo?.warn, rfo?.due].map((one) => one?.toISOString().slice(0, 10))).toEqual(['2026-12-03', '2026-12-04']);
    expect(ask({ priority: 'normal', at }).rfo).toBeUndefined();
  });

  it('tells when it opens, and the holidays around', () => {
    const { hours, deferral } = ask({ at: new Date('2026-12-31T20:00:00Z') });
    expect(hours).toMatchObject({ open: false, changes: new Date('2027-01-04T08:00:00Z') });
    expect(hours.unusual.map(({ date }) => date)).toEqual(['2027-01-01', '2027-01-07']);
    expect(deferral).toEqual({
      impacts: ['non-service-affecting'],
      offered: true,
      until: new Date('2027-01-04T08:00:00Z'),
    });
    expect(ask().deferral?.offered).toBe(false);
  });

  it('tells when each level of the matrix would be told, and which one never is', () => {
    expect(ask({ client, service }).escalation?.levels.map(({ name, due }) => [name, due?.toISOString()])).toEqual([
      ['Shift', '2026-11-25T12:00:00.000Z'],
      ['Head', '2026-11-27T10:00:00.000Z'],
      ['Owner', undefined],
    ]);
    expect(ask().escalation?.levels[1]?.due).toBeUndefined(); // nobody promises a resolution
  });

  it('tells which rule decides, and why those before it do not', () => {
    const outcomes = (over: Partial<PolicyQuestion>) => ask(over).assignment.map(({ outcome }) => outcome);
    expect(outcomes({})).toEqual([{ kind: 'does not hold' }, { kind: 'decides', agent: 'eva' }]);
    const gold = { ...client, level: 'gold' } as unknown as Client;
    expect(outcomes({ client: gold })).toEqual([{ kind: 'decides', agent: 'ana' }, { kind: 'not reached' }]);
    const away = {
      agent: 'ana' as AgentId,
      from: new Date(0),
      to: new Date('2027-01-01'),
      deputy: undefined,
      source: 'command',
    } as const;
    const around = { ...NOTHING_AROUND, absences: [away] };
    expect(outcomes({ client: gold, around })).toEqual([{ kind: 'all away' }, { kind: 'decides', agent: 'eva' }]);
  });

  it('tells the number that a contact and a stranger are told, and the language', () => {
    expect(ask({ client }).phone.stranger).toEqual({ kind: 'landline', number: '+381 11 555 0100' });
    const night = ask({ client, at: new Date('2026-11-25T22:00:00Z') }).phone;
    expect(night.known).toEqual({ kind: 'on-call', number: '+381 64 111 2222' });
    expect(night.stranger).toBeUndefined();
    expect(ask({ client }).language).toEqual({ locale: 'sl', by: 'client' });
    expect(ask().language).toEqual({ locale: 'sr', by: 'desk' });
  });

  it('names what stands for nothing', () => {
    const lost = { ...client, level: 'platinum', calendar: 'moon', matrix: 'none' } as unknown as Client;
    const answer = ask({ client: lost });
    expect(answer.level).toMatchObject({ id: 'platinum', known: false });
    expect(answer.hours).toMatchObject({ id: 'moon', known: false });
    expect(answer.escalation).toMatchObject({ id: 'none', known: false, levels: [] });
    expect(answer.targets).toEqual([]);
    expect(explainPolicy(policy, { ...({ desk: 'nowhere' } as PolicyQuestion) })).toBeUndefined();
  });
});
