import type { ProviderFormat } from '../../provider-module.ts';
import { type Plan, planSchema } from '../../sized/index.ts';
import { type Ec2FleetConfig, schema } from './config.ts';

export const format = { kind: 'ec2-fleet', schema, planSchema } as const satisfies ProviderFormat<Ec2FleetConfig, Plan>;
