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
      description: 'How many instances are prepared. auto: as many as pay off, which may be none.',
    }),
    state: z.enum(['stopped', 'hibernated', 'running']).default('stopped').meta({
      description:
        'The state of a prepared instance. A stopped or hibernated one costs its disks and addresses, a running one its full price.',
    }),
    maxAge: positiveDuration.default(7 * 86_400).meta({ description: 'An older member is replaced.' }),
    reuse: z.boolean().default(false).meta({
      description: 'Whether a worker that leaves at a scale-in returns to the pool after its drain, if there is room.',
    }),
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
