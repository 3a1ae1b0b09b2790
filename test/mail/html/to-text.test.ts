import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText, renderHtml } from '../../../src/mail/html/to-text.ts';

describe('htmlToText', () => {
  it.each([
    ['white space collapses', '<p>Hello\n   <b>big</b>\t world</p>', 'Hello big world'],
    ['no-break spaces stay spaces', '<p>10&nbsp;000&nbsp;&nbsp;EUR</p>', '10 000  EUR'],
    ['paragraphs are parted by a blank line', '<p>one</p><p>two</p>', 'one\n\ntwo'],
    [
      'Outlook paragraphs are lines',
      '<p class=MsoNormal>one</p><p class=MsoNormal>two</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>three</p>',
      'one\ntwo\n\nthree',
    ],
    [
      'divs and breaks are lines',
      '<div>one<br></div><div><br></div><div>two<br><br>three</div>',
      'one\n\ntwo\n\nthree',
    ],
    ['bullets', '<ul><li>one<ul><li>sub</li></ul></li><li>two<br>more</li></ul>', '- one\n  - sub\n- two\n  more'],
    ['numbers', '<ol start="9"><li>nine<li>ten</ol>', '9. nine\n10. ten'],
    [
      'tables of data',
      '<table><tr><th>Name</th><th>Count</th></tr><tr><td>Apple</td><td>3</td></tr><tr><td></td><td>4</td></tr></table>',
      'Name | Count\nApple | 3\n| 4',
    ],
    [
      'layout tables are blocks',
      '<table><tr><td><p>Hello</p><p>there</p></td><td><img src="x"></td></tr><tr><td>end</td></tr></table>',
      'Hello\n\nthere\n\nend',
    ],
    [
      'links show where they lead',
      '<a href="https://example.com/x?a=1&amp;b=2">here</a>',
      'here <https://example.com/x?a=1&b=2>',
    ],
    [
      'links that show it themselves',
      '<a href="https://www.example.com/">example.com</a> <a href="mailto:a@b.cz">a@b.cz</a> <a href="tel:+420123">call</a>',
      'example.com a@b.cz call <tel:+420123>',
    ],
    ['script links are not shown', '<a href="javascript:alert(1)">x</a>', 'x'],
    ['quotes', '<blockquote>one<blockquote>two</blockquote></blockquote>end', '> one\n> > two\nend'],
    ['preformatted text', '<pre>a\n  b\n\nc</pre>', 'a\n  b\n\nc'],
    ['rules', 'a<hr>b', `a\n${'_'.repeat(32)}\nb`],
    [
      'images by their names',
      '<img alt="Logo  of us" src="cid:1"><img src="https://example.com/pixel">',
      '[Logo of us]',
    ],
    [
      'nothing that is not shown',
      '<head><title>t</title><style>a{}</style></head><script>x</script><!-- c --><div style="display:none">preheader</div>text',
      'text',
    ],
    ['conditional comments', '<!--[if mso]><p>no</p><![endif]--><![if !mso]>yes<![endif]>', 'yes'],
    ['broken markup', '<p>a<div>b</p></table></div>c<b>d', 'a\n\nb\ncd'],
    ['entities', '&lt;b&gt; &amp;amp; &#269; &#x10ffff99;', '<b> &amp; č �'],
    ['unclosed table cells', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', 'a | b\nc | d'],
    ['words of Office XML', 'a<o:p>&nbsp;</o:p>b<o:p/>c', 'a bc'],
    ['empty', '', ''],
  ])('%s', (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('loses no text however deep it lies', () => {
    const html = `${'<div>'.repeat(5_000)}deep${'</div>'.repeat(5_000)}<p>after</p>`;
    expect(htmlToText(html)).toBe('deep\n\nafter');
  });

  it('loses no word of any nesting of known elements', () => {
    const element = fc.constantFrom(
      'div',
      'p',
      'b',
      'ul',
      'li',
      'ol',
      'table',
      'tr',
      'td',
      'blockquote',
      'pre',
      'a',
      'span',
      'h1',
      'font',
    );
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('word', 'jiné', 'реч'),
        fc
          .tuple(element, fc.array(tie('node'), { maxLength: 3 }))
          .map(([name, inner]) => `<${name}>${inner.join(' ')}</${name}>`),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (html) => {
        const count = (text: string): number => text.match(/word|jiné|реч/g)?.length ?? 0;
        expect(count(htmlToText(html))).toBe(count(html));
      }),
      { numRuns: 400 },
    );
  });
});

describe('renderHtml', () => {
  it('tells where the text of a named element lies', () => {
    const { text, regions } = renderHtml('<p>one</p><div id="x">two<br>three</div>four', (element) =>
      element.attributes.get('id') === 'x' ? { name: 'x' } : undefined,
    );
    expect(text).toBe('one\n\ntwo\nthree\nfour');
    expect(regions.map(({ start, end, name }) => [text.slice(start, end), name])).toEqual([['two\nthree', 'x']]);
  });

  it('lets an empty element open a region to the end', () => {
    const { text, regions } = renderHtml('one<div id="x"></div>two', (element) =>
      element.attributes.get('id') === 'x' ? { name: 'x', toEnd: true } : undefined,
    );
    expect(regions.map(({ start, end }) => text.slice(start, end))).toEqual(['two']);
  });
});
