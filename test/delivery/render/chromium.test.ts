import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/delivery/render/renderer.ts';
import type { NoticeView } from '../../../src/delivery/render/view.ts';
import { LOCALES } from '../../../src/desk/status.ts';
import { BUILT_IN, options, SAMPLES } from './samples.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((one) =>
  existsSync(one),
);
const required = process.env.CI !== undefined && process.env.CI !== '';
if (CHROMIUM === undefined && !required)
  console.warn('\n  SKIPPED: no Chromium is installed, the look of notices was not tried\n');

const folder = mkdtempSync(join(tmpdir(), 'spoc-chromium-'));
const asked: string[] = [];
let proxy: Server;
beforeAll(async () => {
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(404).end();
  });
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((done) => proxy.close(done));
  rmSync(folder, { recursive: true });
});

/** Opens a page and answers what it has become after its scripts ran. */
async function open(page: string): Promise<string> {
  const file = join(folder, 'page.html');
  writeFileSync(file, page);
  const { port } = proxy.address() as AddressInfo;
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    `--proxy-server=127.0.0.1:${port}`,
    `--user-data-dir=${join(folder, 'profile')}`,
    '--window-size=1200,900',
    '--virtual-time-budget=20000',
    '--dump-dom',
  ];
  const { stdout } = await promisify(execFile)(CHROMIUM ?? 'chromium', [...flags, `file://${file}`], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 100_000,
  });
  return stdout;
}

/** Words without a blank, and text that would fetch something if it were HTML. */
function strained(view: NoticeView): NoticeView {
  const word = 'Donaudampfschifffahrtsgesellschaftskapitänswitwe'.repeat(4);
  const leak = '<img src="http://leak.example/pixel.png"><link rel=stylesheet href="http://leak.example/x.css">';
  const desk = { ...view.desk, signature: `${view.desk.signature}\nhttps://desk.example/${word}` };
  if (!('changes' in view)) return { ...view, desk };
  const ticket = { ...view.ticket, subject: `${word} ${leak}`, requesterName: word };
  const strainedView = { ...view, desk, ticket };
  if (!('message' in strainedView) || strainedView.message === undefined) return strainedView;
  const text = `${leak}\n${word}\n\t\t${word}`;
  return { ...strainedView, message: { ...strainedView.message, text, authorName: word } } as NoticeView;
}

describe.skipIf(CHROMIUM === undefined && !required)('notices in a browser', () => {
  it('fit a phone and a desktop, run nothing and fetch nothing', { timeout: 120_000 }, async () => {
    const renderer = createRenderer({ builtIn: BUILT_IN });
    expect(renderer.prepare()).toEqual([]);
    const mails = LOCALES.flatMap((locale) =>
      Object.values(SAMPLES).map((view) => ({
        name: `${locale} ${view.kind}`,
        html: renderer.render(strained(view), options(locale)).html,
      })),
    );
    // A control that must be found: a mail that overflows and asks for a picture.
    mails.push({ name: 'control', html: '<div style="width:900px">x<img src="http://control.example/x.png"></div>' });
    const data = JSON.stringify(mails).replaceAll('<', '\\u003c');
    const page = `<!doctype html><meta charset="utf-8"><body><script type="application/json" id="mails">${data}</script><script>
      const mails = JSON.parse(document.getElementById('mails').textContent);
      document.getElementById('mails').remove();
      const found = [];
      let waiting = 0;
      for (const width of [375, 700]) for (const { name, html } of mails) {
        const frame = document.createElement('iframe');
        frame.style.cssText = 'border:0;height:600px;width:' + width + 'px';
        waiting += 1;
        frame.onload = () => {
          const root = frame.contentDocument.documentElement;
          if (root.scrollWidth > width) found.push(name + ' is ' + root.scrollWidth + ' wide at ' + width);
          if (frame.contentDocument.scripts.length > 0) found.push(name + ' has a script');
          frame.remove();
          waiting -= 1;
          if (waiting === 0) document.body.textContent = 'RESULT ' + JSON.stringify(found) + ' END';
        };
        frame.srcdoc = html;
        document.body.append(frame);
      }
    </script></body>`;
    const result = /RESULT (.*) END/.exec(await open(page))?.[1];
    expect(result).toBeDefined();
    const found: readonly string[] = JSON.parse((result ?? '[]').replaceAll('&amp;', '&').replaceAll('&gt;', '>'));
    expect(found.filter((one) => !one.startsWith('control'))).toEqual([]);
    expect(found.filter((one) => one.startsWith('control'))).toHaveLength(2);
    expect(asked.filter((url) => url.includes('control.example'))).not.toEqual([]);
    expect(asked.filter((url) => url.includes('.example') && !url.includes('control.example'))).toEqual([]);
  });
});
