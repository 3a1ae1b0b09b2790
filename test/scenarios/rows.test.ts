import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROWS } from './rows.ts';

const HERE = import.meta.dirname;
const readme = readFileSync(join(HERE, 'README.md'), 'utf8');
/** Row and file of each line of the table. */
const told = [...readme.matchAll(/^\| ([A-Z]+-\d+) \|[^|]*\| `([^`]+)` \|$/gm)].map(([, row = '', file = '']) => ({
  row,
  file,
}));
const later = /^Not told yet: (.*)\.$/m.exec(readme)?.[1]?.split(', ') ?? [];
const rows = Object.entries(ROWS).flatMap(([desk, count]) =>
  Array.from({ length: count }, (_, at) => `${desk}-${at + 1}`),
);
const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));

describe('the table of stories', () => {
  it('names every row of every desk once, with its story or as not told yet', () => {
    expect([...told.map(({ row }) => row), ...later].toSorted()).toEqual(rows.toSorted());
  });

  it.each(told)('$row is told in $file', ({ row, file }) => {
    expect(readFileSync(join(HERE, file), 'utf8')).toMatch(new RegExp(`\\bstory\\(\\s*'${row}'`));
  });

  it('has a line for every story', () => {
    const stories = files.filter((file) => file.endsWith('.test.ts') && file !== 'rows.test.ts');
    expect(stories.toSorted()).toEqual([...new Set(told.map(({ file }) => file))].toSorted());
  });

  it('has no mail that no story sends', () => {
    const texts = told.map(({ file }) => readFileSync(join(HERE, file), 'utf8')).join('\n');
    expect(files.filter((file) => file.endsWith('.eml') && !texts.includes(`'${file}'`))).toEqual([]);
  });
});
