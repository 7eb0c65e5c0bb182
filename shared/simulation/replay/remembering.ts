import { type Decision, decide } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { type DecisionMemory, historyOf, stateAfter } from '../../state/index.ts';

export interface Remembered {
  readonly decision: Decision;
  readonly observation: Observation;
  readonly memory: DecisionMemory;
}

/**
 * Decides on an observation and the memory of earlier decisions, and returns the memory after it, as in production.
 * `tuned`: current tuning of the rules.
 */
export function decideAndRemember(
  memory: DecisionMemory,
  policy: Policy,
  observed: Omit<Observation, 'history' | 'desired'>,
  tuned: DecisionMemory['tuned'] = memory.tuned,
): Remembered {
  const { now } = observed;
  const observation: Observation = {
    ...observed,
    desired: memory.desired ?? undefined,
    history: historyOf({ ...memory, tuned }, policy, now),
  };
  const decision = decide(policy, observation);
  return { decision, observation, memory: stateAfter(memory, { policy, observation, decision, isCarriedOut: true }) };
}
