import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../src/delivery/render/catalogue.ts';
import { contextOf, ShownMessage } from '../../../src/delivery/render/context.ts';
import { NAMES } from '../../../src/delivery/render/names.ts';
import { showProblem } from '../../../src/delivery/render/problem.ts';
import { createRenderer } from '../../../src/delivery/render/renderer.ts';
import { Words } from '../../../src/delivery/render/words.ts';
import { NOTICE_KINDS } from '../../../src/desk/notice.ts';
import { ALL_VIEWS, BUILT_IN, options, SAMPLES } from './samples.ts';

let own = '';
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'spoc-templates-'));
});
afterEach(() => rmSync(own, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(own, file)), { recursive: true });
  writeFileSync(join(own, file), text);
}

const problems = () =>
  createRenderer({ builtIn: BUILT_IN, own })
    .prepare()
    .map((one) => showProblem(one).replace(`${own}/`, ''));

describe('an operator’s own files', () => {
  it('take the place of single files; the others stay', () => {
    put(
      'sr/refused.hbs',
      '{{#subject}}Ne{{/subject}}\n{{#p}}Pišite na {{mailto desk.address}}, {{recipient.name}}.{{/p}}',
    );
    put('sr/partials/greeting.hbs', '{{#p}}Zdravo,{{/p}}');
    put('sr/catalogue.yaml', 'status:\n  new: Zaveden\n');
    put('layout.hbs', '<html lang="{{lang}}"><body><p>Firma</p>{{{body}}}</body></html>');
    const renderer = createRenderer({ builtIn: BUILT_IN, own });
    expect(renderer.prepare()).toEqual([]);
    const refused = renderer.render(SAMPLES.refused, options('sr'));
    expect(refused).toMatchObject({ subject: 'Ne', text: 'Pišite na podrska@desk.example, Petar.\n' });
    expect(refused.html).toContain('<p>Firma</p>');
    expect(renderer.render(SAMPLES.refused, options('sr-Cyrl')).text).toBe('Пишите на podrska@desk.example, Petar.\n');
    const confirmation = renderer.render(SAMPLES.confirmation, options('sr')).text;
    expect(confirmation).toContain('Zdravo,\n\nhvala');
    expect(confirmation).toContain('Status:      Zaveden');
    expect(renderer.render(SAMPLES.confirmation, options('sl')).text).toContain('Pozdravljeni,');
  });

  it('in Cyrillic are taken as they were written', () => {
    put('sr-Cyrl/refused.hbs', '{{#subject}}Не{{/subject}}{{#p}}Latin ostaje{{/p}}');
    const renderer = createRenderer({ builtIn: BUILT_IN, own });
    expect(renderer.prepare()).toEqual([]);
    expect(renderer.render(SAMPLES.refused, options('sr-Cyrl')).text).toBe('Latin ostaje\n');
    expect(renderer.render(SAMPLES.refused, options('sr')).text).toContain('Poštovani');
  });

  it.each([
    ['a syntax error', 'sl/answer.hbs', '{{#subject}}x{{/subject}}\n\n{{#p}}x', /^sl\/answer\.hbs:3: cannot be read: /],
    [
      'a block closed wrongly',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{#p}}x{{/q}}',
      /^sl\/answer\.hbs:2: cannot be read: /,
    ],
    [
      'a name mistyped',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{#p}}{{tiket.number}}{{/p}}',
      /^sl\/answer\.hbs:2: the notice answer has no tiket\.number; it has .*ticket\.number/,
    ],
    [
      'a name of another notice',
      'sl/answer.hbs',
      '{{#subject}}{{about.subject}}{{/subject}}',
      /^sl\/answer\.hbs:1: the notice answer has no about\.subject/,
    ],
    ['a name in a condition', 'sl/answer.hbs', '{{#subject}}x{{/subject}}{{#if nope}}{{/if}}', /has no nope/],
    ['a prototype', 'sl/answer.hbs', '{{#subject}}{{constructor.name}}{{/subject}}', /has no constructor\.name/],
    [
      'text outside a block',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{#p}}y{{/p}}\n\nHello',
      /^sl\/answer\.hbs:2: text stands outside a block/,
    ],
    [
      'an unknown block',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{#each ticket}}{{/each}}',
      /:2: there is no block \{\{#each\}\}; there are if, /,
    ],
    [
      'an unknown part',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{history}}',
      /:2: the notice answer has no \{\{history\}\}/,
    ],
    [
      'a value outside a block',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}\n{{ticket.number}}',
      /:2: \{\{ticket\.number\}\} is no part/,
    ],
    ['a block in a line', 'sl/answer.hbs', '{{#subject}}{{#p}}x{{/p}}{{/subject}}', /cannot stand within a line/],
    ['a message that is none', 'sl/refused.hbs', '{{#subject}}x{{/subject}}{{quote message}}', /this notice has none/],
    ['three braces', 'sl/answer.hbs', '{{#subject}}{{{ticket.subject}}}{{/subject}}', /two braces are enough/],
    ['no subject', 'sl/answer.hbs', '{{words message}}', /^sl\/answer\.hbs:1: has no \{\{#subject\}\}/],
    [
      'an unknown partial',
      'sl/answer.hbs',
      '{{#subject}}x{{/subject}}{{> foot}}',
      /there is no partial foot; there are greeting/,
    ],
    [
      'a partial in a circle',
      'sl/partials/greeting.hbs',
      '\n{{> greeting}}',
      /^sl\/partials\/greeting\.hbs:2: the partial greeting includes itself/,
    ],
    [
      'an unknown phrase',
      'sl/catalogue.yaml',
      'status:\n  nwe: x',
      /^sl\/catalogue\.yaml:2: there is no phrase status\.nwe/,
    ],
    [
      'a phrase that is no text',
      'sl/catalogue.yaml',
      'marker: 5',
      /^sl\/catalogue\.yaml:1: the phrase marker is no text/,
    ],
    [
      'a missing plural',
      'sl/catalogue.yaml',
      "\nattachments:\n  kept: '{count, plural, one {#} other {#}}'",
      /^sl\/catalogue\.yaml:3: the phrase attachments\.kept lacks the plural (two, few|few, two) of sl/,
    ],
    [
      'an unknown value',
      'sl/catalogue.yaml',
      "date: '{day}'",
      /:1: the phrase date has no value \{day\}: it takes \{date\}, \{time\}/,
    ],
    ['ICU syntax', 'sl/catalogue.yaml', "date: '{date'", /:1: the phrase date cannot be read/],
    ['YAML syntax', 'sl/catalogue.yaml', 'a: [', /^sl\/catalogue\.yaml:\d+: /],
    ['a file of no notice', 'sl/answr.hbs', 'x', /^sl\/answr\.hbs: takes the place of no template/],
    ['a layout without a body', 'layout.hbs', '<p>{{subject}}</p>', /^layout\.hbs: never shows \{\{\{body\}\}\}/],
    [
      'a layout that does not escape',
      'layout.hbs',
      '{{{body}}}\n{{{subject}}}',
      /^layout\.hbs:2: write \{\{\{body\}\}\} with three braces/,
    ],
    [
      'a layout with other names',
      'layout.hbs',
      '{{{body}}}\n{{#if x}}{{/if}}',
      /^layout\.hbs:2: the layout has lang, /,
    ],
    ['a huge file', 'sl/answer.hbs', 'x'.repeat(300_000), /^sl\/answer\.hbs: has 300000 bytes/],
  ])('are refused before start, with file and line: %s', (_name, file, text, expected) => {
    put(file, text);
    const found = problems();
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toMatch(expected);
  });

  it('must be in a folder that exists', () => {
    expect(
      createRenderer({ builtIn: BUILT_IN, own: join(own, 'nowhere') })
        .prepare()
        .map(showProblem),
    ).toEqual([`${own}/nowhere: this folder of own templates does not exist`]);
  });

  it('are told of all at once', () => {
    put('sr/answer.hbs', '{{#p}}{{a}}{{b}}{{/p}}');
    put('cs/catalogue.yaml', 'x: y');
    expect(problems()).toHaveLength(7); // Two names and no subject, each in Latin and Cyrillic, and the phrase.
  });

  it('that come with Spoc are told of when they are missing', () => {
    const found = createRenderer({ builtIn: own }).prepare().map(showProblem);
    expect(found).toContain(`${own}/cs/answer.hbs: this file is missing`);
    expect(found.some((one) => one.includes('layout.hbs: cannot be read'))).toBe(true);
  });
});

describe('the names that a template may use', () => {
  const words = new Words(readCatalogue({ builtIn: BUILT_IN }, 'en').catalogue, options('en'));
  const paths = (value: unknown, path: string): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [path];
    const inner = Object.entries(value).flatMap(([name, one]) => paths(one, path === '' ? name : `${path}.${name}`));
    const named = value instanceof ShownMessage || ['ticket', 'change', 'priority'].includes(path);
    return named ? [path, ...inner] : inner;
  };

  it.each(NOTICE_KINDS)('are those of its context: %s', (kind) => {
    const views = ALL_VIEWS.filter((view) => view.kind === kind);
    const found = new Set(views.flatMap((view) => paths(contextOf(view, words), '')));
    expect([...found].sort()).toEqual([...new Set(NAMES[kind])].sort());
  });
});
