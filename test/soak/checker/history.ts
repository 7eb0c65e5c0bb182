import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity } from '../../../shared/evaluation/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import type { MemoryTable } from '../../fakes/table/memory-table.ts';

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

/** The history of the table's items. Each write is that of the call that made it, however many calls are under way. */
export class TableHistory {
  readonly writes: Written[] = [];
  readonly #calls = new AsyncLocalStorage<string>();

  constructor(table: MemoryTable, clock: () => number) {
    table.onWrite = (group, before, after) => {
      if (!after) return;
      const id = after.claim?.activity ?? before?.claim?.activity;
      const activity = id === undefined ? null : (table.of(group).activities.get(id) ?? null);
      const call = this.#calls.getStore() ?? 'the stage';
      this.writes.push({ at: clock(), call, group, before, after, activity });
    };
  }

  /** Has the effect of a call. */
  during<Answer>(call: string, effect: () => Answer): Answer {
    return this.#calls.run(call, effect);
  }
}
