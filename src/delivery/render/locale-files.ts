import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../../desk/status.ts';
import type { TemplateProblem } from './problem.ts';
import { toCyrillic } from './transliterate.ts';

/** Where templates lie: those that come with Spoc, and the operator's, each of which takes the place of the file of the same name. */
export interface TemplateFolders {
  readonly builtIn: string;
  readonly own?: string | undefined;
}

/** One file as it was found. */
export interface TemplateSource {
  readonly file: string;
  readonly text: string;
  /** What is to be done with our words in it: `sr-Cyrl` is read from `sr` unless the operator wrote it himself. */
  readonly spell: (ours: string) => string;
}

/** The BCP 47 tag that Intl and the `lang` attribute get. */
export const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = {
  en: 'en-GB',
  sr: 'sr-Latn',
  'sr-Cyrl': 'sr-Cyrl',
  sl: 'sl',
  sk: 'sk',
  cs: 'cs',
  mk: 'mk',
};

const AS_IT_IS = (ours: string): string => ours;
/** No template is larger; a larger one is a mistake. */
const MAX_BYTES = 256 * 1024;

/** The places of `name` for a locale, those that count least first. */
export function layers(
  folders: TemplateFolders,
  locale: Locale,
  name: string,
): readonly (Omit<TemplateSource, 'text'> & { exists: boolean })[] {
  const roots = [folders.builtIn, ...(folders.own === undefined ? [] : [folders.own])];
  const places = roots.flatMap((root) => {
    const own = { file: join(root, locale, name), spell: AS_IT_IS };
    return locale === 'sr-Cyrl' ? [{ file: join(root, 'sr', name), spell: toCyrillic }, own] : [own];
  });
  return places.map((place) => ({ ...place, exists: existsSync(place.file) }));
}

/** The file of `name` that counts for a locale. */
export function source(folders: TemplateFolders, locale: Locale, name: string): TemplateSource | TemplateProblem {
  const place = layers(folders, locale, name).findLast(({ exists }) => exists);
  if (place === undefined)
    return { file: join(folders.builtIn, locale, name), line: undefined, message: 'this file is missing' };
  return read(place);
}

/** Reads one file. */
export function read(place: Omit<TemplateSource, 'text'>): TemplateSource | TemplateProblem {
  try {
    const { size } = statSync(place.file);
    if (size > MAX_BYTES)
      return { file: place.file, line: undefined, message: `has ${size} bytes; a template has at most ${MAX_BYTES}` };
    return { file: place.file, spell: place.spell, text: readFileSync(place.file, 'utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { file: place.file, line: undefined, message: `cannot be read: ${why}` };
  }
}

export function isProblem(found: TemplateSource | TemplateProblem): found is TemplateProblem {
  return 'message' in found;
}

/** The operator's files that take the place of nothing: a name mistyped would otherwise be passed over in silence. */
export function strayFiles(folders: TemplateFolders, known: readonly string[]): readonly TemplateProblem[] {
  const { own } = folders;
  if (own === undefined) return [];
  if (!existsSync(own)) return [{ file: own, line: undefined, message: 'this folder of own templates does not exist' }];
  return readdirSync(own, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(hbs|ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !known.some((name) => file === join(own, name)))
    .sort()
    .map((file) => ({
      file,
      line: undefined,
      message: 'takes the place of no template: compare its name with those that come with Spoc',
    }));
}
