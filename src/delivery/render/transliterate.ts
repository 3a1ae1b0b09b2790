/*
 * Serbian Latin to Cyrillic, for our own words only: what people wrote, names and labels never come here. What is not Serbian stays Latin:
 * addresses, links, ticket numbers, command lines, names of standards, words with q, w, x or y.
 */

const DIGRAPHS: Readonly<Record<string, string>> = { lj: 'љ', nj: 'њ', dž: 'џ' };

const LETTERS: Readonly<Record<string, string>> = {
  a: 'а', b: 'б', c: 'ц', č: 'ч', ć: 'ћ', d: 'д', đ: 'ђ', e: 'е', f: 'ф', g: 'г', h: 'х', i: 'и', j: 'ј', k: 'к', l: 'л',
  m: 'м', n: 'н', o: 'о', p: 'п', r: 'р', s: 'с', š: 'ш', t: 'т', u: 'у', v: 'в', z: 'з', ž: 'ж',
}; // biome-ignore format: an alphabet reads best in rows

/** Words in which a prefix or a foreign stem puts the two letters side by side, as two sounds (Pravopis, §7): split after the first letter. */
const SPLIT: readonly RegExp[] = [
  /in(?=jekc|jekt|jurij)/giu,
  /kon(?=jug|junk)/giu,
  /(?:dis|ad)jun(?=k)/giu,
  /van(?=jezič|jadran|južn)/giu,
  /tan(?=jug)/giu,
  /nad(?=živ|žnj|žup|žand)/giu,
  /pod(?=žanr|žup|žnj|žbun)/giu,
  /od(?=žal|živ|žvak|žnj|žder|žmur)/giu,
  /pred(?=žetv|život)/giu,
];

/** Stand in Cyrillic text as they are. */
const ABBREVIATIONS = new Set(['DKIM', 'DMARC', 'HTML', 'ID', 'IMAP', 'PIN', 'SMTP', 'SPF']);

/** Writes Serbian Latin text in Cyrillic, except for what is not Serbian in it. */
export function toCyrillic(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\S+/g, (token) => (staysLatin(token) ? token : token.replace(/\p{L}+/gu, word)));
}

function staysLatin(token: string): boolean {
  // `Re:` is what mail clients thread by, in every language.
  return /^Re:$|[@#]|:\/\/|^www\.|\p{L}\d|\d\p{L}|\p{L}-\d/iu.test(token);
}

function word(latin: string): string {
  if (/[qwxy]/i.test(latin) || ABBREVIATIONS.has(latin)) return latin;
  // A zero-width mark between the two letters keeps them apart while the digraphs are read.
  const apart = SPLIT.reduce((text, pattern) => text.replace(pattern, '$&\u200b'), latin);
  return apart
    .replace(/lj|nj|dž/giu, (pair) => sameCase(pair, DIGRAPHS[pair.toLowerCase()] ?? pair))
    .replace(/\p{L}/gu, (letter) => sameCase(letter, LETTERS[letter.toLowerCase()] ?? letter))
    .replaceAll('\u200b', '');
}

/** Lj and LJ are one capital. */
function sameCase(model: string, letter: string): string {
  return model.charAt(0) === model.charAt(0).toLowerCase() ? letter : letter.toUpperCase();
}
