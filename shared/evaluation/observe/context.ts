import { type Decision, decide, isLearning, pausedBy, rulesWithBoot } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { Spending } from '../../prices/index.ts';
import {
  type Description,
  type EndedWorker,
  isEphemeral,
  type ManagedWorker,
  type PoolWorker,
  pricingFor,
  replacesAtRisk,
  warmPoolOf,
} from '../../providers/index.ts';
import { type GroupState, observedManual, observedOverflow } from '../../state/index.ts';
import type { Needs } from '../cluster/needs.ts';
import type { Part } from '../events/part.ts';
import { isShortOf, type Seen, type Trigger } from '../model.ts';
import { backoffFor, backoffIn, backoffStill } from '../plan/launch-backoff.ts';
import { toZero } from '../policies/deletion.ts';
import { withoutMembers } from '../pool/members.ts';
import { observedPool } from '../pool/observed.ts';
import { spendingNow } from '../prices/costing.ts';
import type { Rolled } from '../rollout/rolled.ts';
import { endingNotes } from './ending-notes.ts';
import { type Launches, launchesIn } from './launched.ts';
import { withoutLosses } from './losses.ts';
import { unreadMetrics } from './metric-requests.ts';
import { observationOf, seenOf, withComputed } from './observation.ts';
import type { Observed } from './observe.ts';
import { presentIn } from './present.ts';
import { type Weights, weighed } from './weighed.ts';
import { asDecided, desiredWithout, retiringIn, stillNoticed, type UnhealthyWorker, unhealthyIn } from './workers.ts';

/** The decision for one group, with everything it is based on. */
export interface GroupContext {
  readonly policy: Policy;
  /** What is paused, by the policy or by hand. */
  readonly paused: Policy['paused'];
  /** The state as it was read, updated with what the description shows of launched, stopped and ended workers. */
  readonly state: GroupState;
  readonly description: Description;
  /**
   * The workers that can be capacity. `drainingUntil` comes from the group's state, not from the mark that the provider
   * returns.
   */
  readonly workers: readonly ManagedWorker[];
  /** Members of the warm pool. They are no workers. */
  readonly members: readonly PoolWorker[];
  /** Workers that are gone or stopped, except those that Headcount terminated. */
  readonly ended: readonly EndedWorker[];
  readonly launches: Launches;
  /** Workers that are missing since the last decision without a failed launch or a stop: others have terminated them. */
  readonly vanished: number;
  /** How workers ended since the last decision. */
  readonly endings: readonly Reason[];
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  /** Metrics that could not be read, and why: they have no data. */
  readonly unread: readonly Reason[];
  /** Unhealthy workers that are not draining. */
  readonly unhealthy: readonly UnhealthyWorker[];
  /** Unhealthy workers that are draining. Their drain is never canceled. */
  readonly unhealthyDraining: ReadonlySet<string>;
  /** Workers that ask for their end and do not drain yet. They are no capacity. */
  readonly retiring: readonly string[];
  /** Units of capacity by type of the workers that are there; empty: all are 1. */
  readonly weights: Weights;
  readonly trigger: Trigger;
  readonly now: number;
  readonly unavailable: Observed['unavailable'];
  /** What right-sizing has changed about launches; empty: nothing. */
  readonly sized: readonly Reason[];
  /** What the group has cost until now. */
  readonly spending: Spending;
  /** What to report of requests to another region. */
  readonly overflowNews?: Part;
  /** What to report of its rollout. */
  readonly rolloutNews?: Part;
  /** What renews its workers; absent: nothing may. */
  readonly rolled?: Rolled;
  /** Whether `state` must be stored although the decision changes nothing. */
  readonly hasSettled: boolean;
}

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
  observed: Pick<Observed, 'metrics' | 'tuned' | 'prices' | 'sized' | 'unavailable' | 'rollouts'>,
  { trigger, now }: { readonly trigger: Trigger; readonly now: number },
): (needs?: Needs) => GroupContext {
  const { group } = written;
  const description = withoutMembers(shown, written, now);
  const plain = written.policy.deleting ? toZero(accepted) : accepted;
  // A group that drains to zero obeys nobody else.
  const manual = written.policy.deleting ? undefined : observedManual(written.manual, now);
  const paused = pausedBy(plain, manual, now);
  const ephemeral = { isEphemeral: isEphemeral(plain.provider), now };
  const versions = observed.rollouts?.versions.get(group);
  const { present, weights } = weighed(presentIn(description, written, now), plain, written.provider);
  const launches = launchesIn(written.provider.launched, present, {
    warmup: plain.warmup,
    ...ephemeral,
    ...(versions && { monitored: versions.monitored }),
  });
  const launchBackoff = backoffIn(written.provider.launchBackoff, launches, now);
  const provider = { ...written.provider, launched: launches.launched, launchBackoff, stopped: present.stopped };
  const notices = stillNoticed(written.notices, description.workers, now);
  const seenState = { ...written, provider, notices };
  const retiring = retiringIn(present.workers, seenState, { paused }, now);
  const workers = asDecided(present.workers, seenState, new Set(retiring), now, replacesAtRisk(plain.provider));
  const rolled =
    versions &&
    observed.rollouts?.rolledIn({
      ...versions,
      policy: plain,
      paused,
      state: seenState,
      workers,
      failedLaunches: launches.failed,
      now,
    });
  const policy = rolled ? { ...plain, provider: rolled.inForce.provider } : plain;
  const tunedNow = observed.tuned.get(group);
  const tuned = ofRules(accepted, tunedNow ? { ...written.decision.tuned, ...tunedNow } : written.decision.tuned);
  const desired = desiredWithout(retiring, present.workers, seenState, now);
  const remembered = { ...seenState, decision: { ...written.decision, tuned, desired } };
  const { members } = description;
  const pricing = pricingFor(policy.provider);
  const priced = { pricing, pool: warmPoolOf(policy.provider), prices: observed.prices };
  const spending = spendingNow(written, { workers: present.workers, members }, priced, now);
  const spentState = { ...remembered, spending };
  const seen = { ...present, workers };
  const observable = observationOf(policy, spentState, seen, description, observed, now, rolled?.outdated);
  const boot = written.counters.readyTimes?.boot;
  const overflow = written.policy.deleting ? undefined : observedOverflow(written.overflow, written.requested);
  const pool = observedPool(policy, written, { members, workers, now });
  const isDraining = new Set(workers.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allUnhealthy = unhealthyIn(workers);
  return (needs) => {
    const whole = {
      ...observable,
      ...(manual && { manual }),
      ...(overflow && { overflow }),
      ...(pool && { pool }),
      ...(needs && { cluster: needs.cluster }),
      ...(rulesWithBoot(policy, boot).length > 0 && { boot }),
    };
    const { vanished, dropped, shortfall, observation } = withoutLosses(whole, {
      policy,
      launches,
      ended: present.ended,
      stopped: present.stopped,
      before: written.provider,
      ...ephemeral,
      isResizing: written.claim !== null,
    });
    const isOver = rolled !== undefined && !rolled.isActive;
    const waiting = isOver ? backoffFor(rolled.inForce.spec, rolled.rollout, launchBackoff) : launchBackoff;
    const decision = decide(policy, observation);
    const counted = seenOf(observation, decision.current);
    const backoff = backoffStill(waiting, isShortOf(decision.desired, counted), now);
    const state = { ...seenState, provider: { ...provider, shortfall, launchBackoff: backoff } };
    const found = { policy, paused, state, description, workers, members, ended: present.ended, launches, vanished };
    return {
      ...found,
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
        ...ephemeral,
        stopped: present.ended.filter(({ isStopped }) => isStopped),
      }),
      seen: withComputed(counted, policy, observation),
      unread: [...unreadMetrics(accepted, observed.metrics), ...(needs?.notes ?? [])],
      unhealthy: allUnhealthy.filter(({ id }) => !isDraining.has(id)),
      unhealthyDraining: new Set(allUnhealthy.map(({ id }) => id).filter((id) => isDraining.has(id))),
      unavailable: observed.unavailable,
      sized: [observed.sized.changes.get(group) ?? []].flat(),
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

type Tuned = GroupState['decision']['tuned'];

/** Removes the results of rules that the policy no longer has. */
function ofRules({ rules }: Policy, tuned: Tuned): Tuned {
  const isOfRule = (name: string) => rules.some((rule) => rule.name === name && isLearning(rule));
  if (Object.keys(tuned).every(isOfRule)) return tuned;
  return Object.fromEntries(Object.entries(tuned).filter(([name]) => isOfRule(name)));
}
