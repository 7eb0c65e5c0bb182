import { MOST_WEIGHT, sizeOfType } from '../../../model/index.ts';
import { sizingFor, weightsFor } from '../../../providers/index.ts';
import { warning } from '../reasons.ts';
import type { WarningCheck } from '../warning-check.ts';

/** Types that each count as one worker, although one does more than another. Right-sizing chooses among sizes, and has no weights. */
export const unlikeTypes: WarningCheck = ({ provider }) => {
  const sizing = sizingFor(provider);
  if (!sizing || sizing.applies || weightsFor(provider) !== null) return [];
  const sized = sizing.types
    .flatMap((type) => {
      const size = sizeOfType(type);
      return size === null ? [] : [{ type, size }];
    })
    .sort((one, other) => one.size - other.size);
  const [smallest, largest] = [sized[0], sized.at(-1)];
  if (!smallest || !largest || smallest.size === largest.size) return [];
  const unit = commonFactor(smallest.size, largest.size);
  return [
    warning('provider.instanceTypes', 'unlike-types-without-weights', {
      smallest: smallest.type,
      largest: largest.type,
      times: largest.size / smallest.size,
      weights: [smallest.size / unit, largest.size / unit].map((each) => Math.min(each, MOST_WEIGHT)),
    }),
  ];
};

const commonFactor = (one: number, other: number): number => (other === 0 ? one : commonFactor(other, one % other));
