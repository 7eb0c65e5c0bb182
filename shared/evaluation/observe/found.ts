import { isLearning, pausedBy, rulesWithBoot } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { Spending } from '../../prices/index.ts';
import {
  type Description,
  isEphemeral,
  type ManagedWorker,
  type PoolWorker,
  pricingFor,
  replacesAtRisk,
  warmPoolOf,
} from '../../providers/index.ts';
import { type GroupState, observedManual, observedOverflow } from '../../state/index.ts';
import { backoffIn } from '../plan/launch-backoff.ts';
import { toZero } from '../policies/deletion.ts';
import { withoutMembers } from '../pool/members.ts';
import { observedPool } from '../pool/observed.ts';
import { spendingNow } from '../prices/costing.ts';
import type { GroupVersions, Rolled } from '../rollout/rolled.ts';
import { observationOf } from './observation.ts';
import type { Observed } from './observe.ts';
import { type Launches, launchesIn } from './workers/launched.ts';
import { type Present, presentIn } from './workers/present.ts';
import { type Weights, weighed } from './workers/weighed.ts';
import { asDecided, desiredWithout, retiringIn, stillNoticed } from './workers/workers.ts';

/** The part of what a pass observes that the decision on one group needs. */
export type ObservedOfAll = Pick<Observed, 'metrics' | 'tuned' | 'prices' | 'sized' | 'unavailable' | 'rollouts'>;

/** What a pass finds of one group, whatever the other groups of its cluster need. */
export interface FoundGroup {
  /** The policy in force. It asks for zero workers while a deleted group drains; in a rollout, it launches the rollout's version. */
  readonly policy: Policy;
  /** What is paused, by the policy or by hand. */
  readonly paused: Policy['paused'];
  /** The state as it was read, with what the description shows of launched, stopped and ended workers. */
  readonly state: GroupState;
  /** Without the workers that are members of the warm pool: those are in `members`. */
  readonly description: Description & { readonly members: readonly PoolWorker[] };
  /** What is there, as the provider describes it. */
  readonly present: Present;
  /**
   * The workers that can be capacity. Which of them drain, are protected or unhealthy comes from the group's state, not from
   * the marks that the provider returns.
   */
  readonly workers: readonly ManagedWorker[];
  /** Units of capacity by type of the workers that are there; empty: all are 1. */
  readonly weights: Weights;
  readonly launches: Launches;
  readonly isEphemeral: boolean;
  /** Workers that ask for their end and do not drain yet. They are no capacity. */
  readonly retiring: readonly string[];
  readonly rolled: Rolled | undefined;
  /** What the group has cost until now. */
  readonly spending: Spending;
  /** What the rules see, without the figures of the group's cluster and with the workers that have ended. */
  readonly observation: Observation;
}

/** Everything that a decision is based on, from a group's stored state and from what was read for all groups of a pass. */
export function foundIn(
  accepted: Policy,
  written: GroupState,
  shown: Description,
  observed: ObservedOfAll,
  now: number,
): FoundGroup {
  const { deleting } = written.policy;
  const description = withoutMembers(shown, written, now);
  const asked = deleting ? toZero(accepted) : accepted;
  // A deleted group drains to zero, whatever size was set by hand or asked for by another region.
  const manual = deleting ? undefined : observedManual(written.manual, now);
  const overflow = deleting ? undefined : observedOverflow(written.overflow, written.requested);
  const paused = pausedBy(asked, manual, now);
  const versions = observed.rollouts?.versions.get(written.group);
  const { present, weights, launches, state } = appearedIn(description, written, asked, versions, now);
  const retiring = retiringIn(present.workers, state, { paused }, now);
  const workers = asDecided(present.workers, state, new Set(retiring), now, replacesAtRisk(asked.provider));
  const rolled =
    versions &&
    observed.rollouts?.rolledIn({
      ...versions,
      policy: asked,
      paused,
      state,
      workers,
      failedLaunches: launches.failed,
      now,
    });
  const policy = rolled ? { ...asked, provider: rolled.inForce.provider } : asked;
  const { members } = description;
  const priced = { pricing: pricingFor(policy.provider), pool: warmPoolOf(policy.provider), prices: observed.prices };
  const spending = spendingNow(written, { workers: present.workers, members }, priced, now);
  const newlyTuned = observed.tuned.get(written.group);
  const tuned = ofRules(accepted, newlyTuned ? { ...written.decision.tuned, ...newlyTuned } : written.decision.tuned);
  const desired = desiredWithout(retiring, present.workers, state, now);
  const remembered = { ...state, decision: { ...written.decision, tuned, desired }, spending };
  const boot = written.counters.readyTimes?.boot;
  const pool = observedPool(policy, written, { members, workers, now });
  return {
    policy,
    paused,
    state,
    description,
    present,
    workers,
    weights,
    launches,
    isEphemeral: isEphemeral(asked.provider),
    retiring,
    rolled,
    spending,
    observation: {
      ...observationOf({
        policy,
        state: remembered,
        present: { workers, ended: present.ended },
        description,
        metrics: observed.metrics,
        prices: observed.prices,
        renewed: rolled?.outdated,
        now,
      }),
      ...(manual && { manual }),
      ...(overflow && { overflow }),
      ...(pool && { pool }),
      ...(rulesWithBoot(policy, boot).length > 0 && { boot }),
    },
  };
}

/** The workers that are there. The state then knows which ones have appeared, have stopped, or were announced to end. */
function appearedIn(
  description: Description,
  written: GroupState,
  { provider: config, warmup }: Policy,
  versions: GroupVersions | undefined,
  now: number,
): Pick<FoundGroup, 'present' | 'weights' | 'launches' | 'state'> {
  const { present, weights } = weighed(presentIn(description, written, now), { provider: config }, written.provider);
  const launches = launchesIn(written.provider.launched, present, {
    warmup,
    isEphemeral: isEphemeral(config),
    now,
    ...(versions && { monitored: versions.monitored }),
  });
  const provider = {
    ...written.provider,
    launched: launches.launched,
    launchBackoff: backoffIn(written.provider.launchBackoff, launches, now),
    stopped: present.stopped,
  };
  const notices = stillNoticed(written.notices, description.workers, now);
  return { present, weights, launches, state: { ...written, provider, notices } };
}

type Tuned = GroupState['decision']['tuned'];

/** Removes the results of rules that the policy no longer has. */
function ofRules({ rules }: Policy, tuned: Tuned): Tuned {
  const isOfRule = (name: string) => rules.some((rule) => rule.name === name && isLearning(rule));
  if (Object.keys(tuned).every(isOfRule)) return tuned;
  return Object.fromEntries(Object.entries(tuned).filter(([name]) => isOfRule(name)));
}
