import { Temporal } from 'temporal-polyfill';
import { type DaysContext, readDays } from '../absence/days.ts';
import { type LocalDate, parseLocalDate } from '../calendar/local.ts';
import type { Act } from '../command.ts';
import { releaseName } from './plan.ts';

/** What agents write about defects and problems. */
const DEFECT_VERBS = [
  'defect',
  'problem',
  'confirmed',
  'not-a-defect',
  'planned',
  'released',
  'root-cause',
  'prevention',
  'rfo',
] as const;
type DefectVerb = (typeof DEFECT_VERBS)[number];

type DefectAct = Extract<Act, { readonly kind: 'hang' | 'stage' | 'rfo' | 'analysis' }>;

/** Whether a verb is about defects or problems. */
export function isDefectVerb(verb: string): verb is DefectVerb {
  return (DEFECT_VERBS as readonly string[]).includes(verb);
}

/** `EB-1001`. */
const NUMBER = /^[A-Z][A-Z0-9]{0,9}-\d{1,12}$/;

/** Reads what stands behind a verb: `#defect EB-1001`, `#planned 4.2 by 2027-01-15`; or answers what could stand there. */
export function defectVerb(
  verb: DefectVerb,
  argument: string,
  context: DaysContext,
): DefectAct | { readonly expected: readonly string[] } {
  switch (verb) {
    case 'defect':
    case 'problem': {
      const on = argument.toUpperCase();
      if (on === 'NONE') return { kind: 'hang', on: undefined, as: verb };
      return NUMBER.test(on) ? { kind: 'hang', on, as: verb } : { expected: [`#${verb} EB-1001`, `#${verb} none`] };
    }
    case 'confirmed':
    case 'not-a-defect':
      if (argument !== '') return { expected: [`#${verb}`] };
      return { kind: 'stage', to: verb, release: undefined, day: undefined };
    case 'root-cause':
    case 'prevention':
      return { kind: 'analysis', part: verb };
    case 'rfo':
      return argument === '' ? { kind: 'rfo' } : { expected: ['#rfo'] };
    case 'planned': {
      const [, name = '', on] = /^(\S+)(?:\s+(?:by|for|on|za|do|pre|na)\s+(.+))?$/iu.exec(argument) ?? [];
      const release = releaseName(name);
      const day = on === undefined ? undefined : dayIn(on, context);
      if (release === undefined || (on !== undefined && day === undefined))
        return { expected: ['#planned 4.2', '#planned 4.2 by 2027-01-15'] };
      return { kind: 'stage', to: 'planned', release, day };
    }
    case 'released': {
      const release = argument === '' ? undefined : releaseName(argument);
      if (argument !== '' && release === undefined) return { expected: ['#released', '#released 4.2'] };
      return { kind: 'stage', to: 'released', release, day: undefined };
    }
  }
}

/** One day, in the forms in which days are written; today or later. */
function dayIn(text: string, context: DaysContext): LocalDate | undefined {
  const days = readDays(text, context);
  if (days === undefined || days.first.getTime() !== days.last.getTime()) return undefined;
  const day = Temporal.Instant.fromEpochMilliseconds(days.first.getTime()).toZonedDateTimeISO(context.timeZone);
  return parseLocalDate(day.toPlainDate().toString());
}
