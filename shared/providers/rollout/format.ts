import * as z from 'zod';
import {
  always,
  duration,
  errorsOf,
  forms,
  mapLike,
  noneTwice,
  positiveDuration,
  refused,
  wholeNumber,
} from '../../model/index.ts';
import { reasons } from './reasons.ts';
import type { RolloutConfig } from './settings.ts';

const providerError = errorsOf(reasons);

const PARALLEL_FAULT = providerError('', 'rollout-not-workers-or-share', {});
const SHARE_FAULT = providerError('', 'rollout-not-a-share', {});
const TOLERATED_FAULT = providerError('', 'rollout-not-a-ratio', {});

const SHARE = /^([1-9]\d?|100)%$/;
const share = z.string({ error: SHARE_FAULT.message }).regex(SHARE, { error: SHARE_FAULT.message });
const MOST_CHECKPOINTS = 20;
/** Seconds. */
const BAKE = 3600;
/** As many as an instance refresh; https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AlarmSpecification.html */
const MOST_ALARMS = 10;

/** Shares of the fleet, one after the other. */
function ascending(shares: readonly string[], context: z.RefinementCtx): void {
  shares.forEach((each, index) => {
    const before = shares[index - 1];
    if (before === undefined || !(percentIn(each) <= percentIn(before))) return;
    context.addIssue(
      refused(providerError('', 'rollout-checkpoints-unordered', { share: each, after: before }), [index]),
    );
  });
}

/** NaN for an invalid value, which may be of any type. */
const percentIn = (written: unknown): number => (typeof written === 'string' ? Number.parseInt(written, 10) : NaN);

/** How workers that run are replaced by others. */
const rollout = mapLike(
  {
    on: z.enum(['manual', 'version']).default('manual').meta({
      description:
        '`manual`: workers are replaced when somebody asks for it. `version`: also when launches use another version of the template, other types or other subnets than running workers.',
    }),
    parallel: forms(
      [wholeNumber.min(1).max(100_000), z.string().regex(SHARE, { error: PARALLEL_FAULT.message })],
      PARALLEL_FAULT,
    )
      .default(1)
      .meta({ description: 'How many workers are replaced at once: a number, or a share such as 10%.' }),
    delay: duration
      .default(0)
      .meta({ description: 'How long to wait after workers were replaced, before the next ones are.' }),
    checkpoint: forms([share, z.array(share).min(1).max(MOST_CHECKPOINTS).superRefine(ascending, always)], SHARE_FAULT)
      .optional()
      .meta({
        description:
          'When this share of the group is of the new version, the rollout waits for `bake`: 20%, or a list such as [20%, 50%].',
      }),
    bake: duration.default(BAKE).meta({ description: 'How long a rollout waits at a checkpoint.' }),
    monitor: duration.default(0).meta({
      description: 'How long a new worker must stay healthy after it is ready, before an old one is terminated.',
    }),
    maxFailures: z
      .string({ error: TOLERATED_FAULT.message })
      .regex(/^(\d\d?|100)%$/, { error: TOLERATED_FAULT.message })
      .default('0%')
      .meta({ description: 'The share of the workers to replace whose replacements may fail.' }),
    alarms: z.array(z.string().min(1).max(255)).max(MOST_ALARMS).superRefine(noneTwice, always).default([]).meta({
      description:
        'Names of CloudWatch alarms. A rollout does not start while one of them is in ALARM, and fails when one enters ALARM.',
    }),
    rollback: z.boolean().default(true).meta({
      description:
        '`true`: when a rollout fails, its new workers are replaced with what ran before. `false`: it is paused instead.',
    }),
    capacity: z.enum(['surge', 'in-place']).default('surge').meta({
      description:
        '`surge`: an old worker is terminated when its replacement has proven itself. `in-place`: it is terminated first, for groups without capacity for both.',
    }),
  },
  '{ on: version }',
);

const NO_ROLLOUT = {
  on: 'manual' as const,
  parallel: 1,
  delay: 0,
  bake: BAKE,
  monitor: 0,
  maxFailures: '0%',
  alarms: [],
  rollback: true,
  capacity: 'surge' as const,
};

/** Fields of every provider whose workers can be replaced by those of another version. */
export const rolloutFields = {
  rollout: rollout.default(NO_ROLLOUT).meta({ description: 'How running workers are replaced with new ones.' }),
  maxLifetime: positiveDuration.optional().meta({
    description:
      'The age at which a worker is replaced at the latest. Workers are replaced at 90 to 100 % of it, so not all at once.',
  }),
};

/** Workers that would be replaced before they have served. Seconds. */
export function lifetimeWarnings(
  { maxLifetime = Infinity }: Pick<RolloutConfig, 'maxLifetime'>,
  { warmup, evaluateEvery }: { readonly warmup: number; readonly evaluateEvery: number },
) {
  const start = Math.max(warmup, evaluateEvery);
  return maxLifetime > start
    ? []
    : [providerError('provider.maxLifetime', 'lifetime-below-start', { lifetime: maxLifetime, start })];
}

/** Seconds below which workers would rarely do anything else than start. */
const SHORT_LIFETIME = 3600;

/** Settings that have no effect. The default of `bake` is in every policy, so it is not reported. */
export const rolloutNotes = ({ rollout: { bake, checkpoint }, maxLifetime }: RolloutConfig) => [
  ...(bake !== BAKE && checkpoint === undefined
    ? [providerError('provider.rollout.bake', 'rollout-bake-unused', {})]
    : []),
  ...((maxLifetime ?? SHORT_LIFETIME) < SHORT_LIFETIME
    ? [providerError('provider.maxLifetime', 'lifetime-short', {})]
    : []),
];
