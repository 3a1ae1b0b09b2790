import type { Logger } from 'pino';
import { withRegistered } from '../config/registered-levels.ts';
import type { Policy } from '../desk/policy.ts';
import type { Queries } from '../store/port.ts';

/** The policy that the gateway decides by: the configuration's with the service levels of the register. It changes with the register. */
export interface Policies {
  /** As the configuration says it, whatever the register holds. */
  readonly configured: Policy;
  /** Read at each command; never kept. */
  readonly current: Policy;
  /** Takes the levels of the register as they are from now on. */
  adopt(levels: Awaited<ReturnType<Queries['serviceLevels']>>): void;
}

/** Makes the policy of the configuration and of what the store holds; levels that cannot stand beside the configuration are logged. */
export async function openPolicies(
  configured: Policy,
  read: Pick<Queries, 'serviceLevels'>,
  log: Pick<Logger, 'warn'>,
): Promise<Policies> {
  let { policy, problems } = withRegistered(configured, await read.serviceLevels());
  for (const problem of problems) log.warn(problem);
  return {
    configured,
    get current() {
      return policy;
    },
    adopt(levels) {
      ({ policy, problems } = withRegistered(configured, levels));
      for (const problem of problems) log.warn(problem);
    },
  };
}
