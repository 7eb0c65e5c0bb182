import type { ProviderModule } from '../provider-module.ts';
import { isAddition, type Plan, planSchema } from '../sized/plan.ts';
import type { DescribedGroup } from './described.ts';
import { because, reasons } from './reasons.ts';
import { type LambdaConfig, schema } from './schema.ts';

type Module = ProviderModule<LambdaConfig, Plan> & { readonly kind: 'lambda'; readonly schema: typeof schema };

/** Workers that a function of the user's describes, launches, replaces and ends: of anything, on any cloud. */
export const lambda: Module = {
  kind: 'lambda',
  schema,
  planSchema,
  reasons,
  settings: ({ retire }) => ({ terminationOrder: retire, replacedAtOnce: null, ephemeral: false }),
  offerings: () => [],
  planToAdd(_config, { count, facts }) {
    const group = groupIn(facts);
    if (group === null) return { plan: null, count: 0, deferred: count, reasons: [] };
    const { name, desired } = group;
    return { plan: { name, from: desired, target: desired + count }, count, deferred: 0, reasons: [] };
  },
  planToRemove(_config, { workers, facts }) {
    const group = groupIn(facts);
    if (group === null) return { workers: [], plan: null, reasons: [] };
    return { workers, plan: workers.length === 0 ? null : { name: group.name }, reasons: [] };
  },
  describePlan: (plan) => (isAddition(plan) ? because['function-raise'](plan) : because['function-remove'](plan)),
};

/** What the adapter gave as facts; null for a group that was not described. */
const groupIn = (facts: unknown): DescribedGroup | null => (facts ?? null) as DescribedGroup | null;
