import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/mail/reply/read.ts';
import { isVisible, textOfSpans } from '../../../src/mail/reply/spans.ts';

const PIECES = [
  'Hello',
  'Dobrý den,',
  '',
  '',
  '> quoted',
  '> > deeper',
  '>',
  '-- ',
  '--',
  'Sent from my iPhone',
  '##- EB-1042 -## Odgovorite',
  '> ##- EB-1 -## x',
  'On Tue, Mar 5, 2024 at 10:12 AM Ann <ann@example.com> wrote:',
  'Dne 5. 3. 2024 v 10:12 Jan Novák napsal(a):',
  '-----Original Message-----',
  '---------- Forwarded message ---------',
  'From: Ann <ann@example.com>',
  'Sent: Tuesday, March 5, 2024 10:12 AM',
  'To: Bob',
  'Subject: Hi',
  '________________________________',
  'This e-mail is confidential and intended only for the addressee. If received in error, please delete it.',
  'Zzz 5/3/2024 10:12 <a@b.example>:',
  '\u00a0',
  '\t> tab',
  'x'.repeat(90),
] as const;
const TAGS = [
  '<div>',
  '</div>',
  '<blockquote>',
  '</blockquote>',
  '<blockquote type="cite">',
  '<br>',
  '<hr>',
  '<p>',
  '<div class="gmail_quote">',
  '<div id="divRplyFwdMsg">',
  '<div class="yahoo_quoted">',
  '<table><tr><td>',
  '</td></tr></table>',
  '<ul><li>',
  '</ul>',
  '<pre>',
  '</pre>',
  '<div id="Signature">',
  '<a href="https://example.com">',
] as const;

const escaped = (text: string): string => text.replace(/</g, '&lt;').replace(/>/g, '&gt;');
const text = fc.oneof(
  fc
    .tuple(fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([lines, end]) => lines.join(end)),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const html = fc
  .array(fc.oneof(fc.constantFrom(...TAGS), fc.constantFrom(...PIECES).map(escaped)), { maxLength: 24 })
  .map((parts) => parts.join('\n'));
const body = fc.oneof(
  text.map((text) => ({ text })),
  html.map((html) => ({ html })),
  fc.record({ text, html }),
);

describe('laws of every reading', () => {
  it('the spans are a partition of the full text, in order', () => {
    fc.assert(
      fc.property(body, (given) => {
        const { full, spans } = readReply(given);
        let at = 0;
        for (const span of spans) {
          expect(span.start).toBe(at);
          expect(span.end).toBeGreaterThan(span.start);
          at = span.end;
        }
        expect(at).toBe(full.length);
      }),
      { numRuns: 600 },
    );
  });

  it('something is visible whenever there is something', () => {
    fc.assert(
      fc.property(body, (given) => {
        const reading = readReply(given);
        if (reading.full.trim() !== '') expect(reading.visible.trim()).not.toBe('');
        expect(textOfSpans(reading.full, reading.spans.filter(isVisible))).toBe(reading.visible);
      }),
      { numRuns: 600 },
    );
  });

  it('something is visible of a mail that is a signature mark and a header alone', () => {
    const html = '-- \nDne 5. 3. 2024 v 10:12 Jan Novák napsal(a):\n<div>\n&gt;';
    expect(readReply({ text: '', html }).visible.trim()).not.toBe('');
  });

  it('the strict text holds no quoted line and no marker, only lines of the full text, and says why when empty', () => {
    fc.assert(
      fc.property(body, (given) => {
        const { full, strict } = readReply(given);
        const lines = new Set(full.split(/\r\n|\r|\n/).map((line) => line.trim()));
        for (const line of strict.text.split(/\r\n|\r|\n/)) {
          expect(line.trimStart().startsWith('>')).toBe(false);
          expect(line).not.toContain('##-');
          if (line.trim() !== '') expect([...lines].some((other) => other.includes(line.trim()))).toBe(true);
        }
        if (strict.text === '') expect(strict.doubt).toBeDefined();
      }),
      { numRuns: 600 },
    );
  });
});

describe('hostile bodies are read in bounded time', () => {
  const times = (piece: string, size = 1_000_000): string => piece.repeat(Math.floor(size / piece.length));
  it.each([
    ...[
      '>',
      '>\n',
      'On ',
      'On\n',
      'On 5.3.2024 10:12 a@b.c\n',
      'On 5.3.2024:\n',
      'a:\n',
      'From: a@b\n',
      '\n',
      '##- ',
      '##-\n',
      'Sent from my\n\nx\n\n',
      '--\nx\n',
      '<',
      '-',
      '> a\nb\n',
      'Le 5 mars 2024 <',
      '-----Original Message-----\n',
    ].map((piece) => [`text ${JSON.stringify(piece)}`, { text: times(piece) }] as const),
    ...[
      '<div>',
      '<blockquote>',
      '<blockquote>a</blockquote>',
      '<blockquote type=cite>a',
      '<hr id=zwchr>a',
      '<div class=yahoo_quoted>a',
      '<table><tr><td>a',
      '<ul><li>',
      '<p>a',
      '</x>',
      '<!--',
      '<a ',
      '&gt;',
    ].map((piece) => [`html ${piece}`, { html: times(piece) }] as const),
    [
      'html nested blockquotes',
      { html: `${'<blockquote>'.repeat(10_000)}x${'</blockquote>'.repeat(10_000)}` },
    ] as const,
  ])('%s', (_name, given) => {
    // Processor time, so that a busy machine does not count; a second alone, the rest is room for the collector.
    const before = process.cpuUsage();
    readReply(given);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });
});
