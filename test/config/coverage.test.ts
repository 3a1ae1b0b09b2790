import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileCoverage } from '../../src/config/compile-coverage.ts';
import { loadSettings } from '../../src/config/load.ts';
import { coverage as schema } from '../../src/config/schema-coverage.ts';
import { filesIn } from './helpers.ts';

const DESK = `\
mailboxes: { main: { embedded: true, address: support@example.com } }
agents: { ana: { name: Ana, address: ana@example.com } }
desks:
  help:
    name: Help
    address: support@example.com
    prefix: HE
    time_zone: Europe/Ljubljana
    agents: [ana]
    coverage:
      products: { payroll: { en: payroll } }
      rules:
`;

/** What is wrong with a desk of these rules, in words; empty when nothing is. */
async function problemsOf(rules: readonly string[]): Promise<string> {
  const folder = await filesIn({ 'spoc.yaml': DESK + rules.map((rule) => `        - ${rule}\n`).join('') });
  const loaded = await loadSettings(join(folder, 'spoc.yaml'), {});
  return loaded.ok ? '' : loaded.problems.map(({ message }) => message).join('\n');
}

describe('rules of coverage', () => {
  it.each([
    [
      'a name that is not there',
      `{ id: x, when: 'ticket.chanel == "mail"', work: free, reason: usual }`,
      'there is no `ticket.chanel`',
    ],
    [
      'a word that it never is',
      `{ id: x, when: 'ticket.channel == "fax"', work: free, reason: usual }`,
      '`ticket.channel` is never "fax"',
    ],
    [
      'a product that the desk does not have',
      `{ id: x, when: 'ticket.product == "crm"', work: free, reason: usual }`,
      '`ticket.product` is never "crm"',
    ],
    [
      'parts that contradict each other',
      `{ id: x, when: 'time.spent > 20 && time.spent < 10', work: free, reason: usual }`,
      'this condition can never be met',
    ],
    ['no reason', '{ id: mine, work: free }', 'says no reason'],
    [
      'waiting of what is not refused',
      '{ id: long, work: chargeable, waits: true }',
      'only refused work waits for opening time',
    ],
    [
      'asking where nothing is charged',
      '{ id: short-help, work: free, ask: false }',
      'only for chargeable work the client is asked',
    ],
    [
      'by hand and by condition',
      `{ id: published, when: 'hours.open', by_hand: true, work: chargeable }`,
      'only staff say that this rule holds',
    ],
  ])('tells %s', async (_says, rule, message) => {
    expect(await problemsOf([rule])).toContain(message);
  });

  it('tells a rule that never decides, and which go before it', async () => {
    const rules = [
      `{ id: obligations, when: 'client.obligations == "unsettled"', work: refused }`,
      `{ id: starting, when: 'client.obligations == "unsettled" && contact.starting', work: free }`,
    ];
    expect(await problemsOf(rules)).toContain(
      'this rule never decides: whenever it holds, so does obligations (refused)',
    );
  });

  it('tells a name that stands twice, and passes what is right', async () => {
    const rule = `{ id: long, when: 'time.spent > time.free', work: chargeable }`;
    expect(await problemsOf([rule, rule])).toContain('rule 1 is called long too');
    expect(await problemsOf([rule])).toBe('');
  });

  it('keeps a reason that asks for obligations to those who may read it', () => {
    const read = schema.parse({
      rules: [
        { id: 'obligations', work: 'refused' },
        { id: 'mine', when: 'client.obligations != "settled"', work: 'chargeable', reason: { en: 'Pay first.' } },
        { id: 'long', when: 'time.spent > 15', work: 'chargeable' },
      ],
    });
    expect(compileCoverage(read)?.rules.map(({ confidential }) => confidential)).toEqual([true, true, false]);
  });
});
