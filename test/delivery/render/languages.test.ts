import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { accessLetter } from '../../../src/delivery/access-letter.ts';
import { matrixPaper } from '../../../src/delivery/matrix-paper.ts';
import { readCatalogue } from '../../../src/delivery/render/catalogue.ts';
import { CATALOGUE_KEYS, isCatalogueKey } from '../../../src/delivery/render/catalogue-keys.ts';
import { createRenderer } from '../../../src/delivery/render/renderer.ts';
import { Words } from '../../../src/delivery/render/words.ts';
import { reportPaper } from '../../../src/delivery/report-paper.ts';
import { rfoPaper } from '../../../src/delivery/rfo-paper.ts';
import { statementPaper } from '../../../src/delivery/statement-paper.ts';
import { LOCALES, type Locale, PRIORITIES, STATUSES, TICKET_TYPES } from '../../../src/desk/status.ts';
import { view } from '../matrix-view.ts';
import { view as rfoView } from '../rfo-view.ts';
import { REPORT } from './report-sample.ts';
import { ALL_VIEWS, BUILT_IN, options, SAMPLES } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'spoc-languages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const words = (locale: Locale, timeZone = 'Europe/Belgrade') =>
  new Words(readCatalogue({ builtIn: BUILT_IN }, locale).catalogue, { ...options(locale), timeZone });

describe('the languages', () => {
  it('each have every phrase and every template, in all their plural forms', () => {
    expect(createRenderer({ builtIn: BUILT_IN }).prepare()).toEqual([]);
  });

  it('have no phrase that is never said', () => {
    // Every English phrase is replaced by its own key, and then looked for in what is sent.
    mkdirSync(join(folder, 'en'));
    const phrases = Object.entries(CATALOGUE_KEYS).map(([key, values]) => [
      key,
      `⟦${key}⟧${values.map((one) => `{${one}}`).join('')}`,
    ]);
    const nested: Record<string, unknown> = {};
    for (const [key, phrase] of phrases) {
      const path = (key ?? '').split('.');
      let map = nested;
      for (const step of path.slice(0, -1)) {
        const inner = (map[step] ?? {}) as Record<string, unknown>;
        map[step] = inner;
        map = inner;
      }
      map[path.at(-1) ?? ''] = phrase;
    }
    writeFileSync(join(folder, 'en/catalogue.yaml'), stringify(nested));
    const renderer = createRenderer({ builtIn: BUILT_IN, own: folder });
    expect(renderer.prepare()).toEqual([]);
    const written = ALL_VIEWS.map((view) => renderer.render(view, options('en'))).flatMap(({ subject, text }) => [
      subject,
      text,
    ]);
    for (const one of LOCALES) written.push(renderer.correspondenceText('en', one));
    for (const one of STATUSES) written.push(renderer.statusLabel('en', one, {}));
    const en = new Words(readCatalogue({ builtIn: BUILT_IN, own: folder }, 'en').catalogue, options('en'));
    written.push(
      renderer.markerText('en'),
      ...PRIORITIES.map((one) => en.priority(one)),
      ...TICKET_TYPES.map((one) => en.type(one)),
    );
    const paper = matrixPaper(view(), en);
    written.push(JSON.stringify(paper), paper.pageText(1, 2), JSON.stringify(rfoPaper(rfoView(), en)));
    const { clientName, statement } = SAMPLES.statement;
    const sheet = statementPaper({ desk: view().desk, clientName, statement, at: new Date(0) }, en);
    written.push(JSON.stringify(sheet));
    const monthly = { desk: view().desk, clientName: 'Mlin', report: REPORT, locale: 'en' as const, at: new Date(0) };
    written.push(JSON.stringify(reportPaper(monthly, en)));
    const letter = {
      desk: view().desk,
      name: 'Ana',
      client: undefined,
      key: 'EB-1.k',
      until: new Date(0),
      at: new Date(0),
    };
    written.push(JSON.stringify(accessLetter(letter, en)));
    const said = new Set(written.flatMap((text) => [...text.matchAll(/⟦([\w.-]+)⟧/g)].map((match) => match[1])));
    expect(Object.keys(CATALOGUE_KEYS).filter((key) => !said.has(key))).toEqual([]);
  });

  it('keep the reply marker short enough for its line', () => {
    const renderer = createRenderer({ builtIn: BUILT_IN });
    renderer.prepare();
    for (const locale of LOCALES) expect(renderer.markerText(locale).length).toBeLessThanOrEqual(34);
  });
});

describe('dates', () => {
  const summer = new Date('2026-07-05T12:30:00Z');
  const winter = new Date('2026-12-05T13:30:00Z');
  const midnight = new Date('2026-12-31T23:05:00Z');
  it.each([
    ['en', winter, '5 December 2026 at 14:30'],
    ['sr', winter, '5. decembar 2026. u 14:30'],
    ['sr-Cyrl', winter, '5. децембар 2026. у 14:30'],
    ['sl', winter, '5. december 2026 ob 14.30'],
    ['sk', winter, '5. decembra 2026 o 14:30'],
    ['cs', winter, '5. prosince 2026 v 14:30'],
    ['mk', winter, '5 декември 2026 г. во 14:30'],
    ['cs', summer, '5. července 2026 v 14:30'],
    ['sl', midnight, '1. januar 2027 ob 00.05'],
    ['en', midnight, '1 January 2027 at 00:05'],
  ] as const)('%s: %s', (locale, at, expected) => {
    expect(words(locale).date(at)).toBe(expected);
  });

  it('are shown in the time zone of the desk', () => {
    expect(words('en', 'Asia/Tokyo').date(winter)).toBe('5 December 2026 at 22:30');
  });
});

describe('plural forms', () => {
  it.each([
    ['en', { 1: '1 attachment', 2: '2 attachments', 0: '0 attachments' }],
    ['sr', { 1: '1 prilog', 2: '2 priloga', 5: '5 priloga', 11: '11 priloga', 21: '21 prilog', 22: '22 priloga' }],
    ['sr-Cyrl', { 1: '1 прилог', 3: '3 прилога', 5: '5 прилога' }],
    [
      'sl',
      {
        1: '1 priloga',
        2: '2 prilogi',
        3: '3 priloge',
        4: '4 priloge',
        5: '5 prilog',
        101: '101 priloga',
        102: '102 prilogi',
      },
    ],
    ['sk', { 1: '1 príloha', 2: '2 prílohy', 4: '4 prílohy', 5: '5 príloh', 22: '22 príloh' }],
    ['cs', { 1: '1 příloha', 3: '3 přílohy', 5: '5 příloh', 21: '21 příloh' }],
    ['mk', { 1: '1 прилог', 2: '2 прилози', 11: '11 прилози', 21: '21 прилог' }],
  ] as const)('of attachments in %s', (locale, forms) => {
    for (const [count, expected] of Object.entries(forms)) {
      expect(words(locale).say('attachments.kept', { count: Number(count) })).toBe(expected);
    }
  });

  it.each([
    ['sr', 'attachments.left-out', 2, '2 priloga nisu preuzeta'],
    ['sr', 'attachments.left-out', 5, '5 priloga nije preuzeto'],
    ['sl', 'attachments.left-out', 2, '2 prilogi nista bili sprejeti'],
    ['sl', 'history.more', 2, '2 starejši sporočili tu nista prikazani.'],
    ['sk', 'history.more', 3, '3 staršie správy tu nie sú zobrazené.'],
    ['cs', 'history.more', 7, '7 starších zpráv zde není zobrazeno.'],
    ['mk', 'attachments.left-out', 3, '3 прилози не се преземени'],
  ] as const)('%s %s %i', (locale, key, count, expected) => {
    expect(words(locale).say(key, { count })).toBe(expected);
  });
});

describe('words of a desk', () => {
  it.each([
    ['sr', { sr: { new: 'Zaveden' } }, 'Zaveden'],
    ['sr-Cyrl', { sr: { new: 'Zaveden' } }, 'Заведен'],
    ['sr-Cyrl', { sr: { new: 'Zaveden' }, 'sr-Cyrl': { new: 'Уписан' } }, 'Уписан'],
    ['sr', { 'sr-Cyrl': { new: 'Уписан' } }, 'Primljen'],
    ['sl', { sr: { new: 'Zaveden' } }, 'Prejet'],
    ['en', { en: { new: 'Logged\r\nBcc: x' } }, 'Logged Bcc: x'],
  ] as const)('%s %j: %s', (locale, labels, expected) => {
    const renderer = createRenderer({ builtIn: BUILT_IN });
    renderer.prepare();
    expect(renderer.statusLabel(locale, 'new', labels)).toBe(expected);
  });

  it.each([
    ['sr', 430, '0,4\u00a0kB'],
    ['en', 1, '0.1\u00a0kB'],
    ['en', 0, '0\u00a0kB'],
    ['cs', 12_530_000, '12,5\u00a0MB'],
  ] as const)('size in %s of %i: %s', (locale, bytes, expected) => {
    expect(words(locale).size(bytes)).toBe(expected);
  });

  it('knows its keys', () => {
    expect(isCatalogueKey('status.new')).toBe(true);
    expect(isCatalogueKey('toString')).toBe(false);
  });
});
