import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';
import { folderWith, json, OFFLINE, spoc } from './cli.ts';

let place: Awaited<ReturnType<typeof folderWith>>;
const at = (...args: string[]) => spoc(...args, '--config', place.file);
const inside = (...names: string[]) => join(place.folder, ...names);
beforeEach(async () => {
  process.env.SPOC_TEST_PASSWORD = 'Hush-4711';
  place = await folderWith(OFFLINE);
  const opening = ['--desk', 'support', '--for', 'ana@client.example', '--subject', 'Broken', 'It fails.'];
  expect(await at('ticket', 'open', ...opening)).toMatchObject({ code: 0 });
});
afterEach(() => place.remove());

describe('backup, verify and restore', () => {
  it('go round: a lost data folder is there again, its mail on hold', async () => {
    const made = await at('backup', inside('backup'));
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('0 mails, 1 ticket and 1 message');
    expect(made.out).toContain('The configuration and its secrets are not in it.');
    expect((await at('verify', inside('backup'))).out).toContain('are whole');
    await rm(inside('data'), { recursive: true });
    expect(await at('verify')).toMatchObject({ code: 66 });

    const restored = await at('restore', inside('backup'));
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/1 ticket as of 20.*\n.*outgoing mails? on hold/);
    expect(json(await at('verify', '--json'))).toEqual({ ok: true, wrong: [] });
    const rows = json<{ state: string }[]>(await at('outbox', 'list', '--json'));
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['hold']));
    expect((await at('ticket', 'list')).out).toContain('SUP-1001');
  });

  it('keep the secrets of the configuration out', async () => {
    await at('backup', inside('backup'));
    for (const name of await readdir(inside('backup')))
      if (name !== 'blobs') expect((await readFile(inside('backup', name))).includes('Hush-4711')).toBe(false);
  });

  it('refuse with what to do: a folder in use, one that is not empty, what is no backup', async () => {
    await at('backup', inside('backup'));
    expect(await at('restore', inside('backup'))).toMatchObject({
      code: 65,
      err: expect.stringContaining('with --replace that is put aside'),
    });
    const lock = acquireLock(inside('data'));
    expect(await at('restore', inside('backup'), '--replace')).toMatchObject({
      code: 69,
      err: expect.stringContaining(`process ${process.pid}`),
    });
    // A backup needs no lock: a gateway may run.
    expect(await at('backup', inside('backup'), '--json')).toMatchObject({ code: 0 });
    if (lock.kind === 'lock') lock.release();
    expect(await at('restore', inside('nowhere'))).toMatchObject({
      code: 65,
      err: expect.stringContaining('is no backup'),
    });
    expect(json(await at('restore', inside('backup'), '--replace', '--json'))).toMatchObject({ tickets: 1 });
  });

  it('tell what is damaged by exit code 1', async () => {
    await at('backup', inside('backup'));
    const db = new Database(inside('backup', 'spoc.db'));
    db.exec("UPDATE tickets SET status = 'closed'");
    db.close();
    const { code, out } = await at('verify', inside('backup'));
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('ticket 1 is not what its history says'),
    });
    await rm(inside('data'), { recursive: true });
    expect(await at('restore', inside('backup'))).toMatchObject({
      code: 65,
      err: expect.stringContaining('the backup is not whole; nothing was changed'),
    });
    expect(await at('backup', place.folder)).toMatchObject({ code: 65 });
  });
});
