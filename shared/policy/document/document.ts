import * as z from 'zod';
import {
  checked,
  duration,
  forms,
  GROUP_NAME,
  groupName,
  minUpToMax,
  positiveDuration,
  textLike,
  valueError,
  workerCount,
} from '../../model/index.ts';
import { provider } from '../../providers/index.ts';
import { rule } from '../../rules/index.ts';
import { behavior } from './behavior.ts';
import { guards } from './guards.ts';
import { metrics } from './metrics.ts';
import { overflow } from './overflow.ts';

const capacity = z
  .strictObject({
    min: workerCount,
    max: workerCount,
    spare: workerCount.optional().meta({
      description:
        'Workers beyond those that are busy, or, where no worker reports that, beyond what the rules ask for.',
    }),
  })
  .superRefine(...minUpToMax);

const history = z.strictObject({
  keep: forms(
    [positiveDuration, z.literal('none')],
    valueError('', 'invalid-value', { expected: 'must be a duration of at most 366d, such as 14d, or none' }),
  )
    .default(14 * 86_400)
    .meta({
      description: 'How long the records are kept, at most 366d; none: nothing is recorded.',
    }),
  detail: z.enum(['summary', 'full']).default('summary').meta({
    description:
      'full also stores the whole input of each decision, as decide --cases reads it, in an item for each evaluation.',
  }),
});

const LEAST_INTERVAL = 10;
const MOST_INTERVAL = 300;

const warningCode = checked(
  z.string(),
  (code) => /^[a-z][a-z0-9-]{0,62}$/.test(code),
  () => valueError('', 'invalid-value', { expected: 'must be the code of a warning, such as period-too-fine' }),
);

const clusterName = textLike(GROUP_NAME, () =>
  valueError('', 'invalid-value', {
    expected:
      'must be the name of a cluster: lower-case letters, digits and hyphens, starting with a letter, at most 63',
  }),
);

/** The policy document as its author writes it: the public contract, described field by field in docs/reference/policy.md. */
export const policyDocument = z.strictObject({
  group: groupName.meta({
    description: 'The name of the worker group: lower-case letters, digits and hyphens. Its workers carry it as a tag.',
  }),
  tier: z.enum(['application', 'worker', 'platform']).default('worker').meta({
    description:
      'How important the group is: a platform scales in slowly and keeps three workers, an application scales out fast.',
  }),
  cluster: clusterName.optional().meta({
    description:
      'The cluster of the group. In each pass, its groups are decided in the order application, worker, platform, and formulas can read cluster.desired, cluster.pending and cluster.reserved.',
  }),
  profile: z
    .enum(['aggressive', 'balanced', 'conservative'])
    .optional()
    .meta({ description: 'Sets the defaults of behavior.' }),
  paused: forms(
    [z.boolean(), z.enum(['out', 'in'])],
    valueError('', 'not-one-of', { values: ['true', 'false', 'out', 'in'] }),
  )
    .default(false)
    .meta({ description: 'true, out or in: pauses scaling, scale-out or scale-in.' }),
  dryRun: z.boolean().default(false).meta({ description: 'Decide and report, but change nothing.' }),
  onDelete: z.enum(['drain', 'release']).default('release').meta({
    description:
      'What happens to the workers when the policy is deleted: drain terminates them, release keeps them running, unmanaged.',
  }),
  evaluateEvery: checked(
    duration,
    (seconds) => seconds >= LEAST_INTERVAL && seconds <= MOST_INTERVAL,
    () => valueError('', 'invalid-value', { expected: 'must be between 10s and 5m' }),
  )
    .default(60)
    .meta({
      description:
        'How often the group is evaluated, from 10s to 5m. Alarms and pushes evaluate it at once. Each evaluation reads all metrics.',
    }),
  telemetry: z.enum(['events', 'metrics']).default('events').meta({
    description: 'metrics: also publish metrics of the group in CloudWatch, about 1.50 dollars a month.',
  }),
  notifyAfter: duration.default(900).meta({
    description:
      'How long a group may be unable to launch, without data, replacing in a loop or at its maximum before someone is notified.',
  }),
  history: history.prefault({}).meta({
    description: 'What is recorded of each evaluation of the group, even if it changes nothing.',
  }),
  acknowledge: z.array(warningCode).max(50).optional().meta({
    description: 'Codes of warnings that you accept: they are not reported, and --strict ignores them.',
  }),
  provider: provider
    .optional()
    .meta({ description: 'What is resized, for example EC2 instances of a launch template.' }),
  capacity: capacity.meta({ description: 'The minimum and the maximum number of workers; min may be 0.' }),
  warmup: duration.default(0).meta({
    description:
      'A running worker younger than this is warming up: it is not counted as serving yet. Seconds, or 90s, 5m, 2h, 1d.',
  }),
  metrics: metrics.meta({
    description: 'What is measured, by name: from a metric source, or by a formula over other metrics.',
  }),
  rules: z
    .array(rule)
    .max(50)
    .default([])
    .meta({ description: 'Each rule recommends a capacity; the largest recommendation wins.' }),
  behavior: behavior.meta({ description: 'How fast the group may scale out and scale in.' }),
  overflow: overflow.optional().meta({
    description:
      'Where the group of the same name takes over what this region cannot launch: the region of another stack, and after how long.',
  }),
  guards: guards.meta({ description: 'Limits that override rules: maintenance windows, a budget, a floor.' }),
});

/** What an author may write: defaults left out, durations as text. */
export type PolicyDocument = z.input<typeof policyDocument>;
export type ParsedDocument = z.output<typeof policyDocument>;
