import { describe, expect, test } from 'vitest';
import { elapsed, isOpen } from '../../src/desk/calendar/calendar.ts';
import type { CalendarId } from '../../src/desk/calendar/rules.ts';
import type { DeskId, MatrixId } from '../../src/desk/ids.ts';
import type { ServiceLevelId } from '../../src/desk/sla/policy.ts';
import { ENV, PLAIN, problemsOf, settingsOf } from './helpers.ts';

const HOUR = 3_600_000;

/** A desk with hours, promises and a matrix. */
const PROMISES = `${PLAIN.replace('agents: [ana] }', 'agents: [ana], calendar: office, service_level: gold, escalation: noc }')}\
calendars:
  office:
    hours: Mon-Fri 08:00-12:00 13:00-17:00, Sat 09:00-12:00
    time_zone: Europe/Belgrade
    holidays: [RS]
    added: [12-19]
    removed: [2026-11-11]
    half_days: { 12-24: 08:00-12:00 }
    extra_days: { 2026-12-06: 09:00-14:00 }
    closures: [2026-12-28..2026-12-31, 2026-08-03]
service_levels:
  gold:
    name: Gold
    calendar: office
    tell_client: true
    targets:
      all: { first_response: 4h, resolution: 40h }
      urgent: { first_response: 30m, update: { within: 1h, time: clock, paused_by: [], warn_at: [0.5] } }
escalations:
  noc:
    name: Escalation
    client_at_most: 2
    levels:
      - { name: Shift manager, agents: [ana], after: 2h, phone: "+381 11 123 456", told_of_targets: missed }
      - { name: Director, agents: [ana], at: { target: resolution } }
      - { name: Owner, agents: [ana] }
`;

/** PROMISES with one piece replaced. */
const with_ = (piece: string, by: string) => {
  if (!PROMISES.includes(piece)) throw new Error(`nothing to replace: ${piece}`);
  return PROMISES.replace(piece, by);
};

describe('hours, promises and matrices', () => {
  test('come out as they were written', async () => {
    const { settings, warnings } = await settingsOf(PROMISES, ENV);
    expect(warnings).toEqual([]);
    const { sla, matrices, desks } = settings.policy;
    expect(sla.desks.get('support' as DeskId)).toEqual({ calendar: 'office', level: 'gold' });
    expect(desks.get('support' as DeskId)?.escalation).toBe('noc');
    const gold = sla.levels.get('gold' as ServiceLevelId);
    const paused = ['pending', 'on-hold', 'form', 'deferred'];
    const resolution = { kind: 'resolution', within: 40 * HOUR, time: 'business', pausedBy: paused, warnAt: [0.75] };
    expect(gold?.tellsClient).toBe(true);
    expect(gold?.targets.urgent).toEqual([
      { ...resolution, kind: 'first-response', within: HOUR / 2 },
      { kind: 'update', within: HOUR, time: 'clock', pausedBy: [], warnAt: [0.5] },
      resolution,
    ]);
    expect(gold?.targets.low).toEqual([{ ...resolution, kind: 'first-response', within: 4 * HOUR }, resolution]);
    expect(matrices.get('noc' as MatrixId)).toEqual({
      id: 'noc',
      name: 'Escalation',
      clientEvery: HOUR,
      clientAtMost: 2,
      levels: [
        {
          name: 'Shift manager',
          agents: ['ana'],
          phone: '+381 11 123 456',
          toldOfTargets: 'missed',
          trigger: { kind: 'age', after: 2 * HOUR, time: 'clock' },
        },
        {
          name: 'Director',
          agents: ['ana'],
          phone: undefined,
          toldOfTargets: 'none',
          trigger: { kind: 'target', target: 'resolution', part: 1 },
        },
        { name: 'Owner', agents: ['ana'], phone: undefined, toldOfTargets: 'none', trigger: undefined },
      ],
    });
  });

  test('a calendar keeps holidays, half days, extra days and closures in its own time zone', async () => {
    const { settings } = await settingsOf(PROMISES, ENV);
    const office = settings.policy.sla.calendars.get('office' as CalendarId);
    if (office === undefined) throw new Error('no calendar');
    const hoursOn = (day: string) =>
      elapsed(office, new Date(`${day}T00:00:00+01:00`), new Date(`${day}T23:59:00+01:00`)) / HOUR;
    expect(
      [
        '2026-12-02',
        '2026-12-05',
        '2026-12-06',
        '2026-12-19',
        '2026-12-24',
        '2026-12-30',
        '2026-01-07',
        '2026-11-11',
      ].map(hoursOn),
    ).toEqual([8, 3, 5, 0, 4, 0, 0, 8]);
  });

  test('a desk without a calendar is there day and night', async () => {
    const { settings } = await settingsOf(PLAIN, ENV);
    const { sla } = settings.policy;
    const own = sla.calendars.get(sla.desks.get('support' as DeskId)?.calendar ?? ('' as CalendarId));
    expect(own && isOpen(own, new Date('2026-12-25T03:00:00Z'))).toBe(true);
  });

  test('the text by which a change is seen is the same for the same rules, and another for others', async () => {
    const timing = async (text: string) => (await settingsOf(text, ENV)).settings.timing;
    const before = await timing(PROMISES);
    expect(await timing(PROMISES.replace('name: Support', 'name: Help'))).toBe(before);
    for (const other of [
      with_('after: 2h', 'after: 3h'),
      with_('first_response: 4h', 'first_response: 5h'),
      with_('[12-19]', '[12-20]'),
      with_(', escalation: noc', ''),
    ])
      expect(await timing(other)).not.toBe(before);
  });
});

describe('what is wrong is told where it stands', () => {
  test.each([
    [
      'hours that are none',
      with_('Sat 09:00-12:00', 'Sat 9to12'),
      /:11:12 calendars\.office\.hours: “9to12” is neither days nor hours; write it as/,
    ],
    [
      'a week without hours',
      with_('Mon-Fri 08:00-12:00 13:00-17:00, Sat 09:00-12:00', '""'),
      /:11:12 calendars\.office\.hours: it is never open/,
    ],
    [
      'a country',
      with_('[RS]', '[RS, UK]'),
      /:13:20 calendars\.office\.holidays\[1\]: no holidays are known of the country “UK”; write GB/,
    ],
    ['a region', with_('[RS]', '[GB-XXX]'), /holidays\[0\]: GB has no region “XXX”; it has/],
    [
      'a day',
      with_('[12-19]', '[02-30]'),
      /:14:13 calendars\.office\.added\[0\]: “02-30” is no day – write 2026-12-24/,
    ],
    [
      'a half day',
      with_('12-24: 08:00-12:00', '12-24: noon'),
      /:16:\d+ calendars\.office\.half_days\.12-24: “noon” is no hours of one day/,
    ],
    [
      'a closure that ends before it begins',
      with_('2026-12-28..2026-12-31', '2026-12-31..2026-12-28'),
      /:18:16 calendars\.office\.closures\[0\]: the closure from 2026-12-31 to 2026-12-28 ends before it begins/,
    ],
    [
      'a closure without end',
      with_('2026-08-03', '2026-08-03..2036-08-03'),
      /closures\[1\]: the closure .* is longer than 366 days/,
    ],
    [
      'a calendar that is not there',
      with_('calendar: office, service_level', 'calendar: ofice, service_level'),
      /:8:\d+ desks\.support\.calendar: there is no calendar "ofice" – did you mean "office"\?/,
    ],
    [
      'a level that is not there',
      with_('service_level: gold', 'service_level: platinum'),
      /desks\.support\.service_level: there is no service level "platinum"/,
    ],
    [
      'a matrix that is not there',
      with_('escalation: noc', 'escalation: nok'),
      /desks\.support\.escalation: there is no escalation matrix "nok" – did you mean "noc"/,
    ],
    [
      "a level's calendar",
      with_('    calendar: office\n', '    calendar: night\n'),
      /:22:15 service_levels\.gold\.calendar: there is no calendar "night"/,
    ],
    [
      'days of opening hours',
      with_('resolution: 40h', 'resolution: 5d'),
      /:25:\d+ service_levels\.gold\.targets\.all\.resolution: a day of opening hours has no fixed length – write hours such as 8h/,
    ],
    [
      'a response after the end',
      with_('first_response: 4h', 'first_response: 41h'),
      /service_levels\.gold\.targets\.all: the first response is due after the resolution/,
    ],
    [
      'a warning after the end',
      with_('warn_at: [0.5]', 'warn_at: [1.5]'),
      /warn_at\[0\]: 1\.5 cannot stand here – expected a part of the time, above 0 and below 1/,
    ],
    [
      'an agent who is not there',
      with_('Director, agents: [ana]', 'Director, agents: [ana, bo]'),
      /:33:\d+ escalations\.noc\.levels\[1\]\.agents\[1\]: there is no agent "bo"/,
    ],
    [
      'two triggers',
      with_('at: { target: resolution }', 'after: 3h, at: { target: resolution }'),
      /levels\[1\]\.at: stands beside after – keep one of them/,
    ],
    [
      'a level that never comes',
      with_('at: { target: resolution }', 'after: 1h'),
      /:32:\d+ escalations\.noc\.levels\[0\]\.after: level 1 never comes by itself: level 2 comes no later/,
    ],
    [
      'a level of opening hours that the clock passes',
      with_('after: 2h,', 'after: 2h, time: business,').replace('at: { target: resolution }', 'after: 2h'),
      /levels\[0\]\.after: level 1 never comes by itself/,
    ],
  ])('%s', async (_, text, expected) => {
    const problems = await problemsOf(text, ENV);
    expect(problems.filter((problem) => expected.test(problem))).toHaveLength(1);
    expect(problems).toHaveLength(1);
  });

  test('a level of the matrix that waits for a promise which nobody makes is doubtful', async () => {
    const { warnings } = await settingsOf(
      with_('at: { target: resolution }', 'at: { target: update, part: 2 }').replace(/ {6}urgent.*\n/, ''),
      ENV,
    );
    expect(warnings).toEqual([
      expect.stringMatching(/warning: escalations\.noc\.levels\[1\]\.at\.target: no service level promises update/),
    ]);
  });

  test('a service level that promises nothing is doubtful', async () => {
    const { warnings } = await settingsOf(`${PLAIN}service_levels: { basic: { name: Basic } }\n`, ENV);
    expect(warnings.join()).toMatch(/service_levels\.basic: promises nothing/);
  });
});
