import { describe, expect, test } from 'vitest';
import type { AgentId, DeskId, RotaId } from '../../src/desk/ids.ts';
import { ENV, PLAIN, problemsOf, settingsOf } from './helpers.ts';

const ROTA = `on_call:
  night: { agents: [ana], start: 2026-01-05 08:00, time_zone: Europe/Belgrade, number: 064 123 45 67 }
`;
const desk = (keys: string, agent = '', more = '') =>
  PLAIN.replace('time_zone: Europe/Belgrade,', `time_zone: Europe/Belgrade, ${keys},`).replace(
    'address: ana@example.com',
    `address: ana@example.com${agent}`,
  ) + more;

describe('enrolment in the configuration', () => {
  const enrol = (keys: string, more = '') => PLAIN.replace('prefix: SUP', `prefix: SUP, enrolment: { ${keys} }`) + more;
  test('asks by the ready-made form unless it names another', async () => {
    const { settings } = await settingsOf(enrol('approvers: [ana]'), ENV);
    const rules = settings.policy.desks.get('support' as DeskId)?.enrolment;
    expect(rules).toMatchObject({ approvers: ['ana'], form: { id: 'enrolment', type: 'request', askAtMost: 3 } });
    expect(rules?.form.rules.fields.map(({ key, need }) => `${key} ${need}`)).toEqual([
      'name required',
      'business-unit required',
      'position required',
      'landline required',
      'mobile if-applicable',
      'email required',
    ]);
  });
  test.each([
    ['an unknown approver', enrol('approvers: [eva]'), /approvers\[0\]: there is no agent "eva"/],
    ['no approvers', enrol('ask_at_most: 2'), /enrolment\.approvers: is missing/],
    [
      'an unknown form',
      enrol('use: enrolement, approvers: [ana]'),
      /there is no form "enrolement" – did you mean "enrolment"/,
    ],
    ['a form without the attributes', enrol('use: fault, approvers: [ana]'), /the form fault has no field `name`/],
    [
      'an attribute that is not required',
      enrol(
        'use: mine, approvers: [ana]',
        'forms: { mine: { ready: enrolment, fields: { landline: { need: if-applicable } } } }\n',
      ),
      /the form mine does not require `landline`/,
    ],
    [
      'a desk that enrols by no form',
      PLAIN.replace('prefix: SUP', 'prefix: SUP, unknown_senders: enrol'),
      /unknown_senders: enrols nobody – say `enrolment:`/,
    ],
    [
      'an approver of another desk',
      enrol('approvers: [eva]').replace('agents:\n', 'agents:\n  eva: { name: Eva, address: eva@example.com }\n'),
      /eva does not work at this desk/,
    ],
  ])('%s is told with its place', async (_, text, expected) => {
    const problems = await problemsOf(text, ENV);
    expect(problems.join('\n')).toMatch(expected);
    for (const problem of problems) expect(problem).toMatch(/^spoc\.yaml:\d+:\d+ /);
  });
});

describe('phones, rotas and addresses in the configuration', () => {
  test('come out compiled, numbers as written', async () => {
    const { settings } = await settingsOf(
      desk('locale: sr, phone: { landline: "011/310-86-80", on_call: night }', ', phone: 064/111 22 33', ROTA),
      ENV,
    );
    const { policy } = settings;
    expect(policy.rotas.get('night' as RotaId)).toEqual({
      id: 'night',
      agents: ['ana'],
      start: new Date('2026-01-05T07:00:00Z'),
      days: 7,
      timeZone: 'Europe/Belgrade',
      number: '064 123 45 67',
    });
    const support = policy.desks.get('support' as DeskId);
    expect(support).toMatchObject({ country: 'RS', phone: { landline: '011/310-86-80', onCall: 'night' } });
    expect(policy.agents.get('ana' as AgentId)?.phone).toBe('064/111 22 33');
  });

  test('a country and a language of correspondence can be said', async () => {
    const { settings } = await settingsOf(desk('locale: sr, country: si, correspondence: en'), ENV);
    expect(settings.policy.desks.get('support' as DeskId)).toMatchObject({ country: 'SI', correspondence: 'en' });
  });

  test('addresses have roles, by lower-case address', async () => {
    const text = PLAIN.replace(
      'support: { name: Support, address: support@example.com,',
      'support: { name: Support, addresses: [support@example.com, { address: Banka@Example.com, for_client: "0201", others: support }, { address: kupci@example.com, customers_of: "77" }],',
    );
    const { settings } = await settingsOf(text, ENV);
    const found = settings.policy.desks.get('support' as DeskId);
    expect(found?.addresses).toEqual(['support@example.com', 'Banka@Example.com', 'kupci@example.com']);
    expect([...(found?.addressRoles ?? [])]).toEqual([
      ['banka@example.com', { kind: 'client', companyNumber: '0201', others: 'support' }],
      ['kupci@example.com', { kind: 'customers', companyNumber: '77' }],
    ]);
  });

  const wrong: readonly (readonly [name: string, text: string, expected: RegExp])[] = [
    ['a number that cannot exist', desk('phone: { landline: "+381 1" }'), /landline: \+381 1 is no phone number/],
    ['no number', desk('phone: { landline: abc }'), /"abc" cannot stand here – expected a phone number such as/],
    ['a phone without numbers', desk('phone: {}'), /desks\.support\.phone: names no number – say `landline:`/],
    ['an unknown rota', desk('phone: { on_call: nigth }', '', ROTA), /there is no rota "nigth" – did you mean "night"/],
    [
      'an unknown calendar',
      desk(
        'phone: { landline: "+381 11 310 86 80", calendar: ofice }',
        '',
        'calendars: { office: { time_zone: Europe/Belgrade, hours: Mon-Fri 09:00-17:00 } }\n',
      ),
      /phone\.calendar: there is no calendar "ofice" – did you mean "office"/,
    ],
    ['an unknown agent in a rota', PLAIN + ROTA.replace('[ana]', '[eva]'), /on_call\.night\.agents\[0\]: there is no/],
    [
      'an agent on call without a number',
      PLAIN + ROTA.replace(', number: 064 123 45 67', ''),
      /on_call\.night\.agents\[0\]: ana has no phone – say `phone:` at the agent/,
    ],
    ['days beside weeks', PLAIN + ROTA.replace('agents:', 'days: 3, weeks: 1, agents:'), /days: stands beside weeks/],
    [
      'a day that does not exist',
      PLAIN + ROTA.replace('2026-01-05', '2026-02-30'),
      /on_call\.night\.start: .* cannot stand here – expected a day and time that exist/,
    ],
    ['no country', desk('country: XX'), /country: "XX" cannot stand here – expected the two letters of a country/],
    [
      'a company number without quotes',
      PLAIN.replace(
        'address: support@example.com, prefix',
        'addresses: [{ address: a@x.example, for_client: 20123456 }], prefix',
      ),
      /for_client: 20123456 cannot stand here – expected the company number of a client, in quotes/,
    ],
    [
      'an unknown desk for others',
      PLAIN.replace(
        'address: support@example.com, prefix',
        'addresses: [{ address: a@x.example, for_client: "2", others: suport }], prefix',
      ),
      /addresses\[0\]\.others: there is no desk "suport" – did you mean "support"/,
    ],
    [
      'others of the only address of a desk',
      PLAIN.replace(
        'address: support@example.com, prefix',
        'addresses: [{ address: a@x.example, for_client: "2", others: support }], prefix',
      ),
      /others: is this desk, which has no address for everybody/,
    ],
    [
      'an address with a role twice',
      PLAIN.replace(
        'address: support@example.com, prefix',
        'addresses: [a@x.example, { address: A@x.example, customers_of: "2" }], prefix',
      ),
      /addresses\[1\]\.address: A@x\.example stands twice/,
    ],
  ];
  test.each(wrong)('%s is told with its place', async (_, text, expected) => {
    const problems = await problemsOf(text, ENV);
    expect(problems.join('\n')).toMatch(expected);
    for (const problem of problems) expect(problem).toMatch(/^spoc\.yaml:\d+:\d+ /);
  });

  test('national numbers are those of the desk that they belong to', async () => {
    const text = desk('locale: sl', ', phone: 011 310 86 80', '');
    expect((await problemsOf(text, ENV)).join('\n')).toMatch(/agents\.ana\.phone: 011 310 86 80 is no phone number/);
  });
});
