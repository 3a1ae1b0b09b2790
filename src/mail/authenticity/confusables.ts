import { fold } from '../fold.ts';

/** Letters that look like Latin ones in common fonts, Unicode TR39 confusables as far as domains can hold them: [skeleton, look-alikes]. */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ['a', 'аαɑӑӓ'],
  ['b', 'вьβЬƄ'],
  ['c', 'сϲↄ'],
  ['d', 'ԁɗժ'],
  ['e', 'еεєҽё'],
  ['f', 'ғϝ'],
  ['g', 'ɡցԍ'],
  ['h', 'һнհ'],
  ['k', 'кκқ'],
  ['l', 'i1ıіїιıɩןӏ|ⅼℓɪjјϳ'],
  ['m', 'мⅿ'],
  ['n', 'пηոռ'],
  ['o', '0оοσөօ'],
  ['p', 'рρ'],
  ['q', 'ԛգ'],
  ['r', 'гʀ'],
  ['s', '5ѕʂ'],
  ['t', 'тτ'],
  ['u', 'υиսʋ'],
  ['v', 'νѵⅴ'],
  ['w', 'ωшԝաѡ'],
  ['x', 'хχҳⅹ'],
  ['y', 'уγүʏ'],
  ['z', 'зʐ'],
];

const SKELETON: ReadonlyMap<string, string> = new Map(
  LOOK_ALIKES.flatMap(([skeleton, others]) => [...others].map((letter) => [letter, skeleton] as const)),
);

/** Pairs that read as one letter. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

/** What a domain looks like: two domains with one skeleton are easily taken for each other. Linear. */
export function skeletonOf(domain: string): string {
  const plain = domain
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '');
  let skeleton = '';
  for (const letter of plain) skeleton += SKELETON.get(letter) ?? letter;
  for (const [pair, one] of PAIRS) skeleton = skeleton.replace(pair, one);
  return skeleton;
}

/** Whether one label mixes Latin letters with Cyrillic or Greek ones, which no honest domain does. */
export function mixesScripts(domain: string): boolean {
  return domain
    .split('.')
    .some((label) => /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label));
}

/** A person's name in the form in which two are equal: folded, words in any order. */
export function nameKey(name: string): string {
  return fold(name.normalize('NFKC'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}
