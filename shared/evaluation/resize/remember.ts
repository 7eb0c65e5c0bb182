import type { Decision } from '../../decision/index.ts';
import { liveOf } from '../../model/index.ts';
import { changesOf, isEmptyChange, type StateChange, stateAfter } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import { nextDue } from '../triggers/due.ts';

/** What a decision changes of what the group remembers. `isCarriedOut`: its workers are launched and removed, or are as it says already. */
export function rememberedBy(
  { state, policy, observation, now }: GroupContext,
  decision: Decision,
  isCarriedOut: boolean,
): ReturnType<typeof changesOf> {
  return changesOf(state.decision, stateAfter(state.decision, policy, observation, decision, now, isCarriedOut));
}

/** Writes what was learned without a resize, if it is anything new. */
export async function remember(
  context: GroupContext,
  decision: Decision,
  isCarriedOut: boolean,
  { states }: Pick<EvaluationDependencies, 'states'>,
): Promise<void> {
  const { state, now, hasSettled } = context;
  const memory = rememberedBy(context, decision, isCarriedOut);
  const dueAt = nextDue({ ...context, decision });
  const provider = {
    ...(hasSettled ? { launched: state.provider.launched } : {}),
    ...(isReplacementOver(context, decision) ? { replacementsInFlight: 0 } : {}),
  };
  const change: StateChange = {
    ...(Object.keys(memory).length > 0 && { decision: memory }),
    ...(Object.keys(provider).length > 0 && { provider }),
    ...(hasSettled && { notices: state.notices }),
    ...(dueAt === state.schedule.dueAt ? {} : { schedule: { dueAt } }),
  };
  // Where somebody else has written a newer state, that one stays; the next evaluation learns the same again.
  if (!isEmptyChange(change)) await states.remember(state, now, change);
}

/** The unhealthy worker went by itself, or in a scale-in: its replacement is no longer one too many. */
function isReplacementOver({ state, seen, unhealthy }: GroupContext, { desired }: Decision): boolean {
  return state.provider.replacementsInFlight > 0 && unhealthy.length === 0 && liveOf(seen.workers) <= desired;
}
