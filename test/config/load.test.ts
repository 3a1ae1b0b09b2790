// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the configuration's own notation
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { ownAddresses } from '../../src/config/settings.ts';
import type { DeskId } from '../../src/desk/ids.ts';
import { ENV, PLAIN, problemsOf, settingsOf } from './helpers.ts';

const EMBEDDED = PLAIN.replace(/imap:.*\n.*smtp:.*/, 'embedded: true\n    address: support@example.com');

describe('a configuration that is right', () => {
  test('compiles with its defaults', async () => {
    const { settings, warnings, folder } = await settingsOf(PLAIN, ENV);
    expect(warnings).toEqual([]);
    const box = settings.mailboxes.get('main' as never);
    expect(settings.data).toBe(`${folder.slice(0, folder.lastIndexOf('/'))}/data`);
    expect(box).toMatchObject({
      folder: 'INBOX',
      since: { kind: 'now' },
      after: { kind: 'leave' },
      poll: 60_000,
      address: 'support@example.com',
      defaultDesk: 'support',
      ownAddresses: ['support@example.com'],
    });
    expect(box?.access).toMatchObject({
      kind: 'servers',
      imap: { host: 'imap.example.com', port: 993, tls: 'implicit', login: { kind: 'password' } },
      smtp: { port: 465 },
    });
    expect(settings.policy.limits).toMatchObject({ answersPerHour: 5, outgoingBytes: 20 * 1024 ** 2 });
    expect(settings.policy.desks.get('support' as DeskId)).toMatchObject({ reopenWithin: 14 * 86_400_000 });
    expect(settings.spam.headers).toHaveLength(3);
    expect(settings.dns).toEqual({ kind: 'on', servers: [], timeout: 5000 });
  });

  test('the file that comes with Spoc is right and warns of nothing', async () => {
    const result = await loadSettings('config/spoc.yaml', {});
    expect(result).toMatchObject({ ok: true, warnings: [] });
  });

  test('is frozen all the way down', async () => {
    const { settings } = await settingsOf(PLAIN, ENV);
    const desk = settings.policy.desks.get('support' as DeskId);
    expect([settings, settings.policy, desk, desk?.agents, desk?.needs].every(Object.isFrozen)).toBe(true);
  });

  test('shows no secret, however it is printed', async () => {
    const { settings } = await settingsOf(PLAIN, ENV);
    const box = settings.mailboxes.get('main' as never);
    const printed = [
      JSON.stringify(box),
      inspect(box, { depth: 9, showHidden: true }),
      `${JSON.stringify([box?.access])}`,
    ];
    for (const text of printed) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain('hunter2');
    }
  });

  test.each([
    ['after: flag', { after: { kind: 'flag', flag: '\\Flagged' } }],
    ['after: { flag: Spoc }', { after: { kind: 'flag', flag: 'Spoc' } }],
    ['after: { move: Spoc/Done }', { after: { kind: 'move', folder: 'Spoc/Done' } }],
    ['after: delete', { after: { kind: 'delete' } }],
    ['since: 2026-01-31', { since: { kind: 'date', date: new Date('2026-01-31T00:00:00Z') } }],
    ['since: 2026-01-31T08:00:00+01:00', { since: { kind: 'date', date: new Date('2026-01-31T07:00:00Z') } }],
    ['poll: 5m', { poll: 300_000 }],
    ['trusted: [MX.Example.com]', { trusted: ['mx.example.com'] }],
    ['embedded: { imap: 1143 }', { access: { kind: 'embedded', imapPort: 1143, smtpPort: 0 } }],
  ])('mailbox: %s', async (key, expected) => {
    const text = EMBEDDED.replace('embedded: true', key.startsWith('embedded') ? key : `embedded: true\n    ${key}`);
    const { settings } = await settingsOf(text);
    expect(settings.mailboxes.get('main' as never)).toMatchObject(expected);
  });

  test('a mailbox that only reads names the desk of another one', async () => {
    const { settings } = await settingsOf(
      PLAIN.replace(
        'agents:',
        '  old:\n    imap: { host: b.example.com, user: old@example.com, password: "${PASSWORD}" }\n    smtp: none\n    default_desk: support\nagents:',
      ).replace('prefix: SUP', 'mailbox: main, prefix: SUP'),
      ENV,
    );
    expect(settings.mailboxes.get('old' as never)).toMatchObject({
      defaultDesk: 'support',
      access: { smtp: undefined },
    });
    expect([...ownAddresses(settings)].sort()).toEqual(['old@example.com', 'support@example.com']);
  });

  test("an agent's language is that of the first desk", async () => {
    const { settings } = await settingsOf(PLAIN.replace('prefix: SUP', 'prefix: SUP, locale: sl'), ENV);
    expect(settings.policy.agents.get('ana' as never)?.locale).toBe('sl');
  });
});

describe('included files', () => {
  const MAIN = PLAIN.replace(/desks:[\s\S]*/, 'desks:\ninclude: [desks/*.yaml]\n');
  const DESK = (name: string, prefix: string) =>
    `desks:\n  ${name}: { name: N, address: ${name}@example.com, prefix: ${prefix}, time_zone: UTC, agents: [ana] }\n`;

  test('are merged in the order of their names', async () => {
    const files = {
      'spoc.yaml': MAIN.replace('    smtp', '    default_desk: a\n    smtp'),
      'desks/b.yaml': DESK('b', 'BB'),
      'desks/a.yaml': DESK('a', 'AA'),
      'desks/.hidden.yaml': 'nonsense: true\n',
      'desks/note.txt': 'nonsense',
    };
    const { settings } = await settingsOf(files, ENV);
    expect([...settings.desks.keys()]).toEqual(['a', 'b']);
  });

  test('tell their own lines, and both places of what stands twice', async () => {
    const files = {
      'spoc.yaml': `${MAIN}limits: { attempts: 3 }\n`,
      'desks/a.yaml': DESK('a', 'a1'),
      'desks/b.yaml': `${DESK('b', 'BB')}limits: { attempts: 4 }\n`,
      'desks/c.yaml': `${DESK('b', 'CC')}include: [x.yaml]\n`,
    };
    expect(await problemsOf(files, ENV)).toEqual([
      'desks/a.yaml:2:49 desks.a.prefix: "a1" cannot stand here – expected one to ten capital letters and digits that begin with a letter, such as EB',
      'desks/b.yaml:3:11 limits.attempts stands here and in spoc.yaml:9:11 – keep one of them',
      'desks/c.yaml:2:3 desks.b stands here and in desks/b.yaml:2:3 – keep one of them',
      'desks/c.yaml:3:1 an included file includes others – list them in the main file',
    ]);
  });

  test('a path is read from the folder of its file', async () => {
    const files = {
      'spoc.yaml': 'include: [parts/*.yaml]\n',
      'parts/one.yaml': `data: ./store\n${EMBEDDED}`,
    };
    const { settings, folder } = await settingsOf(files);
    expect(settings.data).toBe(`${folder}/parts/store`);
  });

  test.each([
    ['missing.yaml', 'spoc.yaml:1:11 no file matches missing.yaml – it is read relative to this file'],
    ["'**/x.yaml'", 'spoc.yaml:1:11 the pattern **/x.yaml has ** – `*` stands for any name in one folder'],
  ])('include %s', async (pattern, expected) => {
    expect(await problemsOf(`include: [${pattern}]\n${EMBEDDED}`)).toEqual([expected]);
  });

  test('a pattern that matches nothing yet is a warning', async () => {
    const { warnings } = await settingsOf(`include: ['more/*.yaml']\n${EMBEDDED}`);
    expect(warnings).toEqual([
      'spoc.yaml:1:11 warning: no file matches more/*.yaml – it is read relative to this file',
    ]);
  });
});

describe('names that JavaScript knows', () => {
  test.each(['__proto__', 'constructor', 'toString'])('%s is no desk and does no harm', async (name) => {
    const problems = await problemsOf(`${EMBEDDED}  ${name}: { nonsense: true }\n`);
    expect(problems.length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>).nonsense).toBeUndefined();
  });
});
