import type { ProviderFormat } from '../../provider-module.ts';
import { lifetimeWarnings, rolloutNotes } from '../../rollout/format.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type AutoScalingGroupConfig, schema } from './config.ts';

export const format = {
  kind: 'auto-scaling-group',
  schema,
  planSchema,
  warnings: lifetimeWarnings,
  notes: rolloutNotes,
} as const satisfies ProviderFormat<AutoScalingGroupConfig, Plan>;
