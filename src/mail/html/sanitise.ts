import sanitizeHtml from 'sanitize-html';
import { boundHtml, DROPPED_WITH_CONTENT } from './bound.ts';
import { safeStyle } from './styles.ts';

/** How a mail's HTML is made safe to show. */
export interface SanitiseOptions {
  /** The address under which an inline image may be loaded, by its Content-ID; undefined when there is none. */
  readonly cid: (contentId: string) => string | undefined;
  /** Remote images are never loaded: each becomes a placeholder. */
  readonly remoteImages: 'placeholder';
  /** What a placeholder says, in the reader's language. */
  readonly placeholderText: string;
}

/** Those of most mail first: sanitize-html searches the list three times for each element. */
const TAGS = (
  'p span div br a td tr b table font tbody img li blockquote ul strong i u ' +
  'abbr address article aside bdi bdo big caption center cite code col colgroup dd del details dfn dl dt em figcaption ' +
  'figure footer h1 h2 h3 h4 h5 h6 header hr ins kbd main mark nav ol pre q s samp section small strike sub summary ' +
  'sup tfoot th thead time tt var wbr'
).split(' ');

const ATTRIBUTES: Record<string, string[]> = {
  '*': ['style', 'dir', 'lang', 'align', 'valign', 'bgcolor', 'title'],
  a: ['href', 'rel', 'target'],
  img: ['src', 'alt', 'width', 'height', 'border'],
  font: ['color', 'face', 'size'],
  table: ['width', 'border', 'cellpadding', 'cellspacing'],
  td: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
  th: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
  col: ['width', 'span'],
  colgroup: ['width', 'span'],
  ol: ['start', 'type'],
  ul: ['type'],
  li: ['value'],
  hr: ['width', 'size', 'noshade'],
  time: ['datetime'],
};

/** Longer HTML is cut: a browser would not thank us for it. */
const MAX_LENGTH = 2_000_000;
/** Deeper elements lose their tags and keep their text. */
const MAX_DEPTH = 100;
/** Spans beyond this only make a browser compute. */
const MAX_SPAN = 1000;
const MAX_URL = 4000;
/** Raster images inside the HTML itself; anything else in data: can be active. */
const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]*$/i;
const MAX_DATA_IMAGE = 500_000;
const LINK = /^(?:https?:\/\/|mailto:|tel:)/i;

type Attributes = Record<string, string>;
interface Tag {
  readonly tagName: string;
  readonly attribs: Attributes;
  readonly text?: string;
}

/** An address without the blanks and controls that browsers ignore and filters miss. */
function address(url: string | undefined): string {
  return (url ?? '')
    .slice(0, MAX_DATA_IMAGE + 100)
    .replace(/[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+/g, '');
}

function link(attribs: Attributes): Attributes {
  const href = address(attribs.href);
  const { href: _href, target: _target, rel: _rel, ...rest } = attribs;
  // A relative link would lead into the portal that shows the mail.
  if (!LINK.test(href) || href.length > MAX_URL) return rest;
  return { ...rest, href, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No percent-encoding after all.
    return text;
  }
}

function isPixel(attribs: Attributes): boolean {
  return /^[01](?:px)?$/.test(attribs.width ?? '') || /^[01](?:px)?$/.test(attribs.height ?? '');
}

function image(attribs: Attributes, options: SanitiseOptions): Tag {
  const src = address(attribs.src);
  const { src: _src, ...rest } = attribs;
  const alt = (attribs.alt ?? '').trim().slice(0, 200);
  if (/^cid:/i.test(src)) {
    const url = options.cid(decoded(src.slice(4)).replace(/^<|>$/g, ''));
    if (url !== undefined) return { tagName: 'img', attribs: { ...rest, src: url } };
    return { tagName: 'span', attribs: {}, text: alt };
  }
  if (DATA_IMAGE.test(src) && src.length <= MAX_DATA_IMAGE) return { tagName: 'img', attribs: { ...rest, src } };
  // A pixel that counts readers is nothing anyone misses.
  if (!/^(?:https?:)?\/\//i.test(src) || isPixel(attribs)) return { tagName: 'span', attribs: {}, text: alt };
  return {
    tagName: 'span',
    attribs: {},
    text: alt === '' ? `[${options.placeholderText}]` : `[${options.placeholderText}: ${alt}]`,
  };
}

function tidy(attribs: Attributes, safe: (style: string) => string | undefined): Attributes {
  const { style, colspan, rowspan, span, ...rest } = attribs;
  const out: Attributes = rest;
  const kept = style === undefined ? undefined : safe(style);
  if (kept !== undefined) out.style = kept;
  if (colspan !== undefined && isSpan(colspan)) out.colspan = colspan;
  if (rowspan !== undefined && isSpan(rowspan)) out.rowspan = rowspan;
  if (span !== undefined && isSpan(span)) out.span = span;
  return out;
}

function isSpan(value: string): boolean {
  return /^\d{1,4}$/.test(value) && Number(value) <= MAX_SPAN;
}

/** Each style of a mail stands at dozens of its elements: what is safe of it is found once. */
function safeStyles(): (style: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (style) => {
    if (!known.has(style)) known.set(style, safeStyle(style));
    return known.get(style);
  };
}

/**
 * Makes a mail's HTML safe to show inside a page of ours: only an allow-list of elements, attributes and styles stays;
 * nothing runs, nothing is loaded from elsewhere, links open apart. Size and depth are bounded. Give it to no
 * other context than an element's content.
 */
export function sanitiseHtml(html: string, options: SanitiseOptions): string {
  const safe = safeStyles();
  return sanitizeHtml(boundHtml(html, MAX_LENGTH, MAX_DEPTH), {
    allowedTags: TAGS,
    nonTextTags: DROPPED_WITH_CONTENT,
    allowedAttributes: ATTRIBUTES,
    // `src` is ours by now (a cid mapped by the caller, or a raster image), `href` was checked above.
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    parseStyleAttributes: false,
    enforceHtmlBoundary: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: link(attribs) }),
      img: (_tagName, attribs) => image(attribs, options),
      '*': (tagName, attribs) => ({ tagName, attribs: tidy(attribs, safe) }),
    },
  });
}
