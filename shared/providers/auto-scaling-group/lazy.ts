import type { AdapterContext } from '../adapter-context.ts';
import { lazyAdapter } from '../lazy-adapter.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import type { Plan } from '../sized/index.ts';
import type { Versioned } from './rollout/part.ts';

/** The provider auto-scaling-group on AWS, loaded with the first group of its kind. */
export const lazyAutoScalingGroup = (context: AdapterContext): ProviderAdapter<Versioned, Plan> =>
  lazyAdapter(async () => (await import('./api/on-aws.ts')).autoScalingGroupOnAws(context), { hasVersions: true });
