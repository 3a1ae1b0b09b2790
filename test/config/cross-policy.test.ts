import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { type RegisterUse, registerProblems } from '../../src/config/register-use.ts';
import { ENV, PLAIN } from './helpers.ts';

const NOTHING: RegisterUse = {
  levels: new Map(),
  calendars: new Map(),
  matrices: new Map(),
  companies: new Set(),
  services: 0,
  registered: [],
  releases: [],
};

/** The plain configuration with further keys of its desk, and further tables below. */
const desk = (keys: string, tables = '') =>
  `${PLAIN.replace('agents: [ana] }', `agents: [ana]${keys === '' ? '' : `, ${keys}`} }`)}${tables}`;

const OFFICE = 'calendars:\n  office: { hours: Mon-Fri 09:00-17:00, time_zone: Europe/Belgrade }\n';
const level = (text: string) => `service_levels:\n  gold: { name: Gold, ${text} }\n`;
const matrix = (levels: string) => `escalations:\n  noc: { name: Escalation, levels: [${levels}] }\n`;

async function told(text: string, use?: RegisterUse): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spoc-cross-'));
  try {
    const file = join(folder, 'spoc.yaml');
    await writeFile(file, text);
    const loaded = await loadSettings(file, ENV, use);
    const problems = loaded.ok ? loaded.warnings : loaded.problems;
    return problems.map((one) => problemText(one).replace(file, 'spoc.yaml'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where a word stands in a text: `line:`. */
const lineOf = (text: string, word: string) => text.slice(0, text.indexOf(word)).split('\n').length;

describe('rules that contradict each other or never come about', () => {
  const cases: readonly (readonly [string, string, string, string, (RegisterUse | undefined)?])[] = [
    [
      'a deferral of a desk that is always there',
      desk('form: { use: fault }, deferral: { impacts: [none] }').replace('[none]', '[non-service-affecting]'),
      'deferral',
      'is never offered: this desk is there day and night',
    ],
    [
      'more opening hours than a year has',
      desk(
        'calendar: mondays, service_level: gold',
        `calendars:\n  mondays: { hours: Mon 09:00-10:00, time_zone: Europe/Belgrade }\n${level('targets: { all: { resolution: 100h } }')}`,
      ),
      'gold: {',
      '100 opening hours take longer than a year: mondays is open 5',
    ],
    [
      'a level that is overtaken by the next',
      desk(
        'escalation: noc, service_level: gold',
        level('time: clock, targets: { all: { resolution: 40h }, urgent: { resolution: 4h } }') +
          matrix(
            '{ name: Shift, agents: [ana], after: 8h }, { name: Head, agents: [ana], at: { target: resolution } }',
          ),
      ),
      'noc: {',
      'at the desk support, level 2 comes before level 1 for urgent of gold',
    ],
    [
      'a clock that waits for the form, by targets that do not',
      desk(
        'form: { use: fault, clock_waits: true }, service_level: gold',
        level('paused_by: [pending], targets: { all: { resolution: 40h } }'),
      ),
      'clock_waits',
      'no target of gold waits for the form',
    ],
    [
      'words for a language in which nobody is written to',
      desk('correspondence: en, labels: { sl: { new: Prejet } }'),
      'labels',
      'nobody is written to in sl here',
    ],
    ['a form of no desk', desk('', 'forms:\n  ours: { ready: fault }\n'), 'ours', 'is used nowhere'],
    [
      'a rota of no desk',
      desk(
        '',
        'on_call:\n  night: { agents: [ana], number: "+381 64 123 4567", start: 2026-11-02T08:00, time_zone: UTC }\n',
      ),
      'night',
      'is used nowhere',
    ],
    ['a level of nobody', desk('', level('targets: { all: { resolution: 4h } }')), 'gold', 'is used nowhere', NOTHING],
    ['a calendar of nobody', desk('', OFFICE), 'office', 'is used nowhere', NOTHING],
    ['a matrix of nobody', desk('', matrix('{ name: Shift, agents: [ana] }')), 'noc', 'is used nowhere', NOTHING],
    [
      'a form that asks for a service where none is known',
      desk('form: { use: fault }'),
      'form:',
      'the register of services is empty',
      NOTHING,
    ],
  ];

  for (const [name, text, at, says, use] of cases)
    test(name, async () => {
      const problems = (await told(text, use)).filter((one) => one.includes(says));
      expect(problems, (await told(text, use)).join('\n')).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^spoc\\.yaml:${lineOf(text, at)}:\\d+ warning: `));
      expect(problems[0]).toContain(' – ');
    });

  test('a calendar whose every day is free is no calendar', async () => {
    const days = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(2024, 0, n + 1)).toISOString().slice(5, 10));
    const text = desk(
      'calendar: never',
      `calendars:\n  never: { hours: Mon 09:00-10:00, time_zone: UTC, added: [${days.join(', ')}] }\n`,
    );
    expect((await told(text)).filter((one) => one.includes('it is never open in'))).toHaveLength(1);
  });

  test.each([
    [
      'a level of a service',
      level('targets: { all: { resolution: 4h } }'),
      { ...NOTHING, levels: new Map([['gold', 'x']]) },
    ],
    ['a calendar of a client', OFFICE, { ...NOTHING, calendars: new Map([['office', 'x']]) }],
    [
      'a matrix of a client',
      matrix('{ name: Shift, agents: [ana] }'),
      { ...NOTHING, matrices: new Map([['noc', 'x']]) },
    ],
    [
      'whatever the registers may use, where they are not known',
      OFFICE + level('targets: { all: { resolution: 4h } }'),
      undefined,
    ],
  ])('%s is no mistake', async (_name, tables, use) => {
    expect(await told(desk('', tables), use)).toEqual([]);
  });

  test('a deferral is offered where a client has hours of his own', async () => {
    const text = desk('form: { use: fault }, deferral: { impacts: [non-service-affecting] }', OFFICE);
    const use = { ...NOTHING, services: 1, calendars: new Map([['office', 'the client ACME']]) };
    expect(await told(text, use)).toEqual([]);
  });
});

describe('what the registers name', () => {
  test('is told where the configuration does not have it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spoc-cross-'));
    const file = join(folder, 'spoc.yaml');
    await writeFile(file, desk('', OFFICE + level('targets: { all: { resolution: 4h } }')));
    const loaded = await loadSettings(file, ENV);
    await rm(folder, { recursive: true });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const written = (name: string) => ({ name, tell_client: false, targets: {} });
    const problems = registerProblems(
      {
        ...NOTHING,
        levels: new Map([
          ['glod', 'the service SRV-1'],
          ['silver', 'the client ACME'],
        ]),
        calendars: new Map([['offcie', 'the client ACME']]),
        matrices: new Map([['noc', 'the service SRV-1']]),
        registered: [
          { id: 'silver', level: written('Silver') },
          { id: 'gold', level: written('Gold') },
          { id: 'odd', level: 7 },
        ] as never,
      },
      loaded.settings.policy,
    ).map(problemText);
    expect(problems).toEqual([
      expect.stringContaining('service level gold of the register: stands in the configuration too'),
      expect.stringContaining('service level odd of the register: it: expected a table'),
      expect.stringContaining('there is no service level glod, which the service SRV-1 has – did you mean "gold"?'),
      expect.stringContaining('there is no calendar offcie, which the client ACME has – did you mean "office"?'),
      expect.stringContaining('there is no escalation matrix noc, which the service SRV-1 has'),
    ]);
  });
});
