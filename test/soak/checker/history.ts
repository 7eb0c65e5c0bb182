import type { Activity } from '../../../shared/evaluation/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import type { MemoryTable } from '../../fakes/memory-table.ts';
import type { Watch } from '../../model/world/gate.ts';

/** One write of a group's item, as a stream of the table shows it. */
export interface Written {
  readonly at: number;
  readonly call: string;
  readonly group: string;
  readonly before: GroupState | null;
  readonly after: GroupState;
  /** The record of the activity that the claim was or is about, as it is after the write. */
  readonly activity: Activity | null;
}

/** The history of the table's items. */
export class TableHistory implements Watch {
  readonly writes: Written[] = [];
  readonly #table: MemoryTable;
  readonly #clock: () => number;
  readonly #last = new Map<string, GroupState>();

  constructor(table: MemoryTable, clock: () => number) {
    this.#table = table;
    this.#clock = clock;
  }

  took(call: string): void {
    for (const [group, kept] of this.#table.kept) {
      const before = this.#last.get(group) ?? null;
      const after = kept.state;
      if (!after || after === before) continue;
      this.#last.set(group, after);
      const id = after.claim?.activity ?? before?.claim?.activity;
      const activity = id === undefined ? null : (kept.activities.get(id) ?? null);
      this.writes.push({ at: this.#clock(), call, group, before, after, activity });
    }
  }
}
