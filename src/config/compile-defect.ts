import type { LocalDate } from '../desk/calendar/local.ts';
import { type DefectRules, type Release, type ReleaseName, releaseKey } from '../desk/defect/plan.ts';
import type { DeskId } from '../desk/ids.ts';
import type { ConfigurationInput } from './schema.ts';
import type { DefectsInput } from './schema-defect.ts';

/** What a desk does to tickets that hang on a defect. */
export function compileDefects({ waiting_sets, released_sets }: DefectsInput): DefectRules {
  return {
    waitingSets: waiting_sets === 'none' ? undefined : waiting_sets,
    releasedSets: released_sets === 'none' ? undefined : released_sets,
  };
}

/** The releases of all desks that the configuration lists. */
export function compileReleases({ desks }: Pick<ConfigurationInput, 'desks'>): ReadonlyMap<string, Release> {
  const found = new Map<string, Release>();
  for (const [desk, { defects }] of Object.entries(desks))
    for (const { name, expected, released } of defects.releases)
      found.set(releaseKey(desk as DeskId, name), {
        desk: desk as DeskId,
        name: name as ReleaseName,
        expected: expected as LocalDate | undefined,
        released: released as LocalDate | undefined,
      });
  return found;
}
