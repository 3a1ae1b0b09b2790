import type { QueueWeights } from '../desk/queue/order.ts';
import type { QueueInput } from './schema-queue.ts';

const CHANNEL = { mail: 0, phone: 0, portal: 0 } as const;
const PRIORITY = { urgent: 200, high: 100, normal: 0, low: -50 } as const;

/** The weights of a waiting list. */
export function compileQueue(input: QueueInput): QueueWeights {
  return {
    channel: { ...CHANNEL, ...input.channel },
    priority: { ...PRIORITY, ...input.priority },
    age: input.age,
    ageAtMost: input.age_at_most,
    target: input.target,
    targetWithin: input.target_within,
  };
}
