import type { HtmlElement } from './tree.ts';

/** Whether text can be seen, as far as elements inherit it from those around them. */
export interface Sight {
  /** Its letters have a size. */
  readonly sized: boolean;
  readonly visible: boolean;
  readonly coloured: boolean;
}

/** Text that nothing hides. */
export const PLAIN_SIGHT: Sight = { sized: true, visible: true, coloured: true };

/** Whether text that stands directly in an element is seen. */
export function isSeen({ sized, visible, coloured }: Sight): boolean {
  return sized && visible && coloured;
}

/**
 * How the text within an element is seen, by its own style; undefined when nothing within can be. What a reader does not see he has not
 * written: hidden text at the head of a mail must not become a command. Style sheets are not read.
 */
export function sightOf({ attributes }: HtmlElement, outer: Sight): Sight | undefined {
  if (attributes.size === 0) return outer;
  if (attributes.has('hidden')) return undefined;
  const style = attributes.get('style');
  if (style === undefined || !STYLED.test(style)) return outer;
  const of = declarations(style);
  if (isGone(of)) return undefined;
  const font = of.get('font-size') ?? sizeIn(of.get('font'));
  const visibility = of.get('visibility');
  const color = of.get('color');
  return {
    sized: font === undefined ? outer.sized : sized(font, outer.sized),
    visible: visibility === undefined || visibility === 'inherit' ? outer.visible : visibility === 'visible',
    coloured: color === undefined || color === 'inherit' ? outer.coloured : !TRANSPARENT.test(color),
  };
}

/** Properties that can hide; most styles name none of them. */
const STYLED = /display|hide|opacity|overflow|position|text-indent|clip|font|visibility|color/i;
const TRANSPARENT = /^transparent$|^(?:rgba|hsla)\([^)]*[,/]\s*0(?:\.0+)?%?\s*\)$|^#(?:[\da-f]{3}0|[\da-f]{6}00)$/;
/** Of these nothing is left to see: not even two pixels. */
const NOTHING = /^(?:0*1?(?:\.\d*)?|0+)(?:px|pt|em|rem|%)?$/;
const OFF_PAGE = /^-\s?\d{3,}/;

function declarations(style: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const declaration of style.replace(/\/\*.*?\*\//gs, '').split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const value = declaration.slice(colon + 1).replace(/!\s*important\s*$/i, '');
    found.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase());
  }
  return found;
}

function isGone(of: ReadonlyMap<string, string>): boolean {
  if (of.get('display') === 'none' || of.get('mso-hide') === 'all') return true;
  if (/^0*(?:\.0*)?%?$/.test(of.get('opacity') ?? 'full')) return true;
  if (
    of.get('overflow') === 'hidden' &&
    ['height', 'max-height', 'width', 'max-width'].some((name) => none(of.get(name)))
  )
    return true;
  if (OFF_PAGE.test(of.get('text-indent') ?? '')) return true;
  if (/^rect\((?:0(?:px)?[\s,]*){4}\)$/.test(of.get('clip') ?? '')) return true;
  const moved = /^(?:absolute|fixed|relative)$/.test(of.get('position') ?? '');
  return moved && ['left', 'top'].some((name) => OFF_PAGE.test(of.get(name) ?? ''));
}

function none(length: string | undefined): boolean {
  return length !== undefined && NOTHING.test(length);
}

/** A size in ems or percent is one of the size around it: of nothing it is nothing. */
function sized(size: string, outer: boolean): boolean {
  if (/^(?:inherit|smaller|larger)$|(?:[^r]em|ex|ch|%)$/.test(size))
    return outer && !/^0*(?:\.0*)?(?:em|ex|ch|%)$/.test(size);
  return !NOTHING.test(size);
}

/** The size in `font: italic 12px/1.5 Arial`. */
function sizeIn(font: string | undefined): string | undefined {
  return font === undefined ? undefined : /(?:^|\s)([\d.]+(?:px|pt|em|rem|%|ex|ch)?)(?:\s*\/|\s)/.exec(font)?.[1];
}
