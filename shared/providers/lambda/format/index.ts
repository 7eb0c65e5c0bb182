import type { ProviderFormat } from '../../provider-module.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type LambdaConfig, schema } from './config.ts';

export const format = { kind: 'lambda', schema, planSchema } as const satisfies ProviderFormat<LambdaConfig, Plan>;
