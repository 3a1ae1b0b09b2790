import type { Reading } from '../mail.ts';
import type { BodyReading } from './read.ts';

const RANK = { structure: 3, sure: 2, unsure: 1, none: 0 } as const;

/**
 * Which variant of one mail is read: the text when both say the same; else the one that knows better what is quoted,
 * else the one that says more. Where they say different things the strict text is in doubt.
 */
export function preferred(text: BodyReading, html: BodyReading): Reading {
  if (text.reading.visible === html.reading.visible) return moreCertain(text.reading, html.reading);
  const saidInText = words(text.reading.visible);
  const saidInHtml = words(html.reading.visible);
  if (saidInText === saidInHtml) return moreCertain(text.reading, html.reading);
  const better = RANK[html.evidence] - RANK[text.evidence];
  const stub = saidInText.length * 2 < saidInHtml.length && text.evidence === 'none';
  const chosen =
    better > 0 || stub
      ? html.reading
      : better < 0
        ? text.reading
        : saidInHtml.length > saidInText.length && html.evidence === 'none'
          ? html.reading
          : text.reading;
  const other = chosen === text.reading ? html.reading : text.reading;
  if (words(other.strict.text) === words(chosen.strict.text)) return chosen;
  return {
    ...chosen,
    strict: {
      text: chosen.strict.text,
      doubt: chosen.strict.doubt ?? 'the text and the HTML of the mail say different things',
    },
  };
}

/** Both show the same: the text is the full text, and what one is sure of needs no doubt of the other. */
function moreCertain(text: Reading, html: Reading): Reading {
  const onlyTextDoubts = text.strict.doubt !== undefined && html.strict.doubt === undefined;
  if (onlyTextDoubts && words(text.strict.text) === words(html.strict.text))
    return { ...text, strict: { text: text.strict.text, doubt: undefined } };
  return text;
}

/** The letters and digits of a text, without links and what clients write for images. */
function words(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(
        /<(?:https?|mailto|cid):[^<>]{0,2000}>|\[(?:cid|image|https?)[^\]]{0,500}\]|https?:\/\/\S{1,2000}/gi,
        ' ',
      )
      // The ASCII ones first: blanks are most of them, and the wide class is slow.
      .replace(/[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, '')
      .toLowerCase()
  );
}
