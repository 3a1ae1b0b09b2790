import { type Release, releaseKey } from '../desk/defect/plan.ts';
import type { Policy } from '../desk/policy.ts';

/**
 * A policy with the releases of the register beside its own. Of two with one name the register's holds: it is what was said last. A release of a desk
 * that is not configured is left out, and told in a sentence.
 */
export function withReleases(
  policy: Policy,
  registered: readonly Release[],
): { readonly policy: Policy; readonly problems: readonly string[] } {
  if (registered.length === 0) return { policy, problems: [] };
  const releases = new Map(policy.releases);
  const problems: string[] = [];
  for (const release of registered) {
    if (policy.desks.has(release.desk)) releases.set(releaseKey(release.desk, release.name), release);
    else problems.push(`release ${release.name} of the register: there is no desk ${release.desk}`);
  }
  return { policy: { ...policy, releases }, problems };
}
