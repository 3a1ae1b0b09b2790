import { copyFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageId } from '../../src/mail/mail.ts';
import { privateFolder } from '../../src/store/connection.ts';
import { openForReading } from '../../src/store/open.ts';
import { Crowd, type FedKind } from './crowd.ts';
import { examineAll, type Findings } from './laws.ts';
import { begin, type Life } from './life.ts';
import type { Fault } from './points.ts';
import { CONNECTIONS, type Stage, setStage } from './stage.ts';

/** One gateway's history: so many mails, and a kill for each fault. */
export interface Campaign {
  readonly mails: number;
  readonly faults: readonly Fault[];
  /** In [0, 1). */
  readonly random: () => number;
}

export interface CampaignReport extends Findings {
  /** Named faults that were reached; the other lives were killed when they had nothing left to do. */
  readonly reached: readonly Fault[];
  readonly unreached: readonly Fault[];
  /** Mails that were on the way at a kill, all kills together. */
  readonly onTheWay: number;
  /** What was written to the desk. */
  readonly fed: readonly FedKind[];
}

/** Milliseconds: nothing is said on the wires for so long when all is done; and how long that may take at most. */
const QUIET = 400;
const LONGEST = 60_000;

/** Kills a gateway by one fault after the other while mail comes in, lets it come to rest, and holds what is left to the laws. */
export async function wage({ mails, faults, random }: Campaign): Promise<CampaignReport> {
  const stage = await setStage();
  try {
    const crowd = new Crowd(random);
    const onTheWay: ReadonlySet<MessageId>[] = [];
    const wrong: string[] = [];
    const reached: Fault[] = [];
    for (const [index, fault] of faults.entries()) {
      const due = Math.ceil(((index + 1) * mails) / (faults.length + 1));
      const { life, died } = await live(stage, crowd, due, fault);
      if (died) reached.push(fault);
      wrong.push(...life.errors.map((line) => `at ${JSON.stringify(fault)} the log says ${line}`));
      const ids = await handedOver(stage);
      if (ids.size > CONNECTIONS) wrong.push(`${ids.size} mails were on the way over ${CONNECTIONS} connections`);
      onTheWay.push(ids);
    }
    wrong.push(...(await finish(stage, crowd, mails)));
    const findings = await examineAll(stage, crowd.fed, onTheWay);
    return {
      ...findings,
      wrong: [...wrong, ...findings.wrong],
      reached,
      unreached: faults.filter((fault) => !reached.includes(fault)),
      onTheWay: onTheWay.reduce((sum, ids) => sum + ids.size, 0),
      fed: crowd.fed.map(({ kind }) => kind),
    };
  } finally {
    await stage.stop();
  }
}

/** One life, from start to kill -9; half of the mail waits for it, half comes while it runs. */
async function live(
  stage: Stage,
  crowd: Crowd,
  due: number,
  fault: Fault,
): Promise<{ readonly life: Life; readonly died: boolean }> {
  await stage.show(crowd);
  await feed(stage, crowd, crowd.fed.length + (due - crowd.fed.length) / 2);
  const life = begin(stage, fault);
  let ended = false;
  void life.ended.then(() => {
    ended = true;
  });
  const feeding = life.runs.then(() => feed(stage, crowd, due));
  if (fault.kind === 'random') {
    if (fault.after === 'runs') await life.runs;
    await Promise.race([sleep(fault.ms), life.ended]);
  } else await Promise.race([life.ended, feeding.then(() => atRest(stage, () => ended))]);
  const died = fault.kind === 'random' || ended;
  life.kill('SIGKILL');
  const { signal } = await life.ended;
  await feeding;
  if (signal !== 'SIGKILL') throw new Error(`the gateway ended by itself: ${life.errors.join('\n')}`);
  return { life, died };
}

async function feed(stage: Stage, crowd: Crowd, upTo: number): Promise<void> {
  while (crowd.fed.length < upTo) await stage.feed(crowd.writes());
}

/** Waits until the mailbox is empty and nothing has been said for a while. */
export async function atRest(stage: Stage, ended: () => boolean): Promise<void> {
  const since = performance.now();
  while (!ended() && performance.now() - since < LONGEST) {
    await sleep(50);
    const silent = Math.min(...Object.values(stage.wires).map((wire) => performance.now() - wire.lastSaid()));
    if (silent > QUIET && (await stage.deskFolder('INBOX')).length === 0) return;
  }
}

/** The last lives: all mail comes, nothing is killed, until nothing is left to do. */
async function finish(stage: Stage, crowd: Crowd, mails: number): Promise<readonly string[]> {
  await stage.show(crowd);
  const wrong: string[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const life = begin(stage);
    await life.runs;
    await feed(stage, crowd, mails);
    await atRest(stage, () => false);
    life.kill('SIGTERM');
    const { code } = await life.ended;
    if (code !== 0) wrong.push(`the gateway that was told to end answered ${code}`);
    wrong.push(...life.errors.map((line) => `in the end the log says ${line}`));
    if (await allDone(stage)) break;
  }
  await everyoneHasHisMail(stage);
  return wrong;
}

async function allDone(stage: Stage): Promise<boolean> {
  return (
    (await readCopy(stage, async ({ read }) => {
      const { waiting } = await read.ledgerCounts();
      const { queued, sending } = await read.outboxCounts();
      return waiting + queued + sending === 0;
    })) ?? false
  );
}

/** Postfix hands on what it took a moment later. */
async function everyoneHasHisMail(stage: Stage): Promise<void> {
  const count = async (): Promise<number> =>
    [...(await stage.received()).values()].reduce((sum, mailbox) => sum + mailbox.length, 0);
  let before = -1;
  for (let now = await count(); now !== before; now = await count()) {
    before = now;
    await sleep(1_000);
  }
}

/** What a killed gateway had begun to hand over to the relay. */
export async function handedOver(stage: Stage): Promise<ReadonlySet<MessageId>> {
  const rows = await readCopy(stage, ({ read }) => read.outbox({ state: ['sending'], limit: 1_000 }));
  return new Set(rows?.filter((row) => row.handed).map((row) => row.messageId));
}

/** Reads a copy of the database, so that the next gateway finds the files as the last one left them; undefined: it has no tables yet. */
async function readCopy<T>(
  stage: Stage,
  ask: (store: Awaited<ReturnType<typeof openForReading>>) => Promise<T>,
): Promise<T | undefined> {
  const copy = privateFolder(join(stage.folder, 'copy'));
  const files = (await readdir(stage.data)).filter((name) => name === 'spoc.db' || name === 'spoc.db-wal');
  if (!files.includes('spoc.db')) return undefined;
  for (const name of files) await copyFile(join(stage.data, name), join(copy, name));
  try {
    const store = await openForReading(copy);
    try {
      return await ask(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Error && /no such table|older version/.test(error.message)) return undefined;
    throw error;
  } finally {
    await rm(copy, { recursive: true });
  }
}
