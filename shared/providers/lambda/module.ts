import type { ProviderModule } from '../provider-module.ts';
import { isAddition, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import type { LambdaConfig } from './format/config.ts';
import type { DescribedGroup } from './groups/described.ts';

type Module = ProviderModule<LambdaConfig, Plan> & { readonly kind: 'lambda' };

/** Workers that a function of the user's describes, launches, replaces and ends: of anything, on any cloud. */
export const lambda: Module = {
  kind: 'lambda',
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
