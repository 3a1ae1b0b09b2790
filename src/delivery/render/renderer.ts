import type { NoticeKind } from '../../desk/notice.ts';
import { NOTICE_KINDS } from '../../desk/notice.ts';
import { LOCALES, type Locale, type Status } from '../../desk/status.ts';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { subjectLine } from './clean.ts';
import { type CompiledTemplate, compileLocale, PARTIALS, type Stage } from './compile.ts';
import { contextOf } from './context.ts';
import { writeHtml } from './html-writer.ts';
import { compileLayout, LAYOUT, type Layout } from './layout.ts';
import { strayFiles, type TemplateFolders } from './locale-files.ts';
import type { TemplateProblem } from './problem.ts';
import { writeText } from './text-writer.ts';
import type { NoticeView, Rendered, RenderOptions } from './view.ts';
import { Words } from './words.ts';

/** Turns the view of a notice into a mail's subject, text part and HTML part. */
export interface Renderer {
  /** Reads and compiles everything; answers all that is wrong, nothing when all is well. Once, before the first `render`. */
  prepare(): readonly TemplateProblem[];
  /** Writes one notice. Throws when `prepare` was not called or found anything (a bug of the caller). */
  render(view: NoticeView, options: RenderOptions): Rendered;
  /** The phrases of a language, for documents. */
  words(options: RenderOptions): Words;
  /** What a desk calls a status in a language. */
  statusLabel(locale: Locale, status: Status, labels: RenderOptions['labels']): string;
  /** "Please reply above this line", for `markerLine`. */
  markerText(locale: Locale): string;
  /** "We correspond in English only", said in a language. */
  correspondenceText(locale: Locale, only: Locale): string;
}

interface Prepared {
  readonly layout: Layout;
  readonly locales: ReadonlyMap<
    Locale,
    { readonly catalogue: Catalogue; readonly templates: ReadonlyMap<NoticeKind, CompiledTemplate> }
  >;
}

/** Makes a renderer of the templates in `builtIn`, each file of which one in `own` takes the place of. */
export function createRenderer(folders: TemplateFolders): Renderer {
  let prepared: Prepared | undefined;

  const localeOf = (locale: Locale) => {
    const found = prepared?.locales.get(locale);
    if (prepared === undefined || found === undefined)
      throw new Error('the templates were not prepared, or not without problems');
    return { ...found, layout: prepared.layout };
  };
  const wordsFor = (options: RenderOptions) => new Words(localeOf(options.locale).catalogue, options);

  return {
    prepare() {
      const found = prepareAll(folders);
      prepared = found.problems.length === 0 ? found.prepared : undefined;
      return found.problems;
    },
    render(view, options) {
      const { templates, layout } = localeOf(options.locale);
      const template = templates.get(view.kind);
      if (template === undefined) throw new Error(`no template for ${view.kind} in ${options.locale}`);
      const words = wordsFor(options);
      const stage: Stage = { view, words, subject: '', preheader: '', blocks: [] };
      template(contextOf(view, words), stage);
      const subject = subjectLine(stage.subject);
      const document = { subject, preheader: subjectLine(stage.preheader), blocks: stage.blocks };
      return {
        subject,
        text: writeText(document, words.quotes),
        html: layout(document, writeHtml(document), words.tag),
      };
    },
    words: wordsFor,
    statusLabel: (locale, status, labels) => wordsFor({ locale, labels, timeZone: 'UTC' }).status(status),
    correspondenceText: (locale, only) => wordsFor({ locale, labels: {}, timeZone: 'UTC' }).say(`only.${only}`),
    markerText: (locale) => wordsFor({ locale, labels: {}, timeZone: 'UTC' }).say('marker'),
  };
}

function prepareAll(folders: TemplateFolders): {
  readonly prepared: Prepared | undefined;
  readonly problems: readonly TemplateProblem[];
} {
  const locales = new Map<Locale, { catalogue: Catalogue; templates: ReadonlyMap<NoticeKind, CompiledTemplate> }>();
  const problems: TemplateProblem[] = [];
  for (const locale of LOCALES) {
    const { catalogue, problems: phrases } = readCatalogue(folders, locale);
    const { templates, problems: files } = compileLocale(folders, locale);
    locales.set(locale, { catalogue, templates });
    problems.push(...phrases, ...files);
  }
  const layout = compileLayout(folders);
  if (typeof layout !== 'function') problems.push(layout);
  problems.push(...strayFiles(folders, fileNames()));
  return { prepared: typeof layout === 'function' ? { layout, locales } : undefined, problems };
}

/** Every file that an operator may put in the place of ours. */
function fileNames(): readonly string[] {
  const names = [
    'catalogue.yaml',
    ...NOTICE_KINDS.map((kind) => `${kind}.hbs`),
    ...PARTIALS.map((name) => `partials/${name}.hbs`),
  ];
  return [LAYOUT, ...LOCALES.flatMap((locale) => names.map((name) => `${locale}/${name}`))];
}
