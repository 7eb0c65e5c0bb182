import * as z from 'zod';
import { positiveDuration, refused } from '../../../model/index.ts';
import { priceFields } from '../../pricing/fields.ts';
import { reportFields } from '../../reports/index.ts';
import { rolloutFields } from '../../rollout/format.ts';
import { groupError } from '../reasons.ts';

/** "any ASCII character 33 to 126 … You cannot use a colon": https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
const NAME = /^[\x21-\x39\x3b-\x7e]{1,255}$/;

export const schema = z.strictObject({
  kind: z.literal('auto-scaling-group'),
  name: z.string().superRefine((name, context) => {
    if (NAME.test(name)) return;
    const code = name.startsWith('arn:') ? 'group-name-is-arn' : 'group-invalid-name';
    context.addIssue(refused(groupError('', code, { written: name })));
  }),
  /** Seconds from a worker's launch until it must be in service; then it counts as unhealthy. */
  bootTimeout: positiveDuration.default(900),
  ...reportFields,
  ...priceFields,
  ...rolloutFields,
  retire: z.enum(['oldest', 'newest', 'costliest', 'balanced']).default('balanced'),
});

/** What a policy says of its Auto Scaling group. */
export type AutoScalingGroupConfig = z.output<typeof schema>;
