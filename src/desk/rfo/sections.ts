import { fold } from '../../mail/fold.ts';

/** What an agent writes of an outage. `timeline` undefined: the ticket's events tell it. */
export interface RfoText {
  readonly cause: string;
  readonly timeline: string | undefined;
  readonly prevention: string;
}

type Section = 'cause' | 'timeline' | 'prevention';

/** What may stand above each section, in the languages of the desks; case, alphabet and diacritics make no difference. */
const HEADINGS: Readonly<Record<Section, readonly string[]>> = {
  cause: [
    ...['cause', 'root cause', 'reason', 'reason for outage', 'uzrok', 'osnovni uzrok', 'uzrok prekida', 'vzrok'],
    ...['glavni vzrok', 'příčina', 'hlavní příčina', 'príčina', 'hlavná príčina', 'причина', 'основна причина'],
  ],
  timeline: [
    ...['timeline', 'course of events', 'tok događaja', 'hronologija', 'vremenski tok', 'potek', 'potek dogodkov'],
    ...[
      'časovnica',
      'priebeh',
      'priebeh udalostí',
      'časová os',
      'průběh',
      'průběh událostí',
      'тек',
      'тек на настаните',
    ],
    'хронологија',
  ],
  prevention: [
    ...[
      'prevention',
      'preventive measures',
      'preventive actions',
      'measures',
      'preventivne mere',
      'mere',
      'prevencija',
    ],
    ...['preventivni ukrepi', 'ukrepi', 'preventívne opatrenia', 'opatrenia', 'preventivní opatření', 'opatření'],
    ...['превентивни мерки', 'мерки', 'превенција'],
  ],
};

const SECTION_OF: ReadonlyMap<string, Section> = new Map(
  (['cause', 'timeline', 'prevention'] as const).flatMap((section) =>
    HEADINGS[section].map((heading) => [fold(heading), section] as const),
  ),
);

/** Characters that a line with a heading can have before its colon. */
const LONGEST = 60;

/** The section that a line begins, and what stands behind its colon; undefined for any other line. */
function headingOf(line: string): { readonly section: Section; readonly rest: string } | undefined {
  const plain = line.trim().replace(/^(?:[#*>\s]+|\d{1,2}[.)]\s*)+/, '');
  const colon = plain.search(/[:：]/);
  const head = (colon < 0 ? plain : plain.slice(0, colon)).replace(/[*_]+/g, '').trim();
  if (head.length > LONGEST) return undefined;
  const section = SECTION_OF.get(fold(head).replace(/\s+/g, ' '));
  if (section === undefined) return undefined;
  return { section, rest: colon < 0 ? '' : plain.slice(colon + 1).replace(/^[*_\s]+/, '') };
}

/** Reads the sections of a text; what stands before the first heading belongs to the cause. Empty sections are empty texts. */
export function readSections(text: string): Readonly<Record<Section, string>> {
  const found: Record<Section, string[]> = { cause: [], timeline: [], prevention: [] };
  let current: Section = 'cause';
  for (const line of text.split('\n')) {
    const heading = headingOf(line);
    if (heading !== undefined) current = heading.section;
    found[current].push(heading === undefined ? line : heading.rest);
  }
  const whole = (section: Section) =>
    found[section]
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  return { cause: whole('cause'), timeline: whole('timeline'), prevention: whole('prevention') };
}

/** Reads what an agent wrote of an outage; or says which section it lacks. */
export function readRfo(
  text: string,
):
  | { readonly kind: 'text'; readonly text: RfoText }
  | { readonly kind: 'lacks'; readonly section: 'cause' | 'prevention' } {
  const { cause, timeline, prevention } = readSections(text);
  if (cause === '') return { kind: 'lacks', section: 'cause' };
  if (prevention === '') return { kind: 'lacks', section: 'prevention' };
  return { kind: 'text', text: { cause, timeline: timeline === '' ? undefined : timeline, prevention } };
}
