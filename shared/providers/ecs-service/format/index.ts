import type { ProviderFormat } from '../../provider-module.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type EcsServiceConfig, schema } from './config.ts';

export const format = { kind: 'ecs-service', schema, planSchema } as const satisfies ProviderFormat<
  EcsServiceConfig,
  Plan
>;
