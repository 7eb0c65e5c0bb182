import type { Decision } from '../decision/index.ts';
import { changesOf, stateAfter } from '../state/index.ts';
import type { Case } from './case.ts';

/** What a decision changes of what the group remembers. `isCarriedOut`: its workers are launched and retired, or are as it says already. */
export function rememberedBy(
  { state, policy, observation, now }: Case,
  decision: Decision,
  isCarriedOut: boolean,
): ReturnType<typeof changesOf> {
  return changesOf(state.decision, stateAfter(state.decision, policy, observation, decision, now, isCarriedOut));
}
