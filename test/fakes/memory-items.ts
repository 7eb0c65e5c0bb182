import type { Activity } from '../../shared/evaluation/model.ts';
import type { AcceptedVersion } from '../../shared/evaluation/ports.ts';
import { groupKey } from '../../shared/names/names.ts';
import { emptyState, type GroupState, type StateError } from '../../shared/state/index.ts';
import { Calls } from './calls.ts';
import { copyOf } from './copy.ts';

/** What the items of one group hold. */
export interface Kept {
  state: GroupState | null;
  /** Why what is kept of the state cannot be used. */
  fault?: StateError;
  /** Whether the group is in the index of due groups: it has a policy in force. */
  indexed: boolean;
  document: Record<string, unknown> | null;
  readonly versions: Map<number, AcceptedVersion>;
  readonly activities: Map<string, Activity>;
}

/** The items of all groups. `calls` counts by `port.method`, such as `claims.begin`, and can be told to fail. */
export class MemoryItems {
  readonly calls = new Calls();
  readonly kept = new Map<string, Kept>();

  of(group: string): Kept {
    const kept = this.kept.get(group) ?? {
      state: null,
      indexed: false,
      document: null,
      versions: new Map(),
      activities: new Map(),
    };
    this.kept.set(group, kept);
    return kept;
  }

  /** Whether the state is still the one that was read, and nobody holds a live claim. */
  isAsSeen({ group, revision }: GroupState, now: number): boolean {
    const state = this.kept.get(group)?.state ?? emptyState(group);
    return state.revision === revision && (state.claim === null || state.claim.leaseUntil <= now);
  }

  /** The group's state in place of what is kept, as another process may have written it. */
  setState(group: string, change: (state: GroupState) => GroupState): void {
    const kept = this.of(group);
    kept.state = copyOf(change(kept.state ?? emptyState(group)));
  }

  /** A POLICY item as any tool may write it, keys and all. */
  putByHand(item: Record<string, unknown>): void {
    const { pk, sk, ...document } = item;
    if (sk !== 'POLICY') throw new Error('only POLICY items are put by hand');
    this.of(String(pk).slice(groupKey('').length)).document = document;
  }
}
