import type { ProviderFormat } from '../../provider-module.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type AutoScalingGroupConfig, schema } from './config.ts';

export const format = {
  kind: 'auto-scaling-group',
  schema,
  planSchema,
} as const satisfies ProviderFormat<AutoScalingGroupConfig, Plan>;
