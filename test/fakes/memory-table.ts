import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { groupKey } from '../../shared/aws/names.ts';
import type { Activity, GroupState } from '../../shared/evaluation/model.ts';
import type { AcceptedVersion, PolicyRecords } from '../../shared/evaluation/ports.ts';
import { Calls } from './calls.ts';
import { MemoryBudget } from './memory-budget.ts';
import { MemoryClaims } from './memory-claims.ts';
import { MemoryRecords } from './memory-records.ts';
import { MemoryStates } from './memory-states.ts';

/** What the items of one group hold. */
export interface Kept {
  state: GroupState | null;
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

  /** A POLICY item as any tool may write it, keys and all. */
  putByHand(item: Record<string, unknown>): void {
    const { pk, sk, ...document } = item;
    if (sk !== 'POLICY') throw new Error('only POLICY items are put by hand');
    this.of(String(pk).slice(groupKey('').length)).document = document;
  }
}

export const emptyState = (group: string): GroupState => ({
  group,
  revision: 0,
  version: null,
  faults: [],
  desired: null,
  lastOutAt: null,
  lastInAt: null,
  ruleFiredAt: {},
  proposals: [],
  changes: [],
  missing: {},
  tuned: {},
  readings: {},
  claim: null,
  draining: [],
  launched: [],
  unavailable: {},
  unfulfilled: 0,
  breaker: null,
  warned: [],
  replacing: 0,
  spared: [],
  retiring: false,
  dueAt: null,
});

/** The fields given, without the ones that are `undefined`: those leave what is there. */
export function given<T extends object>(fields: T): T {
  return structuredClone(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))) as T;
}

/** What a group without a policy is left with. */
export function outOfForce({
  group,
  claim,
  draining,
  launched,
  unavailable,
  warned,
  revision,
}: GroupState): GroupState {
  return { ...emptyState(group), claim, draining, launched, unavailable, warned, revision: revision + 1 };
}
