import { describe, expect, it } from 'vitest';
import { writePdf } from '../../src/delivery/document/pdf.ts';
import { matrixFile, matrixPaper } from '../../src/delivery/matrix-paper.ts';
import { createRenderer } from '../../src/delivery/render/renderer.ts';
import { LOCALES, type Locale } from '../../src/desk/status.ts';
import { pdfPages } from './document/pdf-text.ts';
import { matrix, view } from './matrix-view.ts';
import { BUILT_IN, options } from './render/samples.ts';

const renderer = createRenderer({ builtIn: BUILT_IN });
expect(renderer.prepare()).toEqual([]);

const text = async (locale: Locale, one = view()) => {
  const paper = matrixPaper(one, renderer.words(options(locale)));
  const pages = await pdfPages(await writePdf(paper));
  return pages
    .flat()
    .join(' ')
    .replaceAll(/[\s\u200b]+/g, ' ');
};

describe('the document of an escalation matrix (INTERSPACE-9)', () => {
  it.each(LOCALES)('holds everything that the client needs, in %s', async (locale) => {
    const said = await text(locale);
    for (const part of [
      'SRV-100234, Internet 1 Gb/s',
      'Mlin Žitko d.o.o.',
      'Kontakt centar',
      'centar@desk.example',
      'NOC 24/7',
      'Rukovodilac smene',
      'Marko Petrović Јелена Илић',
      '+381 11 555 0101',
      'Vlasnik',
      '#escalate',
    ])
      expect(said, part).toContain(part);
    expect(said).not.toMatch(/undefined|\{|\}|\ufffd|NaN/);
  });

  it.each([
    [
      'en',
      '25 November 2026',
      'Time since the request was received: 2 hours (opening hours)',
      'When 80% of the time for “Resolution” has passed',
      'When the time for “First response” has passed',
      'at most 3 times',
      '“escalate”',
    ],
    [
      'sr',
      '25. novembar 2026.',
      'Vreme od prijema zahteva: 2 sata radnog vremena',
      'Kada protekne 80% roka „Rešenje”',
      'Kada istekne rok „Prvi odgovor”',
      'najviše 3 puta',
      '„eskalacija”',
    ],
    [
      'sr-Cyrl',
      '25. новембар 2026.',
      'Време од пријема захтева: 2 сата радног времена',
      'Када протекне 80% рока „Решење”',
      'Када истекне рок „Први одговор”',
      'највише 3 пута',
      '„ескалација”',
    ],
    [
      'sl',
      '25. november 2026',
      'Čas od prejema zahtevka: 2 uri delovnega časa',
      'Ko preteče 80 % roka »Rešitev«',
      'Ko se izteče rok »Prvi odgovor«',
      'največ 3-krat',
      '»eskalacija«',
    ],
    [
      'sk',
      '25. novembra 2026',
      'Čas od prijatia požiadavky: 2 hodiny pracovného času',
      'Keď uplynie 80 % lehoty „Vyriešenie“',
      'Keď uplynie lehota „Prvá odpoveď“',
      'najviac 3-krát',
      '„eskalácia“',
    ],
    [
      'cs',
      '25. listopadu 2026',
      'Doba od přijetí požadavku: 2 hodiny pracovní doby',
      'Když uplyne 80 % lhůty „Vyřešení“',
      'Když uplyne lhůta „První odpověď“',
      'nejvýše 3krát',
      '„eskalace“',
    ],
    [
      'mk',
      '25 ноември 2026',
      'Време од приемот на барањето: 2 часа',
      'Кога ќе изминат 80',
      'Кога ќе истече рокот „Прв одговор“',
      'најмногу 3 пати',
      '„ескалација“',
    ],
  ] as const)('says when each level is told, and how to ask for it, in %s', async (locale, ...parts) => {
    const said = await text(locale);
    for (const part of parts) expect(said).toContain(part);
  });

  it('holds no address and number of an agent, and no name where the desk shows none', async () => {
    for (const showAgentName of [true, false]) {
      const desk = { ...view().desk, showAgentName };
      const said = await text('sr', view({ desk }));
      expect(said).not.toContain('private.example');
      expect(said).not.toContain('999 9999');
      expect(said.includes('Marko Petrović')).toBe(showAgentName);
      expect(said.includes('Osobe')).toBe(showAgentName);
    }
  });

  it('leaves out what there is not: service, client, numbers, the wish of the client', async () => {
    const bare = { ...matrix, clientAtMost: 0, levels: matrix.levels.map((level) => ({ ...level, phone: undefined })) };
    const said = await text('en', view({ service: undefined, clientName: undefined, matrix: bare }));
    for (const part of ['Service', 'Client', 'Telephone', '#escalate', 'How to request'])
      expect(said, part).not.toContain(part);
    expect(said).toContain('Vlasnik');
  });

  it.each([
    ['SRV-100234', 'escalation-matrix-SRV-100234.pdf'],
    ['../../etc č/x', 'escalation-matrix--etc-x.pdf'],
    [undefined, 'escalation-matrix.pdf'],
  ])('is a file that no id leads astray: %s', (id, name) => {
    expect(matrixFile(id)).toBe(name);
  });
});
