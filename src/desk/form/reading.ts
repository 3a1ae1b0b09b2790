import { quotedForm } from '../../mail/form/quoted-form.ts';
import { readForm } from '../../mail/form/read.ts';
import type { FormContext, FormReading, FormRules } from '../../mail/form/rules.ts';

/** What somebody wrote that may hold facts. */
export interface Writing {
  /** His own words, without what he quotes. */
  readonly text: string;
  /** The whole of it: the form that we sent may stand in what he quotes, filled in. */
  readonly whole: string;
  /** Not safe to show. */
  readonly html: string | undefined;
  readonly writtenAt: Date;
  /** Whether tables in what is quoted are his as well: of a mail that was forwarded. */
  readonly forwarded: boolean;
}

/** What bears on the reading of one writing. */
export interface ReadingContext extends Pick<FormContext, 'timeZone' | 'country' | 'companies' | 'lookUp' | 'asked'> {
  /** What stands in our own table of facts, which a reply brings back: the ticket's number. */
  readonly ours: readonly string[];
}

/**
 * What a mail says of the facts of a form, to be merged in this order: first what was filled into our form where it is quoted, then what its writer
 * says himself. Rows that we asked for were sent empty, so what stands in them now is his answer; of other quoted rows he may only have left them.
 */
export function readings(writing: Writing, form: FormRules, context: ReadingContext): readonly FormReading[] {
  const { text, whole, html, writtenAt, forwarded } = writing;
  const { asked, ...around } = context;
  const base = { ...around, now: writtenAt };
  if (asked.length === 0) return [readForm(text, html, form, { ...base, quoted: forwarded, asked })];
  const own = readForm(text, undefined, form, { ...base, quoted: false, asked });
  const inForm = quotedForm(whole, form, context.ours);
  if (inForm === '' && html === undefined) return [own];
  const filled = readForm(inForm, html, form, { ...base, quoted: true, asked: [] });
  return [inRows(filled, asked), own];
}

/** Only what stands in rows of the form: what is between them is ours. */
function inRows(reading: FormReading, asked: readonly string[]): FormReading {
  const findings = reading.findings.flatMap((one) =>
    one.how.kind === 'label' ? [{ ...one, how: { ...one.how, quoted: !asked.includes(one.key) } }] : [],
  );
  const conflicts = reading.conflicts.filter(({ findings: several }) =>
    several.every((one) => one.how.kind === 'label'),
  );
  return { ...reading, findings, conflicts };
}
