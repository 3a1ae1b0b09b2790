import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { AnswerPlaces } from '../../config/settings.ts';
import type { AnswerId, PublishedAnswer } from '../../desk/similar/published.ts';
import { prepare } from '../../desk/similar/rank.ts';
import { LOCALES } from '../../desk/status.ts';
import { type Article, readArticle, WEB_ADDRESS } from './article.ts';

/** Answers of one desk; bytes of a file; folders within folders. */
const MOST = 1_000;
const MOST_BYTES = 500_000;
const MOST_CSV_BYTES = 5_000_000;
const DEEPEST = 4;

interface File {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

/** Changes whenever a file does. */
export async function signatureOf(places: AnswerPlaces): Promise<string> {
  const { files } = await filesOf(places);
  return files.map(({ path, size, changed }) => `${path}|${size}|${changed}`).join('\n');
}

/** Reads all that a desk has published; what cannot be read is left out and told. */
export async function readPublished(
  places: AnswerPlaces,
): Promise<{ readonly answers: readonly PublishedAnswer[]; readonly problems: readonly string[] }> {
  const { files, problems: missing } = await filesOf(places);
  const answers: PublishedAnswer[] = [];
  const problems: string[] = [...missing];
  for (const { path, size } of files) {
    const links = path === places.links;
    if (size > (links ? MOST_CSV_BYTES : MOST_BYTES)) {
      problems.push(`${path} is larger than ${(links ? MOST_CSV_BYTES : MOST_BYTES) / 1000} kB and was left out`);
      continue;
    }
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      problems.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    if (text === undefined) continue;
    if (links) answers.push(...readLinks(text, path, problems));
    else {
      const name = relative(places.folder ?? '', path);
      const article = readArticle(text, name.replace(/\.md$/i, ''));
      if (typeof article === 'string') problems.push(`${path}: ${article}`);
      else answers.push(answerOf(name, article));
    }
  }
  if (answers.length > MOST) problems.push(`more than ${MOST} answers are published; the others were left out`);
  return { answers: answers.slice(0, MOST), problems };
}

function answerOf(id: string, article: Article): PublishedAnswer {
  const { title, text } = article;
  return {
    ...article,
    id: id as AnswerId,
    titleWords: prepare(title),
    words: prepare(`${title}\n${text}`),
  };
}

/** A list of links: `title,url`, and if one likes `text` (words that are asked for) and `locale`. */
function readLinks(csv: string, path: string, problems: string[]): readonly PublishedAnswer[] {
  let rows: readonly Readonly<Record<string, string>>[];
  try {
    const head = csv.split('\n', 1)[0] ?? '';
    const delimiter = [',', ';', '\t'].find((one) => head.includes(one)) ?? ',';
    const columns = (names: readonly string[]) => names.map((name) => name.trim().toLowerCase());
    rows = parse(csv, { bom: true, delimiter, columns, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.push(`${path}: ${error.message}`);
    return [];
  }
  return rows.flatMap((row, index): readonly PublishedAnswer[] => {
    const { title = '', url = '', text = '', locale: language = '' } = row;
    const locale = LOCALES.find((one) => one.toLowerCase() === language.trim().toLowerCase());
    const wrong =
      title.trim() === ''
        ? 'title is empty'
        : !WEB_ADDRESS.test(url.trim())
          ? `url "${url.slice(0, 80)}" is no address of a web page`
          : language.trim() !== '' && locale === undefined
            ? `locale "${language.slice(0, 20)}" is none of ${LOCALES.join(', ')}`
            : undefined;
    if (wrong !== undefined) {
      problems.push(`${path}, row ${index + 1}: ${wrong}`);
      return [];
    }
    return [answerOf(url.trim(), { title: title.trim().slice(0, 200), url: url.trim(), locale, text })];
  });
}

async function filesOf({
  folder,
  links,
}: AnswerPlaces): Promise<{ readonly files: readonly File[]; readonly problems: readonly string[] }> {
  const files: File[] = [];
  const problems: string[] = [];
  const add = async (path: string) => {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) files.push({ path, size: found.size, changed: found.mtimeMs });
    return found !== undefined;
  };
  const walk = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => undefined);
    if (entries === undefined) problems.push(`${at} cannot be read`);
    for (const entry of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files.length > MOST || entry.name.startsWith('.')) continue;
      const path = join(at, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) await walk(path, depth + 1);
      else if (entry.isFile() && /\.md$/i.test(entry.name)) await add(path);
    }
  };
  if (folder !== undefined) await walk(folder, 1);
  if (links !== undefined && !(await add(links))) problems.push(`${links} cannot be read`);
  return { files, problems };
}
