import type { ChoiceOption, WordsByLocale } from '../../mail/form/rules.ts';
import type { Priority } from '../status.ts';

/** Words that suggest an urgency, and marks of mail importance that do (RFC 2156 `Importance`, `X-Priority`). */
export interface UrgencyWords {
  readonly urgency: string;
  readonly words: WordsByLocale;
  /** Values as `importanceOf` gives them. */
  readonly importance: readonly Importance[];
}

export type Importance = 'high' | 'normal' | 'low';

/** How a desk gives priorities (INTERSPACE-6, CLOUDEMPIERE-6): its own levels of impact and urgency and what each pair makes. */
export interface PriorityRules {
  readonly impacts: readonly ChoiceOption[];
  readonly urgencies: readonly ChoiceOption[];
  /** By impact, then urgency; each pair is there. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, Priority>>>>;
  /** The column taken when nobody said and nothing suggests an urgency; undefined: the matrix then waits. */
  readonly usualUrgency: string | undefined;
  /** What a suggested urgency makes while the impact is not known; undefined for those that make nothing. */
  readonly suggested: Readonly<Record<string, Priority>>;
  /** Whether the client's choice of a priority counts (INTERSPACE-2). */
  readonly clientChooses: boolean;
  readonly usual: Priority;
}

/** Faults of the rules, in English for the operator; empty when the matrix is whole. */
export function priorityFaults(rules: PriorityRules): readonly string[] {
  const faults: string[] = [];
  const urgencies = rules.urgencies.map((one) => one.key);
  const impacts = rules.impacts.map((one) => one.key);
  for (const impact of impacts)
    for (const urgency of urgencies)
      if (rules.matrix[impact]?.[urgency] === undefined) faults.push(`matrix: no priority for ${impact} × ${urgency}`);
  for (const impact of Object.keys(rules.matrix)) {
    if (!impacts.includes(impact)) faults.push(`matrix: ${impact} is no impact`);
    for (const urgency of Object.keys(rules.matrix[impact] ?? {}))
      if (!urgencies.includes(urgency)) faults.push(`matrix: ${impact} has ${urgency}, which is no urgency`);
  }
  if (rules.usualUrgency !== undefined && !urgencies.includes(rules.usualUrgency))
    faults.push(`usual urgency ${rules.usualUrgency} is no urgency`);
  for (const urgency of Object.keys(rules.suggested))
    if (!urgencies.includes(urgency)) faults.push(`suggested: ${urgency} is no urgency`);
  return faults;
}

/** Words for the highest urgency in the desk's languages, for a desk that names none of its own. */
export const URGENT_WORDS: WordsByLocale = {
  en: ['urgent', 'urgently', 'asap', 'as soon as possible', 'immediately', 'emergency', 'critical'],
  sr: ['hitno', 'hitan', 'hitna', 'hitni', 'hitne', 'urgentno', 'što pre', 'odmah', 'kritično'],
  sl: ['nujno', 'nujna', 'nujen', 'nujne', 'urgentno', 'čim prej', 'takoj', 'kritično'],
  sk: [
    'naliehavé',
    'naliehavá',
    'naliehavý',
    'urgentné',
    'urgentne',
    'súrne',
    'súrna',
    'čo najskôr',
    'ihneď',
    'okamžite',
    'kritické',
  ],
  cs: [
    'urgentní',
    'urgentně',
    'naléhavé',
    'naléhavá',
    'naléhavý',
    'spěchá',
    'pospíchá',
    'co nejdříve',
    'ihned',
    'okamžitě',
    'kritické',
  ],
  mk: ['итно', 'итна', 'итен', 'итни', 'ургентно', 'што побрзо', 'веднаш', 'критично'],
};
