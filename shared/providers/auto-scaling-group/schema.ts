import * as z from 'zod';
import { positiveDuration } from '../../model/index.ts';

/** "any ASCII character 33 to 126 … You cannot use a colon": https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
const NAME = /^[\x21-\x39\x3b-\x7e]{1,255}$/;

export const schema = z.strictObject({
  kind: z.literal('auto-scaling-group'),
  name: z.string().superRefine((name, context) => {
    if (NAME.test(name)) return;
    const message = name.startsWith('arn:')
      ? "must be the group's name, not its ARN: Headcount manages groups of its own account and region"
      : 'must be 1 to 255 characters without spaces and colons';
    context.addIssue({ code: 'custom', message });
  }),
  /** Seconds from a worker's launch until it must be in service; then it counts as unhealthy. */
  bootTimeout: positiveDuration.default(900),
  retire: z.enum(['oldest', 'newest', 'costliest', 'balanced']).default('balanced'),
});

/** What a policy says of its Auto Scaling group. */
export type AutoScalingGroupConfig = z.output<typeof schema>;
