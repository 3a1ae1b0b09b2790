import { z } from 'zod';
import { CHANNELS, PRIORITIES } from '../desk/status.ts';
import * as field from './fields.ts';

const points = z.number('points: a number').min(-100_000, 'at least -100000').max(100_000, 'at most 100000');

const each = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.partialRecord(z.enum(names, `one of ${names.join(', ')}`), points, `a table of points: { ${names[0]}: 20 }`);

/** What the waiting list of a desk goes by (SAOP-2). */
export const queue = z
  .strictObject(
    {
      channel: each(CHANNELS)
        .prefault({})
        .describe('Points by the way in which a request came: `{ portal: 40, phone: 0, mail: 0 }`; default: none'),
      priority: each(PRIORITIES)
        .prefault({})
        .describe('Points by priority; default: `{ urgent: 200, high: 100, normal: 0, low: -50 }`'),
      age: points.prefault(1).describe('Points for each hour since the request came'),
      age_at_most: field.count(240, 100_000).describe('Hours beyond which age adds no more'),
      target: points.prefault(100).describe('Points when the next promised time is reached or missed'),
      target_within: field.duration('4h').describe('So long before it they begin to grow, from none'),
    },
    'a table of keys',
  )
  .prefault({});
export type QueueInput = z.output<typeof queue>;
