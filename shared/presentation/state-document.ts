import type { GroupState } from '../state/index.ts';

/** A group's state as flat JSON for people, under the public key names. */
export function stateDocument(state: GroupState) {
  const { group, revision, policy, decision, claim, drains, notices, provider, schedule } = state;
  const { desired, lastOutAt, lastInAt, ruleFiredAt, proposals, changes, missing, tuned, readings } = decision;
  return {
    ...{ group, revision, version: policy.version, faults: policy.errors },
    ...{ desired, lastOutAt, lastInAt, ruleFiredAt, proposals, changes, missing, tuned, readings, claim },
    draining: drains.map(({ workers, cancelable, extended, ...drain }) => ({
      ...{ ...drain, victims: workers, healthy: cancelable },
      ...(extended && { retold: extended }),
    })),
    launched: provider.launched.map(({ capacityType, ...worker }) => ({ ...worker, market: capacityType })),
    unfulfilled: provider.shortfall,
    breaker: provider.launchBackoff,
    warned: notices,
    replacing: provider.replacementsInFlight,
    spared: provider.terminationSkipped,
    retiring: policy.deleting,
    dueAt: schedule.dueAt,
  };
}
