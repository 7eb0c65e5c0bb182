import * as z from 'zod';
import { forms, mapLike, positiveDuration, wholeNumber } from '../../../model/index.ts';
import { ec2Error } from '../reasons.ts';

const MOST_MEMBERS = 1000;

/** Prepared instances, which are started instead of launching others. */
export const warm = mapLike(
  {
    size: forms([wholeNumber.min(1).max(MOST_MEMBERS), z.literal('auto')], ec2Error('', 'warm-invalid-size', {})).meta({
      description: 'How many are prepared. auto: as many as pay off, which may be none.',
    }),
    state: z.enum(['stopped', 'hibernated', 'running']).default('stopped').meta({
      description: 'A stopped or hibernated member costs its disks and addresses, a running one its full price.',
    }),
    maxAge: positiveDuration.default(7 * 86_400).meta({ description: 'An older member is replaced.' }),
    reuse: z.boolean().default(false).meta({
      description: 'Whether workers return to the pool at a scale-in, if there is room.',
    }),
    disks: mapLike(
      { gib: z.number().positive().max(65_536).optional(), usdPerGib: z.number().min(0).max(1000).optional() },
      '{ gib: 30 }',
    )
      .optional()
      .meta({ description: 'All volumes of a member, and dollars per GiB and month.' }),
  },
  '{ size: 3 }',
);
