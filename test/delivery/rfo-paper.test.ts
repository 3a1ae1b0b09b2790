import { describe, expect, it } from 'vitest';
import { writePdf } from '../../src/delivery/document/pdf.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { rfoFile, rfoPaper } from '../../src/delivery/rfo-paper.ts';
import { LOCALES, type Locale } from '../../src/desk/status.ts';
import { pdfPages } from './document/pdf-text.ts';
import { BUILT_IN, options } from './render/samples.ts';
import { view } from './rfo-view.ts';

const renderer = createRenderer({ builtIn: BUILT_IN });
expect(renderer.prepare()).toEqual([]);
const words = (locale: Locale) => renderer.words(options(locale));

async function textOf(of = view(), locale: Locale = 'sr'): Promise<string> {
  const pages = pdfPages(await writePdf(rfoPaper(of, words(locale))));
  return pages.flat().join(' ').replace(/\s+/g, ' ');
}

describe('the document on an outage (INTERSPACE-8)', () => {
  it('tells what it was, why, how it went and what is done, in the order in which it is read', async () => {
    const text = await textOf();
    const order = [
      'Uzrok prekida',
      'EB-1042 – Banka',
      'Ne radi prijava',
      'SVC-1, Internet Novi Sad',
      'Rešeno 20. novembar 2026. u 12:30',
      'Trajanje 3 sata 50 minuta',
      'Presečen je optički kabl',
      'Tok događaja',
      '20. novembar 2026. u 08:40 Početak problema',
      'Prijavljeno e-poštom',
      'Status: „U radu”',
      'Prioritet: Hitan',
      'Klijentu su poslate informacije',
      'Prosleđeno višem nivou: 1',
      'Status: „Rešen”',
      'Preventivne mere',
      'Nadzor prigušenja',
      'Izdato 24. novembar 2026. u 14:00.',
    ];
    const places = order.map((part) => text.replaceAll('\u00a0', ' ').indexOf(part));
    expect(order.filter((_, nth) => places[nth] === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('names nobody of the staff', async () => {
    for (const locale of LOCALES) expect(await textOf(view({ locale }), locale)).not.toMatch(/marko|Petrović/i);
  });

  it('has the course of events that the agent wrote, where he wrote one', async () => {
    const text = await textOf(view({ text: { ...view().text, timeline: '07:40 alarm\n07:55 ekipa na terenu' } }));
    expect(text).toContain('07:55 ekipa na terenu');
    expect(text).not.toContain('Prijavljeno');
  });

  it('is set whatever the text says, and however long it is', async () => {
    const cause = `${'Veoma duga rečenica o uzroku. '.repeat(2_000)}\n\n${'x'.repeat(5_000)}\u0000\u202e<b>`;
    const pages = pdfPages(await writePdf(rfoPaper(view({ text: { ...view().text, cause } }), words('sr'))));
    expect(pages.length).toBeGreaterThan(3);
  });

  it.each([
    ['EB-1042', 'rfo-eb-1042.pdf'],
    ['../../x', 'rfo--x.pdf'],
  ])('of %s is the file %s', (number, file) => {
    expect(rfoFile(number)).toBe(file);
  });
});
