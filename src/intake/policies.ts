import type { Logger } from 'pino';
import { withRegistered } from '../config/registered-levels.ts';
import { withReleases } from '../config/registered-releases.ts';
import type { Policy } from '../desk/policy.ts';
import type { Queries } from '../store/port.ts';

/** What of the registers is part of the policy. */
export interface Registered {
  readonly levels: Awaited<ReturnType<Queries['serviceLevels']>>;
  readonly releases: Awaited<ReturnType<Queries['releases']>>;
}

/** The policy that the gateway decides by: the configuration's with the service levels and releases of the registers. It changes with them. */
export interface Policies {
  /** As the configuration says it, whatever the registers hold. */
  readonly configured: Policy;
  /** Read at each command; never kept. */
  readonly current: Policy;
  /** Takes the registers as they are from now on. */
  adopt(registered: Registered): void;
}

/** Reads what of the registers is part of the policy. */
export async function readRegistered(read: Pick<Queries, 'serviceLevels' | 'releases'>): Promise<Registered> {
  return { levels: await read.serviceLevels(), releases: await read.releases() };
}

/** Makes the policy of the configuration and of what the store holds; what cannot stand beside the configuration is logged. */
export async function openPolicies(
  configured: Policy,
  read: Pick<Queries, 'serviceLevels' | 'releases'>,
  log: Pick<Logger, 'warn'>,
): Promise<Policies> {
  const made = ({ levels, releases }: Registered): Policy => {
    const levelled = withRegistered(configured, levels);
    const whole = withReleases(levelled.policy, releases);
    for (const problem of [...levelled.problems, ...whole.problems]) log.warn(problem);
    return whole.policy;
  };
  let policy = made(await readRegistered(read));
  return {
    configured,
    get current() {
      return policy;
    },
    adopt(registered) {
      policy = made(registered);
    },
  };
}
