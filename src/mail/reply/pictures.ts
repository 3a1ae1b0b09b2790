import { readReply } from './read.ts';

/** Beyond so many a mail is no letter with a picture or two. */
const MAX_PICTURES = 200;
const IMAGE = /<img\b[^<>]{0,4000}>/gi;
const SOURCE = /\bsrc\s{0,20}=\s{0,20}["']?cid:([^"'\s<>]{1,200})/i;
const SHOWN = /\u27e6cid:(\d{1,3})\u27e7/g;

/**
 * The Content-IDs of pictures that an HTML body shows outside of what may go on to a client: in the signature, or in what is quoted. A picture
 * that the text shows nowhere, or that the writer placed among his own words as well, is none of them.
 */
export function strangePictures(html: string): ReadonlySet<string> {
  const ids: string[] = [];
  const marked = html.replace(IMAGE, (tag) => {
    const id = SOURCE.exec(tag)?.[1];
    if (id === undefined || ids.length >= MAX_PICTURES) return tag;
    ids.push(id);
    return ` \u27e6cid:${ids.length - 1}\u27e7 `;
  });
  if (ids.length === 0) return new Set();
  const { full, strict } = readReply({ html: marked });
  const written = shownIn(strict.text, ids);
  // Where nothing of the writer's was found nothing can be told apart.
  if (strict.text.replace(SHOWN, '').trim() === '') return new Set();
  return new Set([...shownIn(full, ids)].filter((id) => !written.has(id)));
}

function shownIn(text: string, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...text.matchAll(SHOWN)].flatMap(([, at]) => ids[Number(at)] ?? []));
}
