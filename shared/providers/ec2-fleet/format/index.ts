import type { ProviderFormat } from '../../provider-module.ts';
import { waitWarnings } from '../../reports/waits.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type Ec2FleetConfig, schema } from './config.ts';

export const format = {
  kind: 'ec2-fleet',
  schema,
  planSchema,
  warnings: waitWarnings,
  insteadOfRollout: ({ id }) => because['fleet-not-replaced']({ id }),
} as const satisfies ProviderFormat<Ec2FleetConfig, Plan>;
