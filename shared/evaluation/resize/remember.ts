import type { Decision } from '../../decision/index.ts';
import { changed, changesOf, isEmptyChange, type StateChange, scaledInBesides, stateAfter } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { readyChange } from '../events/counting.ts';
import { announcedIn, NO_NEWS, newsOf } from '../events/news.ts';
import { adding } from '../events/outbox.ts';
import { publishAll } from '../events/publish.ts';
import { liveUnits } from '../model.ts';
import type { DecidedContext, GroupContext, WorkersContext } from '../observe/group-context.ts';
import { weightsAfter } from '../observe/workers/weighed.ts';
import type { PoolStep } from '../pool/step.ts';
import type { RememberOptions } from '../ports.ts';
import { spendingChange } from '../prices/costing.ts';
import { rolloutChange } from '../rollout/change.ts';
import { nextDue } from '../triggers/due.ts';
import { watchChange, watchOf } from '../watch/watch-group.ts';

interface Carried {
  /** Whether the decision is carried out, or the group already has this capacity. */
  readonly isCarriedOut: boolean;
  /** Units that are removed beyond the decision. */
  readonly scaledIn?: number;
}

/** The changes of the group's decision memory. */
export function rememberedBy(
  { state, policy, observation, now }: DecidedContext,
  decision: Decision,
  { isCarriedOut, scaledIn = 0 }: Carried,
): ReturnType<typeof changesOf> {
  const after = stateAfter(state.decision, { policy, observation, decision, isCarriedOut });
  return changesOf(state.decision, scaledIn > 0 ? scaledInBesides(after, policy, scaledIn, now) : after);
}

/**
 * Stores the results of an evaluation without a resize, if something has changed. `keepsRevision`: evaluations that run at
 * the same time may still claim, so that a group that uses up the budget by itself is resized by one of them.
 */
export async function remember(
  context: GroupContext,
  decision: Decision,
  {
    isCarriedOut,
    keepsRevision = false,
    pool = null,
  }: Pick<Carried, 'isCarriedOut'> & RememberOptions & { readonly pool?: PoolStep | null },
  dependencies: Pick<EvaluationDependencies, 'states' | 'announcements' | 'activities' | 'knownWorkers'>,
): Promise<void> {
  const { state, now, hasSettled } = context;
  const memory = rememberedBy(context, decision, { isCarriedOut });
  const watched = watchOf(context, decision);
  // Only a new revision makes sure that another evaluation does not replace what is to be published.
  const isQuiet = keepsRevision && watched.notifications.length === 0 && !context.rolled?.isChanged;
  const news = isQuiet ? NO_NEWS : newsOf(context, { decision, watched, isWithoutResize: true });
  const isNews = Object.keys(news.entries).length > 0;
  const dueAt = nextDue({ ...context, decision, isPoolOpen: pool?.isOpen === true });
  const provider = {
    ...(hasSettled ? settledIn(state) : {}),
    ...(isReplacementOver(context, decision) ? { replacementsInFlight: 0 } : {}),
    ...(isCarriedOut ? retiringAfter(context) : {}),
    ...weightsAfter(state.provider, context.weights),
  };
  const change: StateChange = {
    ...(Object.keys(memory).length > 0 && { decision: memory }),
    ...(Object.keys(provider).length > 0 && { provider }),
    ...(hasSettled && { notices: state.notices }),
    ...(dueAt === state.schedule.dueAt ? {} : { schedule: { dueAt } }),
    ...watchChange(context, watched),
    ...(isNews && { outbox: adding(state.outbox, news.entries) }),
    ...readyChange(context),
    ...spendingChange(state, context.spending),
    ...rolloutChange(context, null),
    ...(pool && Object.keys(pool.change).length > 0 && { pool: pool.change }),
  };
  // A newer state stays. The next evaluation then computes the same results again.
  if (isEmptyChange(change)) return;
  const stored = { ...change, ...announcedIn(state, news) };
  const { group } = state;
  if (!(await dependencies.states.remember(state, now, stored, { keepsRevision: isQuiet }))) return;
  if (!isQuiet) (await dependencies.knownWorkers?.())?.noteStored(state);
  if (!isNews) return;
  await publishAll(group, changed(state, stored).outbox, [], dependencies);
}

/** The workers that the desired capacity no longer counts; null if they are the same as before. */
export function retiringAfter({ state, retiring }: WorkersContext): { readonly retiring: readonly string[] } | null {
  const { retiring: before = [] } = state.provider;
  const isSame = before.length === retiring.length && retiring.every((id) => before.includes(id));
  return isSame ? null : { retiring };
}

/** What the description shows of launched, stopped and ended workers. */
const settledIn = ({ provider: { launched, launchBackoff, shortfall, stopped } }: GroupContext['state']) => ({
  launched,
  launchBackoff,
  shortfall,
  stopped,
});

/** Whether all replaced workers are gone, so that their replacements are no longer surplus. */
function isReplacementOver({ state, seen, unhealthy }: WorkersContext, { desired }: Decision): boolean {
  return state.provider.replacementsInFlight > 0 && unhealthy.length === 0 && liveUnits(seen) <= desired;
}
