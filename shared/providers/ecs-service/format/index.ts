import type { ProviderFormat } from '../../provider-module.ts';
import { waitWarnings } from '../../reports/waits.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type EcsServiceConfig, schema } from './config.ts';

export const format = {
  kind: 'ecs-service',
  schema,
  planSchema,
  warnings: waitWarnings,
  insteadOfRollout: ({ cluster, service }) => because['ecs-not-replaced']({ cluster, service }),
} as const satisfies ProviderFormat<EcsServiceConfig, Plan>;
