import { NOTHING_SPENT } from '../../prices/index.ts';
import { amount, count, fields, flag, list, mapOf, moment, nullable, number, optional } from '../shape.ts';
import { slice } from '../slice.ts';

const hour = fields({ at: moment, usd: number, savedUsd: number, seconds: amount, spotSeconds: amount });

/** What the group's workers have cost. Written by evaluations when the workers or their prices have changed, and every hour. */
export const spendingSlice = slice({
  name: 'spending',
  schemaVersion: 1,
  shape: fields({
    /** Until when it is counted. */
    at: nullable(moment),
    /** The workers that ran then, by type, market and zone. */
    running: mapOf(
      fields({
        count,
        usd: number,
        onDemandUsd: number,
        isSpot: flag,
        isDisk: optional(flag),
        newestAt: optional(moment),
      }),
    ),
    /** Workers of the last 20 minutes that are counted, by key and launch. */
    young: optional(mapOf(mapOf(count))),
    hour: nullable(hour),
    /** Hours that are over, and are not stored yet for sure. */
    closed: list(hour),
    /** Dollars of the calendar month, in UTC. */
    monthUsd: number,
  }),
  empty: NOTHING_SPENT,
});
