/** Elements without content or end tag (HTML §13.1.2), old ones included. */
export const VOID = new Set(
  'area base basefont br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
);

/** Which open elements an opening tag closes first (HTML §13.2.6, as far as mail needs it), so that thousands of unclosed `<p>` are not deep. */
export const CLOSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', new Set(['li', 'p'])],
  ['dt', new Set(['dt', 'dd', 'p'])],
  ['dd', new Set(['dt', 'dd', 'p'])],
  ['tr', new Set(['tr', 'td', 'th', 'p'])],
  ['td', new Set(['td', 'th', 'p'])],
  ['th', new Set(['td', 'th', 'p'])],
  ['tbody', new Set(['tr', 'td', 'th', 'p', 'thead'])],
  ...'address article aside blockquote div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'
    .split(' ')
    .map((name): [string, ReadonlySet<string>] => [name, new Set(['p'])]),
]);
