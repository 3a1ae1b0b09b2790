/* What business time costs: `tsx test/bench/calendar.ts [COUNT]`. A 30-day target is wanted under 5 µs. */
import { performance } from 'node:perf_hooks';
import {
  add,
  addBusinessDays,
  compileCalendar,
  elapsed,
  isOpen,
  nextOpening,
} from '../../src/desk/calendar/calendar.ts';
import { holidaysOf } from '../../src/desk/calendar/holidays.ts';
import { DAY, HOUR } from '../../src/desk/calendar/local.ts';
import { rulesOf } from '../desk/calendar/calendars.ts';
import { random } from './mutate-mail.ts';

const WANTED = 5;
const count = Number(process.argv[2] ?? '200000');
const next = random(1);
const rules = rulesOf('Mon-Fri 08:00-12:00, 13:00-17:00', 'Europe/Belgrade', {
  holidays: [{ country: 'RS', region: undefined }],
});
const began = performance.now();
const calendar = compileCalendar(rules, holidaysOf(rules.holidays));
calendar.year(2026);
console.log(`calendar and first year compiled in ${(performance.now() - began).toFixed(1)} ms`);
const second = performance.now();
for (let year = 2027; year < 2031; year++) calendar.year(year);
console.log(`each further year in ${((performance.now() - second) / 4).toFixed(1)} ms`);

const moments = Array.from({ length: 4096 }, () => new Date(Date.UTC(2026, 0, 1) + Math.floor(next() * 1460 * DAY)));
const thirtyDays = 30 * 8 * HOUR;
const later = moments.map((from) => add(calendar, from, thirtyDays));
const tasks: Readonly<Record<string, (from: Date, to: Date) => unknown>> = {
  'add a 30-day target': (from) => add(calendar, from, thirtyDays),
  'elapsed of a 30-day target': (from, to) => elapsed(calendar, from, to),
  'is it open': (from) => isOpen(calendar, from),
  'next opening': (from) => nextOpening(calendar, from),
  'RFO, 5 working days': (from) => addBusinessDays(calendar, from, 5),
};
for (const [name, task] of Object.entries(tasks)) {
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const from = moments[i % moments.length] ?? new Date(0);
    task(from, later[i % later.length] ?? from);
  }
  const each = ((performance.now() - start) * 1000) / count;
  console.log(`${name}: ${each.toFixed(2)} µs`);
  if (name.includes('30-day') && each > WANTED) process.exitCode = 1;
}
