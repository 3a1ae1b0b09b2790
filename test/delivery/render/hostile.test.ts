import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/delivery/render/renderer.ts';
import type { MessageView, NoticeView, TicketView } from '../../../src/delivery/render/view.ts';
import { cpuMs } from '../../mail/cpu.ts';
import { ALL_VIEWS, BUILT_IN, options, SAMPLES } from './samples.ts';

const renderer = createRenderer({ builtIn: BUILT_IN });
expect(renderer.prepare()).toEqual([]);

/** Every string of a view turned into `hostile`, but for the words of closed unions, which the code chooses. */
function poisoned(view: NoticeView, hostile: string): NoticeView {
  const closed = new Set([
    'kind',
    'status',
    'target',
    'time',
    'priority',
    'type',
    'channel',
    'from',
    'to',
    'why',
    'note',
    'direction',
    'outcome',
    'role',
    'needs',
    'by',
    'priorities',
    'work',
    'before',
    'answer',
    'reason',
    'month',
    'currency',
    'warnings',
    'marker',
  ]);
  const walk = (value: unknown, key: string): unknown => {
    // Days are read before they come here.
    if (typeof value === 'string') return closed.has(key) || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : hostile;
    if (value instanceof Date || value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(view, '') as NoticeView;
}

const TAGS = new Set('html head meta title body div table tr th td h1 h2 p ul li span strong a code br'.split(' '));

/** What a mail client would make of the HTML part. */
function markup(html: string): readonly string[] {
  const bad: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!TAGS.has(name)) bad.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (attribute.startsWith('on') || attribute === 'src') bad.push(`${name} ${attribute}`);
        if (attribute === 'href' && !value.startsWith('mailto:')) bad.push(`href ${value}`);
        if (/url\(|expression|@import/i.test(value) && attribute === 'style') bad.push(`style ${value}`);
      }
    },
  });
  parser.end(html);
  return bad;
}

const HOSTILE: readonly (readonly [string, string])[] = [
  ['a template', '{{constructor}}{{{body}}}{{#each this}}{{> layout}}{{/each}}{{__proto__.x}}'],
  ['a script', '</td><script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['an attribute', '" onmouseover="alert(1)" x=\'y\''],
  ['a header', 'x\r\nBcc: everybody@victim.example\r\n\r\nbody'],
  ['an ICU phrase', "{count, plural, one {#} other {'{'}} # {name}"],
  ['our own marks', '\ufdd0strong\ufddf \ufdd2javascript:alert(1)\ufddf'],
  ['a turned direction', 'abc\u202egnp.exe\u2066'],
  ['lone surrogates', '\ud800x\udfff'],
  ['controls', '\u0000\u0007\u001b[31m\u0085\u2028x'],
  ['a mail address', '" <a@b.example>?cc=x&bcc=y'],
  ['markers', '##- EB-9999 -## reply\n-- \n> x'],
];

describe('what people write stays text', () => {
  it.each(HOSTILE)('%s', (_name, hostile) => {
    for (const view of ALL_VIEWS) {
      const { subject, text, html } = renderer.render(poisoned(view, hostile), options('sr'));
      expect(markup(html)).toEqual([]);
      expect(subject).not.toMatch(/[\r\n\u0000-\u001f\u2028\u202a-\u202e]/);
      expect([...subject].length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\ufdd0-\ufdef]/);
      expect(`${text}${html}`).not.toMatch(/\p{Cs}/u);
    }
  });

  it('shows a template as it was written', () => {
    const message: MessageView = { ...SAMPLES.confirmation.message, text: '{{constructor}} <b>&amp;</b>' };
    const ticket: TicketView = { ...SAMPLES.confirmation.ticket, subject: '{{ticket.number}} {{lookup this "x"}}' };
    const { subject, text, html } = renderer.render({ ...SAMPLES.confirmation, message, ticket }, options('en'));
    expect(subject).toBe('[EB-1042] {{ticket.number}} {{lookup this "x"}}');
    expect(text).toContain('> {{constructor}} <b>&amp;</b>');
    expect(html).toContain('{{constructor}} &#60;b&#62;&#38;amp;&#60;/b&#62;');
  });

  it('law: no text makes markup, a header or an endless mail', () => {
    const nasty = fc.stringMatching(/^[<>&"'{}#\r\n\t a-c\ufdd0-\ufddf/=:-]{0,80}$/);
    fc.assert(
      fc.property(
        fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 60 })),
        fc.nat(ALL_VIEWS.length - 1),
        (hostile, index) => {
          const view = ALL_VIEWS[index] ?? SAMPLES.answer;
          const { subject, html } = renderer.render(poisoned(view, hostile), options('en'));
          return markup(html).length === 0 && !/[\r\n]/.test(subject) && [...subject].length <= 200;
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is quick with a hostile megabyte', () => {
    for (const piece of ['<', ' ', '\n', 'x', '\t\n', '&', '\u202e', '\ufdd0', '>\n']) {
      const text = piece.repeat(1_000_000 / piece.length);
      const started = process.cpuUsage();
      const ticket = { ...SAMPLES['agent-message'].ticket, subject: text };
      const message = { ...SAMPLES['agent-message'].message, text, authorName: text };
      renderer.render({ ...SAMPLES['agent-message'], ticket, message }, options('en'));
      renderer.render({ ...SAMPLES.answer, ticket, message }, options('en'));
      expect(cpuMs(started)).toBeLessThan(3_000);
    }
  });
});
