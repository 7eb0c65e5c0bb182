import type { ProviderFormat } from '../../provider-module.ts';
import { waitWarnings } from '../../reports/waits.ts';
import { lifetimeWarnings, rolloutNotes } from '../../rollout/format.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type AutoScalingGroupConfig, schema } from './config.ts';

export const format = {
  kind: 'auto-scaling-group',
  schema,
  planSchema,
  warnings: (config, times) => [...waitWarnings(config, times), ...lifetimeWarnings(config, times)],
  notes: rolloutNotes,
} as const satisfies ProviderFormat<AutoScalingGroupConfig, Plan>;
