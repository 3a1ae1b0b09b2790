/**
 * The form in which words are compared: lower case, without diacritics, Cyrillic as Latin. `đ` and `dj` are one, so that Đorđe, Djordje,
 * Dorde and Ђорђе find each other; likewise Macedonian ѓ (gj) and ќ (kj). What is folded too far only finds a little more.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Most words of a mail have nothing to be taken away: forms fold them all.
  const plain = ASCII.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .replace(/[\u0400-\u04ffđłøßæœıðþ]/g, (letter) => LETTERS[letter] ?? letter);
  return plain.includes('j') ? plain.replace(/([dgk])j/g, '$1') : plain;
}

const ASCII = /^[\x00-\x7f]*$/;

/** Serbian and Macedonian Cyrillic after NFKD (so й ѓ ќ ѝ have lost their marks), and Latin letters that have no decomposition. */
const LETTERS: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ђ: 'd',
  е: 'e',
  ж: 'z',
  з: 'z',
  ѕ: 'dz',
  и: 'i',
  ј: 'j',
  к: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'c',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'c',
  џ: 'dz',
  ш: 's',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
