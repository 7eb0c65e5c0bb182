import type { Store } from '../../shared/aws/dynamodb/store.ts';
import type { Activity } from '../../shared/evaluation/model.ts';
import type { AcceptedVersion, PolicyRecords } from '../../shared/evaluation/ports.ts';
import { groupKey } from '../../shared/names/names.ts';
import { emptyState, type GroupState, type StateError } from '../../shared/state/index.ts';
import { Calls } from './calls.ts';
import { MemoryBudget } from './memory-budget.ts';
import { MemoryClaims } from './memory-claims.ts';
import { MemoryOfferings } from './memory-offerings.ts';
import { MemoryRecords } from './memory-records.ts';
import { MemoryStates } from './memory-states.ts';

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

/**
 * The table in memory: passes the same contracts as the DynamoDB store. Every method decides and writes without
 * yielding in between, which makes it as atomic as a conditional write. What goes in and comes out is copied.
 * `calls` counts by `port.method`, such as `claims.begin`, and can be told to fail.
 */
export class MemoryTable implements Store {
  readonly calls = new Calls();
  readonly kept = new Map<string, Kept>();
  readonly policies: Store['policies'];
  readonly states: Store['states'];
  readonly claims: Store['claims'];
  readonly activities: Store['activities'];
  readonly records: PolicyRecords;
  readonly budget = new MemoryBudget();
  readonly offerings = new MemoryOfferings();

  constructor() {
    const records = new MemoryRecords(this);
    this.policies = { read: (wanted) => records.accepted(wanted) };
    this.activities = {
      list: (group, limit) => records.activities(group, limit),
      read: (group, id) => records.activity(group, id),
    };
    this.records = records;
    this.states = new MemoryStates(this);
    this.claims = new MemoryClaims(this);
  }

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
    kept.state = structuredClone(change(kept.state ?? emptyState(group)));
  }

  /** A POLICY item as any tool may write it, keys and all. */
  putByHand(item: Record<string, unknown>): void {
    const { pk, sk, ...document } = item;
    if (sk !== 'POLICY') throw new Error('only POLICY items are put by hand');
    this.of(String(pk).slice(groupKey('').length)).document = document;
  }
}
