import { inflateSync } from 'node:zlib';

/** What a reader of a PDF sees of each page: its strings in the order in which they were set, in Unicode. Reads what pdfkit writes, no more. */
export function pdfPages(file: Buffer): readonly (readonly string[])[] {
  const objects = objectsOf(file);
  const page = /\/Type \/Page\b/;
  return [...objects.values()]
    .filter(({ dictionary }) => page.test(dictionary) && !/\/Type \/Pages/.test(dictionary))
    .map(({ dictionary }) => {
      const resources = objects.get(reference(dictionary, 'Resources') ?? '')?.dictionary ?? dictionary;
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, unicodeOf(id, objects)]),
      );
      const content = objects.get(reference(dictionary, 'Contents') ?? '')?.stream ?? '';
      return stringsOf(content, fonts);
    });
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string | undefined;
}

function objectsOf(file: Buffer): ReadonlyMap<string, PdfObject> {
  const text = file.toString('latin1');
  const found = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('stream\n');
    const dictionary = at < 0 ? body : body.slice(0, at);
    found.set(match[1] ?? '', { dictionary, stream: at < 0 ? undefined : streamOf(file, dictionary, start + at + 7) });
  }
  return found;
}

function streamOf(file: Buffer, dictionary: string, start: number): string {
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
  const bytes = file.subarray(start, start + length);
  return (dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

function reference(dictionary: string, key: string): string | undefined {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1];
}

/** The characters of a font's glyphs, by their codes (ISO 32000-1 §9.10.3). */
function unicodeOf(font: string, objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<number, string> {
  const cmap = objects.get(reference(objects.get(font)?.dictionary ?? '', 'ToUnicode') ?? '')?.stream ?? '';
  const found = new Map<number, string>();
  for (const [, from = '', to = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    // A ligature stands for several characters.
    const codes = [...list.matchAll(/<([0-9a-f ]+)>/gi)].map(([, hex = '']) => hex.replaceAll(' ', ''));
    const first = Number.parseInt(from, 16);
    for (let code = first; code <= Number.parseInt(to, 16); code++)
      found.set(
        code,
        Buffer.from(codes[code - first] ?? '', 'hex')
          .swap16()
          .toString('utf16le'),
      );
  }
  return found;
}

function stringsOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): readonly string[] {
  const strings: string[] = [];
  let font: ReadonlyMap<number, string> = new Map();
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    const hex = [...(array ?? '').matchAll(/<([0-9a-f]+)>/gi)].map(([, part = '']) => part).join('');
    if (hex !== '')
      strings.push(
        [...hex.matchAll(/.{4}/g)].map(([code]) => font.get(Number.parseInt(code, 16)) ?? '\ufffd').join(''),
      );
  }
  return strings;
}
