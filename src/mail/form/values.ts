import { emailAddress } from '../address.ts';
import { fillingOf, withoutMarks } from './blank.ts';
import { readChoice } from './choice.ts';
import { readCompanyNumber } from './company-number.ts';
import { readDuration } from './duration.ts';
import { readIdentifier } from './identifier.ts';
import { ipsIn } from './ip.ts';
import { MAX_VALUE } from './layout.ts';
import { readMoment } from './moment.ts';
import { readPhoneNumber } from './phone-number.ts';
import type { FieldRule, FormContext, FormRules } from './rules.ts';

/** What a row's text means for its field. */
export type Meaning =
  | { readonly kind: 'value'; readonly value: string; readonly recognised: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' };

const EMPTY: Meaning = { kind: 'empty' };
const UNREADABLE: Meaning = { kind: 'unreadable' };

/** Understands the text of a row by the kind of its field. */
export function meaningOf(raw: string, field: FieldRule, form: FormRules, context: FormContext): Meaning {
  if (field.kind === 'choice') {
    // Before anything else: "no" may be one of the answers.
    const chosen = readChoice(withoutMarks(raw), field.options);
    if (chosen.kind !== 'unreadable') return chosen.kind === 'value' ? known(chosen.value) : EMPTY;
  }
  const filling = fillingOf(raw, form.labels);
  if (filling !== 'value') return { kind: filling };
  const text = withoutMarks(raw);
  switch (field.kind) {
    case 'text':
      return known(text.replace(/\s+/g, ' ').slice(0, MAX_VALUE));
    case 'long-text':
      return known(longText(raw));
    case 'address':
      return known(
        text
          .split('\n')
          .map((line) => line.trim().replace(/,$/, ''))
          .filter((line) => line !== '')
          .join(', ')
          .slice(0, MAX_VALUE),
      );
    case 'choice':
      return UNREADABLE;
    case 'identifier': {
      const found = readIdentifier(text, field, context);
      return found === undefined ? UNREADABLE : { kind: 'value', ...found };
    }
    case 'moment':
      return orUnreadable(readMoment(text, { now: context.now, timeZone: context.timeZone, leans: field.leans }));
    case 'duration':
      return orUnreadable(readDuration(text));
    case 'ip':
      return orUnreadable([...new Set(ipsIn(text.slice(0, 2_000)).map((ip) => ip.value))].join(', '));
    case 'phone':
      return orUnreadable(phoneIn(text, context));
    case 'email':
      return orUnreadable(emailIn(text));
    case 'company-number': {
      const { companies = [] } = context;
      if (companies.length === 0) return known(text.replace(/\s+/g, ' ').slice(0, MAX_VALUE));
      return orUnreadable(readCompanyNumber(text, companies)?.number);
    }
  }
}

function known(value: string): Meaning {
  return value === '' ? EMPTY : { kind: 'value', value, recognised: true };
}

function orUnreadable(value: string | undefined): Meaning {
  return value === undefined || value === '' ? UNREADABLE : known(value);
}

/** The lines as they stand, without the line to write on and the blank lines around them. */
function longText(raw: string): string {
  const lines = raw.split('\n').map((line) => line.trimEnd());
  const [first = ''] = lines;
  const head = withoutMarks(first);
  return [head, ...lines.slice(1)].join('\n').replace(/^\n+/, '').trim().slice(0, MAX_VALUE);
}

/** One number, with `;ext=` (RFC 3966) where there is an extension; behind "or" and commas others may follow. */
function phoneIn(text: string, context: FormContext): string | undefined {
  const whole = [text, ...text.split(/[,;]|\s(?:or|ili|ali|alebo|nebo|или)\s/, 3)];
  for (const one of whole) {
    const found = readPhoneNumber(
      one
        .replace(/<tel:[^>]{0,80}>/gi, '')
        .replace(/\((?:[^()\d]{2,40})\)\s*$/, '')
        .trim(),
      context.country,
    );
    if (found !== undefined)
      return found.extension === undefined ? found.number : `${found.number};ext=${found.extension}`;
  }
  return undefined;
}

const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

/** The one address of a text; undefined when there is none or there are several. */
function emailIn(text: string): string | undefined {
  const all = [...text.slice(0, 1_000).matchAll(EMAIL)].map((match) => match[0].toLowerCase());
  const [first] = all;
  return first === undefined || all.some((one) => one !== first) ? undefined : emailAddress(first);
}
