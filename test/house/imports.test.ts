import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom (the house): values and types; `types` are folders of which only types may be imported. */
const HOUSE: Readonly<Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>> = {
  mail: { values: [], types: [] },
  desk: { values: ['mail'], types: ['mail'] },
  store: { values: ['mail', 'desk'], types: ['mail', 'desk'] },
  config: { values: ['mail', 'desk'], types: ['mail', 'desk'] },
  delivery: { values: ['mail', 'desk', 'store', 'config'], types: ['mail', 'desk', 'store', 'config'] },
  intake: {
    values: ['mail', 'desk', 'store', 'config', 'delivery'],
    types: ['mail', 'desk', 'store', 'config', 'delivery'],
  },
  watch: {
    values: ['mail', 'desk', 'store', 'config', 'delivery', 'intake'],
    types: ['mail', 'desk', 'store', 'config', 'delivery', 'intake'],
  },
  clock: { values: ['mail', 'desk', 'store', 'config', 'delivery', 'intake'], types: [] },
  cli: {
    values: ['mail', 'desk', 'store', 'config', 'delivery', 'intake', 'clock', 'gateway.ts'],
    types: ['mail', 'desk', 'store', 'config', 'delivery', 'intake', 'clock', 'gateway.ts'],
  },
  'gateway.ts': {
    values: ['mail', 'desk', 'store', 'config', 'delivery', 'intake', 'clock', 'watch'],
    types: ['mail', 'desk', 'store', 'config', 'delivery', 'intake', 'clock', 'watch'],
  },
};

/** What the pure core never touches. */
const IMPURE_MODULES =
  /^(?:node:(?:fs|net|tls|dns|http|https|child_process|cluster|worker_threads|timers|process|os)(?:\/.*)?|better-sqlite3|drizzle-orm.*|imapflow|nodemailer.*|pino|node-cron)$/;
const IMPURE_CALLS =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|exit|hrtime)|\bperformance\.now\(|\brandom(?:Bytes|UUID)\(/;

const SRC = resolve(import.meta.dirname, '../../src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  )) {
    const named = match[2] ?? '';
    const allTyped =
      /^\{[^}]*\}$/.test(named) &&
      named
        .slice(1, -1)
        .split(',')
        .filter((one) => one.trim() !== '')
        .every((one) => /^\s*type\s/.test(one));
    found.push({
      from: path,
      to: match[3] ?? match[4] ?? match[5] ?? '',
      typeOnly: match[1] !== undefined || allTyped,
    });
  }
  return found;
}

const room = (path: string): string => relative(SRC, path).split('/')[0] ?? '';
const all = files(SRC).flatMap(importsOf);

describe('the house', () => {
  it('knows every room', () => {
    expect([...new Set(files(SRC).map(room))].filter((one) => HOUSE[one] === undefined)).toEqual([]);
  });

  it('keeps its import directions', () => {
    const wrong = all.filter(({ from, to, typeOnly }) => {
      if (!to.startsWith('.')) return false;
      const [here, there] = [room(from), room(resolve(dirname(from), to))];
      if (here === there) return false;
      const allowed = HOUSE[here];
      return !(allowed?.values.includes(there) || (typeOnly && allowed?.types.includes(there)));
    });
    expect(wrong.map(({ from, to }) => `${relative(SRC, from)} imports ${to}`)).toEqual([]);
  });

  it('keeps input, output, time and chance out of the core', () => {
    const core = files(SRC).filter((path) => ['mail', 'desk'].includes(room(path)));
    const reaching = core.flatMap(importsOf).filter(({ to, typeOnly }) => !typeOnly && IMPURE_MODULES.test(to));
    const calling = core.filter((path) =>
      IMPURE_CALLS.test(readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
    );
    expect([
      ...reaching.map(({ from, to }) => `${relative(SRC, from)} imports ${to}`),
      ...calling.map((path) => relative(SRC, path)),
    ]).toEqual([]);
  });

  it('keeps SQL and its libraries in the store', () => {
    const outside = all.filter(({ from, to }) => /^(?:better-sqlite3|drizzle-orm)/.test(to) && room(from) !== 'store');
    expect(outside.map(({ from, to }) => `${relative(SRC, from)} imports ${to}`)).toEqual([]);
  });

  it('sees imports at all', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(importsOf(join(SRC, 'desk/decide.ts')).some(({ to, typeOnly }) => to === './act.ts' && !typeOnly)).toBe(
      true,
    );
  });
});
