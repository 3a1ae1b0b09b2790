import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'spoc-lock-')), 'data');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const SCRIPT = `
  import { acquireLock } from ${JSON.stringify(new URL('../../src/store/lock.ts', import.meta.url).href)};
  process.stdout.write(acquireLock(process.argv[1]).kind);
  setInterval(() => undefined, 1000);
`;

function holder(): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', SCRIPT, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('one holder at a time, who is named; free again once released', () => {
  const first = acquireLock(folder);
  expect(first.kind).toBe('lock');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(acquireLock(folder)).toEqual({ kind: 'taken', heldBy: process.pid });
  if (first.kind === 'lock') {
    first.release();
    first.release();
  }
  expect(existsSync(join(folder, 'lock.pid'))).toBe(false);
  const second = acquireLock(folder);
  expect(second.kind).toBe('lock');
  if (second.kind === 'lock') second.release();
});

test('a holder that is killed lets go at once', async () => {
  const child = holder();
  if (child.stdout === null) throw new Error('no output');
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('lock');
  expect(acquireLock(folder)).toEqual({ kind: 'taken', heldBy: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const mine = acquireLock(folder);
  expect(mine.kind).toBe('lock');
  if (mine.kind === 'lock') mine.release();
});

test('who asks for it twice keeps it against others', async () => {
  const mine = acquireLock(folder);
  expect(acquireLock(folder).kind).toBe('taken');
  const child = holder();
  if (child.stdout === null) throw new Error('no output');
  const [said] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(String(said)).toBe('taken');
  if (mine.kind === 'lock') mine.release();
});

test('of several that start at the same instant one gets it, and after it was killed another', async () => {
  for (let round = 0; round < 2; round++) {
    // All have loaded what they need before the word is given.
    const children = Array.from({ length: 4 }, () => racer());
    for (const child of children) await once(child.stdout, 'data');
    const answers = children.map(async (child) => String((await once(child.stdout, 'data'))[0]));
    for (const child of children) child.stdin.write('go');
    expect((await Promise.all(answers)).sort()).toEqual(['lock', 'taken', 'taken', 'taken']);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map((child) => once(child, 'exit')));
  }
});

function racer() {
  const script = `
    import { acquireLock } from ${JSON.stringify(new URL('../../src/store/lock.ts', import.meta.url).href)};
    process.stdin.once('data', () => {
      process.stdout.write(acquireLock(process.argv[1]).kind);
      setInterval(() => undefined, 1000);
    });
    process.stdout.write('ready');
  `;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
