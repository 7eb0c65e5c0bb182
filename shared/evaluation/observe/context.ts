import { type Decision, decide, isLearning } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { Description, ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Seen, Trigger } from '../model.ts';
import { explainedAsDeleted, toZero } from '../policies/deletion.ts';
import { observationOf, seenOf } from './observation.ts';
import type { Observed } from './observe.ts';
import { asDecided, stillNoticed, stillYoung, type UnhealthyWorker, unhealthyIn } from './workers.ts';

/** One group's decision, and all that it rests on. */
export interface GroupContext {
  readonly policy: Policy;
  /** As it was read. Of workers launched, those still to be waited for and young ones; of notices, those of workers that are there. */
  readonly state: GroupState;
  readonly description: Description;
  /** `drainingUntil` as the group's state has it, whatever mark the provider shows. */
  readonly workers: readonly ManagedWorker[];
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  /** Workers that do not drain and have something wrong with them. */
  readonly unhealthy: readonly UnhealthyWorker[];
  /** Workers that drain and have something wrong with them: their drain is not canceled. */
  readonly unhealthyDraining: ReadonlySet<string>;
  readonly trigger: Trigger;
  readonly now: number;
  readonly unavailable: Observed['unavailable'];
  /** Workers waited for have been listed, or noticed ones have gone: the state is shorter than what is written. */
  readonly hasSettled: boolean;
}

/** What the group's policy decides on an observation. */
export function decided({ policy, state }: Pick<GroupContext, 'policy' | 'state'>, observation: Observation): Decision {
  const decision = decide(policy, observation);
  return state.policy.deleting ? explainedAsDeleted(decision) : decision;
}

export const NOT_DESCRIBED: Description = { workers: [], ordered: 0, notes: [], facts: null };

/**
 * What a group's policy decides at this moment, on its state as it is written and on what was read for many groups; the
 * last policy of a group that drains after its deletion asks for no workers. `leaving`: workers described as alive that
 * were terminated since.
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
  const workers = asDecided(described, state, leaving, now);
  const tuned = ofRules(accepted, { ...written.decision.tuned, ...observed.tuned.get(group) });
  const remembered = { ...state, decision: { ...state.decision, tuned } };
  const observation = observationOf(policy, remembered, workers, description, observed.metrics, now);
  const decision = decided({ policy, state }, observation);
  const isDraining = new Set(workers.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allUnhealthy = unhealthyIn(workers);
  return {
    ...{ policy, state, description, workers, observation, decision, trigger, now },
    seen: seenOf(observation, decision.current),
    unhealthy: allUnhealthy.filter(({ id }) => !isDraining.has(id)),
    unhealthyDraining: new Set(allUnhealthy.map(({ id }) => id).filter((id) => isDraining.has(id))),
    unavailable: observed.unavailable,
    hasSettled: isShorter(state, written),
  };
}

function isShorter(state: GroupState, written: GroupState): boolean {
  const unseen = ({ provider }: GroupState) => provider.launched.filter(({ seen }) => !seen).length;
  return unseen(state) < unseen(written) || state.notices.length < written.notices.length;
}

type Tuned = GroupState['decision']['tuned'];

/** Without what was found out for rules that are gone. */
const ofRules = ({ rules }: Policy, tuned: Tuned): Tuned =>
  Object.fromEntries(
    Object.entries(tuned).filter(([name]) => rules.some((rule) => rule.name === name && isLearning(rule))),
  );
