/** CSS properties that change how text looks and cannot cover, load or hide anything. */
const PROPERTIES = new Set(
  (
    'color background-color font-family font-size font-weight font-style font-variant text-align text-decoration text-transform text-indent ' +
    'line-height letter-spacing white-space vertical-align direction list-style-type border-collapse border-spacing table-layout ' +
    'margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left ' +
    'border border-top border-right border-bottom border-left border-color border-style border-width border-radius ' +
    'border-top-width border-right-width border-bottom-width border-left-width border-top-color border-right-color border-bottom-color ' +
    'border-left-color border-top-style border-right-style border-bottom-style border-left-style width max-width height'
  ).split(' '),
);

/** Words, numbers, colours: no url(), no expression(), no escapes, no comments, no `@`. */
const VALUE = /^[\w\s.,#%'"+-]*(?:(?:rgba?|hsla?)\([\d\s.,%/]{1,60}\)[\w\s.,#%'"+-]*){0,4}$/;

const MAX_STYLE = 4096;
const MAX_VALUE = 200;
/** Larger numbers would push the page around them away. */
const MAX_NUMBER = 2000;

function isSafeValue(value: string): boolean {
  if (value === '' || value.length > MAX_VALUE || !VALUE.test(value)) return false;
  // Negative margins and indents move text over what is not the mail's.
  if (/(?:^|\s)-\d/.test(value)) return false;
  return (
    (value.match(/\d+/g) ?? []).every((digits) => digits.length < 5 && Number(digits) <= MAX_NUMBER) ||
    value.startsWith('#')
  );
}

function withoutImportant(value: string): string {
  if (!value.toLowerCase().endsWith('important')) return value;
  const rest = value.slice(0, -'important'.length).trimEnd();
  return rest.endsWith('!') ? rest.slice(0, -1).trimEnd() : value;
}

/** Keeps of a style attribute what is on the list of safe declarations; undefined when nothing is left. */
export function safeStyle(style: string): string | undefined {
  const kept: string[] = [];
  for (const declaration of style.slice(0, MAX_STYLE).split(';')) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const value = withoutImportant(declaration.slice(colon + 1).trim());
    // `background` is a shorthand that may load an image; only a plain colour of it is kept.
    if (name === 'background' && /^(?:#[\da-f]{3,8}|[a-z]{3,30}|rgba?\([\d\s.,%]{5,40}\))$/i.test(value))
      kept.push(`background-color:${value}`);
    else if (PROPERTIES.has(name) && isSafeValue(value)) kept.push(`${name}:${value}`);
  }
  return kept.length === 0 ? undefined : kept.join(';');
}
