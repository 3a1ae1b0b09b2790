import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCyrillic } from '../../../src/delivery/render/transliterate.ts';
import { ALIKE, prepare, rank, rankArticles } from '../../../src/desk/similar/rank.ts';
import { near, sorted, stemOf, termsOf } from '../../../src/desk/similar/terms.ts';

const rows = (file: string) =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
/** The same question twice, in other words. */
const PAIRS = rows('pairs.txt').map((line) => {
  const [language = '', first = '', again = ''] = line.split(' | ');
  return { language, first, again };
});
const DISTRACTORS = rows('distractors.txt');
const GREETING: Readonly<Record<string, readonly [string, string]>> = {
  sr: ['Poštovani,', 'Srdačan pozdrav,\nMilica Jović'],
  sl: ['Pozdravljeni,', 'Lep pozdrav,\nMojca Novak'],
  cs: ['Dobrý den,', 'S pozdravem\nJana Dvořáková'],
  sk: ['Dobrý deň,', 'S pozdravom\nZuzana Kováčová'],
};

/** How many of the pairs are found among so many first places, with the questions and the earlier ones as these make them. */
function recall(
  most: number,
  ask: (pair: (typeof PAIRS)[number]) => string,
  earlier = (pair: (typeof PAIRS)[number]) => pair.first,
) {
  const candidates = [
    ...PAIRS.map((pair, of) => ({ of, words: prepare(earlier(pair)) })),
    ...DISTRACTORS.map((text, at) => ({ of: -1 - at, words: prepare(text) })),
  ];
  const found = PAIRS.filter((pair, nth) =>
    rank(ask(pair), candidates)
      .slice(0, most)
      .some(({ of }) => of === nth),
  );
  return found.length / PAIRS.length;
}

const letter = ({ language, again }: (typeof PAIRS)[number]) => {
  const [hello, bye] = GREETING[language] ?? ['', ''];
  return `${hello}\n\n${again}\n\n${bye}`;
};

describe('the same question again (SAOP-5)', () => {
  it('has at least 60 pairs in four languages, and 200 distractors', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(PAIRS.map(({ language }) => language))).toEqual(new Set(['sr', 'sl', 'cs', 'sk']));
    expect(DISTRACTORS).toHaveLength(200);
    expect(new Set([...DISTRACTORS, ...PAIRS.flatMap(({ first, again }) => [first, again])]).size).toBe(
      DISTRACTORS.length + 2 * PAIRS.length,
    );
  });

  it('finds nine of ten among the first three', () => {
    expect(recall(3, ({ again }) => again)).toBeGreaterThanOrEqual(0.9);
  });

  it('finds them from the first question to the second, too, and within the phrases of a letter', () => {
    expect(
      recall(
        3,
        ({ first }) => first,
        ({ again }) => again,
      ),
    ).toBeGreaterThanOrEqual(0.9);
    expect(recall(3, letter)).toBeGreaterThanOrEqual(0.9);
  });

  it('makes no difference between alphabets, cases and diacritics', () => {
    const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'dj');
    const serbian = PAIRS.filter(({ language }) => language === 'sr');
    const candidates = serbian.map(({ first }, of) => ({ of, words: prepare(first) }));
    for (const { again } of serbian) {
      const order = (text: string) => rank(text, candidates).map(({ of, score }) => `${of} ${score.toFixed(6)}`);
      expect(order(toCyrillic(again))).toEqual(order(again));
      expect(order(bare(again).toUpperCase())).toEqual(order(again));
    }
  });

  it('says that most pairs are alike, and of few other questions', () => {
    const candidates = DISTRACTORS.map((text, of) => ({ of, words: prepare(text) }));
    const alike = PAIRS.filter(({ first, again }) => {
      const [best] = rank(again, [...candidates, { of: -1, words: prepare(first) }]).filter(({ of }) => of === -1);
      return (best?.score ?? 0) >= ALIKE;
    });
    const wrong = PAIRS.filter(({ again }) => (rank(again, candidates)[0]?.score ?? 0) >= ALIKE);
    expect(alike.length / PAIRS.length).toBeGreaterThanOrEqual(0.9);
    expect(wrong.length / PAIRS.length).toBeLessThanOrEqual(0.15);
  });

  it.each([
    [
      'mk',
      'Не можам да го потпишам налогот, картичката не е пронајдена',
      'При потпишување на налог пишува дека картичката не е пронајдена',
    ],
    ['en', 'The invoice cannot be printed to PDF', 'Printing invoices to PDF fails'],
    ['sr', 'Kako se menja PIN kartice?', 'Како да променим ПИН картице?'],
  ])('finds it in %s', (_language, first, again) => {
    const all = [first, ...DISTRACTORS].map((text, of) => ({ of, words: prepare(text) }));
    expect(rank(again, all)[0]).toMatchObject({ of: 0 });
  });
});

describe('words', () => {
  it.each([
    ['zahteva zahtevu zahtevom zahtevima', 1],
    ['tiskalnik tiskalnika tiskalniku tiskalnikom', 1],
    ['faktura faktury faktuře fakturou', 1],
    ['požiadavka požiadavky požiadavke požiadavkou', 1],
    ['invoice invoices', 1],
  ])('of %s are one', (forms) => {
    expect(new Set(forms.split(' ').map((form) => termsOf(form)[0]?.stem)).size).toBe(1);
  });

  it.each([
    ['objednávka', 'objednávok'],
    ['čitač', 'čitaču'],
    ['naimportovať', 'importovať'],
    ['tlačiareň', 'tlačiarne'],
  ])('%s and %s are near', (a, b) => {
    const [first] = termsOf(a);
    if (first === undefined) throw new Error(a);
    expect(near(first, sorted(termsOf(b)))?.nearness ?? 0).toBeGreaterThan(0);
  });

  it('codes and numbers stay whole, greetings are nothing', () => {
    expect(termsOf('Poštovani, greška 0x800 na REK-1. Lep pozdrav').map(({ stem }) => stem)).toEqual([
      'gresk',
      '0x800',
      'rek',
      '1',
    ]);
    expect(stemOf('0x800')).toBe('0x800');
  });
});

describe('laws of ranking', () => {
  const text = fc
    .array(fc.constantFrom('nalog', 'naloga', 'kartica', 'karticu', 'čitač', 'PIN', 'sertifikat', 'Налог', '0x1'), {
      maxLength: 8,
    })
    .map((words) => words.join(' '));

  it('scores lie between 0 and 1, a text is like itself, and the order of candidates makes no difference', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 12 }), (asked, others) => {
        const candidates = others.map((one, of) => ({ of, words: prepare(one) }));
        const ranked = rank(asked, candidates);
        for (const { score } of ranked) expect(score > 0 && score <= 1).toBe(true);
        const scores = (list: typeof ranked) => list.map(({ of, score }) => `${of}:${score.toFixed(9)}`).sort();
        expect(scores(rank(asked, candidates.toReversed()))).toEqual(scores(ranked));
        expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a));
        const [self] = rank(asked, [{ of: 'self', words: prepare(asked) }]);
        if (termsOf(asked).length > 0) expect(self?.score).toBeCloseTo(1, 9);
      }),
    );
  });

  it('what shares no word is not there', () => {
    expect(rank('nalog kartica', [{ of: 1, words: prepare('dopust plača') }])).toEqual([]);
    expect(rank('', [{ of: 1, words: prepare('nalog') }])).toEqual([]);
  });

  it('is quick on hostile texts', () => {
    const hostile = Array.from(
      { length: 2000 },
      (_, n) => `abc${String.fromCharCode(97 + (n % 26), 97 + ((n / 26) % 26))}xyz`,
    ).join(' ');
    const candidates = Array.from({ length: 60 }, (_, of) => ({ of, words: prepare(hostile.slice(of)) }));
    const begun = process.cpuUsage().user;
    rank(hostile, candidates);
    expect((process.cpuUsage().user - begun) / 1000).toBeLessThan(3_000);
  });
});

describe('published answers', () => {
  const article = (of: string, title: string, text = '') => ({
    of,
    title: prepare(title),
    words: prepare(`${title}\n${text}`),
  });
  const articles = [
    article('pin', 'Kako spremenim PIN na pametni kartici', 'V programu odprite Nastavitve in izberite Sprememba PIN.'),
    article(
      'rek',
      'Obrazec REK-1 po obračunu plač',
      'Obrazec se pripravi, ko je obračun zaključen. Preverite vrsto dohodka.',
    ),
    article(
      'year',
      'Zapiranje poslovnega leta',
      'Vrstni red: amortizacija, inventura, zaključek kontov, prenos otvoritve.',
    ),
    article('logo', 'Logotip na računu', 'Logotip naložite v nastavitvah izpisa; priporočamo sliko PNG.'),
  ];

  it.each([
    ['pin', 'Kako se zamenja PIN kartice?'],
    ['rek', 'Program pri plačah ne pripravi obrazca REK-1, obračun je narejen.'],
    ['year', 'Kakšen je vrstni red pri zapiranju leta?'],
    ['logo', 'Na računih se ne vidi logotip.'],
  ])('%s answers: %s', (of, asked) => {
    const [best] = rankArticles(asked, articles);
    expect(best).toMatchObject({ of });
    expect(best?.score).toBeGreaterThanOrEqual(ALIKE);
  });

  it('offers nothing for another question', () => {
    expect(
      rankArticles('Dobavitelj nam je poslal napačen cenik.', articles).filter(({ score }) => score >= ALIKE),
    ).toEqual([]);
  });
});
