import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, readCommands } from '../../src/mail/commands.ts';
import { cpuMs } from './cpu.ts';

const brief = (text: string) => {
  const { commands, body } = readCommands(text);
  return [commands.map(({ verb, argument, line }) => `${line} ${verb}${argument === '' ? '' : ` ${argument}`}`), body];
};

describe('command lines', () => {
  it.each<[string, string, string[], string]>([
    ['one alone', '#resolved', ['1 resolved'], ''],
    ['one with a body', '#resolved\n\nDone.', ['1 resolved'], 'Done.'],
    [
      'several, with blank lines between and before',
      '\n#assign me\n\n#priority high\n\nHello\nthere',
      ['2 assign me', '4 priority high'],
      'Hello\nthere',
    ],
    ['CRLF', '#assign me\r\n#pending\r\n\r\nHello\r\nthere', ['1 assign me', '2 pending'], 'Hello\r\nthere'],
    ['a capital and a dot', '#Resolved.\nHi', ['1 resolved'], 'Hi'],
    ['blanks around', '  #resolved  \nHi', ['1 resolved'], 'Hi'],
    ['a blank after #', '# resolved\nHi', ['1 resolved'], 'Hi'],
    ['a no-break blank', '#assign\u00a0Marko\nHi', ['1 assign Marko'], 'Hi'],
    ['a full-width #', '＃resolved\nHi', ['1 resolved'], 'Hi'],
    ['zero-width characters', '\ufeff#\u200bresolved\u200b\nHi', ['1 resolved'], 'Hi'],
    ['a colon', '#assign: Marko\nHi', ['1 assign Marko'], 'Hi'],
    ['a final dot after one word', '#assign marko.\nHi', ['1 assign marko'], 'Hi'],
    ['a final dot after an address', '#to ana@klient.test.\nHi', ['1 to ana@klient.test'], 'Hi'],
    ['a sentence keeps its dot', '#note Call him back.', ['1 note Call him back.'], ''],
    ['two on a line', '#resolved #note', ['1 resolved', '1 note'], ''],
    ['a # inside an argument', '#note see #howto', ['1 note see #howto'], ''],
    ['an unknown verb', '#reslved', ['1 reslved'], ''],
    ['a verb with letters of ours', '#riješeno\nHi', ['1 riješeno'], 'Hi'],
    ['no command at all', 'Hello\n#resolved', [], 'Hello\n#resolved'],
    ['a ticket number is none', '#1042 works now\n#resolved', [], '#1042 works now\n#resolved'],
    ['a lone #', '#\n#resolved', [], '#\n#resolved'],
    ['a second-level heading', '## Summary\ntext', [], '## Summary\ntext'],
    ['a word with # in prose', 'Use #resolved to close', [], 'Use #resolved to close'],
    ['stops at the first other line', '#resolved\nHi\n#pending', ['1 resolved'], 'Hi\n#pending'],
    ['a ticket number after commands', '#resolved\n#1042 is the same', ['1 resolved'], '#1042 is the same'],
    ['punctuation after a verb', '#resolved!\nHi', [], '#resolved!\nHi'],
    ['nothing', '', [], ''],
    ['only blank lines', '\n\n', [], '\n\n'],
  ])('%s', (_what, text, commands, body) => expect(brief(text)).toEqual([commands, body]));

  it('law: the body is a tail of the text, and nothing of a command line is in it', () => {
    const line = fc.constantFrom('#resolved', '# Note x', '', ' ', 'Hi', '#1', '> #pending', '#assign me.', '##');
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end);
        const { commands, body } = readCommands(text);
        expect(text.endsWith(body)).toBe(true);
        if (commands.length > 0) expect(readCommands(body).commands).toEqual([]);
        for (const { verb, line } of commands) expect(lines[line - 1]?.toLowerCase()).toContain(verb);
      }),
    );
  });

  it('is linear', () => {
    const started = process.cpuUsage();
    for (const unit of ['#', '#a ', '#a #', '#resolved\n', '\n', ' ', '#a:', '\u200b'])
      readCommands(unit.repeat(1_000_000 / unit.length));
    expect(cpuMs(started)).toBeLessThan(3000);
  });
});

describe('the nearest verb', () => {
  const KNOWN = ['resolved', 'pending', 'hold', 'open', 'closed', 'assign', 'priority', 'note', 'help', 'send'];
  it.each([
    ['reslved', 'resolved'],
    ['resolevd', 'resolved'],
    ['resolve', 'resolved'],
    ['CLOSE', 'closed'],
    ['asign', 'assign'],
    ['hlod', 'hold'],
    ['note', 'note'],
    ['problem', undefined],
    ['', undefined],
    ['x'.repeat(1_000_000), undefined],
  ])('%.20s → %s', (verb, expected) => expect(nearest(verb, KNOWN)).toBe(expected));
});
