import { describe, expect, test } from 'vitest';
import { decodeHeader } from '../../../src/mail/parse/words.ts';
import { cpuMs } from '../cpu.ts';

/** As it stands in the mail: UTF-8 bytes seen as latin1. */
function raw(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('encoded words', () => {
  test.each([
    ['plain', 'Hello', 'Hello'],
    ['Q', '=?utf-8?Q?Pomo=C4=87_molim?=', 'Pomoć molim'],
    ['B', '=?UTF-8?B?xb1hbA==?=', 'Žal'],
    ['iso-8859-2', '=?iso-8859-2?q?=AEal?=', 'Žal'],
    ['language suffix', '=?utf-8*sl?Q?=C5=BEal?=', 'žal'],
    ['text around', 'Re: =?utf-8?Q?=C5=BEal?= (2)', 'Re: žal (2)'],
    ['blanks between words go', '=?utf-8?Q?a?= =?utf-8?Q?b?=', 'ab'],
    ['folding between words goes', '=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=', 'ab'],
    ['blank between word and text stays', '=?utf-8?Q?a?= b', 'a b'],
    ['character split between words, B', '=?utf-8?B?xQ==?= =?utf-8?B?vQ==?=', 'Ž'],
    ['character split between words, Q', '=?utf-8?Q?=C5?=\r\n =?UTF-8?Q?=BD?=', 'Ž'],
    ['words of two charsets', '=?iso-8859-2?Q?=AE?= =?windows-1250?Q?=8E?=', 'ŽŽ'],
    ['blanks inside Q', '=?utf-8?Q?Pomo=C4=87 molim lepo?=', 'Pomoć molim lepo'],
    ['question mark inside Q', '=?utf-8?Q?Zakaj?_=C5=BEal?=', 'Zakaj? žal'],
    ['question mark before a hex pair inside Q', '=?utf-8?Q?Kaj?=20je?=', 'Kaj? je'],
    ['no blank between words and text', 'a=?utf-8?Q?=C5=BE?=b', 'ažb'],
    ['in a quoted string', '"=?utf-8?Q?=C5=BE?="', '"ž"'],
    ['cut off', '=?utf-8?Q?Te=C5=BEava s prij', 'Težava s prij'],
    ['cut off before the next', '=?utf-8?B?xb1h\r\n =?utf-8?Q?x?=', 'Žax'],
    ['cut off in the mark', '=?utf-8?Q?x?', 'x'],
    ['B without padding', '=?utf-8?B?xb1hbA?=', 'Žal'],
    ['B with junk', '=?utf-8?B?xb1 hb!A==?=', 'Žal'],
    ['broken hex', '=?utf-8?Q?100=G1?=', '100=G1'],
    ['no charset', '=??Q?=C5=BD?=', 'Ž'],
    ['unknown charset', '=?x-foo?Q?=C5=BD?=', 'Ž'],
    ['undeclared 8-bit as windows-1250', '=?us-ascii?Q?=8E=E1dost_o_zm=ECnu?=', 'Žádost o změnu'],
    ['8-bit bytes inside a word', raw('=?utf-8?Q?Žal_je?='), 'Žal je'],
    ['8-bit bytes of another charset inside a word', '=?utf-8?Q?\x8e\xe1dost_o_zm\xecnu?=', 'Žádost o změnu'],
    ['raw UTF-8', raw('Žádost'), 'Žádost'],
    ['raw windows-1250', '\x8e\xe1dost o zm\xecnu', 'Žádost o změnu'],
    ['raw windows-1251', '\xd5\xe8\xf2\xed\xee', 'Хитно'],
    ['raw iso-2022-jp', '\x1b$B%F%9%H\x1b(B', 'テスト'],
    ['raw and encoded mixed', raw('Žal =?utf-8?Q?=C5=BE?='), 'Žal ž'],
    ['not an encoded word', 'a =? b ?= c', 'a =? b ?= c'],
    ['unknown encoding letter', '=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
    ['controls', 'a\x00b\x07c', 'ab c'],
    ['line ends that would inject a header', '=?utf-8?Q?a=0D=0ABcc:_x?=', 'a  Bcc: x'],
    ['bare CR and LF', 'a\rb\nc', 'a b c'],
    ['gb2312 beyond gb2312', '=?gb2312?B?6Fc=?=', '鑇'],
  ])('%s', (_name, value, text) => {
    expect(decodeHeader(value)).toBe(text);
  });

  test('says what it guessed', () => {
    const notes: string[] = [];
    decodeHeader('\x8e\xe1dost', undefined, (what) => notes.push(what));
    expect(notes).toEqual(['raw 8-bit header text read as windows-1250']);
  });

  test.each([
    ['=?'.repeat(200_000)],
    ['=?utf-8?Q?'.repeat(50_000)],
    [`=?utf-8?Q?${'?=20'.repeat(100_000)}`],
    [`=?utf-8?B?${'='.repeat(400_000)}`],
    ['=?utf-8?Q?x '.repeat(50_000)],
    [`${'=?utf-8?Q?x '.repeat(50_000)}?=`],
    [' '.repeat(500_000)],
    [`=?utf-8?Q?a?=${' '.repeat(400_000)}x`],
    ['\r\n '.repeat(200_000)],
    [`=?${'x'.repeat(400_000)}?Q?a?=`],
  ])('takes linear time on hostile input %#', (value) => {
    const start = process.cpuUsage();
    decodeHeader(value);
    expect(cpuMs(start)).toBeLessThan(1500);
  });
});
