import { describe, expect, test } from 'vitest';
import { sanitiseHtml } from '../../../src/mail/html/sanitise.ts';
import { cpuMs } from '../cpu.ts';

const clean = (html: string): string =>
  sanitiseHtml(html, {
    cid: (id) => (id === 'logo@x' ? '/inline/1' : undefined),
    remoteImages: 'placeholder',
    placeholderText: 'Slika ni naložena',
  });

describe('hostile HTML', () => {
  test.each([
    ['script', '<script>alert(1)</script>a', 'a'],
    ['script unclosed', 'a<script>alert(1)', 'a'],
    ['split script', '<scr<script>ipt>alert(1)</script>a', 'ipt&gt;alert(1)a'],
    ['handler', '<p onclick="alert(1)">a</p>', '<p>a</p>'],
    ['handler after a slash', '<p/onclick=alert(1)>a</p>', '<p>a</p>'],
    ['image handler', '<img src=x onerror=alert(1)>', '<span></span>'],
    ['javascript link', '<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['javascript link with blanks', '<a href=" java\tscr\nipt:alert(1)">a</a>', '<a>a</a>'],
    ['javascript link with entities', '<a href="&#106;avascript&colon;alert(1)">a</a>', '<a>a</a>'],
    ['javascript link with a NUL', '<a href="java\0script:alert(1)">a</a>', '<a>a</a>'],
    ['vbscript link', '<a href="vbscript:x">a</a>', '<a>a</a>'],
    ['data link', '<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['file link', '<a href="file:///etc/passwd">a</a>', '<a>a</a>'],
    ['relative link', '<a href="/logout">a</a>', '<a>a</a>'],
    ['protocol-relative link', '<a href="//evil.example">a</a>', '<a>a</a>'],
    ['svg', '<svg onload=alert(1)><circle/></svg>a', 'a'],
    ['svg image', '<img src="data:image/svg+xml;base64,PHN2Zz4=">a', '<span></span>a'],
    ['html in an image', '<img src="data:text/html,x">a', '<span></span>a'],
    ['math', '<math><mtext></form><mglyph><style></math><img src onerror=alert(1)>', ''],
    ['form', '<form action="https://evil.example"><input name=p><button>x</button></form>', 'x'],
    ['iframe', '<iframe src="https://evil.example">x</iframe>a', 'a'],
    ['object', '<object data=x>y</object><embed src=x>a', 'a'],
    ['meta refresh', '<meta http-equiv=refresh content="0;url=https://evil.example">a', 'a'],
    ['base', '<base href="https://evil.example/">a', 'a'],
    ['link', '<link rel=stylesheet href="https://evil.example/x.css">a', 'a'],
    ['style element', '<style>*{display:none}</style>a', 'a'],
    ['style import', '<style>@import url(https://evil.example)</style>a', 'a'],
    ['style url', '<p style="background:url(https://evil.example/x)">a</p>', '<p>a</p>'],
    ['style expression', '<p style="width:expression(alert(1))">a</p>', '<p>a</p>'],
    ['style escape', '<p style="color:\\72 ed">a</p>', '<p>a</p>'],
    ['style comment', '<p style="co/**/lor:red">a</p>', '<p>a</p>'],
    [
      'style that covers the page',
      '<p style="position:fixed;top:0;left:0;z-index:9;color:red">a</p>',
      '<p style="color:red">a</p>',
    ],
    ['style that moves text', '<p style="margin-left:-9999px;margin-top:5px">a</p>', '<p style="margin-top:5px">a</p>'],
    ['style of absurd size', '<p style="font-size:99999px">a</p>', '<p>a</p>'],
    ['style behavior', '<p style="behavior:url(x);-moz-binding:url(x)">a</p>', '<p>a</p>'],
    ['class and id', '<p class=a id=b name=c>a</p>', '<p>a</p>'],
    [
      'srcset',
      '<img src="https://x.example/a.png" srcset="https://evil.example/b.png 2x">',
      '<span>[Slika ni naložena]</span>',
    ],
    [
      'background attribute',
      '<table background="https://evil.example/x"><tr><td>a</td></tr></table>',
      '<table><tr><td>a</td></tr></table>',
    ],
    ['absurd span', '<table><tr><td colspan=999999>a</td></tr></table>', '<table><tr><td>a</td></tr></table>'],
    ['comment', 'a<!-- <script>x</script> -->b', 'ab'],
    ['conditional comment', 'a<!--[if mso]><p>mso</p><![endif]-->b', 'ab'],
    ['comment that hides a tag', '<!--><img src=x onerror=alert(1)>-->', '<span></span>--&gt;'],
    ['CDATA', '<![CDATA[<script>alert(1)</script>]]>a', 'a'],
    ['title with markup', '<title><img src=x onerror=alert(1)></title>a', 'a'],
    ['textarea with markup', '<textarea><img src=x onerror=alert(1)></textarea>a', 'a'],
    ['xmp', '<xmp><img src=x onerror=alert(1)></xmp>a', 'a'],
    [
      'noscript',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>">a</noscript>',
      '<p title="&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;">a</p>',
    ],
    ['plaintext', '<plaintext><img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['template', '<template><img src=x onerror=alert(1)></template>a', 'a'],
    ['stray end tags', '</div></td></table>a</p>', 'a'],
    ['unclosed elements', '<div><b>a', '<div><b>a</b></div>'],
    [
      'attribute out of its quotes',
      '<p title="a&quot; onmouseover=&quot;alert(1)">a</p>',
      '<p title="a&quot; onmouseover=&quot;alert(1)">a</p>',
    ],
    ['entities stay text', '&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['unknown element', '<x-foo onclick=y>a</x-foo>', 'a'],
  ])('%s', (_name, html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  test.each([
    ['elements within elements', '<div>'.repeat(200_000)],
    ['tables within tables', '<table><tr><td>'.repeat(60_000)],
    ['interleaved elements', `${'<b><i>'.repeat(100_000)}${'</b></i>'.repeat(100_000)}`],
    ['end tags', '</p>'.repeat(200_000)],
    ['less-than signs', '<'.repeat(500_000)],
    ['comments', '<!--'.repeat(200_000)],
    ['attributes', `<p ${'a=b '.repeat(200_000)}>x`],
    ['style declarations', `<p style="${'color:red;'.repeat(100_000)}">x`],
    ['styles of blanks', `<p style="color:!${' '.repeat(3_000)}x">a</p>`.repeat(300)],
    ['quotes', '<a href="'.repeat(100_000)],
    ['list items that close nothing', '<li><p>'.repeat(100_000)],
  ])('%s take little time and stay shallow', (_name, html) => {
    const start = process.cpuUsage();
    const out = clean(html);
    expect(cpuMs(start)).toBeLessThan(3000);
    expect(
      Math.max(0, ...[...out.matchAll(/(?:<(?:div|td|b|i|p|li)\b[^>]*>){101}/g)].map((match) => match[0].length)),
    ).toBe(0);
  });
});

describe('what stays', () => {
  test.each([
    ['ordinary text', '<p>Lep <b>pozdrav</b>,<br>Ana</p>', '<p>Lep <b>pozdrav</b>,<br />Ana</p>'],
    [
      'lists and tables',
      '<ul><li>a</li></ul><table border="1"><tr><td colspan="2">b</td></tr></table>',
      '<ul><li>a</li></ul><table border="1"><tr><td colspan="2">b</td></tr></table>',
    ],
    [
      'links open apart',
      '<a href="https://example.org/?a=1&amp;b=2">x</a>',
      '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    ],
    [
      'mail and phone links',
      '<a href="mailto:a@b.c">x</a>',
      '<a href="mailto:a@b.c" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    ],
    [
      'safe styles',
      '<span style="color:#123456; font-family:\'Arial\', sans-serif; mso-x:1">x</span>',
      '<span style="color:#123456;font-family:\'Arial\', sans-serif">x</span>',
    ],
    ['background colour', '<td style="background:#eee">', ''],
    ['inline image', '<img src="cid:logo@x" alt="logo" width="10">', '<img alt="logo" width="10" src="/inline/1" />'],
    ['inline image, encoded id', '<img src="cid:logo%40x">', '<img src="/inline/1" />'],
    ['inline image that is missing', '<img src="cid:none@x" alt="chart">', '<span>chart</span>'],
    [
      'remote image',
      '<img src="https://x.example/a.png" alt="graf &lt;1&gt;">',
      '<span>[Slika ni naložena: graf &lt;1&gt;]</span>',
    ],
    ['remote image by //', '<img src="//x.example/a.png">', '<span>[Slika ni naložena]</span>'],
    ['counting pixel', 'a<img src="https://x.example/p.gif" width="1" height="1">', 'a<span></span>'],
    ['image within', '<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA" />'],
    ['hundreds of unclosed paragraphs', '<p>a'.repeat(300), '<p>a</p>'.repeat(300)],
    ['word-made empty elements', '<p>a<o:p/>b</p>', '<p>ab</p>'],
    ['characters', 'čšž 😀 Ђ&nbsp;&euro;', 'čšž 😀 Ђ\u00a0€'],
  ])('%s', (_name, html, expected) => {
    const out = clean(html);
    if (expected !== '') expect(out).toBe(expected);
    else expect(out).toContain('background-color:#eee');
  });

  test('doing it twice changes nothing', () => {
    const once = clean(
      '<div style="color:red">a<img src="https://x/y"><a href="https://x">b</a><script>c</script>&lt;d&gt;</div>',
    );
    expect(clean(once)).toBe(once);
  });
});
