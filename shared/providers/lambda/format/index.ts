import type { ProviderFormat } from '../../provider-module.ts';
import { waitWarnings } from '../../reports/waits.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type LambdaConfig, schema } from './config.ts';

export const format = {
  kind: 'lambda',
  schema,
  planSchema,
  warnings: waitWarnings,
  insteadOfRollout: ({ function: name }) => because['function-not-replaced']({ function: name }),
} as const satisfies ProviderFormat<LambdaConfig, Plan>;
