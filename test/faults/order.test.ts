import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { LedgerRow } from '../../src/store/port.ts';
import { readTrace, type SystemCall, watchedBy } from '../servers/strace.ts';
import { serverSuite } from '../servers/suite.ts';
import { atRest } from './campaign.ts';
import { Crowd } from './crowd.ts';
import { begin } from './life.ts';
import { type Stage, setStage } from './stage.ts';

/** A kill cannot show what a power cut would take: what was written and not synced. The order of the system calls can. */
await serverSuite('the order of system calls', ['dovecot', 'postfix', 'strace'], () => {
  let stage: Stage;
  let calls: readonly SystemCall[];
  let rows: readonly LedgerRow[];

  beforeAll(async () => {
    stage = await setStage();
    const crowd = new Crowd(Math.random);
    while (!crowd.fed.some(({ kind }) => kind === 'large')) await stage.feed(crowd.writes());
    const trace = join(stage.folder, 'trace');
    const life = begin(stage, undefined, watchedBy(trace));
    await life.runs;
    await atRest(stage, () => false);
    life.kill('SIGTERM');
    expect(await life.ended).toEqual({ code: 0, signal: null });
    calls = (await readTrace(trace)).filter((call) => !call.failed);
    const store = await openStore({ folder: stage.data, log: { info: () => undefined } });
    rows = await store.read.ledgerRows({ limit: 100 });
    await store.close();
  }, 120_000);
  afterAll(() => stage?.stop(), 30_000);

  const isSync = (path: RegExp) => (call: SystemCall) =>
    (call.name === 'fsync' || call.name === 'fdatasync') && path.test(call.args);
  const isLog = /^\d+<[^>]*\/spoc\.db-wal>/;
  const logWrites = (): readonly SystemCall[] =>
    calls.filter((call) => call.name === 'pwrite64' && isLog.test(call.args));
  /** The first call from there on that is so; throws when there is none. */
  const next = (what: string, from: number, is: (call: SystemCall) => boolean): SystemCall => {
    const found = calls.find((call) => call.begun > from && is(call));
    if (found === undefined) throw new Error(`${what} was not seen`);
    return found;
  };
  const said = (port: number, words: RegExp): readonly SystemCall[] =>
    calls.filter((call) => call.args.includes(`->127.0.0.1:${port}]>`) && words.test(call.args));
  /** What of the database's log had been written and not synced when a call began. */
  const unsynced = (at: SystemCall): readonly SystemCall[] =>
    logWrites().filter(
      (write) =>
        write.begun < at.begun &&
        !calls.some((call) => isSync(isLog)(call) && call.begun > write.done && call.done < at.begun),
    );

  it('large raw mail, its name and its folder are synced before its ledger row is written', () => {
    const large = rows.filter(({ size }) => size > 64 * 1024);
    expect(large.length).toBeGreaterThan(0);
    for (const { blob = '' } of large) {
      const name = `/blobs/${blob.slice(0, 2)}/${blob.slice(2)}`;
      const renamed = next('the rename', 0, ({ name: call, args }) => call === 'rename' && args.includes(`${name}"`));
      const temporary = /"([^"]+)"/.exec(renamed.args)?.[1] ?? '?';
      const writes = calls.filter(({ name: call, args }) => /write/.test(call) && args.includes(`<${temporary}>`));
      const whole = Math.max(...writes.map((call) => call.done));
      expect(writes.length).toBeGreaterThan(0);
      const synced = next('the sync of the bytes', whole, isSync(new RegExp(`<${temporary}>`)));
      expect(synced.done).toBeLessThan(renamed.begun);
      const folder = next('the sync of the folder', renamed.done, isSync(new RegExp(`/blobs/${blob.slice(0, 2)}>`)));
      const row = logWrites().find(({ args }) => args.includes(blob));
      expect(row?.begun).toBeGreaterThan(folder.done);
    }
  });

  it('each folder that is made for raw mail has its name synced before anything is put into it', () => {
    const made = calls.filter(({ name, args }) => name === 'mkdir' && args.includes(`${stage.data}/blobs`));
    expect(made.length).toBeGreaterThan(1);
    for (const { args, done } of made) {
      const path = /"([^"]+)"/.exec(args)?.[1] ?? '?';
      const parent = path.slice(0, path.lastIndexOf('/'));
      const synced = next(`the sync of ${parent}`, done, isSync(new RegExp(`<${parent}>`)));
      const used = calls.find((call) => call.begun > done && call.name === 'rename' && call.args.includes(`"${path}/`));
      if (used !== undefined) expect(synced.done).toBeLessThan(used.begun);
    }
  });

  it('small raw mail and its ledger row are in the log, and the log synced, before the mailbox is told', () => {
    const moves = said(stage.wires.imap.port, /UID MOVE /);
    expect(moves.length).toBeGreaterThan(0);
    for (const { blob = '', size } of rows) {
      const row = logWrites().find(({ args }) => args.includes(blob));
      expect(row?.begun).toBeLessThan(moves[0]?.begun ?? 0);
      if (size < 2_000) expect(logWrites().some(({ args }) => args.includes('X-Fed: fed-1'))).toBe(true);
    }
    for (const move of moves) expect(unsynced(move)).toEqual([]);
  });

  it('that a mail leaves is synced between its DATA and its end', () => {
    const begins = said(stage.wires.smtp.port, /"DATA\\r\\n"/);
    const ends = said(stage.wires.smtp.port, /(?:"|\\n)\.\\r\\n"/);
    expect(begins.length).toBeGreaterThan(rows.length);
    expect(ends.length).toBe(begins.length);
    const connection = (call: SystemCall): string => /TCP:\[[^\]]+\]/.exec(call.args)?.[0] ?? '?';
    for (const data of begins) {
      const end = ends.find((call) => call.begun > data.begun && connection(call) === connection(data));
      if (end === undefined) throw new Error('a mail did not end');
      expect(unsynced(end)).toEqual([]);
      const synced = calls.some((call) => isSync(isLog)(call) && call.begun > data.begun && call.done < end.begun);
      expect(synced).toBe(true);
    }
  });
});
