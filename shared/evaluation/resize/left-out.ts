import { groupedBy } from '../../model/index.ts';
import type { Launched } from '../../providers/index.ts';

/** How long a capacity pool without capacity is excluded, as in Karpenter. */
const UNAVAILABLE_SECONDS = 180;

/** Offerings to be left out, by the seconds for which they are. */
export function leftOut(errors: Launched['errors']): ReadonlyMap<number, readonly string[]> {
  const bySeconds = groupedBy(errors, ({ leftOutFor = UNAVAILABLE_SECONDS }) => leftOutFor);
  const keys = [...bySeconds].map(([seconds, some]) => {
    return [seconds, [...new Set(some.flatMap(({ offerings }) => offerings))]] as const;
  });
  return new Map(keys.filter(([, some]) => some.length > 0));
}
