import { type Decision, decide } from '../decision/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import type { GroupState, ListedWorker, Seen, Trigger } from './model.ts';
import { observationOf, seenOf, stillInvisible } from './observation.ts';
import type { Observed } from './observe.ts';

/** One group's decision on its way into the world. */
export interface Case {
  readonly policy: Policy;
  readonly state: GroupState;
  readonly listed: readonly ListedWorker[];
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  readonly trigger: Trigger;
  readonly now: number;
  /** Workers waited for have been listed meanwhile: `state.launched` is shorter than what is written. */
  readonly hasSeenLaunches: boolean;
}

/**
 * What a group's policy decides at this moment, on its state as it is written and on what was read for many groups.
 * `leaving`: workers listed as alive that were retired since.
 */
export function caseOf(
  policy: Policy,
  written: GroupState,
  observed: Observed,
  { trigger, now, leaving }: { trigger: Trigger; now: number; leaving: ReadonlySet<string> },
): Case {
  const { group } = written;
  const listed = (observed.workers.get(group) ?? []).map((worker) =>
    leaving.has(worker.id) ? { ...worker, drainingUntil: worker.drainingUntil ?? now } : worker,
  );
  const state = { ...written, launched: stillInvisible(written.launched, listed, now) };
  const hasSeenLaunches = state.launched.length < written.launched.length;
  const observation = observationOf(policy, state, { ...observed, workers: new Map([[group, listed]]) }, now);
  const decision = decide(policy, observation);
  const seen = seenOf(observation, decision.current);
  return { policy, state, listed, observation, decision, seen, trigger, now, hasSeenLaunches };
}
