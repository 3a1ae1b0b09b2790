import type { CompanyCountry } from './company-number.ts';
import type { LabelIndex } from './labels.ts';
import type { PhoneCountry } from './phone-number.ts';

/** Words by locale (`en`, `sr`, …): the first of a locale is the one shown, all of all locales are understood. */
export type WordsByLocale = Readonly<Record<string, readonly string[]>>;

/** One answer of a choice. */
export interface ChoiceOption {
  readonly key: string;
  readonly words: WordsByLocale;
}

interface FieldBase {
  /** Name in the configuration. */
  readonly key: string;
  readonly labels: WordsByLocale;
  readonly need: 'required' | 'if-applicable';
}

/** One fact that a desk wants to know (INTERSPACE-5, SAGA-6). */
export type FieldRule =
  | (FieldBase & { readonly kind: 'text' | 'duration' | 'ip' | 'phone' | 'email' | 'address' | 'company-number' })
  /** With `prose` a mail's own sentences count as the text when no label names it. */
  | (FieldBase & { readonly kind: 'long-text'; readonly prose: boolean })
  /** Unless `prose` is false, an option said in a sentence counts when no label names the field: for words that mean nothing else. */
  | (FieldBase & { readonly kind: 'choice'; readonly options: readonly ChoiceOption[]; readonly prose?: boolean })
  | (FieldBase & {
      readonly kind: 'identifier';
      /** Tried on whole words of at most 64 units; anchors are not needed. */
      readonly patterns: readonly RegExp[];
      /** The register asked (`services`); undefined when patterns alone decide. */
      readonly register: string | undefined;
    })
  /** Whether an incomplete date is meant to lie behind (`past`: when it began) or ahead. */
  | (FieldBase & { readonly kind: 'moment'; readonly leans: 'past' | 'future' });

export type FieldKind = FieldRule['kind'];

/** A form with its labels made ready for looking up; made by `formRules`. */
export interface FormRules {
  readonly fields: readonly FieldRule[];
  readonly labels: LabelIndex;
}

/** What bears on the reading of one mail. */
export interface FormContext {
  /** The moment the mail was written: what "today" refers to. */
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166 code of national phone numbers. */
  readonly country: PhoneCountry;
  /** By whose rules company numbers are checked; none: they are taken as written. */
  readonly companies?: readonly CompanyCountry[];
  /** The proper form of an identifier that stands in a register; undefined when it does not. */
  readonly lookUp: (register: string, candidate: string) => string | undefined;
  /** Whether quoted lines are read too: the client may have filled in the form that he quotes. What stands outside of quotes goes first. */
  readonly quoted: boolean;
  /** The fields last asked for, in order: what `1.`, `2.` of an answer without labels refer to. Empty: none were. */
  readonly asked: readonly string[];
  /** A table of HTML with a cell that says one of these is our own, come back with a reply: it answers nothing. */
  readonly ours?: readonly string[];
}

/** Where something was found: in the text, or in `tables` of the reading. */
export interface Place {
  readonly source: 'text' | 'tables';
  /** UTF-16 units, inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** How something was found, for `explain`. */
export type How =
  | { readonly kind: 'label'; readonly label: string; readonly typo: boolean; readonly quoted: boolean }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'register'; readonly register: string }
  | { readonly kind: 'pattern' }
  | { readonly kind: 'line' }
  | { readonly kind: 'prose' };

/** A fact found in a mail. */
export interface Finding {
  readonly key: string;
  /**
   * In one form for all spellings: text as written, a choice's key, an identifier as its register has it, a moment in ISO 8601 (UTC; the bare day
   * when no time was said), a duration in ISO 8601, IP addresses with `, ` between, a phone number in E.164 (`;ext=` RFC 3966), an address.
   */
  readonly value: string;
  readonly place: Place;
  readonly how: How;
  /** False for an identifier that its register does not have. */
  readonly recognised: boolean;
}

/** What a mail says of the facts a form asks for. A field is in one list at most. */
export interface FormReading {
  /** In the order of the fields. */
  readonly findings: readonly Finding[];
  /** Fields with several different values of equal standing. */
  readonly conflicts: readonly { readonly key: string; readonly findings: readonly Finding[] }[];
  /** Fields whose value stands there and cannot be understood. */
  readonly unreadable: readonly { readonly key: string; readonly place: Place }[];
  /** If-applicable fields that were said not to apply. */
  readonly declined: readonly { readonly key: string; readonly place: Place }[];
  /** The text of the HTML's tables, which places with source `tables` lie over. */
  readonly tables: string;
}
