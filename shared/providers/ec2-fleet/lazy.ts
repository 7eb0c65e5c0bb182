import type { AdapterContext } from '../adapter-context.ts';
import { lazyAdapter } from '../lazy-adapter.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import type { Plan } from '../sized/index.ts';
import type { Ec2FleetConfig } from './format/config.ts';

/** The provider ec2-fleet on AWS, loaded with the first group of its kind. */
export const lazyEc2Fleet = (context: AdapterContext): ProviderAdapter<Ec2FleetConfig, Plan> =>
  lazyAdapter(async () => (await import('./api/on-aws.ts')).ec2FleetOnAws(context));
