import type { Activity, Claim, GroupState } from '../../shared/evaluation/model.ts';
import type { ClaimRequest, ClaimResult, Claims, SettledState } from '../../shared/evaluation/ports.ts';
import { emptyState, given, type Kept, type MemoryTable } from './memory-table.ts';

export class MemoryClaims implements Claims {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async begin({ activity, seen, now, leaseUntil, notSince, state: change }: ClaimRequest): Promise<ClaimResult> {
    await this.#table.calls.enter('claims.begin');
    const kept = this.#table.of(activity.group);
    const state = kept.state ?? emptyState(activity.group);
    const last = notSince?.direction === 'out' ? state.lastOutAt : state.lastInAt;
    const free =
      isAsSeen(state, seen, now) &&
      (!notSince || last === null || last <= notSince.at) &&
      !kept.activities.has(activity.id);
    const claim = { activity: activity.id, holder: activity.holder, leaseUntil };
    if (!free) return lost(kept, claim);
    kept.state = { ...state, ...given(change), claim, revision: seen + 1 };
    kept.activities.set(activity.id, structuredClone(activity));
    return { won: true };
  }

  async resume({ group, activity, holder, seen, now, leaseUntil }: Parameters<Claims['resume']>[0]) {
    await this.#table.calls.enter('claims.resume');
    const kept = this.#table.of(group);
    const state = kept.state ?? emptyState(group);
    const claim = { activity, holder, leaseUntil };
    if (!isAsSeen(state, seen, now)) return lost(kept, claim);
    kept.state = { ...state, claim, revision: seen + 1 };
    return { won: true } as const;
  }

  async settle(activity: Activity, change: SettledState): Promise<boolean> {
    await this.#table.calls.enter('claims.settle');
    const kept = this.#table.of(activity.group);
    const { state } = kept;
    if (state?.claim?.activity !== activity.id || state.claim.holder !== activity.holder) return false;
    const begun = kept.activities.get(activity.id);
    if (!begun) throw new Error(`activity ${activity.id} of group ${activity.group} is missing`);
    const { status, holder, outcome, error, settledAt } = structuredClone(activity);
    kept.activities.set(activity.id, { ...begun, status, holder, outcome, error, settledAt });
    kept.state = { ...state, ...given(change), claim: null, revision: state.revision + 1 };
    return true;
  }

  async abandon({ group, claim, draining, revision }: GroupState, activity: string, now: number): Promise<boolean> {
    await this.#table.calls.enter('claims.abandon');
    const kept = this.#table.of(group);
    if (!kept.state || !isAsSeen(kept.state, revision, now)) return false;
    kept.state = {
      ...kept.state,
      claim: claim?.activity === activity ? null : kept.state.claim,
      draining: structuredClone(draining.filter((each) => each.activity !== activity)),
      revision: revision + 1,
    };
    return true;
  }
}

const isAsSeen = (state: GroupState, seen: number, now: number): boolean =>
  state.revision === seen && (state.claim === null || state.claim.leaseUntil <= now);

/** A repetition of the call that won finds its own claim. */
function lost({ state }: Kept, claim: Claim): ClaimResult {
  const held = state?.claim;
  const own = held?.activity === claim.activity && held.holder === claim.holder && held.leaseUntil === claim.leaseUntil;
  return own ? { won: true } : { won: false, state: structuredClone(state) };
}
