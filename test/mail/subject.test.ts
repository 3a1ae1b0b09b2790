import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSubject, ticketNumbersIn } from '../../src/mail/subject.ts';
import { cpuMs } from './cpu.ts';

describe('cleaning a subject', () => {
  it.each([
    ['Re: Printer', 'Printer'],
    ['RE: AW: Odg: Vá: FW: Printer', 'Printer'],
    ['Re:Re:re : Printer', 'Printer'],
    ['RE\u00a0:\u00a0Printer', 'Printer'],
    ['Re[2]: Printer', 'Printer'],
    ['Re(3): RE^2: AW [4]: Re*2: Re2: Printer', 'Printer'],
    ['Fwd: Fw: TR: WG: PD: SV: VS: VB: Printer', 'Printer'],
    ['Odg: Odgovor: Proslijeđeno: Prosleđeno: Štampač', 'Štampač'],
    ['Одг: Одговор: Прослеђено: Штампач', 'Штампач'],
    ['Проследување: Од: Препратено: Печатач', 'Печатач'],
    ['Odp: Odpověď: Přeposláno: Tiskárna', 'Tiskárna'],
    ['Odpoveď: Preposlané: Tlačiareň', 'Tlačiareň'],
    ['Posredovano: Od: Tiskalnik', 'Tiskalnik'],
    ['回复：转发: 返信: 打印机', '打印机'],
    ['Ynt: İlt: Yazıcı', 'Yazıcı'],
    ['Re: [EB-1042] Printer', 'Printer'],
    ['[EB-1042] Re: [EB-1042] Fwd: Printer', 'Printer'],
    ['Re: [EXTERNAL] Re: Printer', 'Printer'],
    ['\u200fRe: \u200ePrinter', 'Printer'],
    ['Re:\r\n\tPrinter\r\n on fire', 'Printer on fire'],
    ['  Printer   on\tfire ', 'Printer on fire'],
    // The words of a person.
    ['Re-order: paper', 'Re-order: paper'],
    ['Regarding: paper', 'Regarding: paper'],
    ['Reklamacija: papir', 'Reklamacija: papir'],
    ['Re Printer', 'Re Printer'],
    ['Ref: 4711', 'Ref: 4711'],
    ['Od: 8:00 do 16:00 zatvoreno', 'Od: 8:00 do 16:00 zatvoreno'],
    ['Odgovor na ponudu: cena', 'Odgovor na ponudu: cena'],
    ['Printer: Re: ink', 'Printer: Re: ink'],
    ['Problem [EB-1042]', 'Problem [EB-1042]'],
    ['[urgent] Printer', '[urgent] Printer'],
    ['[jira-12] Printer', '[jira-12] Printer'],
    ['Re:', ''],
    ['', ''],
  ])('%j → %j', (subject, expected) => expect(cleanSubject(subject)).toBe(expected));

  it('with prefixes takes only our tags, from anywhere', () => {
    expect(cleanSubject('Re: [JIRA-12] Printer [eb-1042]', ['EB'])).toBe('[JIRA-12] Printer');
    expect(cleanSubject('Re: 【EB-1042】 Re: Printer', ['EB'])).toBe('Printer');
  });

  it('is bounded and linear', () => {
    const started = process.cpuUsage();
    expect(cleanSubject('Re: '.repeat(250_000))).toBe('');
    expect(cleanSubject('[EB-1] '.repeat(100_000), ['EB'])).toBe('');
    expect(cleanSubject('x'.repeat(1_000_000))).toHaveLength(500);
    for (const unit of ['[', 'Re', ' :', '[EB-', '😀', 'Re [', '1']) cleanSubject(unit.repeat(500_000), ['EB']);
    expect(cpuMs(started)).toBeLessThan(1000);
  });

  it('law: cleaning again changes nothing, whatever was piled up', () => {
    const prefix = fc.constantFrom(
      'Re: ',
      'AW: ',
      'Odg:',
      'FW : ',
      'Re[2]: ',
      'Одг: ',
      '[EB-7] ',
      '回复：',
      'Preposlané: ',
    );
    fc.assert(
      fc.property(fc.array(prefix), fc.string({ unit: fc.constantFrom(...'abž:[]- Re1\u00a0') }), (pile, words) => {
        const clean = cleanSubject(pile.join('') + words);
        expect(cleanSubject(clean)).toBe(clean);
        expect(clean).toBe(cleanSubject(words));
      }),
    );
  });
});

describe('ticket numbers in a subject', () => {
  it.each<[string, readonly string[] | undefined, string[]]>([
    ['[EB-1042] Printer', ['EB'], ['EB-1042']],
    ['Re: AW: Odg: Vá: FW: [EB-1042] Printer', ['EB'], ['EB-1042']],
    ['Re: [eb-1042] Printer', ['EB'], ['EB-1042']],
    ['Re: [EB-\r\n 1042] Printer', ['EB'], ['EB-1042']],
    ['Re: [\u00a0EB-1042\u00a0] Printer', ['EB'], ['EB-1042']],
    ['Re: ［EB-1042］', ['EB'], ['EB-1042']],
    ['Re: 【EB‑１０４２】', ['EB'], ['EB-1042']],
    ['Re: [EB\u200b-1042]', ['EB'], ['EB-1042']],
    ['Re: [#EB-1042]', ['EB'], ['EB-1042']],
    ['Re: EB-1042 Printer', ['EB'], ['EB-1042']],
    ['about eb-1042.', ['EB'], ['EB-1042']],
    ['(EB-1042), [SG-7]', ['EB', 'SG'], ['EB-1042', 'SG-7']],
    ['[EB-1042] and EB-1042 again', ['EB'], ['EB-1042']],
    ['[SAGA-7] in [SA-8]', ['SA', 'SAGA'], ['SAGA-7', 'SA-8']],
    ['WEB-1042, EB-1042x, EB-1042-2, x.EB-1, EB-1.5, EB 1042', ['EB'], []],
    ['[JIRA-12] Printer', ['EB'], []],
    ['[JIRA-12] Printer', undefined, ['JIRA-12']],
    ['JIRA-12 Printer', undefined, []],
    ['[jira-12] Printer', undefined, []],
    ['[ABCDEFGHIJK-12]', undefined, []],
    ['[EB-1042]', [], []],
    ['[EB-1042]', [''], []],
    ['[A.B-1] [AxB-2]', ['A.B'], ['A.B-1']],
    ['2025-08-04', ['EB'], []],
    ['', ['EB'], []],
  ])('%j with %j → %j', (subject, prefixes, expected) => expect(ticketNumbersIn(subject, prefixes)).toEqual(expected));

  it('law: a tag survives every pile of prefixes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Re: ', 'FW: ', 'Odg: ', '【x】', '\u00a0')),
        fc.nat(99_999),
        (pile, number) => {
          expect(ticketNumbersIn(`${pile.join('')}[EB-${number}] Printer`, ['EB'])).toEqual([`EB-${number}`]);
        },
      ),
    );
  });

  it('is linear', () => {
    const started = process.cpuUsage();
    for (const unit of ['[EB-', 'EB-', '[', 'EB-1 ', '-', '1', '［']) ticketNumbersIn(unit.repeat(300_000), ['EB']);
    expect(cpuMs(started)).toBeLessThan(1_000);
  });
});
