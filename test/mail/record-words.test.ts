import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saysNothing } from '../../src/mail/closing.ts';
import { RECORD_WORDS, readRecordSubject } from '../../src/mail/record-words.ts';
import { cleanSubject } from '../../src/mail/subject.ts';

const read = (subject: string) => readRecordSubject(cleanSubject(subject, ['EB']))?.numbers;

describe('the subject that asks for the record', () => {
  it.each(Object.entries(RECORD_WORDS).flatMap(([locale, words]) => words.map((word) => [locale, word])))(
    'is understood in %s: %s',
    (_locale, word = '') => {
      for (const subject of [word, word.toUpperCase(), `Re: ${word}`, `FW: Odg: ${word}?`, ` ${word}. `, `„${word}“!`])
        expect(read(subject), subject).toEqual([]);
      expect(read(word.normalize('NFD'))).toEqual([]);
      expect(read(`${word} EB-1042`)).toEqual(['EB-1042']);
      expect(read(`Re: ${word}: eb-1042.`)).toEqual(['EB-1042']);
    },
  );

  it.each([
    ['СТАЊЕ', []],
    ['моји захтеви', []],
    ['Moje pozadavky', []],
    ['sta\u00adtus', []],
    ['status št. EB-1042', ['EB-1042']],
    ['stav č. 1042', ['1042']],
    ['Status of EB-1042', ['EB-1042']],
    ['статус бр. EB-1042', ['EB-1042']],
    ['status EB‑1042', ['EB-1042']],
    ['status #1042', ['1042']],
    ['status EB-1042, EB-7 EB-1042', ['EB-1042', 'EB-7']],
    ['status XYZ2-99', ['XYZ2-99']],
    ['status A-1 A-2 A-3 A-4', ['A-1', 'A-2', 'A-3']],
  ] as const)('%s', (subject, numbers) => {
    expect(read(subject)).toEqual(numbers);
  });

  it.each([
    '',
    'Re:',
    'EB-1042',
    'Status of my order',
    'Stanje na računu',
    'status quo',
    'statusi',
    'Nový stav skladu',
    'No status',
    'status EB-1042 is wrong',
    `status ${'9'.repeat(200)}`,
  ])('is not: %s', (subject) => {
    expect(read(subject)).toBeUndefined();
  });

  it('reads whatever stands there, and never more than three numbers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const subject of [text, `status ${text}`, `${text} stanje`])
          expect(readRecordSubject(subject)?.numbers.length ?? 0).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('a mail that says nothing', () => {
  it.each([
    ['', 'Ana Novak'],
    ['\n  \n', 'Ana Novak'],
    ['Lep pozdrav\nAna Novak\nMlin Žitko d.o.o.\nTel. 01 555 12 12', ''],
    ['Pozdravljeni,\n\nlp, Ana', 'Ana Novak'],
    ['Ana Novák\nučetní, Mlýn Žitko s.r.o.\nwww.zitko.example', 'Novak, Ana'],
    ['S pozdravom,\nJán Kováč', ''],
    ['Со почит,\nАна Новак', ''],
    ['Срдачан поздрав\nАна', ''],
    ['Thanks!\n\nAna', ''],
    ['***\n---', ''],
  ])('%j', (text, writer) => {
    expect(saysNothing(text, writer)).toBe(true);
  });

  it.each([
    ['Kdaj bo rešeno?', 'Ana Novak'],
    ['Lep pozdrav\nAna\n\nP.S. Tiskalnik tudi ne dela.', 'Ana Novak'],
    ['Lep pozdrav, kdaj bo to rešeno?', ''],
    ['Ana Novak je na dopustu, prosim za odgovor meni.', 'Ana Novak'],
    ['The printer is broken.', 'Ana Novak'],
    [`Thanks\n${'word '.repeat(40)}`, ''],
  ])('says something: %j', (text, writer) => {
    expect(saysNothing(text, writer)).toBe(false);
  });
});
