import * as z from 'zod';
import { mapLike, positiveDuration, textLike, wholeNumber } from '../../../model/index.ts';
import { priceFields } from '../../pricing/fields.ts';
import { reportFields } from '../../reports/index.ts';
import { fleetError } from '../reasons.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FleetData.html: a fleet has no name. */
const ID = /^fleet-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const schema = z.strictObject({
  kind: z.literal('ec2-fleet'),
  id: textLike(ID, (written) => fleetError('', 'fleet-invalid-id', { written })).meta({
    description: 'The id of the fleet. Its type must be maintain.',
  }),
  spot: mapLike(
    { percent: z.number().min(0).max(100), onDemandBase: wholeNumber.min(0).max(100_000).default(0) },
    '{ percent: 70 }',
  )
    .optional()
    .meta({
      description:
        'How the target is divided into on-demand and spot when it is raised. By default, in the proportion that the fleet has.',
    }),
  /** Seconds from a worker's launch until it must run; then it counts as unhealthy. */
  bootTimeout: positiveDuration.default(900),
  ...reportFields,
  ...priceFields,
  retire: z.enum(['oldest', 'newest', 'costliest', 'balanced']).default('balanced'),
});

/** What a policy says of its EC2 Fleet. */
export type Ec2FleetConfig = z.output<typeof schema>;
