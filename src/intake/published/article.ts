import { LOCALES, type Locale } from '../../desk/status.ts';

/** An article, as it was written. */
export interface Article {
  readonly title: string;
  readonly url: string | undefined;
  readonly locale: Locale | undefined;
  readonly text: string;
}

/** `---`, lines of `key: value`, `---` at the head of an article. */
const FRONT = /^\ufeff?---[ \t]*\r?\n([\s\S]{0,4000}?)\r?\n---[ \t]*(?:\r?\n|$)/;
/** Characters of an article that are read: what it is about stands at its beginning. */
const MOST_TEXT = 10_000;
/** Web addresses that a mail may show. */
export const WEB_ADDRESS = /^https?:\/\/[^\s<>"]{1,1000}$/i;

/**
 * Reads an article of Markdown: its title is the first heading, or `title:` of the front matter; `url:` says where it is published and `locale:` in which
 * language it is. `name` is its title when it has none. Answers what is wrong with it, when something is.
 */
export function readArticle(markdown: string, name: string): Article | string {
  const front = FRONT.exec(markdown);
  const keys = new Map(
    (front?.[1] ?? '').split(/\r?\n/).flatMap((line) => {
      const [, key = '', value = ''] = /^([a-z]+)[ \t]*:[ \t]*(.*)$/i.exec(line) ?? [];
      return key === '' ? [] : [[key.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2').trim()] as const];
    }),
  );
  const start = front?.[0].length ?? 0;
  const body = markdown.slice(start, start + MOST_TEXT);
  const url = keys.get('url') || undefined;
  if (url !== undefined && !WEB_ADDRESS.test(url)) return `url: ${url.slice(0, 80)} is no address of a web page`;
  const language = keys.get('locale') || undefined;
  const locale = LOCALES.find((one) => one.toLowerCase() === language?.toLowerCase());
  if (language !== undefined && locale === undefined)
    return `locale: ${language.slice(0, 20)} is none of ${LOCALES.join(', ')}`;
  const heading = /^#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(body);
  const title = keys.get('title') || (heading === null ? name : plainMarkdown(heading[1] ?? ''));
  const rest = heading === null || keys.has('title') ? body : body.replace(heading[0], '');
  return { title: title.slice(0, 200), url, locale, text: plainMarkdown(rest) };
}

/** Markdown without its marks, as people read it. */
function plainMarkdown(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^(?:```|~~~).*$/gm, '')
    .replace(/!\[([^\]]*)\]\([^)\s]*(?: "[^"]*")?\)/g, '$1')
    .replace(/\[([^\]]+)\]\(([^)\s]*)(?: "[^"]*")?\)/g, '$1')
    .replace(/<\/?[a-z][^>]{0,500}>/gi, '')
    .replace(/^#{1,6}[ \t]+(.+?)[ \t#]*$/gm, '$1')
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
