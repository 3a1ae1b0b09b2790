/**
 * Fuzzes the mail parser: `npx tsx test/bench/fuzz-mail.ts [COUNT] [FOLDER] [SEED]`. Mutates the mails of a folder (or
 * a few of its own), parses each with bounds and fails when one throws, passes a bound or takes over two seconds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { sanitiseHtml } from '../../src/mail/html/sanitise.ts';
import { parseMail } from '../../src/mail/parse/parse-mail.ts';
import { mutate, OWN_MAILS, overBounds, random, SMALL_LIMITS } from './mutate-mail.ts';

const [count = '20000', folder, seed = '1'] = process.argv.slice(2);
const next = random(Number(seed));
const mails = folder
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  : OWN_MAILS;
let slowest = 0;
let wrong = 0;
const began = performance.now();
const times: number[] = [];
for (let i = 0; i < Number(count); i++) {
  const original = mails[Math.floor(next() * mails.length)] ?? Buffer.alloc(0);
  const mail = mutate(original, mails, next);
  const start = performance.now();
  try {
    const parsed = await parseMail(mail, SMALL_LIMITS);
    if (parsed.html !== undefined) {
      sanitiseHtml(parsed.html, { cid: () => undefined, remoteImages: 'placeholder', placeholderText: 'image' });
    }
    const over = overBounds(parsed);
    if (over !== undefined) {
      wrong++;
      console.error(`${i}: ${over}`);
    }
  } catch (error) {
    wrong++;
    console.error(`${i}:`, error);
  }
  const took = performance.now() - start;
  times.push(took);
  slowest = Math.max(slowest, took);
  if (took > 2000) {
    wrong++;
    console.error(`${i}: ${Math.round(took)} ms for ${mail.length} bytes`);
  }
  if (i % 2000 === 1999) {
    const { rss, heapUsed } = process.memoryUsage();
    console.log(
      `${i + 1} mails, heap ${Math.round(heapUsed / 1e6)} MB, rss ${Math.round(rss / 1e6)} MB, slowest ${Math.round(slowest)} ms`,
    );
  }
}
times.sort((a, b) => a - b);
const median = times[Math.floor(times.length / 2)] ?? 0;
console.log(
  `${count} mails in ${Math.round((performance.now() - began) / 1000)} s, median ${median.toFixed(2)} ms, slowest ${Math.round(slowest)} ms, ${wrong} wrong`,
);
process.exitCode = wrong === 0 ? 0 : 1;
