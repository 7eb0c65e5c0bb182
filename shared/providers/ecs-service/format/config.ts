import * as z from 'zod';
import { positiveDuration, refused } from '../../../model/index.ts';
import { reportFields } from '../../reports/index.ts';
import { ecsError } from '../reasons.ts';

/** "Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

const named = (what: 'cluster' | 'service') =>
  z.string().superRefine((written, context) => {
    if (NAME.test(written)) return;
    const code = written.startsWith('arn:') ? 'ecs-name-is-arn' : 'ecs-invalid-name';
    context.addIssue(refused(ecsError('', code, { what, written })));
  });

export const schema = z.strictObject({
  kind: z.literal('ecs-service'),
  cluster: named('cluster').default('default').meta({ description: 'The name of the cluster.' }),
  service: named('service').meta({ description: 'The name of the service.' }),
  /** Seconds from a task's creation until it must run; then it counts as unhealthy. */
  bootTimeout: positiveDuration.default(900),
  ...reportFields,
  /** What a task costs is not known. */
  retire: z.enum(['oldest', 'newest', 'balanced']).default('balanced'),
});

/** What a policy says of its ECS service. */
export type EcsServiceConfig = z.output<typeof schema>;
