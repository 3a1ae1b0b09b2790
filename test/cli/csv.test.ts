import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../src/cli/csv.ts';

const COLUMNS = ['name', 'city'];

describe('readCsv', () => {
  it.each([
    ['commas', 'name,city\nAna,Niš\n', [{ name: 'Ana', city: 'Niš' }]],
    [
      'semicolons of a spreadsheet, with a byte order mark',
      '\ufeffName;City\r\nAna;Niš\r\n',
      [{ name: 'Ana', city: 'Niš' }],
    ],
    ['tabs', 'name\tcity\nAna\tNiš\n', [{ name: 'Ana', city: 'Niš' }]],
    [
      'quotes, commas and line ends within',
      'name,city\n"Ana ""A"", B","Novi\nSad"\n',
      [{ name: 'Ana "A", B', city: 'Novi\nSad' }],
    ],
    ['other order, fewer columns', 'city\nNiš\n', [{ city: 'Niš' }]],
    ['blank lines', 'name,city\n\nAna,Niš\n\n', [{ name: 'Ana', city: 'Niš' }]],
    ['an apostrophe before what looks like a formula', "name,city\n'+381,'=x\n", [{ name: '+381', city: '=x' }]],
  ])('understands %s', (_name, text, rows) => {
    const read = readCsv(text, COLUMNS, []);
    expect(read.kind === 'rows' ? read.rows.map(({ cells }) => cells) : read).toEqual(rows);
  });

  it('tells on which line a row begins, after cells of several lines too', () => {
    const read = readCsv('name,city\n"a\nb",c\n\nd,e\n', COLUMNS, []);
    expect(read.kind === 'rows' ? read.rows.map(({ line }) => line) : read).toEqual([2, 5]);
  });

  it.each([
    ['an unknown column', 'nmae,city\n', 1, 'did you mean "name"?'],
    ['a column that is missing', 'city\n', 1, '"name" is missing'],
    ['a column that stands twice', 'name,name\n', 1, 'stands twice'],
    ['a row that is too short', 'name,city\na,b\nc\n', 3, '1 cells instead of 2'],
    ['a quote that never ends', 'name,city\n"a,b\n', 2, 'Quote'],
    ['nothing at all', '', 1, 'names the columns'],
  ])('refuses %s', (_name, text, line, words) => {
    const read = readCsv(text, COLUMNS, ['name']);
    expect(read.kind).toBe('wrong');
    if (read.kind === 'wrong') {
      expect(read.problems[0]?.line).toBe(line);
      expect(read.problems[0]?.why).toContain(words);
    }
  });

  it('reads what writeCsv writes', () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => text.replaceAll(/\r\n?/g, '\n').trim())
      .filter((text) => !/^'+[=+\-@\t\uff1d\uff0b\uff0d\uff20]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const filled = rows.filter((row) => row.some((one) => one !== ''));
        const read = readCsv(writeCsv(COLUMNS, filled), COLUMNS, []);
        expect(read.kind === 'rows' ? read.rows.map(({ cells }) => [cells.name, cells.city]) : read).toEqual(filled);
      }),
    );
  });
});
