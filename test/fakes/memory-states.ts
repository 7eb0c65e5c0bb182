import type { GroupState, WarnedWorker } from '../../shared/evaluation/model.ts';
import type { GroupStates, Learned } from '../../shared/evaluation/ports.ts';
import { emptyState, given, type MemoryTable, outOfForce } from './memory-table.ts';

export class MemoryStates implements GroupStates {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async read(groups: readonly string[]): Promise<Map<string, GroupState>> {
    await this.#table.calls.enter('states.read');
    const found = new Map<string, GroupState>();
    for (const group of groups) {
      const state = this.#table.kept.get(group)?.state;
      if (state) found.set(group, structuredClone(state));
    }
    return found;
  }

  async due(now: number): Promise<string[]> {
    await this.#table.calls.enter('states.due');
    return [...this.#table.kept]
      .filter(([, { indexed, state }]) => indexed && state !== null && state.dueAt !== null && state.dueAt <= now)
      .map(([group]) => group);
  }

  async remember(group: string, seen: number, now: number, learned: Learned): Promise<boolean> {
    await this.#table.calls.enter('states.remember');
    const kept = this.#table.of(group);
    const state = kept.state ?? emptyState(group);
    if (state.revision !== seen || (state.claim && state.claim.leaseUntil > now)) return false;
    kept.state = { ...state, ...given(learned), revision: seen + 1 };
    return true;
  }

  async warn(group: string, worker: WarnedWorker): Promise<void> {
    await this.#table.calls.enter('states.warn');
    const kept = this.#table.of(group);
    if (!kept.state || kept.state.version === null || kept.state.warned.length >= 200) return;
    const { warned, revision } = kept.state;
    const noted = [...warned, structuredClone(worker)];
    kept.state = { ...kept.state, warned: noted, dueAt: worker.at, revision: revision + 1 };
  }

  async letGo(group: string, seen: number, now: number): Promise<boolean> {
    await this.#table.calls.enter('states.letGo');
    const kept = this.#table.of(group);
    const { state } = kept;
    const isDeleted = state?.version === null || state?.retiring;
    if (!state || !isDeleted || state.revision !== seen || (state.claim && state.claim.leaseUntil > now)) return false;
    kept.state = outOfForce(state);
    kept.indexed = false;
    return true;
  }
}
