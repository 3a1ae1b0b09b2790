import { describe, expect, it } from 'vitest';
import type { DeskId } from '../../src/desk/ids.ts';
import { problemsOf, settingsOf } from './helpers.ts';

const BASE = `\
mailboxes: { main: { embedded: {}, address: support@example.com } }
agents: { ana: { name: Ana, address: ana@example.com }, ben: { name: Ben, address: ben@example.com } }
service_levels: { fast: { name: Fast, targets: { all: { resolution: 2h } } } }
`;
const desk = (types: string, more = '') =>
  `${BASE}desks:\n  it:\n    { name: IT, addresses: [support@example.com, domains@example.com], prefix: IT, time_zone: UTC, agents: [ana], request_types: ${types} ${more} }\n`;

describe('the catalogue of request types (SOFTECH-3)', () => {
  it('compiles each type with what goes with it', async () => {
    const { settings } = await settingsOf(
      desk(`{ default: other, types: {
        express: { words: { en: [Express intervention, express], cs: Expresní zásah }, type: incident, priority: urgent, assign: ana, service_level: fast, surcharge: "50 %", checklist: { en: [Ring back] } },
        domain: { words: { en: New domain }, address: Domains@example.com, surcharge: "1200,50 CZK", form: fault },
        other: { words: { en: Other } } } }`),
    );
    const types = settings.policy.desks.get('it' as DeskId)?.requestTypes;
    expect(types?.usual).toBe('other');
    expect(types?.types).toMatchObject([
      {
        id: 'express',
        words: { en: ['Express intervention', 'express'], cs: ['Expresní zásah'] },
        ticketType: 'incident',
        priority: 'urgent',
        assignment: { place: 0, to: { kind: 'agent', agent: 'ana' } },
        level: 'fast',
        surcharge: { kind: 'percent', percent: 50 },
        checklist: { en: ['Ring back'] },
        form: undefined,
      },
      {
        id: 'domain',
        address: 'domains@example.com',
        surcharge: { kind: 'amount', hundredths: 120_050, currency: 'CZK' },
      },
      { id: 'other', ticketType: 'request', priority: undefined, assignment: undefined },
    ]);
    expect(types?.types[1]?.form?.rules.fields.map(({ key }) => key)).toContain('request-type');
    expect(types?.form.rules.fields.map(({ key }) => key)).toEqual(['request-type']);
  });

  it.each([
    ['{ types: {} }', 'at least one type'],
    ['{ default: none, types: { a: { words: { en: A } } } }', 'there is no type "none"'],
    ['{ types: { incident: { words: { en: Incident } } } }', 'incident is a sort of case'],
    ['{ types: { resolved: { words: { en: Solved } } } }', '#resolved is a command'],
    ['{ types: { a: { words: { en: Same } }, b: { words: { cs: sáme } } } }', '"sáme" names a as well'],
    ['{ types: { a: { words: { en: A }, form: nowhere } } }', 'there is no form "nowhere"'],
    ['{ types: { a: { words: { en: A }, assign: ben } } }', 'ben does not work at this desk'],
    ['{ types: { a: { words: { en: A }, service_level: slow } } }', 'there is no service level "slow"'],
    ['{ types: { a: { words: { en: A }, surcharge: much } } }', 'a part of the price such as 50 %'],
    ['{ types: { a: { words: { en: A }, address: else@example.com } } }', 'no address of this desk'],
    [
      '{ types: { a: { words: { en: A }, address: domains@example.com }, b: { words: { en: B }, address: domains@example.com } } }',
      'that of a as well',
    ],
    ['{ types: { a: { words: {} } } }', 'has no words'],
  ])('is told what is wrong in %s', async (types, what) => {
    expect((await problemsOf(desk(types))).join('\n')).toContain(what);
  });

  it('refuses a form whose label would be taken for the type', async () => {
    const forms = 'forms: { mine: { fields: { sort: { kind: text, labels: { en: Type } } } } }\n';
    const problems = await problemsOf(
      `${desk('{ types: { a: { words: { en: A } } } }', ', form: { use: mine }')}${forms}`,
    );
    expect(problems.join('\n')).toContain('names the type of the request, and the field sort');
  });

  it('lets rules of assignment ask for the type, of the catalogue only', async () => {
    const types = '{ types: { express: { words: { en: Express } } } }';
    const rule = (name: string) => `, assignment: [{ when: 'ticket.request == "${name}"', to: ana }]`;
    expect((await settingsOf(desk(types, rule('express')))).warnings.join()).not.toMatch(/assignment/);
    expect((await problemsOf(desk(types, rule('expres')))).join('\n')).toContain('expres');
  });
});
