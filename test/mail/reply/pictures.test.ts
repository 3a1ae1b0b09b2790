import { describe, expect, it } from 'vitest';
import { strangePictures } from '../../../src/mail/reply/pictures.ts';

const LOGO = '<img src="cid:logo@x" width=20>';
const SCREEN = "<IMG alt='a' src='cid:screen@x'>";

describe('pictures that are not among the words of the writer', () => {
  it.each([
    ['in the signature', `<div>Hello, try this.</div><div>-- <br>Emma Clark<br>${LOGO}</div>`, ['logo@x']],
    ['among the words', `<div>See ${SCREEN} here.</div>`, []],
    ['both', `<div>See ${SCREEN} here.</div><div>-- <br>Emma<br>${LOGO}</div>`, ['logo@x']],
    [
      'in the quote',
      `<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, 23 Nov 2026 at 10:00, Ana &lt;ana@x.example&gt; wrote:</div><blockquote>It ${SCREEN} fails</blockquote></div>`,
      ['screen@x'],
    ],
    ['nothing else', `<div>${SCREEN}</div>`, []],
    ['from elsewhere', '<div>Hi <img src="https://x.example/a.png"></div>', []],
  ])('%s', (_name, html, strange) => {
    expect([...strangePictures(html)]).toEqual(strange);
  });

  it('are found in time in a hostile megabyte', () => {
    const begun = process.cpuUsage().user;
    strangePictures('<img src="cid:x'.repeat(70_000));
    strangePictures('<img src="cid:x">'.repeat(60_000));
    expect(process.cpuUsage().user - begun).toBeLessThan(10_000_000);
  });
});
