import type { Evidence } from './evidence.ts';
import { policyIn } from './parsed.ts';
import { untunedRules } from './tunings.ts';

/** What is left to do for a group; empty if nothing is left. */
export function unsettled({ configuration, writes, instances, activities, now }: Evidence): string[] {
  return configuration.groups.flatMap(({ group, policies: written, isTuned }) => {
    const state = writes.findLast((write) => write.group === group)?.after;
    if (!state) return [`${group} has no state`];
    const running = [...instances.values()].filter(
      (each) => each.group === group && !each.isMember && each.ended === null,
    );
    const last = written.at(-1)?.document;
    const { desired } = state.decision;
    const capacity = (last && policyIn(last)?.capacity) ?? null;
    return [
      ...(state.claim ? [`${group}: activity ${state.claim.activity} has a claim`] : []),
      ...(state.drains.length > 0 ? [`${group}: ${state.drains.map(({ activity }) => activity)} drain`] : []),
      ...(Object.keys(state.outbox).length > 0 ? [`${group}: events wait to be published`] : []),
      ...activities
        .filter(
          (each) =>
            each.group === group &&
            (each.status === 'claimed' || each.status === 'draining') &&
            state.claim?.activity !== each.id,
        )
        .filter((each) => !state.drains.some((drain) => drain.activity === each.id))
        .map(({ id, status }) => `${group}: activity ${id} is ${status} for ever`),
      ...(desired !== running.length ? [`${group}: ${running.length} workers run where ${desired} are meant`] : []),
      ...(capacity && desired !== null && (desired < capacity.min || desired > capacity.max)
        ? [`${group}: ${desired} are meant, outside its bounds`]
        : []),
      ...(state.rollout && ['starting', 'running', 'rolling-back'].includes(state.rollout.status)
        ? [`${group}: a rollout is ${state.rollout.status}`]
        : []),
      ...untunedRules(state, isTuned, now),
      ...(state.policy.version === null ? [`${group}: no policy is in force`] : []),
    ];
  });
}
