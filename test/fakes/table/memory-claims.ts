import type { Activity } from '../../../shared/evaluation/model.ts';
import type { ClaimRequest, ClaimResult, Claims, SettledChange, Takeover } from '../../../shared/evaluation/ports.ts';
import { type Claim, changed, emptyState, type GroupState } from '../../../shared/state/index.ts';
import { frozenCopyOf } from '../copy.ts';
import type { Kept, MemoryItems } from './memory-items.ts';

export class MemoryClaims implements Claims {
  readonly #items: MemoryItems;

  constructor(items: MemoryItems) {
    this.#items = items;
  }

  async begin({ activity, state, now, leaseUntil, notSince, change }: ClaimRequest): Promise<ClaimResult> {
    await this.#items.calls.enter('claims.begin');
    const kept = this.#items.of(activity.group);
    const { lastOutAt, lastInAt } = kept.state?.decision ?? { lastOutAt: null, lastInAt: null };
    const last = notSince?.direction === 'out' ? lastOutAt : lastInAt;
    const free =
      this.#items.isAsSeen(state, now) &&
      (!notSince || last === null || last <= notSince.at) &&
      !kept.activities.has(activity.id);
    const claim = { activity: activity.id, holder: activity.holder, leaseUntil };
    if (!free) return lost(kept, claim);
    const after = changed(state, change);
    const { decision, provider, drains, watch, announced, outbox, counters, spending, rollout, pool } = after;
    const base = kept.state ?? emptyState(activity.group);
    const slices = {
      ...{ decision, provider, outbox, counters },
      ...(change.drains && { drains }),
      ...(change.watch && { watch }),
      ...(change.announced && { announced }),
      ...(change.spending && { spending }),
      ...(change.rollout && { rollout }),
      ...(change.pool && { pool }),
    };
    kept.activities.set(activity.id, frozenCopyOf(activity));
    kept.state = { ...base, ...slices, claim, revision: state.revision + 1 };
    return { won: true };
  }

  async resume({ state, now, ...claim }: Takeover): Promise<ClaimResult> {
    await this.#items.calls.enter('claims.resume');
    const kept = this.#items.of(state.group);
    if (!this.#items.isAsSeen(state, now)) return lost(kept, claim);
    const { decision, provider, outbox, counters } = state;
    const base = kept.state ?? emptyState(state.group);
    kept.state = { ...base, decision, provider, outbox, counters, claim, revision: state.revision + 1 };
    return { won: true };
  }

  async settle(activity: Activity, change: SettledChange): Promise<boolean> {
    await this.#items.calls.enter('claims.settle');
    const kept = this.#items.of(activity.group);
    const { state } = kept;
    if (state?.claim?.activity !== activity.id || state.claim.holder !== activity.holder) return false;
    const begun = kept.activities.get(activity.id);
    if (!begun) throw new Error(`activity ${activity.id} of group ${activity.group} is missing`);
    const { status, holder, outcome, error, settledAt } = activity;
    kept.activities.set(activity.id, frozenCopyOf({ ...begun, status, holder, outcome, error, settledAt }));
    kept.state = { ...changed(state, change), claim: null, revision: state.revision + 1 };
    return true;
  }

  async abandon(state: GroupState, activity: string, now: number): Promise<boolean> {
    await this.#items.calls.enter('claims.abandon');
    const kept = this.#items.of(state.group);
    if (!kept.state || !this.#items.isAsSeen(state, now)) return false;
    kept.state = {
      ...kept.state,
      claim: state.claim?.activity === activity ? null : kept.state.claim,
      drains: state.drains.filter((drain) => drain.activity !== activity),
      revision: state.revision + 1,
    };
    return true;
  }
}

/** A repetition of the call that won finds its own claim. */
function lost({ state }: Kept, claim: Claim): ClaimResult {
  const held = state?.claim;
  const own = held?.activity === claim.activity && held.holder === claim.holder && held.leaseUntil === claim.leaseUntil;
  return own ? { won: true } : { won: false, state };
}
