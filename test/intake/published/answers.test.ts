import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/config/settings.ts';
import type { DeskId } from '../../../src/desk/ids.ts';
import { createAnswers } from '../../../src/intake/published/answers.ts';
import { readArticle } from '../../../src/intake/published/article.ts';
import { readPublished } from '../../../src/intake/published/read.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoc-answers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an article', () => {
  it('has the title of its heading, else its name; its text is without marks', () => {
    const text =
      'Before.\n\n# How to *change* the PIN\n\nOpen **Settings**, see [the manual](https://x.example "m"):\n\n- `PIN`\n> quoted\n\n```\ncode_with_marks\n```\n<b>done</b>';
    expect(readArticle(text, 'pin')).toEqual({
      title: 'How to change the PIN',
      url: undefined,
      locale: undefined,
      text: 'Before.\n\nOpen Settings, see the manual:\n\n- PIN\nquoted\n\n\ncode_with_marks\n\ndone'.replace(
        /\n{3,}/g,
        '\n\n',
      ),
    });
    expect(readArticle('Only words.', 'help/first')).toMatchObject({ title: 'help/first', text: 'Only words.' });
  });

  it('says in its front matter where it is published, and in which language', () => {
    const head =
      '---\r\ntitle: "Zaključek leta"\r\nurl: https://x.example/leto\r\nlocale: SL\r\nother: x\r\n---\r\n# Leto\r\n\r\nBesedilo.';
    expect(readArticle(head, 'x')).toMatchObject({
      title: 'Zaključek leta',
      url: 'https://x.example/leto',
      locale: 'sl',
      text: 'Leto\r\n\r\nBesedilo.',
    });
    expect(readArticle('---\nurl: javascript:alert(1)\n---\nx', 'x')).toContain('is no address of a web page');
    expect(readArticle('---\nlocale: de\n---\nx', 'x')).toContain('locale: de is none of en, sr');
  });

  it('is read whatever it holds, in a time that fits its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        readArticle(text, 'x');
        readArticle(`---\n${text}\n---\n${text}`, 'x');
      }),
    );
    const begun = process.cpuUsage().user;
    for (const mark of ['*', '[', '<', '`', '_', '![', '**a ', '#', '---\n', '<!--'])
      readArticle(mark.repeat(50_000), 'x');
    expect((process.cpuUsage().user - begun) / 1000).toBeLessThan(5_000);
  });
});

describe('what a desk has published', () => {
  it('is read from folders within folders and from a list; what is wrong is told and left out', async () => {
    const help = join(folder, 'help');
    await mkdir(join(help, 'more', '.hidden'), { recursive: true });
    await writeFile(join(help, 'a.md'), '# First\n\ntext');
    await writeFile(join(help, 'more', 'b.MD'), '# Second\n\ntext');
    await writeFile(join(help, 'more', '.hidden', 'c.md'), '# Hidden');
    await writeFile(join(help, 'notes.txt'), '# None');
    await writeFile(join(help, 'wrong.md'), '---\nurl: nowhere\n---\n# Wrong');
    await writeFile(join(help, 'huge.md'), 'x'.repeat(600_000));
    await symlink('/etc/hostname', join(help, 'link.md'));
    const links = join(folder, 'links.csv');
    await writeFile(
      links,
      '\ufeffTitle;URL;Locale\nThird;https://x.example/3;cs\n;https://x.example/4;\nFifth;ftp://x;\nSixth;https://x.example/6;xx\n',
    );
    const { answers, problems } = await readPublished({ folder: help, links });
    expect(answers.map(({ id, title, locale }) => `${id} ${title} ${locale ?? ''}`.trim())).toEqual([
      'a.md First',
      'more/b.MD Second',
      'https://x.example/3 Third cs',
    ]);
    expect(problems.join('\n')).toMatch(/huge\.md is larger than 500 kB/);
    expect(problems.join('\n')).toMatch(/wrong\.md: url: nowhere/);
    expect(problems.join('\n')).toMatch(/row 2: title is empty[\s\S]*row 3: url "ftp:[\s\S]*row 4: locale "xx"/);
  });

  it('is read anew when a file changes, and looked at no more than every ten seconds', async () => {
    const own = join(folder, 'own');
    await mkdir(own);
    await writeFile(join(own, 'a.md'), '# First');
    const desk = 'help' as DeskId;
    const settings = {
      desks: new Map([[desk, { answers: { folder: own, links: undefined } }]]),
    } as unknown as Settings;
    const warned: unknown[] = [];
    let now = 0;
    const answers = createAnswers(
      settings,
      { warn: (...args: unknown[]) => void warned.push(args) },
      () => new Date(now),
    );
    const titles = async () => (await answers.of(desk)).map(({ title }) => title);
    expect(await titles()).toEqual(['First']);
    await writeFile(join(own, 'b.md'), '# Second');
    expect(await titles()).toEqual(['First']);
    now += 10_000;
    expect(await titles()).toEqual(['First', 'Second']);
    await rm(own, { recursive: true });
    now += 10_000;
    expect(await titles()).toEqual([]);
    expect(warned).toHaveLength(1);
    expect(await answers.of('other' as DeskId)).toEqual([]);
  });
});
