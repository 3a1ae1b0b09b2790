import { describe, expect, it } from 'vitest';
import type { Paper, PaperBlock } from '../../../src/delivery/document/paper.ts';
import { writePdf } from '../../../src/delivery/document/pdf.ts';
import { pdfPages } from './pdf-text.ts';

const paper = (blocks: readonly PaperBlock[], over: Partial<Paper> = {}): Paper => ({
  language: 'sk',
  issuer: 'Podpora',
  title: 'Eskalačná matica',
  subtitle: 'SRV-100234',
  at: new Date('2026-11-25T08:00:00Z'),
  blocks,
  pageText: (page, pages) => `Strana ${page} z ${pages}`,
  ...over,
});
const table = (rows: readonly (readonly (readonly string[])[])[]): PaperBlock => ({
  kind: 'table',
  columns: [
    { head: 'Úroveň', share: 1 },
    { head: 'Meno', share: 3, strong: true },
  ],
  rows,
});
const words = async (one: Paper) => (await pdfPages(await writePdf(one))).map((page) => page.join(' '));
const flat = (text: string | undefined) => text?.replaceAll(/\s+/g, ' ');

describe('a document as PDF', () => {
  it('shows the letters of every language of ours', async () => {
    const letters = 'čšžđćľřĺŕôäťďňěů ČŠŽĐĆĽŘ Љубав, ѓаволот и ќе ѝ, Ђорђе';
    const [page] = await words(
      paper([
        { kind: 'paragraph', text: letters },
        { kind: 'facts', rows: [{ label: letters, value: letters }] },
        table([[['1'], [letters]]]),
        { kind: 'list', items: [letters] },
        { kind: 'heading', text: letters },
      ]),
    );
    expect(flat(page)?.replaceAll(' ', '').split(letters.replaceAll(' ', '')).length).toBe(7);
    expect(page).not.toContain('\ufffd');
  });

  it('is the same file for the same document, and another for another', async () => {
    const one = paper([table([[['1'], ['Ana']]])]);
    const [first, second] = [await writePdf(one), await writePdf(one)];
    expect(first.equals(second)).toBe(true);
    expect(first.equals(await writePdf({ ...one, title: 'Iná' }))).toBe(false);
    expect(first.subarray(0, 8).toString()).toBe('%PDF-1.7');
  });

  it('begins each page of a table with its head, keeps rows whole, and counts the pages', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => [[`${n + 1}.`], [`meno ${n + 1}`, `druhé ${n + 1}`]]);
    const pages = await words(paper([table(rows)]));
    expect(pages.length).toBeGreaterThan(2);
    for (const [n, page] of pages.entries()) {
      expect(page.split('Úroveň').length).toBe(2);
      expect(page).toContain(`Strana ${n + 1} z ${pages.length}`);
      expect(page).toContain('Podpora – Eskalačná matica');
    }
    for (let n = 1; n <= 90; n++) {
      const on = pages.filter((page) => new RegExp(`\\b${n}\\. meno ${n} druhé ${n}\\b`).test(page));
      expect(on, `row ${n}`).toHaveLength(1);
    }
  });

  it('breaks a row that no page has room for, and loses no line of it', async () => {
    const lines = Array.from({ length: 200 }, (_, n) => `riadok ${n};`);
    const pages = await words(paper([table([[['1'], lines]])]));
    expect(pages.length).toBeGreaterThan(2);
    for (const line of lines)
      expect(
        pages.filter((page) => page.includes(line)),
        line,
      ).toHaveLength(1);
  });

  it('ends, whatever is written into one line', async () => {
    const pages = await words(paper([table([[['1'], ['x'.repeat(40_000)]]]), { kind: 'paragraph', text: 'koniec' }]));
    expect(pages.join(' ')).toContain('koniec');
    expect(pages.length).toBeLessThan(5);
  });
});
