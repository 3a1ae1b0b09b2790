/**
 * Kills the built gateway with `kill -9` again and again and holds what is left to the laws:
 * `npm run faults -- --kills 1000 [--mails 300] [--each 50] [--seed 1]`. Each campaign has servers and a data folder of its own, so many mails, and
 * so many kills; needs Dovecot and Postfix, and root. Prints a line for each campaign and the sums; ends with 1 when a law does not hold.
 */
import { parseArgs } from 'node:util';
import { dovecotAvailable } from '../servers/dovecot.ts';
import { postfixAvailable } from '../servers/postfix.ts';
import { type CampaignReport, wage } from './campaign.ts';
import { faultsByChance, nameOf, seeded } from './plan.ts';

const MOST_KILLS = 100_000;
const MOST_MAILS = 5_000;
const MOST_EACH = 500;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    mails: { type: 'string', default: '300' },
    each: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const kills = count('kills', values.kills, MOST_KILLS);
const mails = count('mails', values.mails, MOST_MAILS);
const each = count('each', values.each, MOST_EACH);
const seed = count('seed', values.seed, 2 ** 31);

if (!(await dovecotAvailable()) || !(await postfixAvailable())) {
  console.error('Dovecot and Postfix are needed, installed, and root to start them');
  process.exit(1);
}

const began = performance.now();
const reports: CampaignReport[] = [];
let killed = 0;
for (let campaign = 0; killed < kills; campaign += 1) {
  const random = seeded(seed + campaign);
  const faults = faultsByChance(Math.min(each, kills - killed), random);
  const report = await wage({ mails, faults, random });
  killed += faults.length;
  reports.push(report);
  const { tickets, notices, repeats, left } = report;
  const line = { seed: seed + campaign, kills: faults.length, mails, tickets, notices, repeats, left };
  console.log(`${killed}/${kills} ${JSON.stringify({ ...line, wrong: report.wrong.length })}`);
  for (const sentence of report.wrong) console.error(`  ${sentence}`);
}

const sum = (of: (report: CampaignReport) => number): number => reports.reduce((all, one) => all + of(one), 0);
const tally = (lists: readonly (readonly string[])[]): Readonly<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const name of lists.flat()) found[name] = (found[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => a.localeCompare(b)));
};
console.log(
  JSON.stringify(
    {
      kills: killed,
      seconds: Math.round((performance.now() - began) / 1000),
      mails: sum((report) => report.fed.length),
      written: tally(reports.map((report) => report.fed)),
      outcomes: tally(reports.map((r) => Object.entries(r.outcomes).flatMap(([name, n]) => Array(n).fill(name)))),
      tickets: sum((report) => report.tickets),
      notices: sum((report) => report.notices),
      onTheWayAtKills: sum((report) => report.onTheWay),
      receivedAgain: sum((report) => report.repeats),
      leftToAPerson: sum((report) => report.left),
      reached: tally(reports.map((report) => report.reached.map(nameOf))),
      notReached: tally(reports.map((report) => report.unreached.map(nameOf))),
      wrong: sum((report) => report.wrong.length),
    },
    undefined,
    1,
  ),
);
process.exitCode = sum((report) => report.wrong.length) === 0 ? 0 : 1;

function count(name: string, value: string, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  console.error(`--${name} is a number from 1 to ${most}`);
  process.exit(1);
}
