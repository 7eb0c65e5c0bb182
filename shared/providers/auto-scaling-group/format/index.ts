import type { ProviderFormat } from '../../provider-module.ts';
import { rolloutNotes } from '../../rollout/format.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type AutoScalingGroupConfig, schema } from './config.ts';

export const format = {
  kind: 'auto-scaling-group',
  schema,
  planSchema,
  notes: rolloutNotes,
} as const satisfies ProviderFormat<AutoScalingGroupConfig, Plan>;
