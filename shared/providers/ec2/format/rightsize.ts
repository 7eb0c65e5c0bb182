import * as z from 'zod';
import { always, atLeastOne, mapLike, refused, sizeOfType, whereRight } from '../../../model/index.ts';
import { ec2Error } from '../reasons.ts';
import { typeOr } from './type-or.ts';

const sizes = mapLike(
  {
    vcpus: z.number().positive().max(10_000).optional(),
    memoryGiB: z.number().positive().max(1_000_000).optional(),
  },
  '{ vcpus: 2, memoryGiB: 4 }',
).superRefine(atLeastOne(['vcpus', 'memoryGiB']), always);

/** A size: of a type that is named, or in vCPUs and memory. */
const allowed = typeOr(sizes, ec2Error('', 'rightsize-no-size', {})).optional();

/** Whether a type is known to be larger than another one: both are of one family, and their names say their sizes. */
function isLarger(one: string, other: string): boolean {
  const [size, otherSize] = [sizeOfType(one), sizeOfType(other)];
  return one.split('.')[0] === other.split('.')[0] && size !== null && otherSize !== null && size > otherSize;
}

/** How the sizes of new workers follow from what was measured. */
export const rightsize = mapLike(
  {
    mode: z.enum(['off', 'initial', 'auto']).default('off').meta({
      description:
        '`initial`: launches use the instance types that right-sizing recommends. `auto`: workers of other types are replaced as well, as `rollout` says.',
    }),
    minAllowed: allowed.meta({
      description: 'No recommended type has fewer vCPUs or less memory: c7g.large, or { vcpus: 2, memoryGiB: 4 }.',
    }),
    maxAllowed: allowed.meta({
      description: 'No recommended type has more vCPUs or more memory: c7g.4xlarge, or { vcpus: 16, memoryGiB: 32 }.',
    }),
  },
  '{ mode: initial }',
).superRefine(
  ({ minAllowed: min, maxAllowed: max }, context) => {
    if (typeof min === 'string' && typeof max === 'string' && isLarger(min, max)) {
      context.addIssue(refused(ec2Error('', 'rightsize-min-above-max', { least: min, most: max }), ['minAllowed']));
    }
    if (typeof min !== 'object' || typeof max !== 'object') return;
    for (const field of ['vcpus', 'memoryGiB'] as const) {
      const [least, most] = [min[field], max[field]];
      if (least === undefined || most === undefined || least <= most) continue;
      context.addIssue(refused(ec2Error('', 'rightsize-min-above-max', { least, most }), ['minAllowed', field]));
    }
  },
  whereRight('minAllowed', 'maxAllowed'),
);
