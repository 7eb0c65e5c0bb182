import type { Drain, GroupState } from '../../state/index.ts';
import { readyChange } from '../events/counting.ts';
import { announcedIn, type News } from '../events/news.ts';
import { adding, begunEntry } from '../events/outbox.ts';
import type { Activity, Intent } from '../model.ts';
import type { GroupContext } from '../observe/group-context.ts';
import { weightsAfter } from '../observe/workers/weighed.ts';
import type { Admitted } from '../plan/admit.ts';
import type { PoolStep } from '../pool/step.ts';
import type { ClaimRequest } from '../ports.ts';
import { spendingChange } from '../prices/costing.ts';
import { rolloutChange } from '../rollout/change.ts';
import { watchChange } from '../watch/watch-group.ts';
import type { Watched } from '../watch/watched.ts';
import { rememberedBy, retiringAfter } from './remember.ts';

export function activityOf(
  { policy, state, trigger, now, seen }: GroupContext,
  id: string,
  { decision, intent, notes }: Pick<Activity, 'decision' | 'intent' | 'notes'>,
  holder: string,
): Activity {
  return {
    id,
    group: policy.group,
    trigger,
    status: 'claimed',
    holder,
    startedAt: now,
    version: state.policy.version ?? 0,
    seen,
    decision,
    intent,
    notes,
    outcome: null,
    error: null,
    settledAt: null,
  };
}

/** The claim and the start of the cooldown are one transaction, so that a crash cannot lose the cooldown. */
export function claimRequest(
  context: GroupContext,
  activity: Activity,
  watched: Watched,
  news: News,
  leaseSeconds: number,
  { pool, scaledIn }: Pick<Admitted, 'scaledIn'> & { readonly pool: Pick<PoolStep, 'change'> | null },
): ClaimRequest {
  const { state, policy, now } = context;
  const { decision, intent } = activity;
  const { direction } = decision;
  const drains = drainsAfter(state, intent);
  const provider = { ...retiringAfter(context), ...weightsAfter(state.provider, context.weights) };
  const change = {
    decision: rememberedBy(context, decision, { isCarriedOut: true, scaledIn }),
    outbox: adding(state.outbox, { ...news.entries, ...begunEntry(activity) }),
    ...(drains && { drains }),
    ...(Object.keys(provider).length > 0 && { provider }),
    ...watchChange(context, watched),
    ...announcedIn(state, news),
    ...readyChange(context),
    ...spendingChange(state, context.spending),
    ...rolloutChange(context, intent),
    ...(pool && Object.keys(pool.change).length > 0 && { pool: pool.change }),
  };
  const request = { activity, state, now, leaseUntil: now + leaseSeconds * 1000, change };
  if (direction === 'hold') return { ...request, notSince: null };

  const notSinceAt = now - policy.behavior[direction].cooldown * 1000;
  const last = direction === 'out' ? state.decision.lastOutAt : state.decision.lastInAt;
  // A group outside its bounds is resized during a cooldown, too. Then the condition would always fail.
  const waited = last === null || last <= notSinceAt;
  return { ...request, notSince: waited ? { direction, at: notSinceAt } : null };
}

/** The claim cancels the drains, so that the activity that would terminate these workers skips them. */
function drainsAfter({ drains }: GroupState, intent: Intent): readonly Drain[] | null {
  if (intent.kind !== 'launch' || intent.cancelDrain.length === 0) return null;
  const canceled = new Set(intent.cancelDrain);
  return drains.map((drain) => ({ ...drain, workers: drain.workers.filter((id) => !canceled.has(id)) }));
}
