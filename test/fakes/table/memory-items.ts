import type { Activity } from '../../../shared/evaluation/model.ts';
import type { AcceptedVersion } from '../../../shared/evaluation/ports.ts';
import { groupKey } from '../../../shared/names/names.ts';
import { emptyState, type GroupState, type StateError } from '../../../shared/state/index.ts';
import { Calls } from '../calls.ts';
import { frozenCopyOf } from '../copy.ts';

type Written = (before: GroupState | null, after: GroupState | null) => void;

/** What the items of one group hold. */
export class Kept {
  /** Why what is kept of the state cannot be used. */
  fault?: StateError;
  /** Whether the group is in the index of due groups: it has a policy in force. */
  indexed = false;
  document: Record<string, unknown> | null = null;
  /** Frozen, as the activities are, so that every reader may get the same ones. */
  readonly versions = new Map<number, AcceptedVersion>();
  readonly activities = new Map<string, Activity>();
  readonly #written: Written;
  #state: GroupState | null = null;

  constructor(written: Written) {
    this.#written = written;
  }

  get state(): GroupState | null {
    return this.#state;
  }

  /** Stored as a frozen copy. */
  set state(state: GroupState | null) {
    const before = this.#state;
    this.#state = frozenCopyOf(state);
    this.#written(before, this.#state);
  }
}

/** The items of all groups. `calls` counts by `port.method`, such as `claims.begin`, and can be told to fail. */
export class MemoryItems {
  readonly calls = new Calls();
  readonly kept = new Map<string, Kept>();
  /** Is told of each write of a group's state, while it is made. */
  onWrite: (group: string, ...states: Parameters<Written>) => void = () => {};

  of(group: string): Kept {
    const kept = this.kept.get(group) ?? new Kept((...states) => this.onWrite(group, ...states));
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
    kept.state = change(kept.state ?? emptyState(group));
  }

  /** A POLICY item as any tool may write it, keys and all. */
  putByHand(item: Record<string, unknown>): void {
    const { pk, sk, ...document } = item;
    if (sk !== 'POLICY') throw new Error('only POLICY items are put by hand');
    this.of(String(pk).slice(groupKey('').length)).document = document;
  }
}
