/**
 * How many ordinary mails one thread understands in a second of processor time, and which step takes it:
 * `npx tsx test/bench/understand.ts [RUNS] [MAILS]`. Prints a table, then one line of JSON. Processor time, since the
 * machine may be busy with other work; medians, since the first runs compile.
 */
import { bodyOf, REMOTE_IMAGE, understand } from '../../src/intake/understand.ts';
import { readCommands } from '../../src/mail/commands.ts';
import { fingerprint } from '../../src/mail/fingerprint.ts';
import { readForward } from '../../src/mail/forward.ts';
import { sanitiseHtml } from '../../src/mail/html/sanitise.ts';
import { classify } from '../../src/mail/kind/classify.ts';
import type { ParsedMail, Reading } from '../../src/mail/mail.ts';
import { parseMail } from '../../src/mail/parse/parse-mail.ts';
import { readReply } from '../../src/mail/reply/read.ts';
import { type BenchCorpus, ordinaryMails } from './ordinary-mail.ts';

const RUNS = Number(process.argv[2] ?? 9);
const MAILS = Number(process.argv[3] ?? 150);
/** The first runs compile; their times say nothing. */
const WARM_UP = 3;

interface Read {
  readonly mail: ParsedMail;
  readonly reading: Reading;
}

const STAGES: Readonly<Record<string, (read: Read) => unknown>> = {
  reply: ({ mail }) => readReply(bodyOf(mail)),
  commands: ({ reading }) => readCommands(reading.strict.text),
  classify: ({ mail }) => classify(mail),
  sanitise: ({ mail }) =>
    mail.html === undefined
      ? undefined
      : sanitiseHtml(mail.html, {
          cid: (contentId) => `cid:${contentId}`,
          remoteImages: 'placeholder',
          placeholderText: REMOTE_IMAGE,
        }),
  forward: ({ reading, mail }) => readForward(reading, mail.subject),
  fingerprint: ({ mail }) => fingerprint(mail),
};

interface Result {
  readonly corpus: string;
  readonly bytes: number;
  readonly mailsPerSecond: number;
  /** Microseconds of one mail, by step. */
  readonly stages: Readonly<Record<string, number>>;
}

async function measure({ name, mails }: BenchCorpus): Promise<Result> {
  const read: Read[] = [];
  for (const raw of mails) {
    const mail = await parseMail(raw);
    read.push({ mail, reading: readReply(bodyOf(mail)) });
  }
  const whole: number[] = [];
  const parts = new Map<string, number[]>();
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const took = new Map<string, number>();
    took.set('parse', await microseconds(mails, (raw) => parseMail(raw)));
    for (const [stage, step] of Object.entries(STAGES)) took.set(stage, await microseconds(read, step));
    const all = await microseconds(mails, (raw) => understand(raw));
    if (run < WARM_UP) continue;
    whole.push(all);
    for (const [stage, time] of took) parts.set(stage, [...(parts.get(stage) ?? []), time]);
  }
  return {
    corpus: name,
    bytes: Math.round(mails.reduce((sum, raw) => sum + raw.length, 0) / mails.length),
    mailsPerSecond: Math.round(1e6 / median(whole)),
    stages: Object.fromEntries([...parts].map(([stage, times]) => [stage, Math.round(median(times) * 10) / 10])),
  };
}

/** Processor time of this process for one item, in microseconds. */
async function microseconds<T>(items: readonly T[], step: (item: T) => unknown): Promise<number> {
  const since = process.cpuUsage();
  for (const item of items) await step(item);
  const { user, system } = process.cpuUsage(since);
  return (user + system) / items.length;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const results: Result[] = [];
for (const corpus of ordinaryMails(MAILS)) results.push(await measure(corpus));

const columns = ['parse', ...Object.keys(STAGES)];
console.log(
  `${'corpus'.padEnd(28)}${'bytes'.padStart(7)}${'mails/s'.padStart(9)}  ${columns.map((name) => name.padStart(17)).join('')}`,
);
for (const { corpus, bytes, mailsPerSecond, stages } of results) {
  const sum = Object.values(stages).reduce((a, b) => a + b, 0);
  const cells = columns.map((name) => {
    const time = stages[name] ?? 0;
    return `${time.toFixed(1)} µs ${String(Math.round((100 * time) / sum)).padStart(2)} %`.padStart(17);
  });
  console.log(
    `${corpus.padEnd(28)}${String(bytes).padStart(7)}${String(mailsPerSecond).padStart(9)}  ${cells.join('')}`,
  );
}
console.log(JSON.stringify(results));
