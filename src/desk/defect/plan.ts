import type { LocalDate } from '../calendar/local.ts';
import type { DeskId } from '../ids.ts';
import type { Status } from '../status.ts';

/** A release of a program as staff call it (`4.2`, `2027.1`). */
export type ReleaseName = string & { readonly __brand: 'ReleaseName' };

/** How far a reported defect has come (CLOUDEMPIERE-8): the provider's test confirms it or does not, and a release carries its fix. */
export const DEFECT_STAGES = ['reported', 'confirmed', 'not-a-defect', 'planned', 'released'] as const;
export type DefectStage = (typeof DEFECT_STAGES)[number];

/** What clients are told of a defect. `expected` is the day on which the release is expected. */
export interface DefectPlan {
  readonly stage: DefectStage;
  readonly release?: ReleaseName | undefined;
  readonly expected?: LocalDate | undefined;
}

/** A defect of which nothing is known yet. */
export const REPORTED: DefectPlan = { stage: 'reported' };

/** Whether clients would be told the same. */
export function samePlan(one: DefectPlan, other: DefectPlan): boolean {
  return one.stage === other.stage && one.release === other.release && one.expected === other.expected;
}

/** A release that carries fixes, as the configuration or the register has it. */
export interface Release {
  readonly desk: DeskId;
  readonly name: ReleaseName;
  readonly expected: LocalDate | undefined;
  /** The day on which it came out. */
  readonly released: LocalDate | undefined;
}

/** What a desk does to the tickets that hang on a defect; undefined leaves their status. */
export interface DefectRules {
  /** While the defect is looked into and its fix is made. */
  readonly waitingSets: Status | undefined;
  /** When the release with the fix is out. */
  readonly releasedSets: Status | undefined;
}

/** Under which a release is found among those of all desks. */
export function releaseKey(desk: DeskId, name: string): string {
  return `${desk}/${name.toLowerCase()}`;
}

/** A name of a release as it is written; undefined when it can be none: it has blanks or is too long. */
export function releaseName(text: string): ReleaseName | undefined {
  return /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,39}$/u.test(text) ? (text as ReleaseName) : undefined;
}
