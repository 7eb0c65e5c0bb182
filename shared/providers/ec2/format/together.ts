import type * as z from 'zod';
import { refused, whereRight } from '../../../model/index.ts';
import { type InstanceType, weightsOf } from '../instance-types.ts';
import { MOST_IN_A_FLEET } from '../launching/requirements.ts';
import { ec2Error } from '../reasons.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-hibernate-limitations.html */
const MOST_HIBERNATED_SECONDS = 60 * 86_400;

interface Fields {
  readonly instanceTypes?: readonly InstanceType[] | undefined;
  readonly requirements?: object | undefined;
  readonly reservations: string;
  readonly subnets: readonly string[];
  readonly spot: { readonly percent: number };
  readonly spread: string;
  readonly rightsize?: { readonly mode: string } | undefined;
  readonly warm?: { readonly state: string; readonly maxAge: number; readonly reuse: boolean } | undefined;
  readonly ephemeral: boolean;
}

type Check = readonly [
  reads: readonly (keyof Fields | `${keyof Fields}.${string}`)[],
  fault: (config: Fields) => Parameters<typeof refused> | false,
];

const isRightSized = ({ rightsize }: Fields): boolean => rightsize !== undefined && rightsize.mode !== 'off';
const inCapacityBlock = ({ reservations }: Fields): boolean => reservations === 'capacity-block';

/** Which fields exclude each other, and at which field that is reported. */
const CHECKS: readonly Check[] = [
  [
    ['requirements', 'spread', 'subnets'],
    ({ requirements, spread, subnets: { length: subnets } }) =>
      requirements !== undefined &&
      spread === 'none' &&
      subnets > MOST_IN_A_FLEET && [
        ec2Error('', 'ec2-too-many-subnets', { subnets, most: MOST_IN_A_FLEET }),
        ['subnets'],
      ],
  ],
  [
    ['reservations', 'spot.percent'],
    (config) =>
      inCapacityBlock(config) &&
      config.spot.percent > 0 && [ec2Error('', 'ec2-spot-in-capacity-block', {}), ['spot', 'percent']],
  ],
  [
    ['reservations', 'rightsize.mode'],
    (config) =>
      (config.requirements !== undefined || inCapacityBlock(config)) &&
      isRightSized(config) && [ec2Error('', 'rightsize-without-types', {}), ['rightsize', 'mode']],
  ],
  [
    ['instanceTypes', 'rightsize.mode'],
    (config) =>
      weightsOf(config) !== undefined &&
      isRightSized(config) && [ec2Error('', 'rightsize-with-weights', {}), ['rightsize', 'mode']],
  ],
  [
    ['reservations'],
    (config) =>
      inCapacityBlock(config) &&
      config.requirements !== undefined && [ec2Error('', 'ec2-requirements-in-capacity-block', {}), ['requirements']],
  ],
  [
    ['warm', 'spot.percent'],
    ({ warm, spot }) => warm !== undefined && spot.percent > 0 && [ec2Error('', 'warm-with-spot', {}), ['warm']],
  ],
  [
    ['reservations'],
    (config) =>
      config.warm !== undefined && inCapacityBlock(config) && [ec2Error('', 'warm-in-capacity-block', {}), ['warm']],
  ],
  [
    ['warm.state', 'warm.maxAge'],
    ({ warm }) =>
      warm?.state === 'hibernated' &&
      warm.maxAge > MOST_HIBERNATED_SECONDS && [ec2Error('', 'warm-hibernated-too-long', {}), ['warm', 'maxAge']],
  ],
  [
    ['warm.reuse', 'ephemeral'],
    ({ warm, ephemeral }) =>
      ephemeral && warm?.reuse === true && [ec2Error('', 'warm-reuse-of-one-job', {}), ['warm', 'reuse']],
  ],
];

/** The schema with a check of each pair of fields. A check runs if both fields are valid. */
export const withTogether = <Schema extends z.ZodType<Fields>>(schema: Schema): Schema =>
  CHECKS.reduce(
    (checked, [reads, fault]) =>
      checked.superRefine(
        (config, context) => {
          const found = fault(config);
          if (found) context.addIssue(refused(...found));
        },
        whereRight(...reads),
      ),
    schema,
  );
