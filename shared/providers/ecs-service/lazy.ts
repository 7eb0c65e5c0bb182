import type { AdapterContext } from '../adapter-context.ts';
import { lazyAdapter } from '../lazy-adapter.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import type { Plan } from '../sized/index.ts';
import type { EcsServiceConfig } from './format/config.ts';

/** The provider ecs-service on AWS, loaded with the first group of its kind. */
export const lazyEcsService = (context: AdapterContext): ProviderAdapter<EcsServiceConfig, Plan> =>
  lazyAdapter(async () => (await import('./api/on-aws.ts')).ecsServiceOnAws(context));
