import { type Decision, decide, isLearning } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { type Description, type ManagedWorker, replacesAtRisk } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Seen, Trigger } from '../model.ts';
import { toZero } from '../policies/deletion.ts';
import { unreadMetrics } from './metric-requests.ts';
import { observationOf, seenOf } from './observation.ts';
import type { Observed } from './observe.ts';
import {
  asDecided,
  desiredWithout,
  retiringIn,
  stillNoticed,
  stillYoung,
  type UnhealthyWorker,
  unhealthyIn,
} from './workers.ts';

/** The decision for one group, with everything it is based on. */
export interface GroupContext {
  readonly policy: Policy;
  /** The state as it was read, without outdated launched workers and outdated notices. */
  readonly state: GroupState;
  readonly description: Description;
  /** The workers. `drainingUntil` comes from the group's state, not from the mark that the provider returns. */
  readonly workers: readonly ManagedWorker[];
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
  readonly trigger: Trigger;
  readonly now: number;
  readonly unavailable: Observed['unavailable'];
  /** Whether `state` has fewer launched workers or notices than the stored state, which must then be updated. */
  readonly hasSettled: boolean;
}

export const NOT_DESCRIBED: Description = { workers: [], ordered: 0, notes: [], facts: null };

/**
 * Decides for one group, from its stored state and what was read for all groups. If the policy is deleted and the group
 * drains, the decision is zero workers. `leaving`: workers that were terminated after they were described as alive.
 */
export function contextOf(
  accepted: Policy,
  written: GroupState,
  description: Description,
  observed: Pick<Observed, 'metrics' | 'tuned' | 'unavailable'>,
  { trigger, now, leaving }: { trigger: Trigger; now: number; leaving: ReadonlySet<string> },
): GroupContext {
  const { group } = written;
  const policy = written.policy.deleting ? toZero(accepted) : accepted;
  const { workers: described } = description;
  const state = {
    ...written,
    provider: { ...written.provider, launched: stillYoung(written.provider.launched, described, now) },
    notices: stillNoticed(written.notices, described, now),
  };
  const retiring = retiringIn(described, state, policy, leaving, now);
  const notCounted = new Set([...leaving, ...retiring]);
  const workers = asDecided(described, state, notCounted, now, replacesAtRisk(policy.provider));
  const tuned = ofRules(accepted, { ...written.decision.tuned, ...observed.tuned.get(group) });
  const desired = desiredWithout(retiring, described, state, now);
  const remembered = { ...state, decision: { ...state.decision, tuned, desired } };
  const observation = observationOf(policy, remembered, workers, description, observed.metrics, now);
  const decision = decide(policy, observation);
  const isDraining = new Set(workers.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allUnhealthy = unhealthyIn(workers);
  return {
    ...{ policy, state, description, workers, observation, decision, trigger, now },
    seen: seenOf(observation, decision.current),
    unread: unreadMetrics(accepted, observed.metrics),
    unhealthy: allUnhealthy.filter(({ id }) => !isDraining.has(id)),
    unhealthyDraining: new Set(allUnhealthy.map(({ id }) => id).filter((id) => isDraining.has(id))),
    ...{ retiring, unavailable: observed.unavailable },
    hasSettled: isShorter(state, written),
  };
}

function isShorter(state: GroupState, written: GroupState): boolean {
  const unseen = ({ provider }: GroupState) => provider.launched.filter(({ seen }) => !seen).length;
  return unseen(state) < unseen(written) || state.notices.length < written.notices.length;
}

type Tuned = GroupState['decision']['tuned'];

/** Removes the results of rules that the policy no longer has. */
const ofRules = ({ rules }: Policy, tuned: Tuned): Tuned =>
  Object.fromEntries(
    Object.entries(tuned).filter(([name]) => rules.some((rule) => rule.name === name && isLearning(rule))),
  );
