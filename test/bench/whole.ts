/**
 * The whole gateway beside the bare parts that it stands on, on a Dovecot and an SMTP sink of the bench's own:
 * `npm run bench [-- --pairs 3] [--quick] [--only '2 KB plain'|signed|large|replies|laws]`. Both run in turn; ratios decide, rates depend on the machine. Prints a table and one line of JSON.
 * Needs Dovecot, installed, and root. README.md in this folder tells what was found.
 */
import { parseArgs } from 'node:util';
import { dovecotAvailable } from '../servers/dovecot.ts';
import { laws } from './laws.ts';
import { NEW_MAILS, newMails } from './ordinary-mail.ts';
import { type Row, replies, rowOf } from './replies.ts';
import { signed, startNames } from './signed-mail.ts';
import {
  type BenchStage,
  type GatewayOptions,
  measure,
  type Run,
  type Subject,
  setBench,
  startFloor,
  startSpoc,
} from './stage.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const PAIRS = values.quick ? 1 : Number(values.pairs);
/** Mails of a run, by shape; before it a tenth of them, unmeasured, lets the compilers and caches get warm. */
const COUNT: Readonly<Record<keyof typeof NEW_MAILS, number>> = values.quick
  ? { '2 KB plain': 1_000, '20 KB HTML and text': 500, '100 KB attachment': 200, '10 MB attachment': 5 }
  : { '2 KB plain': 4_000, '20 KB HTML and text': 1_500, '100 KB attachment': 600, '10 MB attachment': 20 };

if (!(await dovecotAvailable())) {
  console.error('Dovecot is needed, installed, and root to start it');
  process.exit(1);
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
let made = 0;

/** Mails that no earlier run has seen. */
function next(shape: keyof typeof NEW_MAILS, count: number): readonly Buffer[] {
  made += count;
  return newMails(shape, count, made);
}

async function run(
  stage: BenchStage,
  start: (stage: BenchStage, options: GatewayOptions) => Promise<Subject>,
  shape: keyof typeof NEW_MAILS,
): Promise<Run> {
  const subject = await start(stage, { profile: values.profile });
  try {
    const warm = Math.ceil(COUNT[shape] / 10);
    await measure(stage, subject, next(shape, warm));
    return await measure(stage, subject, next(shape, COUNT[shape]));
  } finally {
    await subject.stop();
  }
}

/** New mails whose senders' domain has signed them: each signature is checked. */
async function signedMails(): Promise<Row> {
  const names = await startNames();
  const subject = await startSpoc(stage, { names: names.port });
  try {
    const count = COUNT['2 KB plain'] / 2;
    await measure(stage, subject, await signed(next('2 KB plain', count / 10)));
    return rowOf(
      'new, 2 KB plain, signed (DKIM)',
      await measure(stage, subject, await signed(next('2 KB plain', count))),
    );
  } finally {
    await subject.stop();
    names.stop();
  }
}

/** A mail of 50 MB among small ones: what it does to their rate, to the event loop and to memory. */
async function besideLarge(): Promise<Row> {
  const subject = await startSpoc(stage);
  try {
    const count = COUNT['2 KB plain'] / 2;
    await measure(stage, subject, next('2 KB plain', count / 10));
    const mails = next('2 KB plain', count).toSpliced(count / 2, 0, ...newMails('50 MB mail', 1, ++made));
    return rowOf('new, 2 KB plain, one of 50 MB among them', await measure(stage, subject, mails));
  } finally {
    await subject.stop();
  }
}

/** What is measured without the bare parts beside it. */
const FURTHER: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  signed: async () => [await signedMails()],
  large: async () => [await besideLarge()],
  replies: () => replies(stage, values.quick ? 300 : 1_500),
  laws: () => (values.quick ? laws(stage, 400, 2) : laws(stage, 2_000, 6)),
};

const stage = await setBench();
const results: Row[] = [];
try {
  for (const shape of Object.keys(NEW_MAILS) as (keyof typeof NEW_MAILS)[]) {
    if (values.only !== undefined && values.only !== shape) continue;
    const pairs: { readonly floor: Run; readonly spoc: Run }[] = [];
    for (let pair = 0; pair < PAIRS; pair++)
      pairs.push({ floor: await run(stage, startFloor, shape), spoc: await run(stage, startSpoc, shape) });
    const ratios = pairs.map(({ floor, spoc }) => spoc.perSecond / floor.perSecond);
    const of = (which: 'floor' | 'spoc', what: keyof Run) => median(pairs.map((pair) => pair[which][what] ?? 0));
    results.push({
      mails: `new, ${shape}`,
      floor: Math.round(of('floor', 'perSecond')),
      spoc: Math.round(of('spoc', 'perSecond')),
      ratio: Number(median(ratios).toFixed(2)),
      'of each pair': ratios.map((ratio) => ratio.toFixed(2)).join(' '),
      'floor cpu ms': Number(of('floor', 'cpu').toFixed(2)),
      'spoc cpu ms': Number(of('spoc', 'cpu').toFixed(2)),
      'peak MB': of('spoc', 'peakMb'),
      'loop p99 ms': Math.round(of('spoc', 'loopDelayMs')),
    });
  }
  for (const [name, measured] of Object.entries(FURTHER))
    if (values.only === undefined || values.only === name) results.push(...(await measured()));
} finally {
  await stage.stop();
}
console.table(results);
console.log(JSON.stringify({ bench: 'whole', pairs: PAIRS, results }));
