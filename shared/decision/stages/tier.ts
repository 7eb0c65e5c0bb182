import { repairLevel } from '../capacity-bounds.ts';
import { because } from './because.ts';
import { constrained, noted, type Stage } from './draft.ts';
import { affordableBy } from './guards.ts';

/** Not more than those groups of the cluster need that shrink in this pass: what they give back is enough for the rest. */
export const tier: Stage = (draft, context) => {
  const { observation, current } = context;
  const { givingBack = [], desired = null } = observation.cluster ?? {};
  if (givingBack.length === 0 || draft.capacity <= current) return draft;
  const needed = Math.max(
    current,
    Math.ceil(desired ?? 0),
    Math.min(draft.capacity, repairLevel(context.policy, context.bounds)),
  );
  if (draft.capacity <= needed) return draft;
  const givenBack = givingBack.reduce((sum, each) => sum + each.workers, 0);
  const groups = givingBack.map(({ group }) => group);
  const reason = because['tier-gives-back']({ groups, givenBack, desired, capacity: needed });
  return constrained(draft, 'tier', needed, reason, 'waits-for-tier');
};

/** Growth stops at what the budget of the cluster leaves for this group. */
export const clusterBudget: Stage = (draft, context) => {
  const { observation, current } = context;
  const limit = observation.cluster?.budget;
  if (!limit || draft.capacity <= current) return draft;
  const { unpriced = [] } = observation.spending ?? {};
  const affordable = unpriced.length > 0 ? { workers: current, price: 0 } : affordableBy(limit, context);
  if (affordable === null) return noted(draft, 'guard:cluster-budget', because['budget-unchecked']({}));
  const kept = Math.min(
    draft.capacity,
    Math.max(affordable.workers, current, repairLevel(context.policy, context.bounds)),
  );
  if (kept === draft.capacity) return draft;
  const reason =
    unpriced.length > 0
      ? because['budget-price-unknown']({ types: unpriced })
      : because['cluster-budget-limit']({ ...limit, ...affordable });
  return constrained(draft, 'guard:cluster-budget', kept, reason, 'budget');
};
