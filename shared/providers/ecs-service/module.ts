import type { ProviderModule } from '../provider-module.ts';
import { isAddition, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import type { DescribedService } from './described/service.ts';
import type { EcsServiceConfig } from './format/config.ts';
import { nameOf } from './names.ts';
import { planToAdd, planToRemove } from './plan.ts';

type Module = ProviderModule<EcsServiceConfig, Plan> & { readonly kind: 'ecs-service' };

/** Tasks of an ECS service that exists: it starts and replaces them, Headcount decides how many. */
export const ecsService: Module = {
  kind: 'ecs-service',
  target: nameOf,
  settings: ({ retire }) => ({ terminationOrder: retire, replacedAtOnce: null, ephemeral: false }),
  // Where its tasks are placed is the service's own business.
  offerings: () => [],
  planToAdd(config, { count, facts }) {
    const service = serviceIn(facts);
    if (service !== null) return planToAdd(service, count);
    return { plan: null, count: 0, deferred: count, reasons: [because['ecs-not-found']({ name: nameOf(config) })] };
  },
  planToRemove(config, { workers, keep, facts }) {
    const service = serviceIn(facts);
    if (service !== null) return planToRemove(service, workers, keep);
    return { workers: [], plan: null, reasons: [because['ecs-not-found']({ name: nameOf(config) })] };
  },
  describePlan: (plan) => (isAddition(plan) ? because['ecs-raise'](plan) : because['ecs-remove'](plan)),
};

/** What the adapter gave as facts; null when there is no service. */
const serviceIn = (facts: unknown): DescribedService | null => (facts ?? null) as DescribedService | null;
