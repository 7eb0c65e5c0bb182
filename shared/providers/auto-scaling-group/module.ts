import * as z from 'zod';
import type { ProviderModule } from '../provider-module.ts';
import type { DescribedGroup } from './described-group.ts';
import { permissions } from './permissions.ts';
import { planSchema, planToAdd, removable } from './plan.ts';
import { because, reasons } from './reasons.ts';
import { type AutoScalingGroupConfig, schema } from './schema.ts';

/** A plan to add has a target; one to remove names the group. */
const groupPlan = z.union([planSchema, z.strictObject({ name: z.string() })]);
export type GroupPlan = z.output<typeof groupPlan>;

type Module = ProviderModule<AutoScalingGroupConfig, GroupPlan> & {
  readonly kind: 'auto-scaling-group';
  readonly schema: typeof schema;
};

export const autoScalingGroup: Module = {
  kind: 'auto-scaling-group',
  schema,
  planSchema: groupPlan,
  reasons,
  permissions,
  settings: ({ retire }) => ({ terminationOrder: retire, replacedAtOnce: null }),
  // The group remembers by itself where capacity is short.
  offerings: () => [],
  planToAdd: (_config, { count, facts }) => planToAdd(facts as DescribedGroup, count),
  planToRemove({ name }, { workers, facts }) {
    const { count, reasons: limits } = removable(facts as DescribedGroup, workers.length);
    return { workers: workers.slice(0, count), plan: count > 0 ? { name } : null, reasons: limits };
  },
  describePlan: (plan) =>
    'target' in plan
      ? because['group-raise']({ name: plan.name, from: plan.from, target: plan.target })
      : because['group-remove']({ name: plan.name }),
};
