import { lazyModule } from '../../model/index.ts';
import { pricingOf } from '../pricing/settings.ts';
import type { ProviderModule } from '../provider-module.ts';
import { renews } from '../rollout/settings.ts';
import { isAddition, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import type { DescribedGroup } from './described/group.ts';
import { planToAdd, planToRemove } from './plan.ts';
import type { Versioned } from './rollout/part.ts';

type Module = ProviderModule<Versioned, Plan> & { readonly kind: 'auto-scaling-group' };

/** Workers of an EC2 Auto Scaling group that exists: it launches and replaces them, Headcount decides how many. */
export const autoScalingGroup: Module = {
  kind: 'auto-scaling-group',
  target: ({ name }) => name,
  settings: (config) => ({
    terminationOrder: config.retire,
    replacedAtOnce: null,
    ephemeral: false,
    renews: renews(config),
  }),
  // The group knows its types; Headcount learns them from its members.
  pricing: (config) => pricingOf(config, [], ['on-demand', 'spot']),
  // Which pools it launches from, and where capacity is short, is the group's own business.
  offerings: () => [],
  planToAdd({ name, launches }, { count, facts }) {
    const group = groupIn(facts);
    if (group !== null) return planToAdd(group, count, launches);
    return { plan: null, count: 0, deferred: count, reasons: [because['group-not-found']({ name })] };
  },
  planToRemove({ name }, { workers, keep, facts }) {
    const group = groupIn(facts);
    if (group !== null) return planToRemove(group, workers, keep);
    return { workers: [], plan: null, reasons: [because['group-not-found']({ name })] };
  },
  asWritten: ({ launches: _, ...config }) => config,
  rollout: lazyModule(async () => (await import('./rollout/part.ts')).part),
  describePlan: (plan) => (isAddition(plan) ? because['group-raise'](plan) : because['group-remove'](plan)),
};

/** What the adapter gave as facts; null when there is no group. */
const groupIn = (facts: unknown): DescribedGroup | null => (facts ?? null) as DescribedGroup | null;
