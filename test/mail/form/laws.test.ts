import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/mail/fold.ts';
import { readForm } from '../../../src/mail/form/read.ts';
import type { FormReading, FormRules } from '../../../src/mail/form/rules.ts';
import { oneTypoApart, wordsOf } from '../../../src/mail/form/spelling.ts';
import { cpuMs } from '../cpu.ts';
import { context, FAULT, PERSON } from './forms.ts';

const pieces = fc.constantFrom(
  'Service ID', 'ID usluge', 'Start time', 'Početak', 'Description', 'Опис', 'Impact', 'Vpliv', 'IP address', 'Logs', ':', ' - ', '=', '\t', '|',
  '\n', '\n\n', '> ', '* ', '1. ', '____', '[ ]', '[x] ', 'SVC-10042', 'SVC 20077', 'jutros u 8:30', '23.11. 10:00', 'od 9h', 'outage', 'nije',
  'Degradacija', '192.0.2.1', '2001:db8::1', 'n/a', 'Best regards', '-- ', ' ', ', ', '; ', '(', ')', 'ž', '́', '😀', '\r\n', '+381641234567',
); // biome-ignore format: a bag of pieces reads best in rows
const mails = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const tables = fc
  .array(fc.tuple(pieces, pieces), { maxLength: 6 })
  .map((rows) => `<table>${rows.map(([a, b]) => `<tr><td>${a}</td><td>${b}</td></tr>`).join('')}</table>`);

function places(reading: FormReading) {
  return [
    ...reading.findings.map((one) => one.place),
    ...reading.conflicts.flatMap((one) => one.findings.map((finding) => finding.place)),
    ...reading.unreadable.map((one) => one.place),
    ...reading.declined.map((one) => one.place),
  ];
}

describe('the reading of a form', () => {
  it('finds everything within the text it came from, each field once', () => {
    fc.assert(
      fc.property(mails, fc.option(tables, { nil: undefined }), fc.boolean(), (text, html, quoted) => {
        const reading = readForm(text, html, FAULT, context({ quoted }));
        for (const place of places(reading)) {
          const length = place.source === 'text' ? text.length : reading.tables.length;
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeGreaterThanOrEqual(place.start);
          expect(place.end).toBeLessThanOrEqual(length);
        }
        const keys = [reading.findings, reading.conflicts, reading.unreadable, reading.declined].flatMap((all) =>
          all.map((one) => one.key),
        );
        expect(new Set(keys).size).toBe(keys.length);
        for (const finding of reading.findings) expect(finding.value).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same text the same way', () => {
    fc.assert(
      fc.property(mails, (text) => {
        expect(readForm(text, undefined, FAULT, context())).toEqual(readForm(text, undefined, FAULT, context()));
      }),
      { numRuns: 100 },
    );
  });

  const blanks = fc.constantFrom(
    '',
    ' ',
    '____',
    ' ____________',
    ' [ ]',
    ' [   ]',
    ' ......',
    ' …',
    ' <>',
    ' **',
    ' ?',
    '\t',
    '  _ _ _',
    ' n/a',
    ' -',
  );
  const separators = fc.constantFrom(':', ' :', ' =', '\t', ':**', '：');
  const before = fc.constantFrom('', '- ', '* ', '• ', '**', '> ', '> > ', '1. ', '   ', '[required] ');

  it('finds nothing in an empty form, in any language and layout', () => {
    for (const form of [FAULT, PERSON])
      fc.assert(
        fc.property(fc.constantFrom('en', 'sr', 'sl', 'sk', 'cs', 'mk'), separators, before, blanks, fc.constantFrom('\n', '\n\n', '\r\n'), fc.boolean(),
          (locale, separator, mark, blank, end, quoted) => {
            const rows = emptyRows(form, locale).map((label) => `${mark}${label}${separator}${blank}`);
            const text = `Hi,${end}${rows.join(end)}${end}${end}Best regards,${end}Ann`;
            const reading = readForm(text, undefined, form, context({ quoted }));
            expect(reading.findings).toEqual([]);
            expect(reading.conflicts).toEqual([]);
            expect(reading.unreadable).toEqual([]);
          }), // biome-ignore format: one row
        { numRuns: 300 },
      );
  });

  it('finds each value of a filled form, whatever the layout and the order', () => {
    const rows = [
      ['Service ID', 'SVC-10042'],
      ['Početak', '23.11.2026 10:00'],
      ['Vpliv', 'Poslabšanje'],
      ['Опис', 'Бавно е.'],
      ['IP adresa', '192.0.2.1'],
      ['Circuit ID', 'CIR-BG123'],
    ] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: 1 }), fc.constantFrom(': ', ':', ' = ', '\t', ' - ', ':\n'), fc.constantFrom('', '- ', '**', '3) '),
        (chosen, separator, mark) => {
          const text = chosen.map(([label, value]) => `${mark}${label}${separator}${value}`).join('\n');
          const { findings } = readForm(text, undefined, FAULT, context());
          expect(findings.length).toBe(chosen.length);
          expect(findings.every((one) => one.how.kind === 'label')).toBe(true);
        }), // biome-ignore format: one row
    );
  });
});

function emptyRows(form: FormRules, locale: string): readonly string[] {
  return form.fields.flatMap((field) => field.labels[locale]?.[0] ?? []);
}

describe('folding', () => {
  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // What folds to a j may meet a letter before it only then (`d` + `ј`).
        expect(fold(fold(fold(text)))).toBe(fold(fold(text)));
      }),
    );
  });

  it('keeps words in order and in place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let at = 0;
        for (const word of wordsOf(text)) {
          expect(word.start).toBeGreaterThanOrEqual(at);
          at = word.end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it.each([
    ['service', 'servce', true],
    ['service', 'serivce', true],
    ['service', 'servvice', true],
    ['service', 'servine', true],
    ['service', 'service', false],
    ['service', 'seriece', false],
    ['service', 'srevcie', false],
  ])('%s and %s are one typo apart: %s', (a, b, expected) => {
    expect(oneTypoApart(a, b)).toBe(expected);
    expect(oneTypoApart(b, a)).toBe(expected);
  });
});

describe('a hostile megabyte', () => {
  const times = (piece: string, length = 1_000_000) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  it.each([
    ['label lines', times('Service ID: x\n')],
    ['labels on one line', times('Service ID: a, Impact: b; Start time: 1|')],
    ['almost labels', times('Servce IDD: x\nDescriptoon of what: y\n')],
    ['letters', times('a')],
    ['blanks', times(' ')],
    ['line ends', times('\n')],
    ['colons', times(':')],
    ['tabs and bars', times('\t|')],
    ['brackets', times('(')],
    ['closed brackets', times('()[]')],
    ['boxes', `Impact: ${times('[x] Degradation ')}`],
    ['boxes on lines', `Impact:\n${times('[ ]\n')}`],
    ['numbers', times('1.1.1.1.')],
    ['colons and digits', times('1:2:')],
    ['hex', times('abcdef:')],
    ['identifiers', times('SVC-10042 ')],
    ['unknown identifiers', times('SVC 99999 A-1 ')],
    ['options', times('not degraded outage ')],
    ['since', times('since 23.11. 10:00 od 9h ')],
    ['underscores', `Description: ${times('_')}x`],
    ['dots and blanks', `Description: ${times('. ')}x`],
    ['quotes', times('> ')],
    ['marks', times('**')],
    ['combining marks', times('e\u0301\u0301')],
    ['bullets', times('- 1. a) ')],
    ['at signs', `E-mail: ${times('a@')}`],
    ['mail parts', `E-mail: ${times('a.b-')}`],
    ['phones', `Landline: ${times('+381 (0)')}`],
    ['closings', times('thanks\n')],
    ['dashes', times('Impact - - - ')],
  ])('of %s is read within its bound', (_, text) => {
    const since = process.cpuUsage();
    readForm(text, undefined, FAULT, context({ quoted: true }));
    readForm(text, undefined, PERSON, context());
    expect(cpuMs(since)).toBeLessThan(4_000);
  });

  it.each([
    ['cells', times('<tr><td>Service ID</td><td>x</td></tr>')],
    ['tables', times('<table><tr><td>Impact</td><td>')],
    ['nested blocks', `<table><tr><td>${times('<div>')}`],
    ['one cell', `<table><tr><td>Description</td><td>${times('a b<br>')}`],
  ])('of HTML (%s) is read within its bound', (_, rows) => {
    const since = process.cpuUsage();
    readForm('', `<table>${rows}</table>`, FAULT, context());
    expect(cpuMs(since)).toBeLessThan(4_000);
  });
});
