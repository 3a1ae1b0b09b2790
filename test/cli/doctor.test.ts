import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayStatus, serveControl } from '../../src/intake/control.ts';
import type { Operations } from '../../src/intake/operations.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

/** Four mails that wait, and three to be sent: what a data folder is made of before something goes wrong with it. */
let place: Awaited<ReturnType<typeof folderWith>>;
const at = (...args: string[]) => spoc(...args, '--config', place.file);
const inside = (...names: string[]) => join(place.folder, ...names);
const sql = (text: string): void => {
  const db = new Database(inside('data', 'spoc.db'));
  db.exec(text);
  db.close();
};
beforeAll(async () => {
  process.env.SPOC_TEST_PASSWORD = 'not used';
  place = await folderWith(OFFLINE);
  const opening = ['--desk', 'support', '--for', 'ana@client.example', '--subject', 'Broken', 'It fails.'];
  expect((await at('ticket', 'open', ...opening)).code).toBe(0);
  await mkdir(inside('mails'));
  for (const name of ['a', 'b', 'c', 'd'])
    await writeFile(inside('mails', `${name}.eml`), `From: ana@client.example\nSubject: ${name}\n\nhello ${name}\n`);
  expect(json(await at('import', inside('mails'), '--desk', 'support', '--json'))).toMatchObject({ kept: 4 });
  await cp(inside('data'), inside('whole'), { recursive: true });
});
afterAll(() => place.remove());

let gateway: Awaited<ReturnType<typeof serveControl>> | undefined;
beforeEach(async () => {
  await rm(inside('data'), { recursive: true });
  await cp(inside('whole'), inside('data'), { recursive: true });
  await writeFile(place.file, OFFLINE);
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

/** Something answers as a gateway that runs, and stands as is said. */
async function running(more: Partial<GatewayStatus> = {}): Promise<void> {
  const status: GatewayStatus = {
    pid: 4711,
    startedAt: '2026-11-23T09:00:00Z',
    disk: { state: 'fine', since: undefined, error: undefined },
    mailboxes: [{ id: 'main', state: 'listening', error: undefined }],
    alarms: [],
    embedded: [],
    ...more,
  };
  gateway = await serveControl(inside('data'), {} as Operations, () => status);
}

interface Finding {
  readonly level: string;
  readonly what: string;
  readonly next: string | null;
}
/** What is said, and whether the exit code says so too. */
const told = async (): Promise<readonly Finding[]> => {
  const ran = await at('doctor', '--json');
  const { findings } = json<{ findings: readonly Finding[] }>(ran);
  expect(ran.code).toBe(findings.some(({ level }) => level === 'wrong') ? 1 : 0);
  for (const one of findings) expect(one.next === null, JSON.stringify(one)).toBe(one.level === 'fine');
  return findings;
};

const MAIN_PASSWORD = `password: "${'$'}{SPOC_TEST_PASSWORD}"`;
const settle = (mail: number, outcome: string) =>
  sql(`UPDATE ledger SET outcome = '${outcome}', reasons = '["x"]', settled_at = 1 WHERE id = ${mail}`);
const alarm = (key: string, what: string) => ({ key, what, next: `the step for ${key}` });

/** What went wrong together; and each trouble of it: its level, what is said, the next step. */
type Case = readonly [
  name: string,
  arrange: () => unknown,
  troubles: readonly (readonly ['wrong' | 'waits', RegExp, RegExp])[],
];
const CASES: readonly Case[] = [
  [
    'a configuration that is wrong',
    () => writeFile(place.file, OFFLINE.replace('prefix: SUP', 'prefx: SUP')),
    [['wrong', /spoc\.yaml:\d+:\d+ .*prefx/, /correct the configuration: .*"prefix"/]],
  ],
  [
    'a configuration that does not fit its registers, templates, and what a gateway that stands still leaves',
    async () => {
      await writeFile(inside('password'), 'secret');
      await chmod(inside('password'), 0o644);
      await mkdir(inside('own', 'en'), { recursive: true });
      await writeFile(inside('own', 'en', 'confirmation.txt.hbs'), '{{#if}');
      await mkdir(inside('data', 'spool-in', 'bad'), { recursive: true });
      await writeFile(inside('data', 'spool-in', 'bad', 'x'), 'x');
      sql("INSERT INTO clients (id, name, level) VALUES (900, 'ACME', 'glod')");
      sql("UPDATE counts SET n = n + 1 WHERE name = 'ledger:received'");
      const vip = '{ address: vip@desk.test, for_client: "4711" }';
      await writeFile(
        place.file,
        OFFLINE.replace(MAIN_PASSWORD, 'password_file: password')
          .replace('address: support@desk.test,', `addresses: [support@desk.test, ${vip}],`)
          .replace("dns: 'off'", "dns: 'off'\ntemplates: own"),
      );
    },
    [
      ['waits', /everyone on this machine can read/, /chmod 600/],
      [
        'wrong',
        /there is no service level glod, which the client ACME has/,
        /correct the register, or the configuration/,
      ],
      ['waits', /there is no client with the company number 4711 yet/, /spoc client add NAME --company-number/],
      ['wrong', /confirmation/, /correct the template/],
      ['waits', /no gateway runs/, /spoc start/],
      ['waits', /4 mails to be decided/, /spoc start/],
      ['waits', /\d mails to be sent/, /spoc start/],
      ['wrong', /1 file in the spool could not be read as mail/, /look into .*bad; .*spoc deliver/],
      ['wrong', /the ledger does not add up: received 5 = waiting 4/, /keep a copy of the data folder and report it/],
    ],
  ],
  [
    'a gateway that runs and does not get on',
    async () => {
      sql(`UPDATE ledger SET seen_at = ${Date.parse('2026-11-23T09:00:00Z')} WHERE id = 1`);
      sql("UPDATE outbox SET last_error = '454 try later'");
      await running({
        disk: { state: 'full', since: '2026-11-23T09:00:00Z', error: 'ENOSPC' },
        mailboxes: [{ id: 'main', state: 'refused', error: 'the login was refused' }],
        alarms: [
          alarm('login:main', 'the login of mailbox main cannot be renewed'),
          alarm('canary:main', 'a mail has not come back'),
          alarm('quiet', 'no mail since noon'),
          alarm('timers', 'something has been due'),
          alarm('outbox', 'said twice'),
        ],
      });
    },
    [
      [
        'wrong',
        /no mail is taken in since .*: the disk is full \(ENOSPC\)/,
        /make room: the gateway goes on by itself/,
      ],
      ['wrong', /mailbox main: refused, the login was refused/, /spoc check --connect/],
      ['wrong', /the login of mailbox main cannot be renewed/, /the step for login:main/],
      ['wrong', /a mail has not come back/, /the step for canary:main/],
      ['wrong', /no mail since noon/, /the step for quiet/],
      ['wrong', /something has been due/, /the step for timers/],
      ['wrong', /1 mail not decided for more than 15 minutes/, /spoc ledger --waiting/],
      ['wrong', /3 mails stuck in the outbox, mail \d+: 454 try later/, /spoc check --connect/],
    ],
  ],
  [
    'what waits for a person',
    async () => {
      for (const [mail, outcome] of [
        [1, 'quarantined'],
        [2, 'failed'],
        [3, 'held'],
      ] as const)
        settle(mail, outcome);
      sql("UPDATE ledger SET last_error = 'the parser died', attempts = 2 WHERE id = 4");
      for (const [row, state] of [
        [1, 'failed'],
        [2, 'uncertain'],
        [3, 'hold'],
      ] as const)
        sql(`UPDATE outbox SET state = '${state}', next_try = NULL WHERE id = ${row}`);
      sql("INSERT INTO remembered (name, value) VALUES ('breaker:since', '2026-11-23T09:00:00Z')");
      sql('PRAGMA foreign_keys = OFF; DELETE FROM blobs WHERE hash = (SELECT blob FROM ledger WHERE id = 1)');
      await running({ disk: { state: 'read-only', since: '2026-11-23T09:00:00Z', error: 'EROFS' } });
    },
    [
      ['wrong', /no mail is taken in since .*\(EROFS\)/, /look at the disk/],
      ['wrong', /1 mail quarantined/, /spoc held list.*held release/],
      ['wrong', /1 mail failed:? ?$/, /spoc ledger --outcome failed/],
      ['waits', /1 mail held for a person/, /spoc held list/],
      ['wrong', /1 mail failed and will be tried again, mail 4: the parser died/, /spoc explain 4/],
      ['wrong', /1 mail could not be sent/, /spoc outbox list --state failed/],
      ['wrong', /1 mail may or may not have been sent/, /ask the recipient, then release or drop/],
      ['waits', /1 mail on hold/, /spoc outbox release/],
      ['wrong', /automatic mail is held since .*limits\.automatic_per_minute/, /spoc outbox list --state hold/],
      ['wrong', /blob/, /restore the last good backup/],
    ],
  ],
];

describe('spoc doctor tells what is wrong and the next step', () => {
  it.each(CASES)('%s', async (_name, arrange, troubles) => {
    await arrange();
    const findings = await told();
    for (const [level, what, next] of troubles) {
      const found = findings.filter((one) => what.test(one.what));
      expect(found, `${what} in ${JSON.stringify(findings, undefined, 1)}`).toHaveLength(1);
      expect(found[0]).toMatchObject({ level, next: expect.stringMatching(next) });
    }
    expect(findings.filter(({ what }) => what === 'said twice')).toEqual([]);
  });

  it('nothing, where nothing is; and where to begin', async () => {
    await rm(inside('data'), { recursive: true });
    expect(await at('doctor')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/nothing is remembered yet .*\n.*start the gateway/),
    });
  });
});
