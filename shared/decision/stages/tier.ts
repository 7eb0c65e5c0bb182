import { repairLevel } from '../capacity-bounds.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';
import { grownTo, paidBy, repairing } from './guards.ts';

/** Not more than those groups of the cluster need that shrink in this pass: what they give back is enough for the rest. */
export const tier: Stage = (draft, context) => {
  const { observation, current } = context;
  const { givingBack = [], desired = null } = observation.cluster ?? {};
  if (givingBack.length === 0 || draft.capacity <= current) return draft;
  const unrepaired = Math.max(current, Math.ceil(desired ?? 0));
  const repair = repairLevel(context.policy, context.bounds);
  const needed = Math.max(unrepaired, Math.min(draft.capacity, repair));
  if (draft.capacity <= needed) return draft;
  const givenBack = givingBack.reduce((sum, each) => sum + each.workers, 0);
  const groups = givingBack.map(({ group }) => group);
  const reason = because['tier-gives-back']({ groups, givenBack, desired, capacity: needed });
  return constrained(draft, 'tier', needed, needed > unrepaired ? repairing(reason, repair) : reason, 'waits-for-tier');
};

/** Growth stops at what the budget of the cluster leaves for this group, and while the cost of a group is not known. */
export const clusterBudget: Stage = (draft, context) => {
  const limit = context.observation.cluster?.budget;
  if (!limit) return draft;
  const { ofCluster } = limit;
  const unknown = limit.unknown?.filter((group) => group !== context.policy.group) ?? [];
  if (unknown.length > 0) {
    const reason = because['cluster-budget-unknown']({ ofCluster, groups: unknown });
    return grownTo(context.current, STAGE, reason, draft, context);
  }
  const limited = because['cluster-budget-limit'];
  return paidBy(
    limit,
    STAGE,
    (affordable) => limited({ hourlyUsd: limit.hourlyUsd, ofCluster, ...affordable }),
    draft,
    context,
  );
};

const STAGE = 'guard:cluster-budget';
