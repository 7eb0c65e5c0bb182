import { type Decision, decide } from '../decision/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { GroupState, Seen } from './model.ts';
import { observationOf, seenOf } from './observation.ts';
import { observe } from './observe.ts';
import { PolicyCache } from './policy-cache.ts';

/** How a group stands: its state, and what an evaluation would decide at this moment. */
export interface Look {
  readonly state: GroupState;
  readonly at: number;
  /** Null when no policy is in force. */
  readonly decided: { readonly seen: Seen; readonly decision: Decision } | null;
}

/** Observes and decides as an evaluation does, and does nothing about it. `null` for an unknown group. */
export async function look(group: string, dependencies: EvaluationDependencies): Promise<Look | null> {
  const observed = await observe([group], new PolicyCache(), dependencies);
  const state = observed.states.get(group);
  if (!state) return null;
  const at = dependencies.clock();
  const policy = observed.policies.get(group);
  if (!policy) return { state, at, decided: null };
  const observation = observationOf(policy, state, observed, at);
  const decision = decide(policy, observation);
  return { state, at, decided: { seen: seenOf(observation, decision.current), decision } };
}
