import type { ProviderFormat } from '../../provider-module.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type AutoScalingGroupConfig, schema } from './config.ts';

export const format = {
  kind: 'auto-scaling-group',
  schema,
  planSchema,
  insteadOfRollout: ({ name }) => because['group-not-replaced']({ name }),
} as const satisfies ProviderFormat<AutoScalingGroupConfig, Plan>;
