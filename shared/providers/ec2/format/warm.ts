import * as z from 'zod';
import { forms, mapLike, positiveDuration } from '../../../model/index.ts';
import { ec2Error } from '../reasons.ts';

const MOST_MEMBERS = 1000;
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-hibernate-limitations.html */
const MOST_HIBERNATED = 60 * 86_400;

/** Prepared instances, which are started instead of launching others. */
export const warm = mapLike(
  {
    size: forms([z.int().min(1).max(MOST_MEMBERS), z.literal('auto')], ec2Error('', 'warm-invalid-size', {})).meta({
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

interface BesideWarm {
  readonly warm?: { readonly state: string; readonly maxAge: number; readonly reuse: boolean } | undefined;
  readonly spot: { readonly percent: number };
  readonly reservations: string;
  readonly ephemeral: boolean;
}

/** What a pool cannot be together with, and at which field of the pool that is reported. */
export const warmFaults = ({ warm: pool, spot, reservations, ephemeral }: BesideWarm) =>
  pool === undefined
    ? []
    : [
        ...(spot.percent > 0 ? [['warm-with-spot', []] as const] : []),
        ...(reservations === 'capacity-block' ? [['warm-in-capacity-block', []] as const] : []),
        ...(pool.state === 'hibernated' && pool.maxAge > MOST_HIBERNATED
          ? [['warm-hibernated-too-long', ['maxAge']] as const]
          : []),
        ...(ephemeral && pool.reuse ? [['warm-reuse-of-one-job', ['reuse']] as const] : []),
      ];
