import { describe, expect, test } from 'vitest';
import { ENV, PLAIN, problemsOf, settingsOf } from './helpers.ts';

const desk = (keys: string) => PLAIN.replace('agents: [ana] }', `agents: [ana], ${keys} }`);
const messages = (keys: string) => problemsOf(desk(keys), ENV);

describe('what a desk says of defects, problems and outages', () => {
  test('is compiled, with what is usual', async () => {
    const { settings } = await settingsOf(
      desk('problems: { manager: ana }, rfo: {}, defects: { releases: [{ name: "4.10", expected: 2027-01-15 }] }'),
      ENV,
    );
    const [first] = settings.policy.desks.values();
    expect(first).toMatchObject({
      problems: { manager: 'ana', atLeast: 3, days: 90 },
      rfo: { priorities: ['urgent', 'high'], days: 5, calendar: undefined, warnDays: 1 },
      defects: { waitingSets: 'on-hold', releasedSets: 'resolved' },
    });
    expect([...settings.policy.releases.values()]).toMatchObject([{ name: '4.10', expected: '2027-01-15' }]);
  });

  test('without a word no documents are written, and tickets wait for fixes as everywhere', async () => {
    const { settings } = await settingsOf(PLAIN, ENV);
    const [first] = settings.policy.desks.values();
    expect(first).toMatchObject({ problems: undefined, rfo: undefined, defects: { waitingSets: 'on-hold' } });
    const none = await settingsOf(desk('defects: { waiting_sets: none, released_sets: none }'), ENV);
    expect([...none.settings.policy.desks.values()][0]?.defects).toEqual({
      waitingSets: undefined,
      releasedSets: undefined,
    });
  });

  test.each([
    ['problems: { manager: anna }', /problems\.manager: there is no agent "anna"/],
    ['rfo: { calendar: office }', /rfo\.calendar: there is no calendar "office"/],
    [
      'rfo: { days: 2, warn_days: 2 }',
      /rfo\.warn_days: a warning 2 working days before the end comes before the request/,
    ],
    ['rfo: { priorities: [] }', /rfo\.priorities/],
    ['defects: { releases: [{ name: "4.1" }, { name: "4.1" }] }', /the release 4\.1 stands there twice/],
    ['defects: { releases: [{ name: 4.10 }] }', /defects\.releases/],
    ['defects: { releases: [{ name: "4.1", expected: 2027-02-30 }] }', /defects\.releases/],
  ])('%s is refused', async (keys, why) => {
    expect((await messages(keys)).join('\n')).toMatch(why);
  });
});
