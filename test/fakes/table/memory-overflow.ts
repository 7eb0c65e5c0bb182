import type { OverflowRecords } from '../../../shared/evaluation/ports.ts';
import { emptyState, type GroupState, type Overflow, type Requested } from '../../../shared/state/index.ts';
import { copyOf } from '../copy.ts';
import type { MemoryItems } from './memory-items.ts';

/** Requests between regions, in the states in memory. */
export class MemoryOverflow implements OverflowRecords {
  readonly #items: MemoryItems;

  constructor(items: MemoryItems) {
    this.#items = items;
  }

  async noteAsked(group: string, overflow: Overflow | null): Promise<void> {
    await this.#items.calls.enter('overflow.noteAsked');
    const kept = this.#items.kept.get(group);
    if (kept?.state) kept.state = { ...kept.state, overflow: copyOf(overflow) };
  }

  async noteRequested(seen: GroupState, requested: Requested, now: number, isNews: boolean): Promise<boolean> {
    await this.#items.calls.enter('overflow.noteRequested');
    const state = this.#items.kept.get(seen.group)?.state ?? emptyState(seen.group);
    if (state.revision !== seen.revision) return false;
    const due = isNews ? { schedule: { dueAt: now }, revision: state.revision + 1 } : {};
    this.#items.setState(seen.group, () => ({ ...state, requested: copyOf(requested), ...due }));
    return true;
  }
}
