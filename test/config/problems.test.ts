// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the configuration's own notation
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { ENV, filesIn, PLAIN, problemsOf, settingsOf } from './helpers.ts';

/** PLAIN with one piece replaced. */
const with_ = (piece: string | RegExp, by: string) => {
  const text = PLAIN.replace(piece, by);
  if (text === PLAIN) throw new Error(`nothing to replace: ${piece}`);
  return text;
};

test('every error at once, each with file, line, column and what would be right', async () => {
  const text = `\
delivry: send
mailboxes:
  main:
    imap: { host: imap.example.com, user: support@example.com, password: hunter2, tls: none }
    smtp: { host: smtp.example.com, user: support@example.com, password: "\${NOT_SET}" }
    poll: 60
agents:
  marko: { name: Marko, address: support@example.com, level: L9 }
desks:
  support: { name: S, address: support@example.com, prefix: EB, time_zone: Europe/Belgrad, agents: [mark] }
  other: { name: O, address: other@example.com, prefix: EB, time_zone: UTC, mailbox: mian, agents: [marko] }
limits: { token_lief: 3d }
`;
  expect(await problemsOf(text, {})).toEqual([
    'spoc.yaml:1:1 delivry: this key is unknown – did you mean "delivery"?',
    'spoc.yaml:4:74 mailboxes.main.imap.password: this value cannot stand here – expected the name of an environment variable, ${LIKE_THIS}: secrets are not written into the configuration',
    'spoc.yaml:4:88 mailboxes.main.imap.tls: passwords and mail would travel readable to imap.example.com – use `implicit` or `starttls`; if it must be, say `insecure: true` beside it',
    'spoc.yaml:5:74 mailboxes.main.smtp.password: the environment variable NOT_SET is not set – set NOT_SET where the gateway is started',
    'spoc.yaml:6:11 mailboxes.main.poll: 60 cannot stand here – expected a duration such as 60s, 5m, 12h or 14d',
    "spoc.yaml:8:34 agents.marko.address: support@example.com is the address of the mailbox main: mail would go round in a circle – the agent's own address",
    'spoc.yaml:8:62 agents.marko.level: "L9" cannot stand here – expected one of L1, L2, L3, manager',
    'spoc.yaml:10:76 desks.support.time_zone: "Europe/Belgrad" cannot stand here – expected an IANA time zone such as Europe/Belgrade',
    'spoc.yaml:11:86 desks.other.mailbox: there is no mailbox "mian" – did you mean "main"?',
    'spoc.yaml:12:11 limits.token_lief: this key is unknown – did you mean "token_life"?',
  ]);
});

const one: readonly (readonly [name: string, text: string, expected: RegExp])[] = [
  ['an empty file', '', /mailboxes: is missing/],
  ['no table', '- a\n', /spoc\.yaml:1:1 is no table of keys/],
  ['a key twice', with_('desks:', 'agents: {}\ndesks:'), /:7:1 the key "agents" stands twice in one table – keep one/],
  ['a tab', 'mailboxes:\n\tmain: {}\n', /:2:1 a tab indents this line/],
  [
    'an alias without its anchor, its words not repeated',
    with_('"${PASSWORD}"', '*hunter2'),
    /:3:74 what follows the \* names no anchor(?!.*hunter2)/,
  ],
  [
    'a variable without quotes in a flow table',
    with_('"${PASSWORD}" }', '${PASSWORD} }'),
    /:3:\d+ a variable stands here without quotes – write "\$\{NAME\}" with quotes/,
  ],
  ['control characters in a key', `${PLAIN}"a\\eb": 1\n`, /^spoc\.yaml:9:1 a\?b: this key is unknown/],
  ['a tag', with_('Support,', '!!binary Support,'), /only plain YAML|cannot stand here/],
  ['an empty value', with_('name: Support,', 'name: ,'), /desks\.support\.name: is empty – expected/],
  [
    'an unknown status in labels',
    with_('prefix: SUP', 'prefix: SUP, labels: { sr: { nwe: x } }'),
    /labels\.sr\.nwe: this key is unknown – did you mean "new"\?/,
  ],
  [
    'an unknown language',
    with_('prefix: SUP', 'prefix: SUP, locale: de'),
    /"de" cannot stand here – expected one of en, sr/,
  ],
  [
    'a union with a wrong key',
    with_('    smtp:', '    after: { mvoe: Done }\n    smtp:'),
    /after\.mvoe: this key is unknown – did you mean "move"\?/,
  ],
  [
    'a union with a wrong word',
    with_('    smtp:', '    after: keep\n    smtp:'),
    /"keep" cannot stand here – expected `leave`, `flag`/,
  ],
  [
    'a key of the other provider',
    with_(
      /password.*\n/,
      'oauth: { provider: google, tenant: x, client_id: x, client_secret: "${PASSWORD}", refresh_token: "${PASSWORD}" } }\n',
    ),
    /oauth\.tenant: this key is unknown/,
  ],
  ['a control character in a name', with_('name: Support', 'name: "Sup\\nport"'), /expected one line of text/],
  [
    'a day that is none',
    with_('    smtp:', '    since: 2026-02-31\n    smtp:'),
    /since: "2026-02-31" cannot stand here – expected a day that exists/,
  ],
  ['a desk without address', with_('address: support@example.com, prefix', 'prefix'), /desks\.support: has no address/],
  [
    'a missing agent',
    with_('[ana]', '[anna]'),
    /desks\.support\.agents\[0\]: there is no agent "anna" – did you mean "ana"\?/,
  ],
  ['an agent twice', with_('[ana]', '[ana, ana]'), /agents\[1\]: ana stands twice/],
  [
    'an agent with a plus address of the desk',
    with_('ana@example.com', 'support+ana@example.com').replace('    smtp:', '    plus_addresses: true\n    smtp:'),
    /mail would go round in a circle/,
  ],
  [
    "an agent with another agent's address",
    with_('desks:', '  eva: { name: Eva, address: ANA@example.com }\ndesks:'),
    /ANA@example\.com is the agent ana's as well/,
  ],
  [
    'two desks with one address',
    `${PLAIN}  b: { name: B, address: Support@example.com, prefix: B, time_zone: UTC, agents: [ana] }\n`,
    /is the desk support's as well/,
  ],
  [
    'two desks with one prefix',
    `${PLAIN}  b: { name: B, address: b@example.com, prefix: SUP, time_zone: UTC, agents: [ana] }\n`,
    /desk support has the prefix SUP as well/,
  ],
  [
    'two desks and no default',
    `${PLAIN}  b: { name: B, address: b@example.com, prefix: B, time_zone: UTC, agents: [ana] }\n`,
    /:2:3 mailboxes\.main: serves several desks.*`default_desk:`, one of support, b/,
  ],
  [
    'a default desk that is none',
    with_('    smtp:', '    default_desk: suport\n    smtp:'),
    /there is no desk "suport" – did you mean "support"\?/,
  ],
  [
    'a mailbox that no desk uses',
    with_('agents:', '  b: { embedded: true, address: b@example.com }\nagents:').replace(
      'prefix',
      'mailbox: main, prefix',
    ),
    /mailboxes\.b: no desk takes its mail/,
  ],
  ['a desk that cannot send', with_(/smtp:.*/, 'smtp: none'), /the mailbox main only reads/],
  [
    'a desk address with the delimiter',
    with_('address: support@example.com, prefix', 'address: support+a@example.com, prefix').replace(
      '    smtp:',
      '    plus_addresses: true\n    smtp:',
    ),
    /what follows the "\+" of support\+a@example\.com/,
  ],
  [
    'a desk address too long for tokens',
    with_('address: support@example.com, prefix', `address: ${'s'.repeat(30)}@example.com, prefix`).replace(
      '    smtp:',
      '    plus_addresses: true\n    smtp:',
    ),
    /would be longer than an address may be – at most 29 characters/,
  ],
  ['a bad name', with_('  ana:', '  Ana B:').replace('[ana]', '[ana]'), /:6:3 agents\.Ana B: cannot be a name/],
  [
    'neither imap nor embedded',
    with_(/ {4}imap:.*\n/, '    address: support@example.com\n'),
    /mailboxes\.main: has no imap/,
  ],
  ['imap beside embedded', with_('    smtp:', '    embedded: true\n    smtp:'), /imap stands beside embedded/],
  ['no smtp', with_(/ {4}smtp:.*\n/, ''), /mailboxes\.main: has no smtp – say `smtp:`, or `smtp: none`/],
  [
    'two passwords',
    with_('password: "${PASSWORD}" }', 'password: "${PASSWORD}", password_file: x }'),
    /password_file: password stands here as well/,
  ],
  [
    'no user',
    with_('user: support@example.com, ', '').replace('    smtp', '    address: a@example.com\n    smtp'),
    /imap: has no user/,
  ],
  [
    'the folder that is read as the target of a move',
    with_('    smtp:', '    after: { move: inbox }\n    smtp:'),
    /after\.move: is the folder that is read/,
  ],
  ['no templates', `${PLAIN}templates: nowhere\n`, /:9:12 templates: there is no folder nowhere/],
  [
    'a day on which no secret can end',
    with_(
      /password.*\n/,
      'oauth: { provider: microsoft, tenant: t, client_id: x, client_secret: "${PASSWORD}", expires: 2027-02-31 } }\n',
    ),
    /oauth\.expires: .*a day that exists/,
  ],
  [
    'plain http for tokens',
    with_(
      /password.*\n/,
      'oauth: { provider: microsoft, tenant: t, client_id: x, client_secret: "${PASSWORD}", token_url: "http://login.example.com/" } }\n',
    ),
    /token_url: secrets would travel readable/,
  ],
  [
    'insecure without need',
    with_('host: imap.example.com', 'host: imap.example.com, insecure: true'),
    /insecure: does nothing with `tls: implicit`/,
  ],
  [
    'the same account twice',
    with_(
      'agents:',
      '  b:\n    imap: { host: IMAP.example.com, user: support@example.com, password: "${PASSWORD}" }\n    smtp: none\n    default_desk: support\nagents:',
    ).replace('prefix', 'mailbox: main, prefix'),
    /mailboxes\.b: the mailbox main reads the same folder/,
  ],
  [
    'a certificate that is none',
    with_('host: imap.example.com', 'host: imap.example.com, ca_file: spoc.yaml'),
    /ca_file: .*holds no certificate that can be read/,
  ],
];

test.each(one)('%s', async (_, text, expected) => {
  const problems = await problemsOf(text, ENV);
  expect(
    problems.filter((line) => expected.test(line)),
    problems.join('\n'),
  ).toHaveLength(1);
});

describe('TLS', () => {
  test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '"[::1]"'])('none is allowed to %s', async (host) => {
    const text = PLAIN.replace(
      'host: imap.example.com',
      `host: ${host.startsWith(':') ? `"${host}"` : host}, tls: none`,
    );
    await expect(settingsOf(text, ENV)).resolves.toBeDefined();
  });

  test.each(['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1'])('none is refused to %s', async (host) => {
    const problems = await problemsOf(PLAIN.replace('imap.example.com', `${host}, tls: none`), ENV);
    expect(problems.join()).toMatch(/would travel readable/);
  });

  test('none to another machine has to be said twice', async () => {
    const { settings } = await settingsOf(
      PLAIN.replace('imap.example.com', '10.0.0.1, tls: none, insecure: true'),
      ENV,
    );
    expect(settings.mailboxes.get('main' as never)?.access).toMatchObject({ imap: { tls: 'none', port: 143 } });
  });

  test('a port that usually wants another mode is a warning', async () => {
    const { warnings } = await settingsOf(PLAIN.replace('smtp.example.com', 'smtp.example.com, port: 587'), ENV);
    expect(warnings.join()).toMatch(/port 587 usually wants `tls: starttls`/);
  });
});

describe('secrets', () => {
  const FILE = PLAIN.replace('password: "${PASSWORD}" }\n    smtp', 'password_file: secret.txt }\n    smtp');

  test('come from a file, trimmed; one that all can read is a warning', async () => {
    const folder = await filesIn({ 'spoc.yaml': FILE, 'secret.txt': ' hunter3\n' });
    for (const [mode, expected] of [
      [0o600, 0],
      [0o644, 1],
    ] as const) {
      await chmod(join(folder, 'secret.txt'), mode);
      const result = await loadSettings(join(folder, 'spoc.yaml'), ENV);
      if (!result.ok) throw new Error('not loaded');
      expect(result.warnings).toHaveLength(expected);
      const access = result.settings.mailboxes.get('main' as never)?.access;
      const login = access?.kind === 'servers' ? access.imap.login : undefined;
      expect(login?.kind === 'password' && login.password.reveal()).toBe('hunter3');
    }
  });

  test.each([
    ['missing', {}, /secret\.txt cannot be read \(ENOENT\)/],
    ['empty', { 'secret.txt': ' \n' }, /secret\.txt is empty/],
    ['too long', { 'secret.txt': 'x'.repeat(70_000) }, /secret\.txt is too long/],
  ])('a file that is %s', async (_, files, expected) => {
    expect((await problemsOf({ 'spoc.yaml': FILE, ...files }, ENV)).join()).toMatch(expected);
  });

  test('an empty variable is as good as none', async () => {
    expect((await problemsOf(PLAIN, { PASSWORD: '' })).join()).toMatch(/PASSWORD is empty/);
  });

  test('are in no message, wherever they were put by mistake', async () => {
    for (const quote of ['', '"', "'", '!', '*', '{ ', '@', '- ', '? ', '"x" ', '%']) {
      const problems = await problemsOf(PLAIN.replaceAll('"${PASSWORD}"', `${quote}s3cr3t!`), {});
      expect(problems.join(), quote).not.toContain('s3cr3t');
    }
    for (const key of ['password', 'passwort', 'pass', 'password_file']) {
      const problems = await problemsOf(
        PLAIN.replaceAll('password:', `${key}:`).replaceAll('"${PASSWORD}"', 's3cr3t!'),
        {},
      );
      if (key !== 'password_file') expect(problems.join()).not.toContain('s3cr3t!');
    }
  });
});

describe('files that are no configuration', () => {
  test.each([
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./g, (c) => `${c}: &${c} [${Array(9).fill(`*${String.fromCharCode(c.charCodeAt(0) - 1)}`)}]\n`)}`,
    ],
    ['nesting without end', '['.repeat(100_000)],
    ['a megabyte', `a: "${'x'.repeat(1_100_000)}"\n`],
    ['other bytes than UTF-8', '\uD800'],
  ])('%s', async (name, text) => {
    const folder = await filesIn({});
    const file = join(folder, 'spoc.yaml');
    await writeFile(file, name.startsWith('other') ? Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]) : text);
    const result = await loadSettings(file, {});
    expect(result.ok).toBe(false);
  });

  test('none at all', async () => {
    const result = await loadSettings('/nowhere/spoc.yaml', {});
    expect(result).toMatchObject({
      ok: false,
      problems: [{ message: 'there is no such file', hint: '`spoc init` writes one' }],
    });
  });
});
