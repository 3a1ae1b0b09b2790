import { describe, expect, test } from 'vitest';
import type { AssignmentCase } from '../../src/desk/assignment/rules.ts';
import { ENV, problemsOf, settingsOf } from './helpers.ts';

const AGENTS = `\
agents:
  marko: { name: Marko, address: marko@example.com, skills: [network], level: L2, deputy: ana }
  ana: { name: Ana, address: ana@example.com, skills: [network, cards] }
  ivo: { name: Ivo, address: ivo@example.com }
`;

const DESK = `\
mailboxes:
  main:
    imap: { host: imap.example.com, user: support@example.com, password: "\${PASSWORD}" }
    smtp: { host: smtp.example.com, user: support@example.com, password: "\${PASSWORD}" }
    default_desk: support
desks:
  other: { name: Other, address: other@example.com, prefix: OTH, time_zone: Europe/Belgrade, agents: [ivo] }
  support:
    name: Support
    address: support@example.com
    prefix: SUP
    time_zone: Europe/Belgrade
    agents: [marko, ana]
    assignment:
`;

/** A configuration with these rules; the first stands on line 15. */
const rules = (text: string, agents = AGENTS) => `${DESK}${text}\n${agents}`;

async function assignmentOf(text: string, agents = AGENTS) {
  const { settings, warnings } = await settingsOf(rules(text, agents), ENV);
  const [, desk] = [...settings.policy.desks.values()];
  return { assignment: desk?.assignment ?? [], settings, warnings };
}

const CASE: AssignmentCase = {
  mail: { subject: 'Račun za VPN', text: '', from: 'ana@banka.example', domain: 'banka.example', to: '' },
  ticket: { type: 'request', priority: 'high', channel: 'mail', tier: 'L1', request: '' },
  client: { name: 'Banka', number: '', level: '' },
  service: { id: '', name: '', level: '' },
  form: {},
};

describe('rules of assignment', () => {
  test('say who gets a case, in the order of the configuration', async () => {
    const { assignment, settings, warnings } = await assignmentOf(`\
      - { when: 'ticket.priority == "urgent"', to: marko, tier: L2 }
      - { when: 'mail.subject.has("vpn")', to: { skill: network, by: least-loaded } }
      - { when: 'mail.subject.has("kartic")', to: { skill: network, level: L2 } }
      - { to: { round_robin: [ana, marko] } }`);
    expect(warnings).toEqual([]);
    expect(assignment.map(({ place, key, to, tier }) => ({ place, key, to, tier }))).toEqual([
      { place: 1, key: 'support/agent:marko', to: { kind: 'agent', agent: 'marko' }, tier: 'L2' },
      {
        place: 2,
        key: 'support/skill:network',
        to: { kind: 'least-loaded', agents: ['marko', 'ana'] },
        tier: undefined,
      },
      { place: 3, key: 'support/skill:network/L2', to: { kind: 'round-robin', agents: ['marko'] }, tier: undefined },
      { place: 4, key: 'support/ana,marko', to: { kind: 'round-robin', agents: ['ana', 'marko'] }, tier: undefined },
    ]);
    expect(assignment.map(({ condition }) => condition?.holds(CASE))).toEqual([false, true, false, undefined]);
    expect([...settings.policy.agents.values()].map(({ skills, deputy }) => [skills, deputy])).toEqual([
      [['network'], 'ana'],
      [['network', 'cards'], undefined],
      [[], undefined],
    ]);
  });

  test.each([
    [
      '- { to: marco }',
      /:15:15 desks\.support\.assignment\[0\]\.to: there is no agent "marco" – did you mean "marko"\?/,
    ],
    ['- { to: ivo }', /:15:15 .*ivo does not work at this desk/],
    [
      '- { to: { round_robin: [marko, anna] } }',
      /:15:38 .*round_robin\[1\]: there is no agent "anna" – did you mean "ana"\?/,
    ],
    ['- { to: { least_loaded: [ana, ana] } }', /least_loaded\[1\]: ana stands twice/],
    ['- { to: { round_robin: [] } }', /at least one agent/],
    ['- { to: { skill: netwrok } }', /:15:24 .*nobody at this desk has the skill "netwrok" – did you mean "network"\?/],
    ['- { to: { skill: cards, level: L3 } }', /nobody of L3 at this desk has the skill cards – ana is L1/],
    [
      '- { to: { skill: network, by: turns } }',
      /"turns" cannot stand here – expected one of round-robin, least-loaded/,
    ],
    ['- { to: marko, teir: L2 }', /teir: this key is unknown – did you mean "tier"\?/],
    ['- { to: marko, when: 5 }', /when: 5 cannot stand here – expected a condition/],
    [
      `- { when: 'mail.subject.has("a")', to: marko }\n      - { when: 'mail.subject.has( "a" )', to: marko }\n      - { to: ana }\n      - { to: ana }`,
      /:18:9 desks\.support\.assignment\[3\]: this rule is never reached: rule 3 always holds, and has the same people/,
    ],
    [
      `- { when: 'client.name == "A"', to: { round_robin: [marko, ana] } }\n      - { when: 'client.name  ==  "A"', to: ana }`,
      /:16:9 .*never reached: rule 1 has the same condition, and has the same people/,
    ],
    [`- { when: '1 == 2', to: marko }`, /this condition never holds/],
    [
      `- { when: 'true', to: marko }\n      - { when: 'mail.to == ""', to: marko }`,
      /never reached: rule 1 always holds/,
    ],
    [`- { when: 'form.impact == "x"', to: marko }`, /there is no `form` – this desk has no `form`/],
  ])('tell what is wrong: %s', async (text, expected) => {
    expect((await problemsOf(rules(`      ${text}`), ENV)).join('\n')).toMatch(expected);
  });

  test.each([
    [
      '{ when: \'mail.subjct == "x"\', to: marko }',
      /:15:23 .*there is no `mail\.subjct` – did you mean `mail\.subject`\?/,
    ],
    [
      '\n          when: >-\n            mail.subject.has("a") ||\n            mial.text == "b"\n          to: marko',
      /:18:13 .*there is no `mial` – did you mean `mail`\?/,
    ],
    [
      '\n          when: "mail.subject == \\"a\\" && ticket.priority == \\"hihg\\""\n          to: marko',
      /:16:63 .*`ticket\.priority` is never "hihg" – did you mean "high"\?/,
    ],
  ])('point at the very character: %s', async (text, expected) => {
    expect((await problemsOf(rules(`      - ${text}`), ENV)).join('\n')).toMatch(expected);
  });

  test('behind one that always holds are warned of, when they wait for absences only', async () => {
    const { warnings } = await assignmentOf(`\
      - { to: marko }
      - { when: 'mail.subject.has("vpn")', to: ana }
      - { to: ana }`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /:16:9 warning: .*assignment\[1\]: rule 1 always holds: this one is tried only while marko is away/,
    );
  });
});

test('a condition knows the fields of the form that the desk uses, and the answers of a choice', async () => {
  const formed = (when: string) =>
    rules(`      - { when: '${when}', to: marko }`).replace(
      '    assignment:\n',
      '    form: { use: fault }\n    assignment:\n',
    );
  const { settings } = await settingsOf(formed('form.impact == "service-affecting" || form.circuit != ""'), ENV);
  const rule = [...settings.policy.desks.values()][1]?.assignment[0];
  const holds = (form: Record<string, string>) => rule?.condition?.holds({ ...CASE, form });
  expect([holds({}), holds({ impact: 'service-affecting' }), holds({ circuit: 'C-1' })]).toEqual([false, true, true]);
  expect((await problemsOf(formed('form.impakt == "x"'), ENV)).join()).toMatch(
    /no `form\.impakt` – did you mean `form\.impact`/,
  );
  expect((await problemsOf(formed('form.impact == "service-afecting"'), ENV)).join()).toMatch(
    /`form\.impact` is never "service-afecting" – did you mean "service-affecting"\?/,
  );
});

describe('deputies', () => {
  const agents = (marko: string, ana: string, ivo: string) =>
    AGENTS.replace('deputy: ana', marko)
      .replace('cards] }', `cards], ${ana} }`)
      .replace('ivo@example.com }', `ivo@example.com, ${ivo} }`);

  test.each([
    ['deputy: anna', /:\d+:\d+ agents\.marko\.deputy: there is no agent "anna" – did you mean "ana"\?/],
    ['deputy: marko', /nobody is his own deputy/],
    ['deputy: ivo', /ivo works at no desk of marko/],
  ])('must be colleagues: %s', async (deputy, expected) => {
    expect((await problemsOf(rules('      []', AGENTS.replace('deputy: ana', deputy)), ENV)).join('\n')).toMatch(
      expected,
    );
  });

  test('in a circle are told once', async () => {
    const { warnings } = await assignmentOf('      []', agents('deputy: ana', 'deputy: marko', 'skills: []'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/the deputies go in a circle: marko → ana → marko/);
  });
});
