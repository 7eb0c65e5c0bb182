import type { Decision } from '../../decision/index.ts';
import { liveOf } from '../../model/index.ts';
import { changesOf, isEmptyChange, type StateChange, stateAfter } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import type { RememberOptions } from '../ports.ts';
import { nextDue } from '../triggers/due.ts';
import { notify, watchChange, watchOf } from '../watch/watch-group.ts';

/**
 * The changes of the group's decision memory. `isCarriedOut`: the decision is carried out, or the group already has this
 * capacity.
 */
export function rememberedBy(
  { state, policy, observation, now }: GroupContext,
  decision: Decision,
  isCarriedOut: boolean,
): ReturnType<typeof changesOf> {
  return changesOf(state.decision, stateAfter(state.decision, policy, observation, decision, now, isCarriedOut));
}

/**
 * Stores the results of an evaluation without a resize, if something has changed. `keepsRevision`: evaluations that run at
 * the same time may still claim, so that a group that uses up the budget by itself is resized by one of them.
 */
export async function remember(
  context: GroupContext,
  decision: Decision,
  isCarriedOut: boolean,
  { states, announcements }: Pick<EvaluationDependencies, 'states' | 'announcements'>,
  { keepsRevision = false }: RememberOptions = {},
): Promise<void> {
  const { state, now, hasSettled } = context;
  const memory = rememberedBy(context, decision, isCarriedOut);
  const watched = watchOf(context, decision);
  const dueAt = nextDue({ ...context, decision });
  const provider = {
    ...(hasSettled ? settledIn(state) : {}),
    ...(isReplacementOver(context, decision) ? { replacementsInFlight: 0 } : {}),
    ...(isCarriedOut ? retiringAfter(context) : {}),
  };
  const change: StateChange = {
    ...(Object.keys(memory).length > 0 && { decision: memory }),
    ...(Object.keys(provider).length > 0 && { provider }),
    ...(hasSettled && { notices: state.notices }),
    ...(dueAt === state.schedule.dueAt ? {} : { schedule: { dueAt } }),
    ...watchChange(context, watched),
  };
  // A newer state stays. The next evaluation then computes the same results again.
  if (isEmptyChange(change)) return;
  // Only a new revision makes sure that a notification is sent once.
  const options = { keepsRevision: keepsRevision && watched.notifications.length === 0 };
  if (await states.remember(state, now, change, options)) await notify(context, watched, { announcements });
}

/** The workers that the desired capacity no longer counts; null if they are the same as before. */
export function retiringAfter({ state, retiring }: GroupContext): { readonly retiring: readonly string[] } | null {
  const { retiring: before = [] } = state.provider;
  const isSame = before.length === retiring.length && retiring.every((id) => before.includes(id));
  return isSame ? null : { retiring };
}

/** What the description shows of launched, stopped and ended workers. */
const settledIn = ({ provider: { launched, launchBackoff, shortfall, stopped } }: GroupContext['state']) => ({
  ...{ launched, launchBackoff, shortfall, stopped },
});

/** Whether all replaced workers are gone, so that their replacements are no longer surplus. */
function isReplacementOver({ state, seen, unhealthy }: GroupContext, { desired }: Decision): boolean {
  return state.provider.replacementsInFlight > 0 && unhealthy.length === 0 && liveOf(seen.workers) <= desired;
}
