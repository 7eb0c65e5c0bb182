import * as z from 'zod';
import {
  always,
  exactlyOne,
  forms,
  mapLike,
  noneTwice,
  positiveDuration,
  refused,
  textLike,
  weight,
  wholeNumber,
} from '../../../model/index.ts';
import { priceFields } from '../../pricing/fields.ts';
import { reportFields } from '../../reports/index.ts';
import { rolloutFields } from '../../rollout/format.ts';
import { ec2Error } from '../reasons.ts';
import { requirements } from './requirements.ts';
import { rightsize } from './rightsize.ts';
import { withTogether } from './together.ts';
import { typeName, typeOr } from './type-or.ts';
import { warm } from './warm.ts';

const VERSION_FAULT = ec2Error('', 'ec2-invalid-template-version', {});

const TARGET_GROUP_ARN = /^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[A-Za-z0-9-]+\/[0-9a-f]+$/;

const launchTemplate = mapLike(
  {
    name: z.string().min(3).max(128).optional(),
    id: textLike(/^lt-[0-9a-f]+$/, (written) => ec2Error('', 'ec2-invalid-launch-template', { written })).optional(),
    version: forms(
      [
        z.literal('$Default'),
        z.literal('$Latest'),
        z.string().regex(/^\d+$/, { error: VERSION_FAULT.message }),
        wholeNumber.positive(),
      ],
      VERSION_FAULT,
    )
      .transform(String)
      .default('$Default'),
  },
  '{ name: my-template }',
).superRefine(exactlyOne(['name', 'id']), always);

/** A type, or a type with the units of capacity that a worker of it counts as. */
const instanceType = typeOr(
  mapLike({ type: typeName, weight: weight.optional() }, '{ type: c7g.xlarge, weight: 2 }'),
  ec2Error('', 'ec2-neither-type-nor-weight', {}),
);

const fields = z.strictObject({
  kind: z.literal('ec2'),
  launchTemplate,
  instanceTypes: z
    .array(instanceType)
    .min(1)
    .max(40)
    .superRefine(
      (types, context) =>
        noneTwice(
          types.map((type) => Object(type).type ?? type),
          context,
        ),
      always,
    )
    .optional()
    .meta({
      description:
        'Types, or { type: c7g.xlarge, weight: 2 }. As soon as one has a weight, capacity is counted in weights everywhere; a type without one weighs 1.',
    }),
  requirements: requirements.optional().meta({
    description:
      'What instance types must have, instead of `instanceTypes`: EC2 launches any type that matches, also one that it gets later.',
  }),
  reservations: z.enum(['none', 'first', 'capacity-block']).default('none').meta({
    description:
      '`first`: on-demand workers use capacity reservations that are free, before anything else. `capacity-block`: all workers are launched into the Capacity Block that the launch template names.',
  }),
  // The pattern accepts more than AWS's ids, because tests use names.
  subnets: z
    .array(textLike(/^subnet-[A-Za-z0-9-]+$/, (written) => ec2Error('', 'ec2-invalid-subnet', { written })))
    .min(1)
    .max(20)
    .superRefine(noneTwice, always),
  spot: mapLike(
    {
      percent: z.number().min(0).max(100).default(0),
      onDemandBase: wholeNumber.min(0).max(100_000).default(0),
      fallback: z.enum(['on-demand', 'none']).default('none'),
      rebalance: z.enum(['ignore', 'replace']).default('ignore').meta({
        description:
          'Whether a worker that EC2 recommends to replace (a rebalance recommendation) is replaced. An interruption always is.',
      }),
      restore: positiveDuration.default(900).meta({
        description:
          'How old a worker must be that was launched on demand because spot was short, before a spot worker replaces it.',
      }),
    },
    '{ percent: 70 }',
  )
    .default({ percent: 0, onDemandBase: 0, fallback: 'none', rebalance: 'ignore', restore: 900 })
    .meta({ description: 'Which workers are spot instances, and what happens when spot is short.' }),
  spread: z.enum(['even', 'none']).default('even').meta({
    description:
      '`even`: zones with the fewest workers get the next ones. `none`: EC2 chooses the zones by price and capacity alone.',
  }),
  targetGroups: z
    .array(textLike(TARGET_GROUP_ARN, (written) => ec2Error('', 'ec2-invalid-target-group', { written }), { max: 256 }))
    .max(10)
    .superRefine(noneTwice, always)
    .default([]),
  statusChecks: z.boolean().default(true),
  // Karpenter's registration timeout.
  bootTimeout: positiveDuration.default(900),
  ...reportFields,
  ...priceFields,
  rightsize: rightsize
    .optional()
    .meta({ description: 'Whether workers have the types that right-sizing recommends, and between which sizes.' }),
  ...rolloutFields,
  warm: warm.optional().meta({
    description: 'A warm pool: prepared instances that are started when the group grows, before anything is launched.',
  }),
  ephemeral: z.boolean().default(false).meta({
    description:
      'Whether a worker does one job and ends itself. Its end is then a success: it lowers the desired capacity, and the worker is replaced only if the rules still ask for it.',
  }),
  maxUnhealthyReplaced: wholeNumber.min(0).max(1000).default(1),
  retire: z.enum(['oldest', 'newest', 'costliest', 'balanced']).default('balanced'),
});

function typesOrRequirements(
  written: { readonly instanceTypes?: unknown; readonly requirements?: unknown },
  context: z.RefinementCtx,
): void {
  if (written.instanceTypes === undefined && written.requirements === undefined) {
    context.addIssue(refused(ec2Error('', 'ec2-types-or-requirements', {}), ['instanceTypes']));
  } else exactlyOne(['instanceTypes', 'requirements'])(written, context);
}

export const schema = withTogether(fields.superRefine(typesOrRequirements, always));

/** A policy's settings of the provider `ec2`. */
export type Ec2Config = z.output<typeof schema>;
