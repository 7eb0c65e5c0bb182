import { decide } from '../../decision/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Needs } from '../cluster/needs.ts';
import { isShortOf, type Trigger } from '../model.ts';
import { backoffFor, backoffStill } from '../plan/launch-backoff.ts';
import { foundIn, type ObservedOfAll } from './found.ts';
import type { GroupContext } from './group-context.ts';
import { unreadMetrics } from './metrics/metric-requests.ts';
import { seenOf, withComputed } from './observation.ts';
import { endingNotes } from './workers/ending-notes.ts';
import { withoutLosses } from './workers/losses.ts';
import { unhealthyIn } from './workers/workers.ts';

export const NOT_DESCRIBED: Description = { workers: [], ended: [], ordered: 0, notes: [], facts: null };

/**
 * Returns a function that decides for one group, from its stored state and what was read for all groups. `needs` are those
 * of its cluster. It can be called again with other needs, without another observation. If the policy is deleted and the
 * group drains, the decision is zero workers.
 */
export function deciding(
  accepted: Policy,
  written: GroupState,
  shown: Description,
  observed: ObservedOfAll,
  { trigger, now }: { readonly trigger: Trigger; readonly now: number },
): (needs?: Needs) => GroupContext {
  const found = foundIn(accepted, written, shown, observed, now);
  const { policy, paused, description, present, workers, weights, launches, isEphemeral, retiring, rolled, spending } =
    found;
  const { provider } = found.state;
  const { members } = description;
  const isDraining = new Set(workers.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allUnhealthy = unhealthyIn(workers);
  const isRolledOut = rolled !== undefined && !rolled.isActive;
  const launchBackoff = isRolledOut
    ? backoffFor(rolled.inForce.spec, rolled.rollout, provider.launchBackoff)
    : provider.launchBackoff;
  return (needs) => {
    const whole = needs ? { ...found.observation, cluster: needs.cluster } : found.observation;
    const { vanished, dropped, shortfall, observation } = withoutLosses(whole, {
      policy,
      launches,
      ended: present.ended,
      stopped: present.stopped,
      before: written.provider,
      isEphemeral,
      isResizing: written.claim !== null,
      now,
    });
    const decision = decide(policy, observation);
    const counted = seenOf(observation, decision.current);
    const backoff = backoffStill(launchBackoff, isShortOf(decision.desired, counted), now);
    const state = { ...found.state, provider: { ...provider, shortfall, launchBackoff: backoff } };
    return {
      policy,
      paused,
      state,
      description,
      workers,
      members,
      ended: present.ended,
      launches,
      vanished,
      observation,
      decision,
      retiring,
      weights,
      spending,
      trigger,
      now,
      endings: endingNotes({
        launches,
        others: vanished,
        dropped,
        inUnits: Object.keys(weights).length > 0,
        isEphemeral,
        stopped: present.ended.filter(({ isStopped }) => isStopped),
      }),
      seen: withComputed(counted, policy, observation),
      unread: [...unreadMetrics(accepted, observed.metrics), ...(needs?.notes ?? [])],
      unhealthy: allUnhealthy.filter(({ id }) => !isDraining.has(id)),
      unhealthyDraining: new Set(allUnhealthy.map(({ id }) => id).filter((id) => isDraining.has(id))),
      unavailable: observed.unavailable,
      sized: [observed.sized.changes.get(written.group) ?? []].flat(),
      hasSettled: isNews(state, written),
      ...(rolled && { rolled }),
    };
  };
}

/** What is not stored is found again by the next evaluation, but a failure must count only once. */
function isNews({ provider, notices }: GroupState, { provider: before, notices: known }: GroupState): boolean {
  const unseen = ({ launched }: GroupState['provider']) => launched.filter(({ seen }) => !seen).length;
  const unserved = ({ launched }: GroupState['provider']) => launched.filter(({ served }) => !served).length;
  return (
    unseen(provider) < unseen(before) ||
    unserved(provider) < unserved(before) ||
    provider.launchBackoff !== before.launchBackoff ||
    provider.stopped !== before.stopped ||
    provider.shortfall !== before.shortfall ||
    notices.length < known.length
  );
}
