import { unitsOf } from '../../model/index.ts';
import type { Description, ManagedWorker } from '../../providers/index.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { Observed } from '../observe/observe.ts';
import { weigher } from '../observe/workers/weighed.ts';
import { describedIn } from './places.ts';
import type { Above, Under } from './tiers.ts';

/** A group as this pass decided; `context` is undefined if it could not. */
export function aboveOf(group: string, context: WorkersContext | undefined, observed: Observed): Above {
  if (context) return decidedAbove(group, context, observed);
  const description = describedIn(observed.descriptions, group);
  const state = observed.states.usableOf(group);
  const workers = weighedIn(group, observed);
  const isDraining = new Set(state?.drains.flatMap((drain) => drain.workers));
  const staying = workers.filter(({ id }) => !isDraining.has(id));
  const wanted = state?.decision.desired ?? unitsOf(staying) + (description?.ordered ?? 0);
  return {
    group,
    wanted: description && description.placement !== null ? wanted : null,
    ...placed(workers, staying, description),
    givesBack: 0,
  };
}

function decidedAbove(
  group: string,
  { decision, description, policy, workers }: WorkersContext,
  observed: Observed,
): Above {
  const { current, desired, direction } = decision;
  // A dry run gives nothing back.
  const isCarriedOut = !policy.dryRun;
  const leaving = new Set(isCarriedOut ? decision.retire : []);
  const staying = workers.filter(({ id, drainingUntil }) => drainingUntil === null && !leaving.has(id));
  return {
    group,
    wanted: description.placement === null ? null : isCarriedOut ? desired : current,
    ...placed(weighedIn(group, observed), staying, description),
    givesBack: isCarriedOut && direction === 'in' ? current - desired : 0,
  };
}

const placed = (
  workers: readonly ManagedWorker[],
  staying: readonly ManagedWorker[],
  description: Description | undefined,
) => ({ workers, staying: new Set(staying.map(({ id }) => id)), placement: description?.placement });

export function underOf(group: string, observed: Observed): Under {
  const state = observed.states.usableOf(group);
  const ordered = describedIn(observed.descriptions, group)?.ordered ?? 0;
  return {
    group,
    workers: weighedIn(group, observed),
    ordered,
    draining: new Set(state?.drains.flatMap(({ workers }) => workers)),
    most: observed.policies.get(group)?.capacity.max ?? 0,
  };
}

/** The workers that are described, with their weights. */
function weighedIn(group: string, observed: Observed): readonly ManagedWorker[] {
  const state = observed.states.usableOf(group);
  const weightOf = weigher(observed.policies.get(group)?.provider, state?.provider.weights);
  const workers = describedIn(observed.descriptions, group)?.workers ?? [];
  return weightOf ? workers.map((each) => ({ ...each, weight: weightOf(each.details.instanceType) })) : workers;
}
