import { describe, expect, it } from 'vitest';
import type { CalendarId } from '../../../src/desk/calendar/rules.ts';
import type { DeskId } from '../../../src/desk/ids.ts';
import {
  type ServiceLevel,
  type ServiceLevelId,
  type SlaPolicy,
  slaProblems,
  termsOf,
} from '../../../src/desk/sla/policy.ts';
import { calendarOf } from '../calendar/calendars.ts';
import { office, target } from './histories.ts';

const calendar = (name: string) => name as CalendarId;
const level = (name: string) => name as ServiceLevelId;
const desk = 'support' as DeskId;
const noc = calendarOf('24/7', 'Europe/Bratislava');

const four = [target('resolution', 4)];
const nothing = { low: [], normal: [], high: [], urgent: [] };
const basic: ServiceLevel = {
  id: level('basic'),
  name: 'Basic',
  tellsClient: false,
  calendar: undefined,
  targets: { ...nothing, normal: four },
};
const strategic: ServiceLevel = {
  id: level('strategic'),
  name: 'Strategic',
  tellsClient: false,
  calendar: calendar('always'),
  targets: { ...nothing, normal: [target('resolution', 2)] },
};
const policy: SlaPolicy = {
  levels: new Map([
    [basic.id, basic],
    [strategic.id, strategic],
  ]),
  calendars: new Map([
    [calendar('office'), office],
    [calendar('always'), noc],
  ]),
  desks: new Map([[desk, { calendar: calendar('office'), level: basic.id }]]),
};

describe('termsOf', () => {
  const ordinary = { desk, priority: 'normal' as const, level: undefined, clientCalendar: undefined };
  it('are the desk’s where client and service have none', () => {
    expect(termsOf(policy, ordinary)).toEqual({ level: basic.id, calendar: office, targets: four });
  });
  it('CLOUDEMPIERE-1: the customer account decides the level, and the level may bring its hours', () => {
    expect(termsOf(policy, { ...ordinary, level: strategic.id })).toMatchObject({ level: strategic.id, calendar: noc });
    expect(termsOf(policy, { ...ordinary, level: strategic.id, clientCalendar: calendar('office') })?.calendar).toBe(
      office,
    );
  });
  it('are none where nothing is known', () => {
    expect(termsOf(policy, { ...ordinary, level: level('gold') })).toBeUndefined();
    expect(termsOf(policy, { ...ordinary, clientCalendar: calendar('moon') })).toBeUndefined();
    expect(termsOf(policy, { ...ordinary, desk: 'other' as DeskId })).toBeUndefined();
    expect(termsOf(policy, { ...ordinary, priority: 'low' })?.targets).toEqual([]);
  });
});

describe('slaProblems', () => {
  it('has none with a policy that holds together', () => {
    expect(slaProblems(policy)).toEqual([]);
  });
  it('tells what is missing, contradicts itself or is no time', () => {
    const wrong: ServiceLevel = {
      id: level('wrong'),
      name: 'Wrong',
      tellsClient: false,
      calendar: calendar('moon'),
      targets: {
        ...nothing,
        low: [target('update', 1), target('update', 2)],
        high: [target('resolution', 1, { warnAt: [0.75, 1, Number.NaN] }), target('first-response', 2)],
        urgent: [target('resolution', 0), target('first-response', Number.NaN)],
      },
    };
    const desks = new Map([[desk, { calendar: calendar('sun'), level: level('gold') }]]);
    expect(slaProblems({ ...policy, desks, levels: new Map([[wrong.id, wrong]]) })).toEqual([
      'desk support: there is no calendar sun',
      'desk support: there is no service level gold',
      'service level wrong: there is no calendar moon',
      'service level wrong, low: it has two update targets',
      'service level wrong, high: a resolution warning at 1 of the target: write a part between 0 and 1',
      'service level wrong, high: a resolution warning at NaN of the target: write a part between 0 and 1',
      'service level wrong, high: the first response is due after the resolution',
      'service level wrong, urgent: the resolution target of 0 ms is none: from 1 ms to ten years',
      'service level wrong, urgent: the first-response target of NaN ms is none: from 1 ms to ten years',
    ]);
  });
});
